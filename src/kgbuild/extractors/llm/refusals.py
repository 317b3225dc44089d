"""What servers say when they do not answer: in short, how long to wait, and whether waiting helps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

_SHOWN = 160
_LONGEST_WAIT = 600.0
"""Seconds that a server may make wait before it is asked again."""
_SPENT = re.compile(
    r"insufficient_quota|credit_balance|credit balance|spend_limit|usage_limit|billing|current quota",
    re.IGNORECASE,
)
"""How vendors say that an account is empty, with 429, 402 or 400: asking again does not help."""
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s")


def retry_after(response: httpx.Response, content: bytes) -> float | None:
    """Return the seconds that a server asks to wait, by its header or, as Gemini, in its words."""
    told = response.headers.get("retry-after")
    seconds = _header_seconds(told) if told is not None else _retry_info(content)
    if seconds is None or seconds != seconds:  # noqa: PLR0124 - not a number
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _header_seconds(told: str) -> float | None:
    try:
        return float(told)
    except ValueError:
        try:
            return (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None


def _retry_info(content: bytes) -> float | None:
    """Return the delay of a `google.rpc.RetryInfo`."""
    details = _error(content).get("details")
    for detail in details if isinstance(details, list) else ():
        delay = detail.get("retryDelay") if isinstance(detail, Mapping) else None
        if isinstance(delay, str) and (match := _SECONDS.fullmatch(delay)):
            return float(match[1])
    return None


def is_spent(status: int, content: bytes) -> bool:
    """Whether an account has no credit left."""
    if status == 402:
        return True
    error = _error(content)
    told = " ".join(str(error.get(name, "")) for name in ("code", "type", "message"))
    return status in (400, 403, 429) and _SPENT.search(told) is not None


def is_too_long(status: int, content: bytes) -> bool:
    """Whether a request is longer than the model can read."""
    said = content[:4000].lower()
    return status == 413 or (
        status == 400
        and any(
            words in said
            for words in (b"context_length", b"context size", b"context length", b"prompt is too long")
        )
    )


def said(content: bytes, key: str | None) -> str:
    """Return what a server says of a fault, in short, without the key."""
    error = _error(content)
    text = " ".join(" ".join(_words(error.get("message") or error.get("detail"))).split())
    text = text.replace(key, "***") if key else text
    return f": {text[:_SHOWN]}" if text else ""


def _error(content: bytes) -> Mapping[str, Any]:
    """Return the error of a response, however it is wrapped: OpenAI's, Google's list, Mistral's bare one."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    if isinstance(body, list) and body:
        body = body[0]
    error = body.get("error", body) if isinstance(body, Mapping) else body
    return error if isinstance(error, Mapping) else {"message": error}


def _words(told: Any) -> Iterator[str]:
    """Yield the words of a message, also of a list of faults by field."""
    match told:
        case str():
            yield told
        case {"detail": detail}:
            yield from _words(detail)
        case {"msg": str(text)}:
            where = told.get("loc")
            yield f"{'.'.join(map(str, where))}: {text};" if isinstance(where, list) else text
        case list():
            for each in told[:3]:
                yield from _words(each)
        case _:
            return

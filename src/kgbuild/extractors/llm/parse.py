"""From the text of an answer to an `Answer`, mended where its JSON is nearly right."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import json_repair
from pydantic import ValidationError

from kgbuild.extractors.llm.answer import Answer, CastMember, ClaimAnswer

_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)(?:\n```|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL | re.IGNORECASE)
_LIMIT = 4_000_000
"""Characters of an answer that are looked at."""
_MENDED, _DEEPEST = 400_000, 50
"""Characters and levels of JSON that is mended: what is longer or deeper takes too long."""


class MalformedAnswerError(Exception):
    """An answer that says nothing that can be used; the message tells the model what is wrong."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """An answer, and what of it did not follow the form."""

    answer: Answer
    faults: tuple[tuple[str, str], ...] = ()
    """Quote and fault of each claim that was left out."""
    repaired: bool = False
    """Whether the JSON had to be mended."""


def parse_answer(text: str) -> Parsed:
    """Return what an answer says. Raises MalformedAnswerError where it has no list of claims."""
    bare = _THOUGHT.sub("", text[:_LIMIT]).strip()
    if not bare:
        raise MalformedAnswerError("the answer is empty")
    fenced = _FENCE.search(bare)
    found, repaired = _loaded(fenced[1] if fenced else bare)
    if isinstance(found, list):
        found = {"claims": found}
    if not isinstance(found, dict) or not isinstance(found.get("claims"), list):
        raise MalformedAnswerError('the answer is not a JSON object with a list "claims"')
    cast = [member for item in _list(found.get("cast")) if (member := _member(item)) is not None]
    claims: list[ClaimAnswer] = []
    faults: list[tuple[str, str]] = []
    for item in found["claims"]:
        try:
            claims.append(ClaimAnswer.model_validate(item))
        except ValidationError as error:
            faults.append((_quote(item), _fault(error)))
    if faults and not claims:
        raise MalformedAnswerError(f"no claim follows the form: {faults[0][1]}")
    return Parsed(Answer(cast=tuple(cast), claims=tuple(claims)), tuple(faults), repaired)


def _loaded(text: str) -> tuple[Any, bool]:
    start, end = text.find("{"), text.rfind("}") + 1
    for part in (text, text[start:end]):
        try:
            return json.loads(part), False
        except (ValueError, RecursionError):
            continue
    if start < 0 or len(text) > _MENDED or _depth(text) > _DEEPEST:
        raise MalformedAnswerError("the answer is not JSON")
    try:
        return json_repair.loads(text[start:], skip_json_loads=True), True
    except (ValueError, RecursionError) as error:
        raise MalformedAnswerError("the answer is not JSON") from error


def _depth(text: str) -> int:
    """Return how deep brackets nest, of whatever kind and wherever they stand."""
    depth = deepest = 0
    for char in text:
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _member(item: Any) -> CastMember | None:
    try:
        return CastMember.model_validate(item)
    except ValidationError:
        return None


def _quote(item: Any) -> str:
    quote = item.get("quote") if isinstance(item, dict) else None
    return quote if isinstance(quote, str) else ""


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]

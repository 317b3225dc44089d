"""The forms in which servers are asked: OpenAI's chat completions as each knows it, and Anthropic's messages.

What a server does not understand is learnt from how it refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kgbuild.extractors.llm.answer import answer_schema
from kgbuild.extractors.llm.prompt import Request

CHAT, MESSAGES = "/chat/completions", "/messages"
"""How addresses end: of OpenAI's form, which most servers speak, and of Anthropic's own."""
FORMATS = ("json_schema", "json_object", "plain")
_ANTHROPIC = "2023-06-01"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server understands; found out once and kept."""

    format: str = "json_schema"
    limit: str = "max_tokens"
    temperature: bool = True
    api: str = CHAT

    def learnt(self, refusal: str, formats: bool) -> Dialect | None:
        """Return what to try after a refusal; None where nothing is left. `formats`: others may be tried."""
        if "max_completion_tokens" in refusal and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "temperature" in refusal and self.temperature:
            return replace(self, temperature=False)
        known = [name for name in FORMATS if self.api == CHAT or name != "json_object"]
        if formats and self.format != known[-1]:
            return replace(self, format=known[known.index(self.format) + 1])
        return None

    def headers(self, key: str | None) -> dict[str, str]:
        """Return the headers of a request, the key among them."""
        if self.api == MESSAGES:
            return {"anthropic-version": _ANTHROPIC} | ({"x-api-key": key} if key else {})
        return {"Authorization": f"Bearer {key}"} if key else {}


def dialect_of(address: str, form: str) -> Dialect:
    """Return the dialect to begin with at an address; `form` is one of `FORMATS`, or "auto"."""
    first = FORMATS[0] if form == "auto" else form
    return Dialect(first, api=MESSAGES if address.endswith(MESSAGES) else CHAT)


def body_of(request: Request, dialect: Dialect | None = None) -> dict[str, Any]:
    """Return the body of a request; without a dialect, in the form of most batch interfaces."""
    dialect = dialect or Dialect()
    messages = [message.as_dict() for message in request.messages]
    body: dict[str, Any] = {"model": request.model, dialect.limit: request.max_tokens}
    if dialect.temperature:
        body["temperature"] = request.temperature
    if dialect.api == MESSAGES:
        system = [message["content"] for message in messages if message["role"] == "system"]
        body["messages"] = [message for message in messages if message["role"] != "system"]
        # the task is the same each time: read once, then from the cache
        body["system"] = [
            {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}} for text in system
        ]
    else:
        body["messages"] = messages
    return body | dict(_format(dialect))


def _format(dialect: Dialect) -> Iterator[tuple[str, Any]]:
    if dialect.format == "plain":
        return
    if dialect.api == MESSAGES:
        yield "output_config", {"format": {"type": "json_schema", "schema": answer_schema()}}
    elif dialect.format == "json_schema":
        schema = {"name": "claims", "schema": answer_schema(), "strict": False}
        yield "response_format", {"type": "json_schema", "json_schema": schema}
    else:
        yield "response_format", {"type": "json_object", "schema": answer_schema()}

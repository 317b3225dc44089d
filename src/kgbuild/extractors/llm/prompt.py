"""What is sent to a language model: the task from `data/prompts/`, then one section of a document."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from kgbuild.documents.model import Document
from kgbuild.errors import ResourceError
from kgbuild.extractors.llm.sections import Section
from kgbuild.resources import read_text
from kgbuild.times import PartialDate

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_FOLDER = ("data", "prompts")
_UNKNOWN = "unknown"
_LEFT_OUT = "Where [...] stands, something is left out; who is named there may speak in what follows."


@dataclass(frozen=True, slots=True)
class Message:
    """One turn: of the system, the user (kgbuild) or the assistant (the model)."""

    role: str
    content: str

    def as_dict(self) -> dict[str, str]:
        """Return it in the form of the chat interfaces."""
        return {"role": self.role, "content": self.content}


@dataclass(frozen=True, slots=True)
class Request:
    """All that an answer depends on: equal requests, equal digests."""

    messages: tuple[Message, ...]
    model: str
    temperature: float
    max_tokens: int

    @property
    def digest(self) -> str:
        """SHA-256 of prompt, model and settings, in hexadecimal; answers are on record by it."""
        whole = {
            "messages": [message.as_dict() for message in self.messages],
            "model": self.model,
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
        }
        packed = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()

    def corrected(self, answer: str, fault: str) -> Request:
        """Return the request that says what was wrong with an answer, and asks again."""
        again = filled(_read("correction.md"), {"fault": fault}).strip()
        more = (Message("assistant", answer or "{}"), Message("user", again))
        return Request((*self.messages, *more), self.model, self.temperature, self.max_tokens)


def messages(document: Document, section: Section) -> tuple[Message, ...]:
    """Return the prompt for one section of a document."""
    return (Message("system", task()), Message("user", _asked(document, section)))


def _asked(document: Document, section: Section) -> str:
    return filled(
        _read("document.md"),
        {
            "publisher": document.publisher or _UNKNOWN,
            "issued": document.issued or _UNKNOWN,
            "language": document.language,
            "title": document.title or _UNKNOWN,
            "part": _part(section),
            "key": document.key,
            "text": section.text.strip("\n"),
        },
    ).strip()


def _part(section: Section) -> str:
    """Return what a section needs to know of what it lacks; nothing for a document that is whole."""
    note = f"{_LEFT_OUT}\n" if any(line.startswith("[...") for line in section.text.split("\n")) else ""
    if section.start == 0:
        return note
    told = "".join(f"- {speaker}\n" for speaker in section.speakers)
    return (
        "This is a later part of the document. Take no claims from these notes on the parts before.\n"
        f"It begins: {section.lead}\n" + (f"Named before:\n{told}" if told else "") + note
    )


@cache
def task() -> str:
    """Return the system message: the task with its kinds and examples."""
    return filled(
        _read("claims.md"),
        {
            "materiel": _read("materiel.txt").strip("\n"),
            "forces": ", ".join(_read("forces.txt").split("\n")).strip(", "),
            "examples": "\n\n".join(_example(example) for example in examples()),
        },
    ).strip()


def examples() -> list[Mapping[str, Any]]:
    """Return the worked examples, each a `document` and its `answer`. Raises ResourceError."""
    try:
        found = yaml.safe_load(_read("examples.yaml"))
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise ResourceError(f"data/prompts/examples.yaml: it is not YAML ({reason}): correct it") from error
    if not isinstance(found, list) or not all(
        isinstance(e, dict) and {"document", "answer"} <= e.keys() for e in found
    ):
        raise ResourceError("data/prompts/examples.yaml: each example needs document and answer: add them")
    return found


def example_document(example: Mapping[str, Any]) -> Document:
    """Return the document of an example."""
    told = example["document"]
    issued = told.get("issued")
    return Document(
        "example",
        told["text"],
        title=told.get("title"),
        publisher=told.get("publisher"),
        issued=PartialDate(issued) if issued else None,
        language=told.get("language", "en"),
    )


def _example(example: Mapping[str, Any]) -> str:
    document = example_document(example)
    asked = _asked(document, Section(0, document.text))
    return f"{asked}\n\nAnswer:\n{compact(example['answer'])}"


def compact(answer: Any) -> str:
    """Write an answer as the model is to write it: one claim a line."""
    rows = [
        f'"{key}": [\n' + ",\n".join(_row(item) for item in answer[key]) + "\n]"
        if answer[key]
        else f'"{key}": []'
        for key in ("cast", "claims")
    ]
    return "{" + ",\n".join(rows) + "}"


def _row(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False, default=str)


def filled(template: str, values: Mapping[str, str]) -> str:
    """Put values into a template's slots. What looks like a slot inside a value stays as it is."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ResourceError(f"data/prompts: nothing is known to fill {match[0]} with: remove it")
        return values[match[1]]

    return _SLOT.sub(value, template)


@cache
def _read(name: str) -> str:
    return read_text(*_FOLDER, name)


def tokens(parts: Sequence[Message] | str) -> int:
    """Return about how many tokens a text or prompt has, rather more than less.

    No tokenizer is asked, since each model has its own: 3.4 characters of ASCII a token (Gemma makes 3.45 of
    the prompt), and two bytes elsewhere.
    """
    if isinstance(parts, str):
        ascii_bytes = sum(char < "\x80" for char in parts)
        others = len(parts.encode("utf-8", "surrogatepass")) - ascii_bytes
        return math.ceil(ascii_bytes / 3.4) + math.ceil(others / 2)
    return sum(tokens(message.content) + 4 for message in parts)

"""JSON Lines of documents: each line an object with a text, and fields of metadata where they are known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from kgbuild.documents.decoding import decode, storable
from kgbuild.documents.metadata import Metadata, from_fields
from kgbuild.documents.plain import guessed_encoding
from kgbuild.documents.portions import Portion, Unreadable
from kgbuild.errors import DocumentError

_CALLED = ("identifier", "id")
_LONGEST_NAME = 200
FIELDS = frozenset(
    {
        *("text", "record", *_CALLED),
        *("title", "publisher", "issued", "date", "retrieved", "language", "source", "url"),
    }
)
"""What is looked at of a record."""


def read(data: bytes) -> Iterator[Portion | Unreadable]:
    """Yield the document of each line; blank lines do not count.

    Raises DocumentError when the bytes are not text, hold no line, or hold claims.
    """
    text, guessed = decode(data)
    problems = (guessed_encoding(guessed),) if guessed else ()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _portion(line, str(number), Metadata(problems=problems))


def _portion(line: str, name: str, known: Metadata) -> Portion | Unreadable:
    try:
        fields = json.loads(line)
    except RecursionError:
        return Unreadable("is nested too deeply to be a document", name)
    except ValueError as error:  # also of numbers with too many digits
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number too long"
        return Unreadable(f"is not JSON ({reason}): each line must be an object with a text", name)
    if not isinstance(fields, dict):
        return Unreadable("is no object: each line must be an object with a text", name)
    return portion_of(fields, name, known)


def portion_of(
    fields: Mapping[str, object],
    name: str,
    known: Metadata = Metadata(),  # noqa: B008 - never changed
) -> Portion | Unreadable:
    """Return the document of a record by its fields; raises DocumentError where that holds a claim."""
    if fields.get("record") == "claim":
        raise DocumentError("holds claims, not only documents: read it with kgbuild export --claims")
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return Unreadable("has no text: each record must have one, under that name", name)
    metadata = from_fields(_told(fields), "record").over(known)
    return Portion(storable(text), metadata, name, _identifier(fields))


def _told(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields with what a document of `kgbuild extract` says of its publisher as a name."""
    publisher = fields.get("publisher")
    named = publisher.get("name") if isinstance(publisher, dict) else publisher
    told = {**fields, "publisher": named}
    return {key: storable(value) if isinstance(value, str) else value for key, value in told.items()}


def _identifier(fields: Mapping[str, object]) -> str | None:
    """Return what a record calls itself, where that is a line of text or a number."""
    for key in _CALLED:
        value = fields.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool):
            line = " ".join(storable(str(value)).split())
            return line if 0 < len(line) <= _LONGEST_NAME else None
    return None

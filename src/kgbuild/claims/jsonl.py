"""Documents and claims as JSON Lines: one record a line, each document before its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, TextIO

from pydantic import Field, TypeAdapter, ValidationError

from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.errors import ClaimError

_RECORD: TypeAdapter[DocumentRecord | Claim] = TypeAdapter(
    Annotated[DocumentRecord | Claim, Field(discriminator="record")]
)
_KINDS = frozenset({"Transfer", "Deployment", "Casualties", "Treaty", "Resolution"})
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no field of this record",
    "union_tag_not_found": 'lacks its "record" ("document" or "claim") or "kind"',
}


def write_records(records: Iterable[DocumentRecord | Claim], stream: TextIO) -> None:
    """Write each record as one line of JSON; what is not known is left out."""
    for record in records:
        stream.write(record.model_dump_json(exclude_none=True) + "\n")


def read_records(path: Path) -> Iterator[DocumentRecord | Claim]:
    """Read records from a file; blank lines do not count.

    Raises ClaimError naming the file, the line and the field when a line does not follow the schema, when the
    file cannot be read, and when a claim's document does not stand before it.
    """
    known: set[str] = set()
    for number, line in _lines(path):
        try:
            record = _RECORD.validate_json(line)
        except ValidationError as error:
            raise ClaimError(f"{path}:{number}: {_in_words(error)}") from error
        if isinstance(record, DocumentRecord):
            known.add(record.key)
        elif record.document not in known:
            raise ClaimError(
                f"{path}:{number}: document {record.document!r} is not known: put its document record above"
            )
        yield record


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                line = _decoded(raw, f"{path}:{number}")
                if line.strip():
                    yield number, line
    except OSError as error:
        raise ClaimError(f"{path}: cannot be read: {error.strerror or error}") from error


def _decoded(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ClaimError(f"{where}: not UTF-8 text: save the claims file as UTF-8") from error


def _in_words(error: ValidationError) -> str:
    """Say in one line what is wrong with the first faulty field, and how many others there are."""
    faults = error.errors(include_url=False)
    first = faults[0]
    said = _WORDS.get(first["type"], first["msg"])
    said = said.removeprefix("Value error, ").replace("\n", " ")
    where = _field(first["loc"])
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where + ': ' if where else ''}{said}{more}"


def _field(location: tuple[int | str, ...]) -> str:
    """Write a location as `about[0].supplier.iso3`, without the tags of the record and of subjects."""
    text = ""
    for part in location[1:]:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part not in _KINDS:
            text += f".{part}" if text else part
    return text

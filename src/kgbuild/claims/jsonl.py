"""Documents and claims as JSON Lines: one record a line, each document before its claims."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

from pydantic import Field, TypeAdapter, ValidationError

from kgbuild.claims.bundle import Bundle, bundled
from kgbuild.claims.model import Claim, DocumentRecord, Reader
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
    with _opened(path) as stream:
        for _, _, record in _records(stream, path):
            yield record


def read_bundles(path: Path) -> Iterator[Bundle]:
    """Read the documents of a file, each with all its claims, wherever behind it they stand.

    Of a document that is described twice the first record counts. The whole file is looked at before the
    first bundle comes, so that a fault shows before any work is done; only places in the file are held
    meanwhile. Raises ClaimError like `read_records`.
    """
    with _opened(path) as stream:
        lines: dict[str, list[tuple[int, int]]] = {}
        for number, offset, record in _records(stream, path):
            if isinstance(record, Claim):
                lines[record.document].append((number, offset))
            else:
                lines.setdefault(record.key, [(number, offset)])
        for places in lines.values():
            records = (_record_at(stream, offset, f"{path}:{number}") for number, offset in places)
            for bundle in bundled(records):
                yield replace(bundle, places=tuple(f"{path}:{number}" for number, _ in places[1:]))


def parse_record(line: bytes) -> DocumentRecord | Claim:
    """Return the record of a line that `write_records` wrote."""
    return _RECORD.validate_json(line)


def _records(stream: BinaryIO, path: Path) -> Iterator[tuple[int, int, DocumentRecord | Claim]]:
    """Yield each record with the number of its line and the offset at which that begins."""
    known: set[str] = set()
    offset = 0
    for number, raw in enumerate(stream, start=1):
        where = f"{path}:{number}"
        line = _decoded(raw, where)
        if line.strip():
            record = _record(line, where)
            if isinstance(record, DocumentRecord):
                known.add(record.key)
            elif record.document not in known:
                raise ClaimError(
                    f"{where}: document {record.document!r} is not known: put its document record above"
                )
            yield number, offset, record
        offset += len(raw)


def _record_at(stream: BinaryIO, offset: int, where: str) -> DocumentRecord | Claim:
    stream.seek(offset)
    return _record(_decoded(stream.readline(), where), where)


def _record(line: str, where: str) -> DocumentRecord | Claim:
    try:
        record = _RECORD.validate_json(line)
    except ValidationError as error:
        raise ClaimError(f"{where}: {_in_words(error)}") from error
    if isinstance(record, Claim) and "read_by" not in record.model_fields_set:
        return record.model_copy(update={"read_by": (Reader.PERSON,)})  # programs write who they are
    return record


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file so that it can be read twice; a pipe is copied first."""
    try:
        with path.open("rb") as stream:
            if stream.seekable():
                yield stream
                return
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(stream, copy)
                copy.seek(0)
                yield copy
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
    where = _field(first["loc"])
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    whole = f"{where + ': ' if where else ''}{said.removeprefix('Value error, ')}{more}"
    return "".join(char if char.isprintable() else " " for char in whole)


def _field(location: tuple[int | str, ...]) -> str:
    """Write a location as `about[0].supplier.iso3`, without the tags of the record and of subjects."""
    text = ""
    for part in location[1:]:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part not in _KINDS:
            text += f".{part}" if text else part
    return text

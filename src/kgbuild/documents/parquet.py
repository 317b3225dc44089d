"""Parquet: each row a document, its columns named like the fields of JSON Lines; by pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from kgbuild.documents.portions import Portion, Unreadable
from kgbuild.documents.records import FIELDS, portion_of
from kgbuild.documents.unpacking import LARGEST
from kgbuild.errors import DocumentError

_ROWS = 256
"""Rows that are looked at together."""
_TOO_MUCH = f"unpacks to more than {LARGEST // 1_000_000} MB: split it"


def read(data: bytes, most: int = LARGEST) -> Iterator[Portion | Unreadable]:
    """Yield the document of each row.

    Raises DocumentError when the file is no Parquet or is damaged, and when it unpacks to too much.
    """
    import pyarrow as pa  # noqa: PLC0415 - of the extra "parquet"

    try:
        texts = 0
        for number, fields in enumerate(_rows(data, most), start=1):
            texts += sum(len(value) for value in fields.values() if isinstance(value, str))
            if texts > most:
                raise DocumentError(_TOO_MUCH)
            yield portion_of(fields, str(number))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DocumentError("is no Parquet file, or is damaged") from error


def _rows(data: bytes, most: int) -> Iterator[dict[str, Any]]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    whole = pq.ParquetFile(pa.BufferReader(data))
    groups = (whole.metadata.row_group(number) for number in range(whole.metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > most:
        raise DocumentError(_TOO_MUCH)
    columns = [field for field in whole.schema_arrow if field.name in FIELDS]
    # A text that comes a million times is held once: a small file could fill the memory otherwise
    texts = (field for field in columns if pa.types.is_string(field.type) or pa.types.is_binary(field.type))
    once = [field.name for field in texts]
    file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=once)
    for batch in file.iter_batches(batch_size=_ROWS, columns=[field.name for field in columns]):
        for row in range(batch.num_rows):
            values = ((name, batch.column(name)[row].as_py()) for name in batch.schema.names)
            yield {name: _plain(value) for name, value in values if value is not None}


def _plain(value: Any) -> Any:
    """Return a value as a line of JSON would have it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

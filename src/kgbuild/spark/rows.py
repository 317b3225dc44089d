"""Rows between stages: plain tuples here, Arrow batches on the way."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

Row = tuple[Any, ...]
Work = Callable[[Iterator[Row]], Iterator[Row]]
"""What a stage does with the rows of a partition: a function of a module, or an object to be pickled."""

_ROWS = 1_000
"""Rows of a batch at most, and the bytes of their values after which it ends."""
_BYTES = 4_000_000
_PACKED, _PLAIN = b"z", b"="
_WORTH_IT = 500
"""Bytes from which a value is packed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Carries rows out of Arrow batches into the work of a stage, and what that yields into batches again."""

    work: Work
    columns: tuple[tuple[str, str], ...]
    """NodeNames of the columns that it yields, and their kinds: string, long or binary."""

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield the batches of a partition."""
        given = chain.from_iterable(
            zip(*(c.to_pylist() for c in batch.columns), strict=True) for batch in batches
        )
        waiting: list[Row] = []
        size = 0
        for row in self.work(given):
            waiting.append(row)
            size += sum(len(value) for value in row if isinstance(value, str | bytes))
            if len(waiting) >= _ROWS or size >= _BYTES:
                yield self._batch(waiting)
                waiting, size = [], 0
        if waiting:
            yield self._batch(waiting)

    def _batch(self, rows: list[Row]) -> Any:
        import pyarrow as pa  # noqa: PLC0415 - of the extra "spark"

        kinds = {"string": pa.string(), "long": pa.int64(), "binary": pa.binary()}
        schema = pa.schema([(name, kinds[kind]) for name, kind in self.columns])
        arrays = [
            pa.array(values, field.type)
            for values, field in zip(zip(*rows, strict=True), schema, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def on(self, frame: Any) -> Any:
        """Return the frame of what the work yields on each partition of a frame."""
        return frame.mapInArrow(self, ", ".join(f"{name} {kind}" for name, kind in self.columns))


def stage(work: Work, columns: str) -> Stage:
    """Return a stage; the columns are written as "name kind, name kind"."""
    pairs = (column.split() for column in columns.split(","))
    return Stage(work, tuple((name, kind) for name, kind in pairs))


def packed(data: bytes) -> bytes:
    """Return bytes smaller, where that is worth it."""
    return _PLAIN + data if len(data) < _WORTH_IT else _PACKED + zlib.compress(data, 1)


def unpacked(data: bytes) -> bytes:
    """Return what was packed."""
    return data[1:] if data.startswith(_PLAIN) else zlib.decompress(data[1:])


def ordered(key: Iterable[int | str]) -> bytes:
    """Return bytes that sort as keys of whole numbers and texts do, so that Spark can sort by them."""
    parts: list[bytes] = []
    for each in key:
        if isinstance(each, int):
            digits = each.to_bytes((each.bit_length() + 7) // 8, "big")
            parts.append(len(digits).to_bytes(4, "big") + digits)
        else:
            parts.append(each.encode().replace(b"\0", b"\0\xff") + b"\0\0")
    return b"".join(parts)

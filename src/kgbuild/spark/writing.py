"""From pieces in order to shards: where each shard begins, and the files, written by the workers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from uuid import uuid4

from kgbuild.export.shards import part_name, part_stream
from kgbuild.spark.rows import Row, packed, unpacked

TOTALS = "at binary, number long"
PIECES = "shard long, at binary, part long, data binary"
WRITTEN = "shard long, number long"

Begin = tuple[bytes, int]
"""The piece that a shard begins in, and how many of its statements come before."""


def totals(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the first key of a partition, and how many statements its pieces hold."""
    first, count = None, 0
    for at, number in rows:
        first = at if first is None else first
        count += number
    if first is not None:
        yield first, count


@dataclass(frozen=True, slots=True)
class Begins:
    """Finds the pieces that shards begin in; rows are keys and numbers of statements, and come in order."""

    before: Mapping[bytes, int]
    """How many statements come before a partition, by its first key."""
    wanted: Sequence[int]
    """The statements with which shards begin, by their number in the whole."""

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield where each shard begins that begins here."""
        here: int | None = None
        for at, number in rows:
            here = self.before[at] if here is None else here
            for index in range(
                bisect_right(self.wanted, here - 1), bisect_right(self.wanted, here + number - 1)
            ):
                yield at, self.wanted[index] - here
            here += number


@dataclass(frozen=True, slots=True)
class Cut:
    """Tells each piece its shard, and cuts those of several; rows are keys, numbers and statements."""

    begins: Sequence[Begin]
    """Of all shards but the first, in order."""

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield pieces of shards."""
        for at, _, data in rows:
            first = bisect_right(self.begins, (at, 0))
            last = bisect_right(self.begins, (at, 1 << 62))
            if first == last:
                yield first, at, 0, data
                continue
            lines = unpacked(data).splitlines(keepends=True)
            cuts = [0, *(offset for _, offset in self.begins[first:last]), len(lines)]
            for number, (start, end) in enumerate(pairwise(cuts)):
                if start < end:
                    yield first + number, at, start, packed(b"".join(lines[start:end]))


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes shards to a folder that all workers see; rows are pieces, and come by shard and key."""

    folder: str

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield each shard that is written, and the bytes in it."""
        for shard, group in groupby(rows, key=itemgetter(0)):
            # Aside first: the same shard may be written twice, where Spark tries again
            aside = Path(self.folder, f".{uuid4().hex}")
            size = 0
            with part_stream(aside) as stream:
                for _, _, _, data in group:
                    size += stream.write(unpacked(data))
            aside.replace(Path(self.folder, part_name(shard)))
            yield shard, size

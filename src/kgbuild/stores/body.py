"""What is sent: pieces in memory and parts of files, as often as they are asked for."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class FilePart:
    """Some bytes of a file."""

    path: Path
    offset: int
    size: int

    def __iter__(self) -> Iterator[bytes]:
        left = self.size
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            while left and (piece := stream.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece

    def __len__(self) -> int:
        return self.size

    def open(self) -> BinaryIO:
        """Return the part as if it were a file of its own."""
        return cast(BinaryIO, io.BufferedReader(_Window(self), _PIECE))


class _Window(io.RawIOBase):
    def __init__(self, part: FilePart) -> None:
        self._stream = part.path.open("rb")
        self._stream.seek(part.offset)
        self._left = part.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(min(len(buffer), self._left))
        self._left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Made:
    """Pieces that are made while they are sent; how long they will be is not known beforehand."""

    make: Callable[[], Iterable[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.make())


class Body:
    """The body of a request. Each iteration begins anew, so that a request can be sent again."""

    def __init__(self, parts: Iterable[bytes | FilePart | Made], media_type: str) -> None:
        self._parts = tuple(parts)
        self.media_type = media_type

    @property
    def length(self) -> int | None:
        """Its bytes; None where that is not known beforehand."""
        known = [len(part) for part in self._parts if not isinstance(part, Made)]
        return sum(known) if len(known) == len(self._parts) else None

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from part


class Zipped:
    """A body under gzip; how long it will be is not known beforehand."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        packer = zlib.compressobj(level=1, wbits=31)
        for piece in self._body:
            yield packer.compress(piece)
        yield packer.flush()

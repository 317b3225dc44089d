"""Messages between a process and its engine: a kind, a length, and as many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

JOB, DATA, DONE, FAILED = b"J", b"D", b"K", b"E"
"""A question; a piece of its answer; the end of it; what is wrong. All but pieces hold JSON."""
PIECE = 1 << 16
"""Bytes of a piece, about."""
_HEAD = struct.Struct(">cI")


def write(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    """Send one message."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def read(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Return the next message; None where the other side is gone."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    content = stream.read(length)
    return (kind, content) if len(content) == length else None


class Pieces:
    """A stream that sends what is written to it as pieces of an answer."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting = bytearray()

    def write(self, content: bytes) -> int:
        """Send, once enough has come together."""
        self._waiting += content
        if len(self._waiting) >= PIECE:
            self.flush()
        return len(content)

    def flush(self) -> None:
        """Send what is left."""
        waiting = bytes(self._waiting)
        for start in range(0, len(waiting), PIECE):
            write(self._stream, DATA, waiting[start : start + PIECE])
        self._waiting.clear()

"""Files that are packed, or large: read up to a limit, so that no small file fills the memory."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from kgbuild.errors import DocumentError

LARGEST = 256_000_000
"""Bytes that a file may have, unpacked."""
GZIP, ZSTD = ".gz", ".zst"
_WINDOW = 1 << 27
"""Bytes that unpacking may look back by: more is asked for by hand, and takes as much memory."""


def contents(path: Path, most: int = LARGEST) -> bytes:
    """Return the bytes of a file. Raises OSError, or DocumentError where it has too many."""
    if path.stat().st_size > most:
        raise DocumentError(f"is larger than {most // 1_000_000} MB: split it")
    return path.read_bytes()


def unpacked(data: bytes, most: int = LARGEST) -> bytes:
    """Return what gzip packed. Raises DocumentError where that is damaged, or unpacks to too much."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            found = file.read(most + 1)
    except EOFError as error:
        raise DocumentError("breaks off: fetch or pack it anew") from error
    except (OSError, zlib.error) as error:
        raise DocumentError("is no gzip file, or is damaged") from error
    if len(found) > most:
        raise DocumentError(f"unpacks to more than {most // 1_000_000} MB: unpack and split it")
    return found


def unpacked_zstd(data: bytes, most: int = LARGEST) -> bytes:
    """Return what zstd packed. Raises DocumentError like `unpacked`, and where its extra is missing."""
    try:
        import zstandard  # noqa: PLC0415 - of the extra "zstd"
    except ImportError as error:
        raise DocumentError(
            "is packed by zstd, and what unpacks it is not installed: pip install 'kgbuild[zstd]'"
        ) from error
    try:
        opener = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        with opener.stream_reader(io.BytesIO(data), read_across_frames=True) as stream:
            found = stream.read(most + 1)
    except zstandard.ZstdError as error:
        raise DocumentError("is no zstd file, or is damaged") from error
    if len(found) > most:
        raise DocumentError(f"unpacks to more than {most // 1_000_000} MB: unpack and split it")
    return found


PACKINGS = {GZIP: unpacked, ZSTD: unpacked_zstd}
"""What unpacks a file, by the last of its suffixes."""

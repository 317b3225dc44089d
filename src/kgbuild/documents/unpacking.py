"""Files that are packed, or large: read up to a limit, so that no small file fills the memory."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from kgbuild.errors import DocumentError

LARGEST = 256_000_000
"""Bytes that a file may have, unpacked."""
PACKED = ".gz"


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

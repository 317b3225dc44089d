"""Files that lie elsewhere: addresses such as s3://bucket/reports, by fsspec, which knows dozens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgbuild.documents.unpacking import LARGEST
from kgbuild.errors import DocumentError

_SCHEME = re.compile(r"(?:^|(?<=::))([a-z][a-z0-9+.-]+):/+")
"""A scheme of two letters at least: one is a drive of Windows."""
_MAGIC = re.compile(r"[*?\[]")


def address_of(path: Path) -> str | None:
    """Return the address that a path was made of, None where it was none.

    A path joins slashes that stand together, so that "s3://bucket" has become "s3:/bucket".
    """
    text = path.as_posix()
    if not _SCHEME.match(text) or path.exists():
        return None
    return _SCHEME.sub(lambda scheme: f"{scheme[1]}://{'/' if scheme[1] == 'file' else ''}", text)


@dataclass(frozen=True, slots=True)
class FarFile:
    """A file at an address."""

    address: str
    path: Path
    """By which it is known: ends with its name, as an address of a file within an archive does not."""
    below: tuple[str, ...]
    """Its folders and name below what was named."""


def files_at(address: str) -> Iterator[FarFile]:
    """Yield the files that are meant by an address.

    Raises DocumentError where there is nothing, or it cannot be reached.
    """
    system, place = _reached(address)
    chained = address[address.index("::") :] if "::" in address else ""
    try:
        if _MAGIC.search(place):
            found = system.glob(place)
            root = _MAGIC.split(place)[0].rpartition("/")[0]
        elif system.isdir(place):
            found, root = system.find(place), place
        else:
            found, root = [place] if system.exists(place) else [], place.rpartition("/")[0]
        files = [name for name in sorted(found) if not system.isdir(name)]
    except Exception as error:  # each system has errors of its own
        raise _unreachable(address, error) from error
    if not files:
        raise DocumentError(f"{address} does not exist, or holds no files: name a file or a folder")
    for name in files:
        own = _named(system, name)
        path = Path(chained.removeprefix("::"), name) if chained else Path(own)
        yield FarFile(own + chained, path, tuple(name.removeprefix(root).strip("/").split("/")))


def contents_at(address: str, most: int = LARGEST) -> bytes:
    """Return the bytes of a file. Raises DocumentError, with a reason that does not name it."""
    system, place = _reached(address)
    try:
        with system.open(place, "rb") as file:
            data: bytes = file.read(most + 1)
    except Exception as error:
        raise DocumentError(f"cannot be read: {_told(error)}") from error
    if len(data) > most:
        raise DocumentError(f"is larger than {most // 1_000_000} MB: split it")
    return data


def _reached(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - of the extra "fsspec"
    except ImportError as error:
        raise DocumentError(
            f"{address}: is an address, and what reads one is not installed: pip install 'kgbuild[fsspec]'"
        ) from error
    try:
        system, place = url_to_fs(address)
    except Exception as error:
        raise _unreachable(address, error) from error
    return system, place


def _named(system: Any, name: str) -> str:
    """Return the address of a file of a system."""
    protocol = system.protocol if isinstance(system.protocol, str) else system.protocol[0]
    return f"{protocol}://{name.removeprefix(f'{protocol}://')}"


def _unreachable(address: str, error: Exception) -> DocumentError:
    return DocumentError(f"{address}: cannot be reached: {_told(error)}")


def _told(error: Exception) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:200]

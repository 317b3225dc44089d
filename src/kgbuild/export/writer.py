"""Graphs to files: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from rdflib import Dataset

from kgbuild.errors import ExportError
from kgbuild.export.counting import Count
from kgbuild.export.formats import SUFFIXES, WRITERS
from kgbuild.export.splicing import spliced
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.recorded import Recorded
from kgbuild.graph.store import as_store

FORMATS = tuple(WRITERS)
"""Names of the formats."""


def guess_format(path: Path) -> str:
    """Return the format that a file's suffix stands for; raises ExportError where it stands for none."""
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        raise ExportError(
            f"{path}: the suffix {path.suffix!r} stands for no format: "
            f"use one of {' '.join(sorted(SUFFIXES))}, or name a format ({', '.join(FORMATS)})"
        ) from None


def fitting_format(path: Path, named: str | None) -> str:
    """Return the format to write a file in: the one named, else that of the suffix.

    Raises ExportError where the suffix stands for another one: what reads the file goes by its suffix.
    """
    suffix = SUFFIXES.get(path.suffix.lower())
    if named in WRITERS and suffix not in (None, named):
        ending = next(ending for ending, known in SUFFIXES.items() if known == named)
        raise ExportError(
            f"{path}: its suffix stands for {suffix}, not {named}, and nothing could read it: "
            f"name the file {path.with_suffix(ending).name}, or leave out the format"
        )
    return named or guess_format(path)


def save(
    dataset: Dataset,
    out: str | Path | BinaryIO,
    format: str | None = None,  # noqa: A002
    *,
    base: str | None = None,
) -> int:
    """Write a graph to a file, in the format of its suffix unless one is named, or to an open stream.

    A stream gets Turtle unless another format is named. Returns the number of different triples.
    Raises ExportError when it cannot be written.
    """
    if isinstance(out, str | Path):
        return write(dataset, Path(out), format, base or BASE)
    return write_stream(dataset, out, format or "ttl", base or BASE)


def write(dataset: Dataset, path: Path, format: str | None = None, base: str = BASE) -> int:  # noqa: A002
    """Write a graph to a file, in the format of its suffix unless one is named.

    The file is written aside and then renamed, so that there is never half a file. Formats without named
    graphs (Turtle, RDF/XML) hold all graphs merged. Returns the number of different triples. Raises
    ExportError when the file cannot be written; BrokenPipeError, where the path is a pipe that nobody reads,
    passes through.
    """
    count = Count()
    _put(path, _pieces(dataset, fitting_format(path, format), base, count))
    return int(count)


def rewrite(dataset: Dataset, record: Recorded, path: Path, format: str, base: str = BASE) -> None:  # noqa: A002
    """Write a graph to a file that holds it as it was before some changes, which its store has recorded.

    The bytes are those of `write`; what has not changed is copied where the format lets it. Raises
    ExportError when the file cannot be written.
    """
    _put(path, spliced(path, format, record, base) or _pieces(dataset, format, base, Count()))


def _put(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            _stream_to(path, pieces)
        else:
            _replace(path, pieces)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {_advice(error, path)}") from error


def write_stream(dataset: Dataset, stream: BinaryIO, format: str = "ttl", base: str = BASE) -> int:  # noqa: A002
    """Write a graph to an open binary stream; errors of the stream pass through.

    Returns the number of different triples.
    """
    count = Count()
    for piece in _pieces(dataset, format, base, count):
        stream.write(piece)
    stream.flush()
    return int(count)


def _pieces(dataset: Dataset, format: str, base: str, count: Count) -> Iterable[bytes]:  # noqa: A002
    if format not in WRITERS:
        raise ExportError(f"no format {format!r}: use one of {', '.join(FORMATS)}")
    return WRITERS[format](as_store(dataset), base, count)


def _stream_to(path: Path, pieces: Iterable[bytes]) -> None:
    """Write to a device or pipe, which a renamed file must not take the place of."""
    with path.open("wb") as stream:
        stream.writelines(pieces)


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    target = path.resolve()  # a link keeps pointing to the file it points to
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        aside.chmod(_mode(target))
        aside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise


def _mode(target: Path) -> int:
    """Return the permissions the file has, or those a new file gets."""
    with contextlib.suppress(OSError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _advice(error: OSError, path: Path) -> str:
    folder = path.parent
    if isinstance(error, FileNotFoundError):
        return f"the folder {folder} does not exist: make it first"
    if isinstance(error, NotADirectoryError):
        return f"{folder} is no folder: choose another place"
    if isinstance(error, IsADirectoryError):
        return "it is a folder: name a file in it"
    reason = (error.strerror or str(error)).lower()
    return f"{reason}: choose another place or make room"

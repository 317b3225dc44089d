"""The graph that commands look at: files, asked by an engine of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.graphs import default_graph, opened
from kgbuild.cli.options import PATH, graph_files_option
from kgbuild.errors import ExportError

if TYPE_CHECKING:
    from kgbuild.engine.limits import Limits
    from kgbuild.engine.process import Source
    from kgbuild.views import AskedGraph

_MINUTES = 10
_ROWS = 10_000_000
"""Of an answer, of which whoever asks here looks at all."""
out_option = click.option(
    "-o", "--out", type=PATH, metavar="FILE", help="Where to write it. [default: standard output]"
)
licence_option = click.option(
    "--licence", metavar="IRI", help="Its licence, such as https://creativecommons.org/licenses/by/4.0/."
)
graphs_option = graph_files_option("The graph to look at; several are looked at as one.")


@contextmanager
def looked_at(paths: Sequence[Path]) -> Iterator[tuple[AskedGraph, str]]:
    """Yield the graph of some files, out.ttl if none is named, and what people call it."""
    from kgbuild.engine.pool import Pool  # noqa: PLC0415
    from kgbuild.views import AskedGraph  # noqa: PLC0415

    with looked_into(paths) as (source, limits, name), Pool(source, limits, 1) as pool:
        yield AskedGraph.of_engines(pool), name


@contextmanager
def looked_into(paths: Sequence[Path]) -> Iterator[tuple[Source, Limits, str]]:
    """Yield what engines answer from, what they may take, and what people call the graph."""
    from kgbuild.engine.limits import Limits  # noqa: PLC0415

    every = list(paths) or default_graph()
    limits = Limits(seconds=60.0 * _MINUTES, rows=_ROWS)
    with opened(every, None) as source:
        yield source, limits, ", ".join(path.name for path in every)


def put(content: bytes, out: Path) -> None:
    """Write a file, whole or not at all. Raises ExportError where that cannot be."""
    try:
        if out.exists() and not out.is_file():  # a device or a pipe, whose place no file must take
            out.write_bytes(content)
            return
        aside = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            aside.write_bytes(content)
            aside.replace(out)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{out}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def put_text(text: str, out: Path | None) -> None:
    """Write text to a file, or to standard output where none is named. Raises ExportError."""
    if out:
        put(text.encode(), out)
    else:
        click.echo(text, nl=False)

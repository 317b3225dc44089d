"""The graph that commands look at: files, asked by an engine of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kgbuild.cli.graphs import default_graph, opened
from kgbuild.cli.options import graph_files_option
from kgbuild.errors import ExportError

if TYPE_CHECKING:
    from kgbuild.views import AskedGraph

_MINUTES = 10
graphs_option = graph_files_option("The graph to look at; several are looked at as one.")


@contextmanager
def looked_at(paths: Sequence[Path]) -> Iterator[tuple[AskedGraph, str]]:
    """Yield the graph of some files, out.ttl if none is named, and what people call it."""
    from kgbuild.engine.limits import Limits  # noqa: PLC0415
    from kgbuild.engine.pool import Pool  # noqa: PLC0415
    from kgbuild.views import AskedGraph  # noqa: PLC0415

    every = list(paths) or default_graph()
    with opened(every, None) as source, Pool(source, Limits(seconds=60.0 * _MINUTES), 1) as pool:
        yield AskedGraph.of_engines(pool), ", ".join(path.name for path in every)


def put(content: bytes, out: Path) -> None:
    """Write a file. Raises ExportError where that cannot be."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise ExportError(f"{out}: cannot be written: {(error.strerror or str(error)).lower()}") from error

"""One call from a question to its answer."""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset, Graph

from kgbuild.graph.load import read_graph
from kgbuild.query.engine import construct, run
from kgbuild.query.library import find, saved_queries
from kgbuild.query.results import Rows


def ask(
    name: str, graph: Dataset | str | Path, *, queries: str | Path | None = None, **parameters: object
) -> Rows | Graph:
    """Ask a graph a saved question.

    Args:
        name: of the question; docs/questions.md lists those that come with kgbuild.
        graph: as `kgbuild.build` or `kgbuild.derive` returned it, or a file of one.
        queries: a folder of questions of your own besides.
        parameters: what the question is asked with, such as `state="IRN"`.

    Returns:
        The rows of the answer; a graph where the question is a CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: there is no such question, or a parameter does not fit it.
        GraphFileError: the file cannot be read.

    """
    asked = find(name, saved_queries(Path(queries) if queries else None))
    dataset = graph if isinstance(graph, Dataset) else read_graph([Path(graph)])
    values = {key: str(value) for key, value in parameters.items()}
    return (run if asked.form == "SELECT" else construct)(dataset, asked, values)

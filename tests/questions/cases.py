"""What each saved query has to answer, checked by hand, for any engine that can run it.

Each `*.yaml` beside this file holds cases of one subject; `cases()` reads them all. Two graphs are asked:

- `sample`: the reports in `data/documents`, as `kgbuild export --all` reads them. Reading finds more or less
  with each change of the extraction, so a case lists rows that the reports bear out and that must be among
  the answer, and under `not` rows that must not.
- `reports`: the invented reports in `tests/questions/reports`, whose claims are written down in
  `reports.jsonl`. There the rows are the whole answer, in order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner
from rdflib import Literal, URIRef
from rdflib.term import Identifier, Node

from kgbuild.cli import main
from kgbuild.graph import KG
from kgbuild.query import Rows

HERE = Path(__file__).parent
GRAPHS = ("sample", "reports")


@dataclass(frozen=True)
class Case:
    """One question put to one graph."""

    query: str
    """Name of the saved query."""
    graph: str
    """One of `GRAPHS`."""
    columns: tuple[str, ...]
    """The columns looked at; rows that do not differ in them count as one."""
    rows: tuple[tuple[str, ...], ...]
    """The cells as `text` writes them."""
    never: tuple[tuple[str, ...], ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        asked = ",".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.query}-{self.graph}" + (f"-{asked}" if asked else "")


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases, by file and in the order of each."""
    return tuple(
        _case(entry)
        for path in sorted(HERE.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))
    )


def _case(entry: dict[str, Any]) -> Case:
    columns = tuple(entry["columns"])
    rows, never = (
        tuple(tuple(_plain(cell) for cell in row) for row in entry.get(k) or ()) for k in ("rows", "not")
    )
    assert all(len(row) == len(columns) for row in (*rows, *never)), entry["query"]
    asked = {name: _plain(value) for name, value in (entry.get("params") or {}).items()}
    return Case(entry["query"], entry["graph"], columns, rows, never, asked)


def _plain(cell: object) -> str:
    """Return a cell as written: YAML reads 12 as a number, 2024-10-31 as a date, and nothing as None."""
    return "" if cell is None else str(cell)


def export_graphs(folder: Path) -> dict[str, list[Path]]:
    """Export both graphs to a folder as Turtle, and return the files of each."""
    paths = {name: folder / f"{name}.ttl" for name in GRAPHS}
    by_hand = ["--claims", str(HERE / "reports.jsonl"), "--documents", str(HERE / "reports")]
    for arguments in (["sample"], ["reports", *by_hand]):
        name, *options = arguments
        command = ["export", str(paths[name]), "--all", *options]
        done = CliRunner().invoke(main, command, catch_exceptions=False)
        assert done.exit_code == 0, done.output
    return {name: [path] for name, path in paths.items()}


def with_values(query: str, terms: Mapping[str, Identifier]) -> str:
    """Give a query its parameters as other stores take them: lines at the head of the outermost WHERE."""
    for name, term in terms.items():
        query = query.replace("WHERE {\n", f"WHERE {{\n  VALUES ?{name} {{ {term.n3()} }}\n", 1)
    return query


def answered(case: Case, rows: Rows) -> tuple[tuple[str, ...], ...]:
    """Return an answer as text, in the columns of a case, each row once."""
    places = [rows.columns.index(column) for column in case.columns]
    return tuple(dict.fromkeys(tuple(text(row[place]) for place in places) for row in rows.rows))


def wrong(case: Case, answer: Sequence[tuple[str, ...]]) -> list[str]:
    """Say what is wrong with an answer, nothing where it is right."""
    if case.graph == "reports":
        return (
            [] if tuple(answer) == case.rows else [f"the answer is {row}" for row in answer] or ["no answer"]
        )
    missing = [f"missing: {row}" for row in case.rows if row not in answer]
    return missing + [f"must not be there: {row}" for row in case.never if row in answer]


def text(term: Node | None) -> str:
    """Return a term as the cases write it: "PRK", "transfer:PRK-RUS-missile", "Denies", "1.5"."""
    if term is None:
        return ""
    if isinstance(term, URIRef):
        return term.removeprefix(str(KG)) if _is_term(term) else ":".join(re.split(r"[/#]", term)[-2:])
    if isinstance(term, Literal) and isinstance(term.value, Decimal):
        return f"{term.value.normalize():f}"
    return str(term)


def _is_term(iri: URIRef) -> bool:
    return iri.startswith(str(KG)) and "/" not in iri.removeprefix(str(KG))

"""Saved questions to a graph, and their answers; `kgbuild.query("contradictions", graph)` asks one."""

from typing import TYPE_CHECKING

from kgbuild.verbs import make_callable as _make_callable
from kgbuild.verbs import on_demand as _on_demand

if TYPE_CHECKING:
    from kgbuild.query.asking import Asked, Local
    from kgbuild.query.engine import construct, run
    from kgbuild.query.library import find, saved_queries
    from kgbuild.query.remote import Endpoint
    from kgbuild.query.remote_engine import construct_remotely, run_remotely
    from kgbuild.query.results import Rows, display, write_csv, write_json, write_jsonld, write_tsv, write_ttl
    from kgbuild.query.saved import Parameter, SavedQuery, parse
    from kgbuild.query.verb import ask

__all__ = [
    "Asked",
    "Endpoint",
    "Local",
    "Parameter",
    "Rows",
    "SavedQuery",
    "ask",
    "construct",
    "construct_remotely",
    "display",
    "find",
    "parse",
    "run",
    "run_remotely",
    "saved_queries",
    "write_csv",
    "write_json",
    "write_jsonld",
    "write_tsv",
    "write_ttl",
]

# rdflib's own SPARQL and the client of endpoints take longer to load than most answers
__getattr__ = _on_demand(
    __name__,
    {
        "asking": "Asked Local",
        "engine": "construct run",
        "library": "find saved_queries",
        "remote": "Endpoint",
        "remote_engine": "construct_remotely run_remotely",
        "results": "Rows display write_csv write_json write_jsonld write_tsv write_ttl",
        "saved": "Parameter SavedQuery parse",
        "verb": "ask",
    },
)


def _ask(*args: object, **parameters: object) -> object:
    from kgbuild.query.verb import ask as asked  # noqa: PLC0415

    return asked(*args, **parameters)  # type: ignore[arg-type]


_make_callable(__name__, _ask)

"""Saved questions to a graph, and their answers; `kgbuild.query("contradictions", graph)` asks one."""

from kgbuild.query.asking import Asked, Local
from kgbuild.query.engine import construct, run
from kgbuild.query.library import find, saved_queries
from kgbuild.query.remote import Endpoint
from kgbuild.query.remote_engine import construct_remotely, run_remotely
from kgbuild.query.results import Rows, display, write_csv, write_json, write_tsv, write_ttl
from kgbuild.query.saved import Parameter, SavedQuery, parse
from kgbuild.query.verb import ask
from kgbuild.verbs import make_callable as _make_callable

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
    "write_tsv",
    "write_ttl",
]

_make_callable(__name__, ask)

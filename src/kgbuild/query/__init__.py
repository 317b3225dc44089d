"""Saved questions to a graph, and their answers."""

from kgbuild.query.engine import run
from kgbuild.query.library import find, saved_queries
from kgbuild.query.results import Rows, display, write_csv, write_json
from kgbuild.query.saved import Parameter, SavedQuery, parse

__all__ = [
    "Parameter",
    "Rows",
    "SavedQuery",
    "display",
    "find",
    "parse",
    "run",
    "saved_queries",
    "write_csv",
    "write_json",
]

"""Records as RDF, following the ontology."""

from kgbuild.graph.account import Account, AccountSection
from kgbuild.graph.builder import build, build_spooled, graph_quads
from kgbuild.graph.load import read_graph
from kgbuild.graph.namespaces import BASE, KG, OA, prefixes
from kgbuild.graph.reconcile import reconcile

__all__ = [
    "BASE",
    "KG",
    "OA",
    "Account",
    "AccountSection",
    "build",
    "build_spooled",
    "graph_quads",
    "prefixes",
    "read_graph",
    "reconcile",
]

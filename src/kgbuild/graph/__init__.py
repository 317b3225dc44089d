"""Records as RDF, following the ontology."""

from typing import TYPE_CHECKING

from kgbuild.verbs import on_demand

if TYPE_CHECKING:
    from kgbuild.graph.account import Account, AccountSection
    from kgbuild.graph.builder import build, build_spooled, graph_quads
    from kgbuild.graph.load import read_graph
    from kgbuild.graph.namespaces import KG, OA
    from kgbuild.graph.reconcile import reconcile
    from kgbuild.graph.vocabulary import BASE, prefixes

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

# Who asks a graph needs its namespaces, and not all that builds one
__getattr__ = on_demand(
    __name__,
    {
        "account": "Account AccountSection",
        "builder": "build build_spooled graph_quads",
        "load": "read_graph",
        "namespaces": "KG OA",
        "vocabulary": "BASE prefixes",
        "reconcile": "reconcile",
    },
)

"""Whether a graph keeps to the shapes and to the ontology, and the graph as Python objects."""

from kgbuild.validate.checking import Check, Choice, Objection, Verdict, check_shapes
from kgbuild.validate.faults import Fault, FaultPlace, short
from kgbuild.validate.quotes import Quotes
from kgbuild.validate.world import open_world

__all__ = [
    "Check",
    "Choice",
    "Fault",
    "FaultPlace",
    "Objection",
    "Quotes",
    "Verdict",
    "check_shapes",
    "open_world",
    "short",
]

"""Small graphs as text: Turtle, TriG where they have names, or JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pyoxigraph as ox

from kgbuild.export.order import as_descriptions
from kgbuild.export.turtle import trig, turtle
from kgbuild.graph.namespaces import BASE, prefixes
from kgbuild.publication.described import DCAT, SPDX, VOID
from kgbuild.publication.nanopub import NP, NPX

_PREFIXES = {"dcat": DCAT, "np": NP, "npx": NPX, "spdx": SPDX, "void": VOID}


def written(quads: Sequence[ox.Quad], form: str, base: str = BASE) -> str:
    """Return quads as text, in their order; `form` is "json" for JSON-LD, or else Turtle or TriG."""
    if form == "json":
        told = ox.serialize(quads, format=ox.RdfFormat.JSON_LD)
        assert told is not None
        return json.dumps(json.loads(told), indent=1) + "\n"
    names = dict(sorted((prefixes(base) | _PREFIXES).items()))
    if any(isinstance(quad.graph_name, ox.NamedNode) for quad in quads):
        return "".join(trig(as_descriptions(quads), names))
    return "".join(turtle(as_descriptions(quads), names))

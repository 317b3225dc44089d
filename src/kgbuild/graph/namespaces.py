"""Namespaces of the graph as rdflib has them, besides its names as plain text."""

from __future__ import annotations

from rdflib import Namespace

from kgbuild.graph.vocabulary import (
    BASE,
    DERIVED,
    KINDS,
    NAMES,
    NS,
    OVERRIDES,
    SCHEMES,
    VOCABULARIES,
    prefixes,
)

__all__ = [
    "BASE",
    "DERIVED",
    "GEO",
    "KG",
    "KINDS",
    "NAMES",
    "NS",
    "OA",
    "OVERRIDES",
    "SCHEMES",
    "prefixes",
]

KG = Namespace(VOCABULARIES["kg"])
OA = Namespace(VOCABULARIES["oa"])
GEO = Namespace(VOCABULARIES["geo"])

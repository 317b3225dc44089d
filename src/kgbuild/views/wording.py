"""Plain words for the terms of the ontology, as its own labels have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from kgbuild.graph.namespaces import NS
from kgbuild.resources import read_text

STANCES = ("Asserts", "Denies", "Withholds", "Condemns", "Endorses", "Demands", "Pledges")
EVENTS = ("Transfer", "Deployment", "Casualties", "Treaty", "Resolution")
AGENTS = ("State", "Organization", "Official", "Person")
STANDINGS = ("Disputed", "Admitted", "Unconfirmed", "Uncontested")
_LABELS = frozenset(
    {"http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel"}
)


@cache
def _labels() -> Mapping[str, str]:
    found = {}
    for name in ("kgbuild.ttl", "stance.ttl"):
        for quad in ox.parse(read_text("ontology", name), format=ox.RdfFormat.TURTLE):
            if quad.predicate.value in _LABELS and isinstance(quad.subject, ox.NamedNode):
                found[quad.subject.value] = str(quad.object.value)
    return found


def plain(term: str) -> str:
    """Return the plain words for a term of the ontology, by its IRI or local name ("killed or wounded")."""
    name = local(term)
    return _labels().get(f"{NS}#{name}") or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def local(iri: str) -> str:
    """Return the last part of an IRI."""
    whole = iri.rstrip("/#")
    return whole[max(whole.rfind("/"), whole.rfind("#")) + 1 :] or iri

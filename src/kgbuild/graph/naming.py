"""Which of its names each agent, place, event and treaty goes by, over all documents.

Looks at statements as plain strings, so that it can read them from records and from a store alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern

from rdflib.namespace import DCTERMS, RDF, SKOS

from kgbuild.graph.labels import (
    casualties_label,
    deployment_label,
    resolution_label,
    transfer_label,
    treaty_label,
)
from kgbuild.graph.namespaces import KG, NS
from kgbuild.identity.naming import agent_name, treaty_title

_AGENTS = frozenset(str(KG[kind]) for kind in ("State", "Organization", "Person", "Official", "Place"))
_SUBJECTS = frozenset(
    str(KG[kind]) for kind in ("Transfer", "Deployment", "Casualties", "Treaty", "Resolution")
)
PARTS = (
    *("supplier", "recipient", "materiel", "sender", "destination", "forceType", "force", "civilian"),
    *("theatre", "party", "signedIn", "adoptedBy", "adoptedIn", "number", "reads"),
)
_TYPE, _ALSO_CALLED, _TITLE, _READS = map(str, (RDF.type, SKOS.altLabel, DCTERMS.title, KG.reads))
INPUTS = frozenset({RDF.type, SKOS.altLabel, DCTERMS.title, *(KG[name] for name in PARTS)})
"""The properties that names depend on."""


class Naming:
    """Collects statements (`add`), then tells the names (`labels`)."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._kinds: dict[str, str] = {}
        self._told: dict[str, tuple[str, ...]] = {}
        """By node its properties and their values in turn: of all nodes, so that each byte counts."""

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Note one statement with one of the properties that names depend on."""
        if predicate == _TYPE:
            if value in _AGENTS or value in _SUBJECTS:
                self._kinds[subject] = intern(value)
            return
        told = self._told.get(subject, ())
        if value not in (at for property_, at in _pairs(told) if property_ == predicate):
            self._told[subject] = (*told, intern(predicate), intern(value))

    def known(self, node: str) -> bool:
        """Whether a node is of a kind that has its name here."""
        return node in self._kinds

    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield each node that has a name, with that name, in order."""
        names: dict[str, str] = {}
        for node in sorted(self._kinds):
            if self._kinds[node] in _AGENTS:
                local = node.removeprefix(self._base)
                name = agent_name(local, self._values(node, _ALSO_CALLED))
                if name is not None:
                    names[node] = name
        yield from names.items()
        titles = self._titles()
        for node in sorted(self._kinds):
            if self._kinds[node] in _SUBJECTS:
                yield node, self._subject(node, names, titles.get(node, set()))

    def _titles(self) -> dict[str, set[str]]:
        """Return by treaty the titles that its readings have."""
        titles: dict[str, set[str]] = {}
        for node in self._told:
            for treaty in self._values(node, _READS):
                titles.setdefault(treaty, set()).update(self._values(node, _TITLE))
        return titles

    def _values(self, node: str, predicate: str) -> set[str]:
        return {value for property_, value in _pairs(self._told.get(node, ())) if property_ == predicate}

    def _subject(self, node: str, names: dict[str, str], titles: set[str]) -> str:
        def every(name: str) -> set[str]:
            return self._values(node, str(KG[name]))

        def one(name: str) -> str | None:
            return min(every(name), default=None)

        def named(name: str) -> str | None:
            return min((names.get(part, part) for part in every(name)), default=None)

        match self._kinds[node].rpartition("#")[2]:
            case "Transfer":
                return transfer_label(named("supplier"), named("recipient"), _concept(one("materiel")))
            case "Deployment":
                kinds = {kind for value in every("forceType") if (kind := _concept(value))}
                return deployment_label(named("sender"), named("destination"), kinds)
            case "Casualties":
                return casualties_label(named("force"), one("civilian") == "true", named("theatre"))
            case "Treaty":
                parties = {names.get(party, party) for party in every("party")}
                return treaty_label(treaty_title(titles), one("signedIn"), parties)
            case _:
                return resolution_label(named("adoptedBy"), one("number"), one("adoptedIn"))


def _pairs(told: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return zip(told[::2], told[1::2], strict=True)


def _concept(iri: str | None) -> str | None:
    """Return the key of a concept of one of the schemes."""
    return iri.removeprefix(f"{NS}/").partition("/")[2] if iri else None

"""Why mentions in many documents are one node: what made its IRI, who mentions it in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from kgbuild.errors import IdentityError
from kgbuild.graph.namespaces import BASE, KG, OA
from kgbuild.graph.overrides import Corrections
from kgbuild.graph.store import as_store, pattern, term
from kgbuild.graph.treaty_accounts import Readings, Told

_SHOWN = 5
_PARTS: dict[str, tuple[str, ...]] = {
    "Transfer": ("supplier", "recipient", "materiel"),
    "Deployment": ("sender", "destination", "forceType"),
    "Casualties": ("force", "civilian", "theatre"),
    "Resolution": ("adoptedBy", "number", "adoptedIn"),
    "Claim": ("claimant", "stance", "modality", "about", "act", "quantity", "reportedIn"),
    "Dispute": ("over", "side"),
    "Side": ("over", "stance", "modality", "act", "measure", "unit", "minimum", "maximum", "opposes"),
    "State": ("iso3",),
    "Organization": ("partOf",),
    "Person": ("represents", "office"),
    "Official": ("represents", "office"),
    "Place": ("inState",),
}
_WHY: dict[str, str] = {
    "Transfer": "Whoever tells of this supplier, recipient and kind of materiel means this transfer.",
    "Deployment": "Whoever tells of forces of this sender in this theatre means this deployment; kinds of "
    "force that data/identity/force-groups.csv sets apart are deployments of their own.",
    "Casualties": "Whoever tells of losses of this force, or of these civilians, in this theatre means them.",
    "Resolution": "Whoever tells of this organization's resolution of this number, or else year, means it.",
    "Claim": "A claim is one document's own: its words, claimants, stance and subject make its IRI.",
    "State": "A state is known by its ISO code; its names, capital and demonyms all lead to the code.",
    "Organization": "An organization is known by the words of its name; a body that every state has (a "
    "ministry) by its state too; one that is unnamed by its document.",
    "Person": "A person is known by the full name, whatever its romanisation; a family name alone is read as "
    "the one full name of its document that it fits; who is unnamed is known in one document only.",
    "Place": "A place is known by its name and the state it lies in.",
    "Treaty": "Accounts of a treaty in several documents are joined by parties, name and year.",
    "Dispute": "Sides over one event or treaty of which claims exclude each other; there is one at most.",
    "Side": "All claims about one event or treaty that take one position, by stance or by figure.",
    "Reading": "A document's account of a treaty: its number is its place among those of the document.",
}
_WHY["Official"] = _WHY["Person"]
_POSITION = ("stance", "modality", "act", "measure", "minimum", "maximum", "unit")
_LABEL, _TYPE = term(RDFS.label), term(RDF.type)


@dataclass(frozen=True)
class AccountSection:
    """A heading and what stands under it, a line each."""

    heading: str
    lines: tuple[str, ...]


class Account:
    """What a graph can tell of why it has which nodes."""

    def __init__(self, dataset: Dataset, base: str | None = None) -> None:
        self._store = as_store(dataset)
        self._base = base or _base(self._store)

    def find(self, name: str) -> str:
        """Return the IRI of a node given as treaty/x, treaty:x, or whole.

        Raises IdentityError with what comes near, where the graph has no such node.
        """
        short = name.removeprefix(self._base).replace(":", "/", 1) if "://" not in name else name
        for iri in (name, self._base + name.removeprefix(self._base), self._base + short):
            if _is_iri(iri) and any(True for _ in pattern(self._store, ox.NamedNode(iri), _TYPE, None)):
                return iri
        known = self._known()
        near = get_close_matches(short.removeprefix(self._base), known, _SHOWN, cutoff=0.5)
        wanted = name.casefold()
        near += [key for key, label in known.items() if wanted in label.casefold() and key not in near]
        hint = ": did you mean " + ", ".join(f"{key} ({known[key]})" for key in near[:_SHOWN]) if near else ""
        raise IdentityError(f"the graph has no node {name!r}{hint or ': kgbuild query lists what it has'}")

    def _known(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for quad in pattern(self._store, None, _LABEL, None):
            if quad.subject.value.startswith(self._base) and "#" not in quad.subject.value:
                found[quad.subject.value.removeprefix(self._base)] = quad.object.value
        return dict(sorted(found.items()))

    def sections(self, iri: str) -> Iterator[AccountSection]:
        """Yield the account of one node; sections without lines are left out."""
        node = ox.NamedNode(iri)
        kinds = [kind.rpartition("#")[2] for kind in self._values(node, RDF.type)]
        kind = next((kind for kind in kinds if kind in _WHY), kinds[0])
        corrections = Corrections(self._store, self._base)
        readings = Readings(self._store, self._base, corrections)
        key = iri.removeprefix(self._base)
        why = tuple(line for line in (_WHY.get(kind), self._doubt(key)) if line)
        sections = [
            AccountSection(f"{self._name(iri)} ({key}), {kind}", why),
            AccountSection("Made of", tuple(self._parts(node, kind))),
            AccountSection("Sides", tuple(self._sides(node))),
            AccountSection("Accounts that were joined", tuple(self._readings(readings, iri))),
            AccountSection("Corrected by hand", tuple(self._corrected(corrections, key))),
            AccountSection("Names", tuple(self._values(node, SKOS.altLabel))),
            AccountSection("Mentioned in", tuple(self._mentions(node, kind))),
        ]
        yield sections[0]
        yield from (section for section in sections[1:] if section.lines)

    def _corrected(self, corrections: Corrections, key: str) -> Iterator[str]:
        for each in corrections.all:
            if key in (each.mistaken, each.meant):
                named = tuple(self._document(document) for document in each.documents)
                yield str(replace(each, documents=named))

    def _doubt(self, key: str) -> str | None:
        if "unknown" in key.replace("_", "-").replace("/", "-").split("-"):
            return "A part of it is left open, so it is known in its document only."
        return None

    def _values(self, node: Any, predicate: Any) -> list[str]:
        return sorted({quad.object.value for quad in pattern(self._store, node, term(predicate), None)})

    def _name(self, iri: str) -> str:
        names = self._values(ox.NamedNode(iri), RDFS.label) if _is_iri(iri) else []
        names = names or (self._values(ox.NamedNode(iri), SKOS.prefLabel) if _is_iri(iri) else [])
        return names[0] if names else iri.rpartition("#")[2]

    def _named(self, value: str) -> str:
        """Return a value for people: a node by its name and key, a literal as it is."""
        if not _is_iri(value):
            return value
        local = value.removeprefix(self._base) if value.startswith(self._base) else value.rpartition("/")[2]
        name = self._name(value)
        return f"{name} ({local})" if name != local and "#" not in local else name

    def _parts(self, node: Any, kind: str) -> Iterator[str]:
        for part in _PARTS.get(kind, ()):
            if values := self._values(node, KG[part]):
                yield f"{part}: {', '.join(map(self._named, values))}"

    def _sides(self, node: Any) -> Iterator[str]:
        """Yield the sides over an event or treaty, as far as they are told of."""
        for quad in sorted(
            pattern(self._store, None, term(KG.over), node), key=lambda quad: quad.subject.value
        ):
            if any(True for _ in pattern(self._store, quad.subject, _TYPE, term(KG.Side))):
                said = [self._name(v) for name in _POSITION for v in self._values(quad.subject, KG[name])]
                claims = len(self._values(quad.subject, KG.member))
                origins = self._values(quad.subject, KG.independentOrigins)
                yield f"{' '.join(said)}: {claims} claims of {' '.join(origins)} independent origins"

    def _readings(self, readings: Readings, iri: str) -> Iterator[str]:
        for each in readings.all:
            if str(each.treaty) == iri or each.node.value == iri:
                yield f"{self._document(each.document)} tells of {self._said(each)}"
                for reason in each.joined.reasons:
                    yield f"  - {reason}"
                if str(each.treaty) != self._base + each.joined.key:
                    yield f"  - by hand; without that it would be {each.joined.key}"

    def _said(self, told: Told) -> str:
        reading = told.reading
        names = ", ".join(f"“{name}”" for name in (reading.title, *reading.names) if name)
        parties = " and ".join(self._name(self._base + party) for party in reading.parties)
        year = f"of {reading.signed_in}" if reading.signed_in else ""
        between = f"between {parties}" if parties else "of unnamed parties"
        return " ".join(filter(None, [names or "a treaty", year, between]))

    def _document(self, iri: str) -> str:
        return next(iter(self._values(ox.NamedNode(iri), DCTERMS.identifier)), iri)

    def _mentions(self, node: Any, kind: str) -> Iterator[str]:
        """Yield by document the words of the claims that mention a node."""
        claims = [node] if kind == "Claim" else self._claims(node)
        if kind == "Side":
            claims = {quad.object for quad in pattern(self._store, node, term(KG.member), None)}
        of: dict[str, set[tuple[int, str]]] = {}
        for claim in claims:
            for document in self._values(claim, KG.reportedIn):
                of.setdefault(self._document(document), set()).update(self._words(claim))
        for document in sorted(of):
            words = sorted(of[document])
            yield f"{document}: {len(words)} {'passage' if len(words) == 1 else 'passages'}"
            for start, quote in words[:_SHOWN]:
                yield f"  {start}: “{' '.join(quote.split())}”"
            if len(words) > _SHOWN:
                yield f"  and {len(words) - _SHOWN} more"

    def _claims(self, node: Any) -> set[Any]:
        """Return the claims that point to a node, or to an event or treaty in which it has a role."""
        found: set[Any] = set()
        for quad in pattern(self._store, None, None, node):
            if any(True for _ in pattern(self._store, quad.subject, _TYPE, term(KG.Claim))):
                found.add(quad.subject)
            else:
                for link in pattern(self._store, None, term(KG.about), quad.subject):
                    found.add(link.subject)
        return found

    def _words(self, claim: Any) -> Iterator[tuple[int, str]]:
        for evidence in pattern(self._store, claim, term(KG.evidence), None):
            start, quote = 0, ""
            for selector in pattern(self._store, evidence.object, term(OA.hasSelector), None):
                start = next((int(v) for v in self._values(selector.object, OA.start)), start)
                quote = next(iter(self._values(selector.object, OA.exact)), quote)
            yield start, quote


def _is_iri(value: str) -> bool:
    return "://" in value and not set(value) & set(' "<>{}|\\^`\n\t')


def _base(store: ox.Store) -> str:
    """Return what the IRIs of individuals begin with, as the documents show it."""
    for quad in pattern(store, None, _TYPE, term(KG.Document)):
        base, mark, _ = str(quad.subject.value).rpartition("document/")
        if mark:
            return base
    return BASE

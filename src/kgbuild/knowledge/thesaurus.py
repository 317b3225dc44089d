"""The concepts that claims point to, read from the SKOS schemes in `ontology/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pyoxigraph as ox

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text

NAMESPACE = "https://w3id.org/kgbuild/ns/"
"""Stem of every scheme and concept: scheme `<stem><name>`, concept `<stem><name>/<key>`."""
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_PREFERRED, _ALTERNATIVE, _BROADER = (
    ox.NamedNode(_SKOS + local) for local in ("prefLabel", "altLabel", "broader")
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One kind of thing and the words for it."""

    key: str
    """Local name within its scheme ("ballistic-missile")."""
    iri: str
    label: str
    """The preferred label, in singular where the kind is counted."""
    alt_labels: tuple[str, ...] = ()
    """Further labels, plurals and other spellings included, in code point order."""
    broader: tuple[str, ...] = ()
    """Keys of the concepts right above it, sorted; empty for a top concept."""

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, the preferred one first."""
        return (self.label, *self.alt_labels)

    @property
    def bare_name(self) -> str | None:
        """The name alone of a designation: "Spike" of "Spike missile".

        People call it so, but a text is not searched for it, since the word may mean anything there.
        """
        name, *kind = self.label.split()
        is_name = bool(kind) and name.isalpha() and name[0].isupper() and all(word.islower() for word in kind)
        return name if is_name and name not in self.alt_labels else None


@dataclass(frozen=True, slots=True)
class Scheme:
    """Concepts of one sort, ready for look-up by the words of a text."""

    name: str
    concepts: Mapping[str, Concept]
    forms: Mapping[str, str]
    """Key of the concept by label, casefolded. No label names two concepts."""
    capitalised: frozenset[str]
    """Those of `forms` that are names ("patriot"): in lower case they name nothing."""
    _ancestors: Mapping[str, tuple[str, ...]] = field(repr=False)

    @classmethod
    def of(cls, name: str, concepts: Iterable[Concept]) -> Scheme:
        """Index these concepts.

        Raises ResourceError where a form names two concepts, `broader` points nowhere or runs in a circle.
        """
        by_key = {concept.key: concept for concept in sorted(concepts, key=lambda c: c.key)}
        forms: dict[str, str] = {}
        names: set[str] = set()
        for concept in by_key.values():
            for label in concept.labels:
                form = label.casefold()
                if forms.setdefault(form, concept.key) != concept.key:
                    raise _malformed(name, f"{label!r} names both {forms[form]!r} and {concept.key!r}")
                if label[0].isupper():
                    names.add(form)
        ancestors = {key: _above(name, key, by_key) for key in by_key}
        return cls(
            name,
            MappingProxyType(by_key),
            MappingProxyType(forms),
            frozenset(names),
            MappingProxyType(ancestors),
        )

    def find(self, words: str) -> str | None:
        """Return the key of the concept that these words name as a whole, or None.

        A name ("Patriot") is not found in lower case ("a patriot").
        """
        form = " ".join(words.split()).casefold()
        if form in self.capitalised and words.strip()[:1].islower():
            return None
        return self.forms.get(form)

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the keys of all broader concepts, nearest first. Raises KeyError for an unknown key."""
        return self._ancestors[key]

    def is_a(self, key: str, other: str) -> bool:
        """Whether the first is the second or a kind of it. Raises KeyError for an unknown first key."""
        return key == other or other in self._ancestors[key]

    def narrowest(self, keys: Iterable[str]) -> str | None:
        """Return the most specific of these concepts, the first one where several are; None of none.

        "S-400 missile systems" names two kinds; the narrower one is meant.
        """
        return max(dict.fromkeys(keys), key=lambda key: len(self._ancestors[key]), default=None)


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The schemes that claims take their concepts from."""

    materiel: Scheme
    force_type: Scheme
    obligation: Scheme
    unit: Scheme

    @classmethod
    def load(cls) -> Thesaurus:
        """Read the shipped schemes. Raises ResourceError where one is missing or malformed."""
        return cls(*(_read(name) for name in ("materiel", "force-type", "obligation", "unit")))


def parse_scheme(name: str, turtle: str) -> Scheme:
    """Return the scheme of this name from a Turtle text. Raises ResourceError where it is malformed."""
    stem = f"{NAMESPACE}{name}/"
    found: dict[ox.NamedNode, dict[str, list[str]]] = {p: {} for p in (_PREFERRED, _ALTERNATIVE, _BROADER)}
    try:
        for subject, predicate, value, _ in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            of = found.get(predicate)
            if of is not None and subject.value.startswith(stem):
                of.setdefault(subject.value, []).append(value.value)
    except SyntaxError as error:
        raise _malformed(name, f"it is not Turtle ({error.msg})") from error
    preferred, alternative, broader = found.values()
    for iri in sorted(preferred.keys() | alternative.keys() | broader.keys()):
        if len(preferred.get(iri, ())) != 1:
            raise _malformed(name, f"{iri.removeprefix(stem)!r} needs one preferred label")
    return Scheme.of(
        name,
        (
            Concept(
                iri.removeprefix(stem),
                iri,
                labels[0],
                tuple(sorted(alternative.get(iri, ()))),
                tuple(sorted(above.removeprefix(stem) for above in broader.get(iri, ()))),
            )
            for iri, labels in preferred.items()
        ),
    )


def _read(name: str) -> Scheme:
    return parse_scheme(name, read_text("ontology", f"{name}.ttl"))


def _above(name: str, key: str, concepts: Mapping[str, Concept]) -> tuple[str, ...]:
    """Return all that is broader than a concept, level by level."""
    found: dict[str, None] = {}
    level = concepts[key].broader
    while level:
        for other in level:
            if other not in concepts:
                raise _malformed(name, f"{key!r} lies below {other!r}, which is not there")
            if other == key:
                raise _malformed(name, f"{key!r} lies below itself")
        fresh = [other for other in level if other not in found]
        found.update(dict.fromkeys(fresh))
        level = tuple(dict.fromkeys(up for other in fresh for up in concepts[other].broader))
    return tuple(found)


def _malformed(name: str, reason: str) -> ResourceError:
    return ResourceError(f"ontology/{name}.ttl: {reason}: correct that file or reinstall kgbuild")

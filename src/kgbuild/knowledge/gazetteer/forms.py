"""How news spells what the gazetteer lists, and what each spelling can stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from kgbuild.knowledge.gazetteer.entries import OrganizationEntry, PlaceEntry, Sense, SenseKind, TreatyEntry

_UNDIVIDED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "ə": "a", "ß": "ss", "Ð": "D"}
)
"""Letters that Unicode does not take apart into a plain one and its mark."""


def spellings(form: str) -> tuple[str, ...]:
    """Return the form, with a small article, without its accents, and each with curly apostrophes."""
    if form.isascii() and "'" not in form and not form.startswith("The "):
        return (form,)
    found = [form]
    if form.startswith("The "):
        found.append("the " + form[4:])
    if not form.isascii():
        split = unicodedata.normalize("NFD", form.translate(_UNDIVIDED))
        found += ["".join(char for char in split if not unicodedata.combining(char))]
    curly = [spelling.replace("'", "’") for spelling in found if "'" in spelling]
    return tuple(dict.fromkeys(found + curly))


def senses(
    states: Sequence[tuple[str, Sense]],
    organizations: Mapping[str, OrganizationEntry],
    treaties: Mapping[str, TreatyEntry],
) -> Mapping[str, tuple[Sense, ...]]:
    """Return what each form of states, organizations and treaties can stand for, in that order."""
    found: dict[str, tuple[Sense, ...]] = {}
    for form, sense in states:
        for spelling in spellings(form):
            before = found.get(spelling, ())
            if sense not in before:
                found[spelling] = (*before, sense)
    named: Iterable[tuple[SenseKind, OrganizationEntry | TreatyEntry]] = chain(
        (("organization", entry) for entry in organizations.values()),
        (("treaty", entry) for entry in treaties.values()),
    )
    for kind, entry in named:
        name, alias = Sense(kind, entry.key, "name"), Sense(kind, entry.key, "alias")
        for form in (entry.name, *entry.aliases):
            for spelling in spellings(form):
                before = found.get(spelling, ())
                if name not in before and alias not in before:
                    found[spelling] = (*before, name if form == entry.name else alias)
    return MappingProxyType(found)


def place_names(places: Iterable[PlaceEntry]) -> Mapping[str, tuple[PlaceEntry, ...]]:
    """Return the places that each form can stand for, the most populous first."""
    found: dict[str, tuple[PlaceEntry, ...]] = {}
    for entry in sorted(places, key=lambda entry: (-entry.population, entry.key)):
        for name in (entry.name, *entry.aliases):
            for spelling in spellings(name):
                before = found.get(spelling, ())
                if entry not in before:
                    found[spelling] = (*before, entry)
    return MappingProxyType(found)

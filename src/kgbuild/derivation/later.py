"""What the rules are given once lower strata have been settled, since it rests on what these derive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kgbuild.derivation.copies import earliest
from kgbuild.derivation.rules import Rule
from kgbuild.derivation.sides import sides
from kgbuild.derivation.terms import GIVEN

_OF_COPIES = ("earliest",)
_OF_SIDES = ("member", "first", "side", "otherSide", "claim", "otherClaim", "departsFrom")


class Later:
    """Gives it to the store that rules are run on, when the first rule comes that asks for it."""

    def __init__(self, store: ox.Store, claims: Sequence[ox.NamedNode], base: str) -> None:
        self._store = store
        self._waiting = {_OF_COPIES: lambda: earliest(store), _OF_SIDES: lambda: sides(store, claims, base)}

    def give(self, rules: Iterable[Rule]) -> None:
        """Put into the store what these rules ask for and has not been given yet."""
        rules = list(rules)
        for names in list(self._waiting):
            if any(rule.reads(f"{GIVEN}{name}") for rule in rules for name in names):
                found: Iterator[ox.Quad] = self._waiting.pop(names)()
                self._store.extend(list(found))

"""Whether a document says a name: the proof of every agent, place and treaty of an answer."""

from __future__ import annotations

from functools import cached_property

from kgbuild.claims.align import is_within_word
from kgbuild.claims.model import Agent
from kgbuild.extractors.llm.folding import folded
from kgbuild.extractors.llm.foreign import foreign_names
from kgbuild.grounding.entities import EntityTable
from kgbuild.knowledge.gazetteer import Gazetteer

_ACRONYM = 4
"""Names up to this length count only in their own case: "US" is not "us"."""


class Witness:
    """Answers what one document says. Case, accents, kinds of dashes and blanks do not matter, words do."""

    def __init__(self, text: str, gazetteer: Gazetteer, language: str = "en") -> None:
        self._text = text
        self._foreign = foreign_names(language[:2].lower())
        self._gazetteer = gazetteer
        self._table = EntityTable(gazetteer)
        self._states: dict[str, bool] = {}

    def says(self, words: str | None) -> bool:
        """Whether words stand in the text, from one end of a word to another."""
        if words is None:
            return False
        bare = folded(words)
        if not any(map(str.isalnum, bare)):
            return False
        if len(bare) <= _ACRONYM and bare.isascii():
            return _stands(bare, self._cased)
        return _stands(bare.casefold(), self._caseless)

    def names_state(self, iso3: str) -> bool:
        """Whether any form of a state stands in the text: its name, its capital, its people, "the North"."""
        if iso3 not in self._states:
            entry = self._gazetteer.states[iso3]
            forms = (
                *(entry.name, entry.official_name, *entry.names, *entry.capitals, *entry.seats),
                *(*entry.adjectives, *entry.people, *entry.contexts),
            )
            self._states[iso3] = any(
                _stands(f, self._cased) or self._shouted(f) for f in map(folded, forms)
            ) or self._foreign.carry(self._cased, iso3)
        return self._states[iso3]

    def names_another_state(self, words: str, iso3: str) -> bool:
        """Whether words of the document's language name states, and this one is not among them."""
        return self._foreign.carry_another(words, iso3)

    def is_place_in(self, words: str | None, iso3: str) -> bool:
        """Whether words of the text are the name of a place of the gazetteer that lies in a state."""
        if words is None or not self.says(words):
            return False
        return any(entry.iso3 == iso3 for entry in self._gazetteer.places_named(" ".join(words.split())))

    def has_place_of(self, iso3: str) -> bool:
        """Whether the text names a place that lies in a state, by its most populous namesake."""
        return iso3 in self._states_of_places

    def names(self, agent: Agent) -> bool:
        """Whether a state or body of the gazetteer is named in the text by any of its names."""
        if agent.kind == "State":
            return self.names_state(agent.iso3 or "")
        return any(self.says(name) for name in (agent.name, *agent.aliases))

    def _shouted(self, form: str) -> bool:
        """Whether a form stands all in capitals, as in a headline or dateline."""
        return len(form) > _ACRONYM and _stands(form.upper(), self._cased)

    @cached_property
    def _cased(self) -> str:
        return folded(self._text)

    @cached_property
    def _caseless(self) -> str:
        return self._cased.casefold()

    @cached_property
    def _states_of_places(self) -> frozenset[str]:
        words = self._text.replace("’s", "").replace("'s", "").split()
        bare = [word.strip(".,;:!?()[]\"“”'‘’") for word in words]
        runs = {" ".join(bare[i : i + n]) for i in range(len(bare)) for n in (1, 2, 3)}
        found = (self._gazetteer.places_named(run)[:1] for run in runs if run[:1].isupper())
        return frozenset(entry.iso3 for entries in found for entry in entries if entry.iso3)


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text as whole words, as far as its script shows where words end."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (is_within_word(text, at) or is_within_word(text, end)):
            return True
        at = text.find(words, at + 1)
    return False

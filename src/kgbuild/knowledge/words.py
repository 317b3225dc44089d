"""The word lists that every step of the extraction shares (`data/en/frames/words.yaml`).

What each list does stands above it in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, Field

from kgbuild.knowledge.entries import Entry, read_entry


def _in_lower_case(words: frozenset[str]) -> frozenset[str]:
    """Refuse what could never match: words are compared in lower case."""
    wrong = sorted(word for word in words if word != word.lower() or not word.strip())
    if wrong:
        raise ValueError(f"write words in lower case: {', '.join(map(repr, wrong))}")
    return words


WordSet = Annotated[frozenset[str], Field(min_length=1), AfterValidator(_in_lower_case)]


class AgentWords(Entry):
    """Nouns by which a text speaks of agents without naming them."""

    countries: WordSet
    collectives: WordSet
    both: WordSet
    others: WordSet
    opposite: WordSet
    homes: WordSet
    counting: WordSet
    press: WordSet
    writings: WordSet
    issuing: WordSet
    panels: WordSet
    nameless: WordSet
    portfolios: WordSet
    sent: WordSet
    stationed: WordSet
    joining: WordSet
    own_deeds: WordSet
    organizations: Mapping[str, frozenset[str]]
    bidding: WordSet

    def may_mean(self, noun: str, type_: str | None) -> bool:
        """Whether "the group" can point back to an organization of this type of the gazetteer."""
        return (type_ or "untyped") in self.organizations.get(noun, ())


class RoleWords(Entry):
    """Words that lead to the filler of a role, or bar one."""

    noting: WordSet
    uniformed: WordSet
    whereabouts: WordSet
    bringing: WordSet
    getting: WordSet
    making: WordSet
    light: WordSet
    admitting: WordSet
    proclaiming: WordSet
    receiving: WordSet
    licences: WordSet
    bound: WordSet
    keeping: WordSet
    acting: WordSet
    somebody: WordSet
    proceeding: WordSet
    own_forces: WordSet
    hired: WordSet
    counted_as_troops: WordSet
    fighting_people: WordSet
    vessels: WordSet
    holding: WordSet
    generic_things: WordSet
    countries: WordSet
    not_places: WordSet
    platforms: tuple[str, ...]
    uncrewed: tuple[str, ...]
    afloat: tuple[str, ...]
    bystanders: WordSet
    alongside: WordSet
    further: WordSet
    going_on: WordSet
    teaching: WordSet
    tolls: WordSet
    counts: WordSet
    fighting: WordSet


class NameWords(Entry):
    """Words in and around names."""

    particles: WordSet
    compass: WordSet
    of_places: WordSet
    place_nouns: WordSet
    place_verbs: WordSet
    groups: WordSet
    no_organizations: WordSet
    no_first_names: WordSet
    offices_of_states: WordSet
    military: WordSet
    portfolio_holders: WordSet


class TermWords(Entry):
    """Words around the terms of the thesauri."""

    carriers: WordSet
    unsure_materiel: WordSet
    listing: WordSet
    money: WordSet


class SilenceWords(Entry):
    """Words by which a text says that somebody keeps silent."""

    answering: WordSet
    confirming: WordSet
    rejecting: WordSet
    refusing: WordSet
    unable: WordSet
    giving: WordSet
    saying: WordSet
    telling: WordSet
    details: WordSet
    figures: WordSet
    denying: WordSet
    keeping: WordSet
    quiet: WordSet
    drawing: WordSet
    reaching: WordSet
    speculating: WordSet
    knowing: WordSet
    going: WordSet
    informed: WordSet
    uninformed: WordSet
    adding: WordSet
    wishing: WordSet
    referring: WordSet
    asked: WordSet


class BreakWords(Entry):
    """Words beside a hyphen at a line's end, or before digits, that tell whether both belong together."""

    before: WordSet
    behind: WordSet
    numbered: WordSet


class TellingWords(Entry):
    """Verbs and nouns by which a telling is weighed against who tells it."""

    welcoming: WordSet
    owning: WordSet
    deciding: WordSet
    leading: WordSet
    exchanging: WordSet
    aiding: WordSet
    aid: WordSet
    beside: WordSet
    fighting: WordSet
    wars: WordSet
    under: WordSet


class GrammarWords(Entry):
    """Words by which a parse is mended, and verbs that say whose what they govern is."""

    judging: WordSet
    promising: WordSet
    intransitive: WordSet
    pointing: WordSet
    spokesmen: WordSet
    addressing: WordSet
    limiting: WordSet
    leaving: WordSet
    bounds: WordSet
    letters: WordSet
    charging: WordSet
    offers: WordSet
    times: WordSet
    since: WordSet
    arming: WordSet
    stand_ins: Mapping[str, tuple[str, str]]


class NegationWords(Entry):
    """Words by which a clause says that something is not so, and words that only look like it."""

    no: WordSet
    nobody: WordSet
    no_longer: WordSet
    focusing: WordSet
    comparing: WordSet
    not_denying: WordSet
    excepting: WordSet
    copulas: WordSet


class Words(Entry):
    """Everything in `data/en/frames/words.yaml`."""

    agents: AgentWords
    roles: RoleWords
    names: NameWords
    terms: TermWords
    silence: SilenceWords
    telling: TellingWords
    grammar: GrammarWords
    negation: NegationWords
    breaks: BreakWords

    @classmethod
    def load(cls) -> Words:
        """Read the shipped lists. Raises ResourceError naming the list that is wrong."""
        return read_entry(cls, "data", "en", "frames", "words.yaml")


@cache
def break_words() -> BreakWords:
    """Return the words that tell whether a hyphen at the end of a line belongs to a word."""
    return _words().breaks


@cache
def negation_words() -> NegationWords:
    """Return the words of negation, wherever it is read."""
    return _words().negation


@cache
def grammar_words() -> GrammarWords:
    """Return the verbs that the reading of a parse depends on, wherever it is read."""
    return _words().grammar


@cache
def _words() -> Words:
    return Words.load()

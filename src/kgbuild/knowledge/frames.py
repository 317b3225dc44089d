"""The event frames of `data/en/frames/`: which words tell of which event, and where its roles are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

from pydantic import Field

from kgbuild.knowledge.entries import Entry, read_entry
from kgbuild.resources import names

Filler = Literal["party", "materiel", "goods", "platform", "force", "location", "people"]


_E = TypeVar("_E", bound=Entry)


class Strict(Entry):
    """Common words that trigger a pattern only with more roles filled."""

    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    needs: tuple[str, ...]


class Pattern(Entry):
    """One way of telling of an event."""

    name: str
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    act: str | None = None
    acts: Mapping[str, str] = Field(default_factory=dict)
    measure: str | None = None
    measures: Mapping[str, str] = Field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]]
    types: Mapping[str, Filler] = Field(default_factory=dict)
    needs: tuple[str, ...] = ()
    strict: Strict | None = None
    default: Mapping[str, str] = Field(default_factory=dict)
    abroad: bool = False
    differ: tuple[str, ...] = ()
    mutual: tuple[str, ...] = ()
    in_passing: bool = False
    stopped: bool = False
    modality: Literal["Planned", "Possible"] | None = None
    military: bool = False
    with_modifier: frozenset[str] = frozenset()
    with_object: frozenset[str] = frozenset()
    with_subject: frozenset[str] = frozenset()
    with_adverb: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    with_complement: frozenset[str] = frozenset()
    passive: bool = False
    not_under: frozenset[str] = frozenset()

    def needed(self, lemma: str) -> tuple[str, ...]:
        """Return the roles that must be filled where this word is the trigger."""
        strict = self.strict
        if strict is not None and (lemma in strict.verbs or lemma in strict.nouns):
            return strict.needs
        return self.needs


class EventFrame(Entry):
    """All ways of telling of one kind of event."""

    kind: str
    types: Mapping[str, Filler]
    patterns: tuple[Pattern, ...]
    kept: frozenset[str] = frozenset()
    """Kinds of materiel that nobody gives away: where they go abroad, they are stationed there."""


class Prepositional(Entry):
    """Verbs that take an agreement behind a preposition."""

    verbs: frozenset[str]
    prepositions: frozenset[str]
    act: str | None = None


class Obligation(Entry):
    """Words that tell of one obligation."""

    words: tuple[str, ...]


class Phrase(Entry):
    """A verb that tells of an act with one of these words beside it."""

    verbs: frozenset[str]
    words: frozenset[str]
    act: str


class TreatyFrame(Entry):
    """How news speaks of agreements; what each list means stands above it in the file."""

    kind: Literal["Treaty"]
    nouns: frozenset[str]
    noun_phrases: frozenset[str]
    weak_nouns: frozenset[str]
    loose_nouns: frozenset[str]
    pointing_nouns: frozenset[str]
    truces: frozenset[str]
    qualifiers: frozenset[str]
    excluders: frozenset[str]
    obligations: Mapping[str, Obligation]
    objects: Mapping[str, str]
    party_verbs: frozenset[str]
    permitting: frozenset[str]
    venue_verbs: frozenset[str]
    comparing: frozenset[str]
    bases: frozenset[str]
    attitudes: Mapping[str, frozenset[str]]
    receiving: frozenset[str]
    judging_verbs: frozenset[str]
    judged: Mapping[str, frozenset[str]]
    prepositional: tuple[Prepositional, ...]
    adjectival: frozenset[str]
    devoted: frozenset[str]
    phrases: tuple[Phrase, ...]
    bridges: frozenset[str]
    bridge_acts: Mapping[str, str]
    transparent: frozenset[str]
    breaches: Mapping[Literal["nouns", "verbs"], frozenset[str]]
    subjects: Mapping[str, str]
    says: frozenset[str]
    parts: frozenset[str]
    moves: frozenset[str]
    pairs: frozenset[str]
    counts: Mapping[str, int]
    memberships: frozenset[str]
    membership_nouns: frozenset[str]
    leaving: frozenset[str]
    meeting: frozenset[str]
    background: frozenset[str]
    terms_modals: frozenset[str]
    pronoun_verbs: frozenset[str]
    pronoun_says: frozenset[str]
    agreed_on: frozenset[str]
    complaints: frozenset[str]
    feelings: Mapping[str, str]
    feeling_verbs: frozenset[str]
    terms: frozenset[str]
    aside: frozenset[str]
    raising: frozenset[str]
    strangers: frozenset[str]
    brokering: frozenset[str]
    commenting: frozenset[str]


class ResolutionFrame(Entry):
    """How news speaks of resolutions."""

    kind: Literal["Resolution"]
    nouns: frozenset[str]
    adopters: Mapping[str, str]
    default_adopter: str
    default_forms: tuple[str, ...]
    """Words, exactly so, beside which the default adopter is meant."""


class ModalityLexicon(Entry):
    """Words that make an event planned, possible or negated."""

    planned: frozenset[str]
    plans: frozenset[str]
    plan_nouns: frozenset[str]
    perceptions: frozenset[str]
    asking: frozenset[str]
    resulting: frozenset[str]
    conceding: frozenset[str]
    openings: frozenset[str]
    finding: frozenset[str]
    showing: frozenset[str]
    screens: frozenset[str]
    bodily: frozenset[str]
    things: frozenset[str]
    asides: frozenset[str]
    reports: frozenset[str]
    possible: frozenset[str]
    demanded: frozenset[str]
    modals: Mapping[str, Literal["planned", "possible"]]
    obliging: frozenset[str]
    needing: frozenset[str]
    hedges: frozenset[str]
    hedging_adjectives: frozenset[str]
    planning_adjectives: frozenset[str]
    conditions: frozenset[str]
    negations: frozenset[str]
    denying: frozenset[str]
    nearly: frozenset[str]
    occasions: frozenset[str]
    halting: frozenset[str]
    occurring: frozenset[str]


class PeopleLexicon(Entry):
    """Those who can be hurt, and the words around figures of the dead and wounded."""

    civilians: frozenset[str]
    unarmed: frozenset[str]
    military: frozenset[str]
    ranks: frozenset[str]
    irregulars: frozenset[str]
    neutral: frozenset[str]
    groups: frozenset[str]
    armies: frozenset[str]
    comrades: frozenset[str]
    counting: frozenset[str]
    elliptic: frozenset[str]
    along: frozenset[str]
    suffering: frozenset[str]
    admitting: frozenset[str]
    reckoning: frozenset[str]
    estimating: frozenset[str]
    disclosing: frozenset[str]
    pointing: frozenset[str]
    tolls: frozenset[str]
    former: frozenset[str]
    replacing: frozenset[str]
    raising: frozenset[str]
    dead: frozenset[str]
    hurt: frozenset[str]
    battles: frozenset[str]
    accidents: frozenset[str]
    attacked: frozenset[str]


class Frames(Entry):
    """Everything in `data/en/frames/`."""

    events: tuple[EventFrame, ...]
    treaty: TreatyFrame
    resolution: ResolutionFrame
    modality: ModalityLexicon
    people: PeopleLexicon

    @classmethod
    def load(cls) -> Frames:
        """Read the shipped frame files. Raises ResourceError naming file and field."""
        special = {"treaty.yaml", "resolution.yaml", "modality.yaml", "people.yaml", "words.yaml"}
        return cls(
            events=tuple(
                _read(name, EventFrame)
                for name in names("data", "en", "frames", suffix=".yaml")
                if name not in special
            ),
            treaty=_read("treaty.yaml", TreatyFrame),
            resolution=_read("resolution.yaml", ResolutionFrame),
            modality=_read("modality.yaml", ModalityLexicon),
            people=_read("people.yaml", PeopleLexicon),
        )


def _read(name: str, model: type[_E]) -> _E:
    return read_entry(model, "data", "en", "frames", name)

"""Where people were lost: the place under a trigger, or the one named last before it."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.agents.phrases import says_where
from kgbuild.extractors.rules.reading import Reading
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import PeopleLexicon

_WHERE = frozenset(
    {"in", "at", "near", "on", "across", "inside", "along", "around", "outside", "of", "against"}
)
_PARTS = frozenset({"oprd", "dobj", "nsubj", "nsubjpass", "acomp", "attr"})
_BACK = 120
"""Tokens back that the place named last can stand."""


class LossPlaces:
    """Finds the places of losses in one reading."""

    def __init__(self, reading: Reading, words: PeopleLexicon) -> None:
        self._reading = reading
        self._battles = words.battles
        self._doc = reading.doc

    def under(self, trigger: Token) -> Entity | None:
        """Return the state of the place that the words below a trigger name ("killed in strikes on ...")."""
        above = trigger.head if trigger.dep_ in _PARTS and trigger.head.pos_ == "VERB" else None
        if trigger.dep_ == "pobj" and trigger.head.lower_ == "of":
            top = trigger.head.head  # "spoke of 40 bodies in Goma", "put the number of dead in Goma at 40"
            top = top.head if top.dep_ in _PARTS else top
            above = top if top.pos_ == "VERB" else above
        after = [t for t in trigger.subtree if t.i > trigger.i and not _in_next_clause(t, trigger)]
        after = [t for t in after if not _told_below(t, trigger)]
        around = (*after, *(above.subtree if above is not None else ()))
        for token in around:
            state = self.state_at(token) if _behind_preposition(token) else None
            if state is not None:
                return state
        battles = (
            t
            for t in around
            if t.dep_ == "pobj" and t.head.lower_ == "for" and t.head.head.lemma_ in self._battles
        )
        return next((state for t in battles if (state := self._reading.agents.party(t)) is not None), None)

    def state_at(self, token: Token) -> Entity | None:
        """Return the state that a name lies in or means; nobody where it names people or a government."""
        mention = self._reading.mentions.covering(token)
        if mention is None or mention.role in ("capital", "people", "adjective", "person"):
            return None
        if mention.place is None and (mention.entity is None or mention.entity.kind != "State"):
            return None
        return self._reading.agents.party(token)

    def last(self, trigger: Token) -> Entity | None:
        """Return the state of the last place named before ("in and around the city")."""
        for mention in reversed(self._reading.mentions.all):
            named = mention.place is not None or says_where(self._doc[mention.head])
            if mention.head < trigger.i and named:
                state = self.state_at(self._doc[mention.head])
                if state is not None and trigger.i - mention.head <= _BACK:
                    return state
        return None


def _told_below(token: Token, trigger: Token) -> bool:
    """Whether a token belongs to a clause that tells other losses: "since May, when 12 were killed in"."""
    above = [token, *token.ancestors]
    clauses = (t for t in above[: above.index(trigger)] if t.dep_ in ("relcl", "advcl"))
    return any(t.lemma_ == trigger.lemma_ and t.pos_ == trigger.pos_ for t in clauses)


def _in_next_clause(token: Token, trigger: Token) -> bool:
    """Whether a token belongs to a clause coordinated with that of a trigger above it."""
    for above in (token, *token.ancestors):
        if above.i == trigger.i:
            return False
        if above.dep_ == "conj" and above.pos_ == "VERB" and above.head.i == trigger.i:
            return any(c.dep_ in ("nsubj", "nsubjpass") for c in above.children)
    return False


def _behind_preposition(token: Token) -> bool:
    """Whether a token stands behind a preposition of place, itself or as part of a longer name."""
    current = token
    while current.dep_ in ("compound", "nmod", "conj", "appos") and current.head.i != current.i:
        current = current.head
    return current.dep_ == "pobj" and current.head.lower_ in _WHERE

"""Figures given for losses told before: "the number could be 40", "bringing the total to 46,000"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kgbuild.claims.model import Measure
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import is_definite
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.stances import Stances
from kgbuild.extractors.rules.telling.voices import Voices, limit_of
from kgbuild.knowledge.frames import PeopleLexicon

_BACK = 60
"""Tokens back that "the number" can point to losses told before."""


class LaterFigures:
    """Finds the figures of one reading that are given for losses told just before."""

    def __init__(self, reading: Reading, words: PeopleLexicon, voices: Voices, stances: Stances) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words
        self._voices = voices
        self._stances = stances

    def drafts(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Yield a draft for each figure of "the number" or "the toll" that no telling has yet."""
        losses = [d for d in drafts if d.profile.kind == "Casualties" and d.profile.roles["force"]]
        used = {d.quantity.range for d in drafts if d.quantity is not None}
        for finding in self._reading.quantities if losses else ():
            if finding.vague or finding.money or finding.share:
                continue
            raised = self._raised(finding)
            if raised is not None:
                yield from self._total(finding, *raised, losses)
            if raised is not None or finding.range in used:
                continue
            verb = self._verb_of(finding)
            if verb is None or self._reading.is_ignored(verb.i):
                continue
            told = [d for d in losses if verb.i - _BACK < d.anchor < verb.i]
            if told:
                yield self._draft(told[-1], finding, verb)

    def _raised(self, finding: QuantityFinding) -> tuple[Token, Token] | None:
        """Return the verb by which a toll gets this figure, and the toll: "raising to 40 the number"."""
        number = self._doc[finding.range.end - 1]
        to = next((t for t in (number, *number.ancestors) if t.dep_ in ("prep", "dative")), None)
        if to is None or to.lower_ not in ("to", "at") or to.i > finding.range.start:
            return None
        verb = to.head if to.head.pos_ == "VERB" else to.head.head
        beside = [t for c in verb.children for t in (c, *(c.lefts if c.dep_ == "ccomp" else ()))]
        toll = next((t for t in beside if t.dep_ in ("dobj", "nsubj") and t.i > verb.i), None)
        if verb.lemma_.lower() not in self._words.raising or toll is None:
            return None
        return (verb, toll) if toll.lemma_.lower() in self._words.tolls else None

    def _total(
        self, finding: QuantityFinding, verb: Token, toll: Token, losses: Sequence[Draft]
    ) -> Iterator[Draft]:
        """Give the figure to the telling that the toll itself makes, else yield one of its own."""
        total = replace(finding, cumulative=True, another=False)
        for draft in losses:
            if draft.quantity is not None and draft.quantity.range == finding.range:
                draft.quantity = total
                return
        told_of = toll.head if toll.dep_ == "nsubj" else toll
        inside = {t.i for t in told_of.subtree}
        own = next((d for d in losses if d.anchor in inside), None)
        if own is not None and own.quantity is None:
            own.quantity = total
            words = (
                verb.i,
                toll.i,
                own.range.start,
                total.range.start,
                total.range.end - 1,
                own.range.end - 1,
            )
            own.range = Range(min(words), max(words) + 1)
            return
        told = [d for d in losses if verb.i - _BACK < d.anchor < verb.i]
        if told and own is None:
            yield self._draft(told[-1], total, verb)

    def _verb_of(self, finding: QuantityFinding) -> Token | None:
        """Return the verb by which "the number" gets its figure."""
        noun = self._doc[finding.head] if finding.head is not None else None
        if noun is None or noun.dep_ not in ("nsubj", "nsubjpass") or noun.head.pos_ not in ("VERB", "AUX"):
            return None
        counts = noun.lemma_.lower() in self._words.tolls and noun.head.i < finding.range.end
        definite = is_definite(noun, "its", "their")
        bare = not any(t.dep_ == "prep" for t in noun.rights)  # not "the number of tanks"
        return noun.head if counts and definite and bare else None

    def _draft(self, told: Draft, finding: QuantityFinding, verb: Token) -> Draft:
        voice = self._voices.at(verb.i)
        profile = Profile("Casualties", dict(told.profile.roles), None, told.profile.civilian)
        stance = self._stances.read(verb, voice, limit_of(voice.attribution, verb.i), profile)
        draft = Draft(
            profile,
            verb.i,
            Range(min(verb.i, finding.range.start), finding.range.end),
            voice.claimants,
            stance.stance,
            stance.modality,
            voice.attribution,
            voice.relays,
            measure=told.measure or Measure.KILLED_OR_WOUNDED,
            quantity=finding,
        )
        draft.explanation.append(f"about: losses told before: {self._doc[told.anchor].text}")
        draft.explanation.append(f"stance: {stance.why}")
        return draft

"""Figures given for losses told before: "... casualties. Some reports say the number could be 40"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgbuild.claims.model import Measure
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.stances import Stances
from kgbuild.extractors.rules.telling.voices import Voices, limit_of
from kgbuild.knowledge.frames import PeopleLexicon

_BACK = 60
"""Tokens back that "the number" can point to losses told before."""


class Tolls:
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
            if finding.range in used or finding.vague or finding.money or finding.share:
                continue
            verb = self._verb_of(finding)
            if verb is None or self._reading.is_ignored(verb.i):
                continue
            told = [d for d in losses if verb.i - _BACK < d.anchor < verb.i]
            if told:
                yield self._draft(told[-1], finding, verb)

    def _verb_of(self, finding: QuantityFinding) -> Token | None:
        """Return the verb by which "the number" gets its figure."""
        noun = self._doc[finding.head] if finding.head is not None else None
        if noun is None or noun.dep_ not in ("nsubj", "nsubjpass") or noun.head.pos_ not in ("VERB", "AUX"):
            return None
        counts = noun.lemma_.lower() in self._words.tolls and noun.head.i < finding.range.end
        definite = any(t.lower_ in ("the", "that", "this", "its", "their") for t in noun.lefts)
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

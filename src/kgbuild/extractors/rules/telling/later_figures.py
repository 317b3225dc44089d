"""Figures given for losses told before: "the number could be 40", "bringing the total to 46,000"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kgbuild.claims.model import Measure, Stance
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import is_definite
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.stances import Stances
from kgbuild.extractors.rules.telling.voices import Voice, Voices, limit_of
from kgbuild.knowledge.frames import PeopleLexicon

_BACK = 60
"""Tokens back that "the number" can point to losses told before."""
_POINTING = frozenset({"it", "them", "that", "this"})


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
        used = {d.quantity.range for d in drafts if d.quantity is not None}
        rivals = list(self._put_by_others(drafts, used))
        put = {d.quantity.range for d in rivals if d.quantity is not None}
        yield from rivals
        losses = [d for d in drafts if d.profile.kind == "Casualties" and d.profile.roles["force"]]
        for finding in self._reading.quantities if losses else ():
            if finding.vague or finding.money or finding.share or finding.range in put:
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

    def _put_by_others(self, drafts: Sequence[Draft], used: Collection[Range]) -> Iterator[Draft]:
        """Yield a draft for each figure that somebody puts at what was told: "Oslo put the number at 40"."""
        for number, said in enumerate(self._reading.attributions):
            if said.rule != "put-at" or len(said.content) < 2 or self._reading.is_ignored(said.cue[0]):
                continue
            counted, reckoned = said.content[0], said.content[1]
            figure = next((q for q in self._reading.quantities if self._is_all(q, reckoned)), None)
            if figure is None or figure.range in used or not self._points_back(counted):
                continue
            near = range(said.cue[0] - _BACK, said.cue[0])
            told = [d for d in drafts if d.anchor in near and d.quantity is not None]
            voice = self._voices.behind(number)
            if told and voice.claimants and told[-1].claimants != voice.claimants:
                yield self._rival(told[-1], figure, voice, said.cue[0])

    def _is_all(self, figure: QuantityFinding, words: Range) -> bool:
        """Whether words are nothing but a figure of people or things."""
        if figure.vague or figure.money or figure.share:
            return False
        return words.start <= figure.range.start and figure.range.end <= words.end <= figure.range.end + 1

    def _points_back(self, words: Range) -> bool:
        """Whether words only point to a number told before: "it", "the toll", "the number of dead"."""
        head = self._doc[words.start : words.end].root
        if head.pos_ == "PRON":
            return head.lower_ in _POINTING
        behind = [t.lemma_.lower() for t in self._doc[head.i + 1 : words.end] if t.pos_ in ("NOUN", "PROPN")]
        named = all(lemma in self._words.dead | self._words.hurt for lemma in behind)
        return head.lemma_.lower() in self._words.tolls and is_definite(head, "its", "their") and named

    def _rival(self, told: Draft, figure: QuantityFinding, voice: Voice, cue: int) -> Draft:
        profile = told.profile
        return replace(
            told,
            profile=replace(profile, roles=dict(profile.roles), filled=list(profile.roles)),
            anchor=cue,
            range=Range(min(cue, figure.range.start), figure.range.end),
            claimants=voice.claimants,
            stance=Stance.ASSERTS,
            attribution=voice.attribution,
            relays=voice.relays,
            quantity=figure,
            made_on=None,
            explanation=[f"about: a figure for what was told before: {self._doc[told.anchor].text}"],
        )

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

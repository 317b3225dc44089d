"""Tellings of losses that tell nothing: headings, nouns in passing, people who die in general."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kgbuild.claims.model import Stance
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.loss_words import is_mere_figure, verb_above, victim
from kgbuild.knowledge.frames import PeopleLexicon


class IdleLosses:
    """Tells which tellings of losses of one reading say nothing that could be claimed."""

    def __init__(self, reading: Reading, words: PeopleLexicon) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words

    def is_idle(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        """Whether a telling is a heading of others among `drafts`, in passing, or of people in general."""
        mentioned = self._is_heading(draft, drafts) or self._is_title(draft) or self._is_background(draft)
        return mentioned or self._is_general(draft) or self._is_counted(draft, drafts)

    def _is_counted(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        """Whether it is what the figure of another counts, which tells it: "put its losses at 14 dead"."""
        if draft.quantity is not None:
            return False
        for other in drafts:
            figure, said = other.quantity, other.attribution
            put = said is not None and said.rule == "put-at" and said is draft.attribution
            if put and other is not draft and figure is not None and figure.head == draft.anchor:
                other.measure = draft.measure or other.measure
                return True
        return False

    def _is_title(self, draft: Draft) -> bool:
        """Whether a line only names what is told below it: "Losses in Chad"."""
        trigger = self._doc[draft.anchor]
        if (
            draft.quantity is not None
            or draft.attribution is not None
            or trigger.pos_ not in ("NOUN", "PROPN")
        ):
            return False
        return trigger.dep_ == "ROOT" and all(t.pos_ not in ("VERB", "AUX") for t in trigger.sent)

    def _is_background(self, draft: Draft) -> bool:
        """Whether a noun without a figure is only mentioned ("to replace early losses")."""
        trigger = self._doc[draft.anchor]
        if (
            draft.quantity is not None
            or draft.stance is not Stance.ASSERTS
            or trigger.pos_ not in ("NOUN", "PROPN")
        ):
            return False
        if trigger.lemma_.lower() in self._words.tolls:
            return True  # a toll of nobody knows how many
        if trigger.dep_ in ("nsubj", "nsubjpass", "ROOT") or any(
            t.lemma_.lower() in self._words.counting for t in trigger.lefts
        ):
            return False
        return verb_above(trigger, self._words.admitting | self._words.reckoning) is None

    def _is_general(self, draft: Draft) -> bool:
        """Whether neither a force nor a figure is given of people not under arms ("people die")."""
        if (
            draft.quantity is not None
            or "force" not in draft.profile.filled
            or draft.profile.civilian is False
        ):
            return False
        placed = draft.attribution is not None and draft.profile.roles["theatre"] is not None
        if draft.stance is not Stance.ASSERTS or placed:
            return False
        event, lost = draft.event, victim(draft, self._doc)
        if event is None or event.pattern == "casualties" or lost is None:
            return False
        if lost.tag_ == "NN" and lost.pos_ == "NOUN" and draft.attribution is not None:
            return False  # "a first civilian had died": one, whom somebody tells of
        if self._is_raised(lost):
            return False
        return not any(
            q.vague and (q.head in (lost.i, draft.anchor) or q.range.start <= lost.i < q.range.end)
            for q in self._reading.quantities
        )

    def _is_raised(self, lost: Token) -> bool:
        """Whether a toll gets its figure elsewhere: "raised to seven the number of people killed"."""
        toll = lost.head.head if lost.dep_ == "pobj" and lost.head.lower_ == "of" else lost
        if (
            toll.lemma_.lower() not in self._words.tolls
            or toll.head.lemma_.lower() not in self._words.raising
        ):
            return False
        return any(
            t.lower_ in ("to", "at") and any(c.pos_ == "NUM" for c in t.children) for t in toll.head.children
        )

    def _is_heading(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        event = draft.event
        if event is None or event.pattern != "casualties" or draft.quantity is not None:
            return False
        sentence = self._doc[draft.anchor].sent
        return draft.stance is Stance.ASSERTS and any(
            draft.anchor < other.anchor < sentence.end
            and other.quantity is not None
            and is_mere_figure(victim(other, self._doc), self._words)
            for other in drafts
        )

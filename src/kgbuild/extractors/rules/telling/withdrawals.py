"""Corrections, retractions and the labels of fact checks: they withdraw what they name, or make it hearsay.

"An earlier version of this article said", "retracted its report that", "FALSE: ...", "Claim: ... Verdict:
False", a question that is answered with "No"; "N sends jets - reports".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from spacy.tokens import Token

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.attribution.transcripts import answer
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import subject
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.evaluations import Evaluations

_OPPOSITE = {Stance.ASSERTS: Stance.DENIES, Stance.DENIES: Stance.ASSERTS}
_MAX_CLIMB = 10
_NEXT_LINES = 3
"""Lines below a claim in which its verdict can stand."""


class Withdrawals:
    """Turns the tellings of one reading that are withdrawn where they are named."""

    def __init__(self, reading: Reading, words: Evaluations, publisher: Entity) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words
        self._publisher = publisher
        untrue = "|".join(map(re.escape, sorted(words.labels)))
        heads = "|".join(map(re.escape, sorted(words.verdicts)))
        self._label = re.compile(rf"\W*(?:(?:{heads})\W+)?(?:{untrue})\s*[:—–|-]", re.IGNORECASE)
        tails = "|".join(map(re.escape, sorted(words.hearsay)))
        self._hearsay = re.compile(rf"[^\n]*\s[-–—]+\s*(?:{tails})\s*$", re.IGNORECASE | re.MULTILINE)
        self._verdict = re.compile(rf"\W*(?:{heads})\s*[:—–|-]\s*(?:{untrue})\b", re.IGNORECASE)

    def settle(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Yield the drafts, turned where they are withdrawn; a question without an answer claims nothing."""
        text = self._doc.text
        for draft in drafts:
            own = draft.claimants == (self._publisher,)
            by, verb = self._withdrawer(draft)
            if verb is not None:
                draft.claimants = by or draft.claimants
                yield self._turned(draft, f"withdrawn: {verb.text}")
            elif own and self._is_corrected(draft):
                yield self._turned(draft, "corrected")
            elif own and self._is_labelled(draft, text):
                yield self._turned(draft, "labelled untrue")
            elif own and self._is_hearsay(draft, text):
                if draft.modality is Modality.ACTUAL:
                    draft.explanation.append("modality: only reports behind the headline")
                    draft.modality = Modality.POSSIBLE
                yield draft
            elif self._is_asked(draft):
                is_so = answer(self._doc, self._doc[draft.anchor].sent.end, self._words)
                twice = is_so is False and draft.stance is Stance.DENIES  # "Does it send none? No."
                if is_so is not None and not twice:
                    yield draft if is_so else self._turned(draft, "answered: no")
            else:
                yield draft

    def _turned(self, draft: Draft, why: str) -> Draft:
        stance = _OPPOSITE.get(draft.stance)
        if stance is None:
            return draft
        draft.explanation.append(f"stance: {why}")
        draft.stance, draft.modality = stance, Modality.ACTUAL
        return draft

    def _withdrawer(self, draft: Draft) -> tuple[tuple[Entity, ...], Token | None]:
        """Return who takes back a report of the event, and the verb: "retracted its report that"."""
        below, reported = self._doc[draft.anchor], False
        for _ in range(_MAX_CLIMB):
            verb = below.head
            if verb.i == below.i:
                break
            reported = reported or below.lemma_.lower() in self._words.pointers
            if reported and self._takes_back(verb, below):
                if draft.stance is Stance.DENIES or any(t.dep_ == "neg" for t in verb.children):
                    break
                doer = subject(verb)
                return (self._reading.agents.resolve(doer) if doer is not None else ()), verb
            below = verb
        return (), None

    def _takes_back(self, verb: Token, below: Token) -> bool:
        """Whether a verb takes back what stands below it: not "withdrew its men over claims that"."""
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in self._words.withdrawing:
            return False
        if verb.lemma_ == "take" and not any(t.lower_ == "back" for t in verb.rights):
            return False
        return below.dep_ in ("dobj", "nsubjpass") or (below.dep_ == "prep" and below.lower_ == "for")

    def _is_corrected(self, draft: Draft) -> bool:
        """Whether the publisher names its own mistake: "an earlier version of this article said"."""
        sentence = self._doc[draft.anchor].sent
        before = f" {self._doc[sentence.start : draft.anchor].text.lower()} "
        return any(f" {phrase} " in before for phrase in self._words.mistakes)

    def _is_labelled(self, draft: Draft, text: str) -> bool:
        """Whether its line is called untrue at its beginning, or by a verdict below it."""
        at = self._doc[draft.anchor].idx
        start = text.rfind("\n", 0, at) + 1
        if self._label.match(text, start, at):
            return True
        below = islice(_lines_below(text, at), _NEXT_LINES)
        return any(self._verdict.match(line) for line in below) and self._is_claim(text, start)

    def _is_hearsay(self, draft: Draft, text: str) -> bool:
        """Whether its line is a headline that ends in "- reports"."""
        start = text.rfind("\n", 0, self._doc[draft.anchor].idx) + 1
        return self._hearsay.match(text, start) is not None

    def _is_claim(self, text: str, start: int) -> bool:
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else None].lower()
        return any(line.lstrip().startswith(f"{word}:") for word in self._words.pointers)

    def _is_asked(self, draft: Draft) -> bool:
        sentence = self._doc[draft.anchor].sent
        return any(t.text == "?" for t in self._doc[max(sentence.start, sentence.end - 2) : sentence.end])


def _lines_below(text: str, at: int) -> Iterator[str]:
    """Yield the lines that follow a place in a text, without the empty ones."""
    end = text.find("\n", at)
    while end >= 0:
        start, end = end + 1, text.find("\n", end + 1)
        line = text[start : end if end >= 0 else None]
        if line.strip():
            yield line

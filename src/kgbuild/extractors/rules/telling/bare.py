"""Statements about no event: kept only where it is sure that somebody makes them, and not printed twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.events.modality import status
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.reading import Knowledge, Reading
from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.extractors.rules.telling.attachments import Attachments
from kgbuild.extractors.rules.telling.bare_doubts import StatementDoubts
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.quotes import quote_of_statement
from kgbuild.extractors.rules.telling.stances import is_asked_for
from kgbuild.extractors.rules.telling.voices import Voices, covers

_SURE = 0.8
"""Certainty of the attribution from which it is sure enough to stand by itself."""
_SHORTEST = 3
"""Words that a statement has at least."""


class Statements:
    """Finds the statements of one reading that tell of no event or agreement."""

    def __init__(self, reading: Reading, knowledge: Knowledge, voices: Voices, details: Attachments) -> None:
        self._reading = reading
        self._voices = voices
        self._details = details
        self._modality = knowledge.frames.modality
        self._doubts = StatementDoubts(reading, knowledge.frames)
        self._confidence = knowledge.statements

    def drafts(self, told: Sequence[Draft]) -> Iterator[tuple[Draft, float]]:
        """Yield a draft without a subject for each sure statement, and how sure it is.

        Args:
            told: the drafts about events and agreements; what they print is not printed again.

        """
        taken = {id(d.attribution) for d in told}
        for number, said in enumerate(self._reading.attributions):
            if id(said) in taken or not self._is_sure(number, said):
                continue
            words = Range(said.content[0].start, said.content[-1].end)
            if any(covers(said.content, d.anchor) or _overlap(d.range, words) for d in told):
                continue
            voice = self._voices.behind(number)
            if not voice.claimants:
                continue
            draft = Draft(
                Profile("Statement"),
                words.start,
                words,
                voice.claimants,
                *self._stance_of(said, words),
                said,
                voice.relays,
            )
            draft.explanation.append(f"attribution: {said.rule}")
            self._details.made_on(draft)
            quote = quote_of_statement(said, self._reading.doc)
            doubts = self._doubts.of(draft, said, quote)
            draft.explanation.extend(f"doubt: {name}" for name in doubts)
            yield draft, self._confidence.with_doubts(len(doubts))

    def _stance_of(self, said: Attribution, words: Range) -> tuple[Stance, Modality]:
        """Return the stance, and whether what is said is told as so, planned ("would leave") or possible."""
        told = self._reading.doc[words.start : words.end].root
        if said.stance == Stance.ASSERTS and is_asked_for(told, words.start, self._modality):
            return Stance.DEMANDS, Modality.PLANNED
        if said.modality is not None or said.stance == Stance.WITHHOLDS:
            return Stance(said.stance), Modality(said.modality or Modality.ACTUAL)
        meant = child(told, "xcomp") or told  # "intends to close"
        return Stance(said.stance), Modality(status(meant, words.start, self._modality).modality)

    def _is_sure(self, number: int, said: Attribution) -> bool:
        """Whether somebody who is named or described surely says so, in a whole statement."""
        if said.source is None or not said.cue or not said.content or said.certainty < _SURE:
            return False
        if said.nominal or self._reading.is_ignored(said.cue[0]) or not self._voices.is_stated(number):
            return False
        doc = self._reading.doc
        return sum(t.is_alpha for part in said.content for t in doc[part.start : part.end]) >= _SHORTEST


def _overlap(one: Range, other: Range) -> bool:
    return one.start < other.end and other.start < one.end

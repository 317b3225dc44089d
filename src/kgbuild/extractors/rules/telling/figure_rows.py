"""Figures of losses in tables and lists: a row names whose they are, its heading or a word which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kgbuild.claims.model import Measure, Modality, Stance
from kgbuild.extractors.rules.layout import Line
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.voices import Voices
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import PeopleLexicon

_LONGEST_NAME = 5
"""Tokens that can name whose figures a row gives."""


class FigureRows:
    """Reads the rows of one document."""

    def __init__(self, reading: Reading, words: PeopleLexicon, voices: Voices) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words
        self._voices = voices

    def replace(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the drafts, with those of rows in the place of what else was read in their lines."""
        rows = list(self.drafts())
        taken = [draft.range for draft in rows]
        kept = [d for d in drafts if not any(r.start <= d.anchor < r.end for r in taken)]
        return [*kept, *rows]

    def drafts(self) -> Iterator[Draft]:
        """Yield a draft for each figure of a row."""
        yield from self._of_lines()
        for table in self._tables():
            yield from self._of_table(table)

    # Tables

    def _tables(self) -> Iterator[list[Line]]:
        """Yield the rows of each table."""
        table: list[Line] = []
        for line in self._reading.lines:
            if line.cells:
                table.append(line)
            elif table:
                yield table
                table = []
        if table:
            yield table

    def _of_table(self, table: Sequence[Line]) -> Iterator[Draft]:
        heading = [self._tokens(cell.start, cell.end) for cell in table[0].cells]
        measures = [self._measure(cell) for cell in heading]
        if not any(measures):
            return
        for row in table[1:]:
            cells = [self._tokens(cell.start, cell.end) for cell in row.cells]
            owner = self._owner(cells[0]) if len(cells) == len(heading) else None
            if owner is None:
                continue
            for column, measure, cell in zip(heading, measures, cells, strict=True):
                figure = self._figure(cell)
                if measure is not None and figure is not None:
                    civilian = self._is_civilian(column)
                    yield self._draft(owner, measure, figure, civilian, Range(cells[0].start, cell.end))

    # Lines

    def _of_lines(self) -> Iterator[Draft]:
        """Read "Chad: 40 soldiers killed, 12 wounded"."""
        for line in self._reading.lines:
            words = self._tokens(line.body, line.end)
            colon = next((i for i in range(*words) if self._doc[i].text == ":"), None)
            if line.cells or line.label is not None or colon is None:
                continue
            owner = self._owner(Range(words.start, colon))
            rest = Range(colon + 1, words.end)
            figures = [
                f for f in self._reading.quantities if rest.start <= f.range.start and f.range.end <= rest.end
            ]
            if owner is None or not figures or figures[0].range.start > rest.start + 1:
                continue
            ends = [f.range.start for f in figures[1:]] + [rest.end]
            for figure, end in zip(figures, ends, strict=True):
                told = Range(figure.range.start, end)
                measure = self._measure(told)
                if measure is not None and not figure.share and not figure.money:
                    yield self._draft(owner, measure, figure, self._is_civilian(told), words)

    # Parts

    def _tokens(self, start: int, end: int) -> Range:
        """Return the tokens between two characters."""
        span = self._doc.char_span(start, end, alignment_mode="expand")
        return Range(span.start, span.end) if span is not None else Range(0, 0)

    def _owner(self, words: Range) -> Entity | None:
        """Return the state or organization that is all that these words name."""
        if not 0 < words.end - words.start <= _LONGEST_NAME:
            return None
        named = {
            m.entity
            for i in range(*words)
            if (m := self._reading.mentions.at.get(i)) is not None and m.entity
        }
        parties = {e.party for e in named if e.kind in ("State", "Organization") and not e.is_media}
        return next(iter(parties)) if len(named) == len(parties) == 1 else None

    def _figure(self, cell: Range) -> QuantityFinding | None:
        """Return the figure that a cell consists of."""
        found = [
            f for f in self._reading.quantities if cell.start <= f.range.start and f.range.end <= cell.end
        ]
        if len(found) != 1 or found[0].range.end - found[0].range.start < cell.end - cell.start - 1:
            return None
        return None if found[0].share or found[0].money else found[0]

    def _measure(self, words: Range) -> Measure | None:
        """Return what a heading or the words behind a figure count."""
        lemmas = {form for t in self._doc[words.start : words.end] for form in (t.lemma_.lower(), t.lower_)}
        dead, hurt = bool(lemmas & self._words.dead), bool(lemmas & self._words.hurt)
        if dead and hurt:
            return Measure.KILLED_OR_WOUNDED
        return Measure.KILLED if dead else Measure.WOUNDED if hurt else None

    def _is_civilian(self, words: Range) -> bool:
        return any(t.lemma_.lower() in self._words.civilians for t in self._doc[words.start : words.end])

    def _draft(
        self, owner: Entity, measure: Measure, figure: QuantityFinding, civilian: bool, words: Range
    ) -> Draft:
        voice = self._voices.at(figure.range.start)
        draft = Draft(
            Profile("Casualties", {"force": owner, "theatre": None}, None, civilian),
            figure.range.start,
            words,
            voice.claimants,
            Stance.ASSERTS,
            Modality.ACTUAL,
            voice.attribution,
            voice.relays,
            measure=measure,
            quantity=figure,
        )
        draft.explanation.append(f"about: a row of figures: {self._doc[words.start : words.end].text}")
        return draft

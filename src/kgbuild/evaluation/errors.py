"""What went wrong, each with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kgbuild.evaluation.matching import CORE, Judgement
from kgbuild.evaluation.units import GoldUnit, Unit
from kgbuild.spans import Span

_BOUNDARY = re.compile(r"\n+|(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z])")
"""Where a sentence may end. For showing only: a full stop after an abbreviation cuts it, and does no harm."""
_CODE = 3
"""Letters of a code; a longer name says more."""
_SHOWN = 4
"""How many of the names of one thing are listed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An attribute that is wrong."""

    attribute: str
    wanted: str
    got: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A unit that was missed, that is spurious, or that was found with wrong attributes."""

    sort: Literal["missed", "spurious", "wrong"]
    document: str
    at: int
    """Where the anchor, or the words that were taken for a claim, begin in the text."""
    claim: str
    """The `id` in the gold file; of a spurious unit, its claim's IRI."""
    about: str
    stance: str
    claimant: str
    before: str
    """The sentence up to the anchor."""
    words: str
    after: str
    differences: tuple[Difference, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return everything in plain values, for JSON."""
        return asdict(self)


def missed(gold: GoldUnit, texts: Mapping[str, str]) -> Miss:
    """Describe a gold unit that nothing was found for."""
    return _of_gold("missed", gold, texts, ())


def wrong(gold: GoldUnit, verdict: Mapping[str, Judgement], texts: Mapping[str, str]) -> Miss | None:
    """Describe what is wrong with the unit found for a gold unit; None where nothing is.

    Of an optional gold unit only what a reader is told first counts: who, which stance, of what, how many.
    """
    differences = tuple(
        Difference(name, _printed(judgement.wanted), _printed(judgement.got))
        for name, judgement in verdict.items()
        if not judgement.right and (name in CORE or not gold.claim.optional)
    )
    return _of_gold("wrong", gold, texts, differences) if differences else None


def spurious(unit: Unit, texts: Mapping[str, str]) -> Miss:
    """Describe a unit that no gold unit accounts for."""
    span = unit.spans[0] if unit.spans else Span(0, 0)
    return Miss(
        "spurious",
        unit.document,
        span.start,
        unit.claim,
        unit.about,
        unit.stance or "",
        min(unit.claimant, key=lambda name: (len(name) <= _CODE, name), default="nobody"),
        *_sentence(texts[unit.document], span),
    )


def _of_gold(
    sort: Literal["missed", "wrong"],
    gold: GoldUnit,
    texts: Mapping[str, str],
    differences: tuple[Difference, ...],
) -> Miss:
    claim = gold.claim
    return Miss(
        sort,
        gold.document,
        gold.anchor.start,
        claim.id,
        claim.about,
        str(claim.stance),
        gold.by,
        *_sentence(texts[gold.document], gold.anchor),
        differences,
    )


def _sentence(text: str, span: Span) -> tuple[str, str, str]:
    """Return the words before a stretch in its sentence, the stretch, and the words behind it."""
    start = max(
        (m.end() for m in _BOUNDARY.finditer(text, 0, span.start + 1) if m.end() <= span.start), default=0
    )
    end = next((m.start() for m in _BOUNDARY.finditer(text) if m.start() >= span.end), len(text))
    return text[start : span.start], text[span.start : span.end], text[span.end : end]


def _printed(value: object) -> str:
    """Write a value of the gold or the graph in words."""
    if value is None or value == ():
        return "nothing"
    if (
        isinstance(value, tuple)
        and len(value) == 2
        and not any(isinstance(v, str | frozenset) for v in value)
    ):
        return " to ".join("open" if bound is None else f"{bound:g}" for bound in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_printed(held)}" for name, held in value.items())
    if isinstance(value, set | frozenset):
        names = sorted(value)
        more = f" ({len(names) - _SHOWN} more)" if len(names) > _SHOWN else ""
        return " or ".join(names[:_SHOWN]) + more or "nothing"
    if isinstance(value, list | tuple):
        return ", ".join(map(_printed, value))
    return str(value)


def render(errors: Iterable[Miss]) -> Iterator[str]:
    """Yield the lines of a list for people: what, where, and the sentence with its anchor between [ and ]."""
    for error in errors:
        what = f"{error.about} {error.stance} by {error.claimant}"
        yield f"{error.sort.upper():8}  {error.document}:{error.at}  {error.claim}  {what}"
        yield "    " + " ".join(f"{error.before}[{error.words}]{error.after}".split())
        for difference in error.differences:
            yield f"    {difference.attribute}: gold {difference.wanted}; found {difference.got}"

"""Who contradicts whom about one event: two sides, never pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgbuild.views.model import ClaimView, Figure, Node

_POLES = (
    ("whether it is so", ("Asserts", "Pledges"), ("Denies",)),
    ("whether it is right", ("Endorses",), ("Condemns",)),
)


@dataclass(frozen=True, slots=True)
class SideView:
    """Those who say one thing."""

    stance: str
    """Local name of the stance they take ("Denies"), or "" where they differ in figures."""
    says: str
    """The figure they give, or ""."""
    voices: tuple[Node, ...]
    claims: tuple[ClaimView, ...]

    @property
    def sources(self) -> int:
        """How many documents carry it."""
        return len({claim.source.iri for claim in self.claims})


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One question on which sources differ."""

    question: str
    sides: tuple[SideView, ...]


def voice(claim: ClaimView) -> Node:
    """Return for whom a claim speaks: the state or body behind its claimant, else the claimant."""
    return (claim.on_behalf or claim.claimants)[0]


def disputes(claims: Sequence[ClaimView]) -> list[DisputeView]:
    """Return on what the claims about one event differ, each with its sides."""
    found = []
    for question, for_, against in _POLES:
        sides = tuple(side for stances in (for_, against) if (side := _side(claims, stances)) is not None)
        if len(sides) == 2:
            found.append(DisputeView(question, sides))
    return [*found, *_by_figures(claims)]


def _side(claims: Iterable[ClaimView], stances: Sequence[str]) -> SideView | None:
    members = tuple(claim for claim in claims if claim.stance in stances)
    if not members:
        return None
    return SideView(stances[0], "", _voices(members), members)


def _voices(claims: Iterable[ClaimView]) -> tuple[Node, ...]:
    return tuple(dict.fromkeys(voice(claim) for claim in claims))


def _by_figures(claims: Sequence[ClaimView]) -> list[DisputeView]:
    """Return the figures of one thing that do not overlap, totals apart from single counts."""
    told = [
        (claim, claim.figure)
        for claim in claims
        if claim.figure is not None and claim.stance == "Asserts" and claim.modality != "Planned"
    ]
    found = []
    for unit, total in sorted({(figure.unit, figure.total) for _, figure in told}):
        same = [pair for pair in told if (pair[1].unit, pair[1].total) == (unit, total)]
        for act in sorted({claim.act for claim, _ in same} - {""}) or [""]:
            sides = _apart(sorted((p for p in same if p[0].act in ("", act)), key=lambda p: _bounds(p[1])))
            if len(sides) > 1 and len({side.voices for side in sides}) > 1:
                what = f"{act}, " if act else ""
                found.append(DisputeView(f"{what}how many {unit}{' in all' if total else ''}", tuple(sides)))
    return found


def _bounds(figure: Figure) -> tuple[float, float]:
    low = figure.minimum if figure.minimum is not None else float("-inf")
    return low, figure.maximum if figure.maximum is not None else float("inf")


def _apart(told: Sequence[tuple[ClaimView, Figure]]) -> list[SideView]:
    """Return runs of figures, by their lower bound, that overlap within and not between."""
    runs: list[list[tuple[ClaimView, Figure]]] = []
    reach = float("-inf")
    for claim, figure in told:
        low, high = _bounds(figure)
        if runs and low <= reach:
            runs[-1].append((claim, figure))
            reach = max(reach, high)
        else:
            runs.append([(claim, figure)])
            reach = high
    return [
        SideView(
            "",
            " / ".join(dict.fromkeys(figure.words() for _, figure in run)),
            _voices(claim for claim, _ in run),
            tuple(claim for claim, _ in run),
        )
        for run in runs
    ]

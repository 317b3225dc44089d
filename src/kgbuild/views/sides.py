"""Who contradicts whom about one event: two sides, never pairs.

Where a graph tells of sides (`kg:Side`, worked out by `kgbuild.derivation`), they are taken from it; else
they are worked out here, by stances and figures alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgbuild.views.asking import AskedGraph
from kgbuild.views.model import ClaimView, Figure, Node
from kgbuild.views.names import named
from kgbuild.views.wording import local, plain

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


@dataclass(frozen=True, slots=True)
class _ToldSide:
    """A side as the graph tells it."""

    stance: str
    act: str
    minimum: str
    maximum: str
    counts: bool
    """Whether it is one by figures."""
    members: frozenset[str]
    opposes: frozenset[str]


_SIDES = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event ?side ?property ?value
WHERE { ?side kg:over ?event ; a kg:Side ; ?property ?value }"""
_DISPUTED = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?event (COUNT(DISTINCT ?side) AS ?sides)
WHERE { ?side a kg:Side ; kg:over ?event ; kg:opposes ?other }
GROUP BY ?event"""
_ANY = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?side
WHERE { ?side a kg:Side }
LIMIT 1"""


def disputed(graph: AskedGraph) -> list[Node]:
    """Return the events on which sources differ, those of most sides first."""
    sides = {row["event"]: int(row["sides"]) for row in graph.rows(_DISPUTED) if "event" in row}
    return sorted(named(graph, sides).values(), key=lambda node: (-sides[node.iri], node))


def voice(claim: ClaimView) -> Node:
    """Return for whom a claim speaks: the state or body behind its claimant, else the claimant."""
    return (claim.on_behalf or claim.claimants)[0]


def disputes(graph: AskedGraph, event: str, claims: Sequence[ClaimView]) -> list[DisputeView]:
    """Return on what the claims about one event differ, each with its sides."""
    told = _told(graph, event)
    if told is None:
        return [*_by_stance(claims), *_by_figures(claims)]
    at_odds = frozenset(
        member for side in told.values() if not side.counts and side.opposes for member in side.members
    )
    return [*_by_stance([c for c in claims if c.iri in at_odds]), *_by_told_figures(told, claims)]


def _told(graph: AskedGraph, event: str) -> dict[str, _ToldSide] | None:
    """Return the sides over an event, None where the graph tells of none at all."""
    told: dict[str, dict[str, list[str]]] = {}
    for row in graph.rows_of([event], "event", _SIDES):
        told.setdefault(row["side"], {}).setdefault(local(row["property"]), []).append(row["value"])
    if not told:
        return {} if graph.rows(_ANY) else None
    opposed: dict[str, set[str]] = {}
    for side, fields in told.items():
        for other in fields.get("opposes", ()):
            opposed.setdefault(side, set()).add(other)
            opposed.setdefault(other, set()).add(side)
    return {
        side: _ToldSide(
            local(min(fields.get("stance", ("",)))),
            plain(min(fields["act"])) if "act" in fields else "",
            min(fields.get("minimum", ("",))),
            min(fields.get("maximum", ("",))),
            bool(fields.keys() & {"minimum", "maximum", "measure", "unit"}),
            frozenset(fields.get("member", ())),
            frozenset(opposed.get(side, ())),
        )
        for side, fields in told.items()
    }


def _by_told_figures(told: Mapping[str, _ToldSide], claims: Sequence[ClaimView]) -> list[DisputeView]:
    """Return the sides by figures that exclude each other, those about one thing together."""
    known = {claim.iri: claim for claim in claims if claim.figure is not None}
    about: dict[tuple[str, str, bool], list[tuple[Figure, SideView]]] = {}
    for _, side in sorted(told.items()):
        members = tuple(claim for claim in claims if claim.iri in side.members and claim.iri in known)
        if not side.counts or not side.opposes or not members:
            continue
        first = members[0].figure
        assert first is not None
        low, high = (float(bound) if bound else None for bound in (side.minimum, side.maximum))
        figure = Figure(low, high, first.unit, total=first.total)
        view = SideView("", figure.words(), _voices(members), members)
        about.setdefault((side.act, first.unit, first.total), []).append((figure, view))
    found = []
    for (act, unit, total), sides in sorted(about.items()):
        if len(sides) > 1:
            ordered = tuple(view for _, view in sorted(sides, key=lambda pair: _bounds(pair[0])))
            found.append(DisputeView(_how_many(act, unit, total), ordered))
    return found


def _how_many(act: str, unit: str, total: bool) -> str:
    return f"{f'{act}, ' if act else ''}how many {unit}{' in all' if total else ''}"


def _by_stance(claims: Sequence[ClaimView]) -> list[DisputeView]:
    found = []
    for question, for_, against in _POLES:
        sides = tuple(side for stances in (for_, against) if (side := _side(claims, stances)) is not None)
        if len(sides) == 2:
            found.append(DisputeView(question, sides))
    return found


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
                found.append(DisputeView(_how_many(act, unit, total), tuple(sides)))
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

"""One event or treaty: how it stands, who says what of it, since when, in which numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kgbuild.errors import MissingGraphError
from kgbuild.views.asking import AskedGraph
from kgbuild.views.claims import MOST, claims, linked
from kgbuild.views.facets import Facets
from kgbuild.views.model import ClaimView, Node
from kgbuild.views.names import named
from kgbuild.views.sides import DisputeView, disputes, voice
from kgbuild.views.wording import AGENTS, STANCES, local, plain

_ABOUT = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?node ?property ?value
WHERE { ?node ?property ?value  FILTER(STRSTARTS(STR(?property), STR(kg:))) }"""
_OTHERS = frozenset({"standing"})
_QUESTIONS = (("Asserts", "Denies", "Withholds"), ("Endorses", "Condemns"))
"""Stances on whether it is so, and on whether it is right."""


@dataclass(frozen=True, slots=True)
class FoldedClaims:
    """Claims of one voice that say the same: one is shown, the others are folded."""

    shown: ClaimView
    repeats: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class VoiceGroup:
    """What one voice says with one stance."""

    voice: Node
    stance: str
    tellings: tuple[FoldedClaims, ...]

    @property
    def count(self) -> int:
        """How many claims it has."""
        return sum(1 + len(telling.repeats) for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class Turn:
    """A voice that takes another stance than before."""

    voice: Node
    before: ClaimView
    after: ClaimView


@dataclass(frozen=True, slots=True)
class EventView:
    """All that a page on an event shows."""

    event: Node
    standing: str
    roles: tuple[tuple[str, tuple[Node | str, ...]], ...]
    """Plain label of each role, and who or what has it."""
    claims: tuple[ClaimView, ...]
    left_out: int
    """How many claims there are beyond those shown."""
    disputes: tuple[DisputeView, ...]
    groups: tuple[VoiceGroup, ...]
    turns: tuple[Turn, ...]

    @property
    def figures(self) -> tuple[ClaimView, ...]:
        """The claims that give a number."""
        return tuple(claim for claim in self.claims if claim.figure is not None)

    @property
    def documents(self) -> int:
        """How many documents tell of it."""
        return len({claim.source.iri for claim in self.claims})

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day on which something was said, "" where none is known."""
        days = [claim.said for claim in self.claims if claim.said]
        return (min(days), max(days)) if days else ("", "")

    def voices(self, stance: str) -> tuple[Node, ...]:
        """Return who takes a stance, the loudest first; of those who turned, the last stance counts."""
        left = {turn.voice: turn.after.stance for turn in self.turns}
        return tuple(
            group.voice
            for group in self.groups
            if group.stance == stance and not _is_left(stance, left.get(group.voice, stance))
        )


def event(graph: AskedGraph, iri: str, facets: Facets | None = None) -> EventView:
    """Return an event or treaty with the claims that fit.

    Raises MissingGraphError where the graph knows none of that name.
    """
    told: dict[str, list[str]] = {}
    for row in graph.rows_of([iri], "node", _ABOUT):
        told.setdefault(local(row["property"]), []).append(row["value"])
    every = linked(graph, iri, "about", facets=facets)
    if not told and not every:
        raise MissingGraphError(f"this graph has no event {iri}")
    found = claims(graph, every[:MOST])
    nodes = named(graph, {iri, *(v for values in told.values() for v in values if "://" in v)})
    return EventView(
        nodes[iri],
        local(told["standing"][0]) if "standing" in told else "",
        tuple(
            (plain(name), tuple(sorted((nodes.get(v, v) for v in told[name]), key=str)))
            for name in sorted(told)
            if name not in _OTHERS and not _is_flag(told[name])
        ),
        tuple(found),
        len(every) - len(found),
        tuple(disputes(graph, iri, found)),
        tuple(groups(found)),
        tuple(turns(found)),
    )


def _is_left(stance: str, last: str) -> bool:
    """Tell whether a stance was given up for the last one: both answer the same question."""
    return stance != last and any(stance in each and last in each for each in _QUESTIONS)


def _is_flag(values: Sequence[str]) -> bool:
    return set(values) <= {"true", "false"}


def groups(found: Iterable[ClaimView]) -> list[VoiceGroup]:
    """Return claims by voice and stance, repeats folded: states before others, the loudest first."""
    by_voice: dict[tuple[Node, str], list[ClaimView]] = {}
    for claim in found:
        by_voice.setdefault((voice(claim), claim.stance), []).append(claim)
    grouped = [VoiceGroup(who, stance, tuple(tellings(told))) for (who, stance), told in by_voice.items()]
    return sorted(grouped, key=_states_first)


def _states_first(group: VoiceGroup) -> tuple[int, int, int, Node]:
    kind = AGENTS.index(group.voice.kind) if group.voice.kind in AGENTS else len(AGENTS)
    stance = STANCES.index(group.stance) if group.stance in STANCES else len(STANCES)
    return stance, kind, -group.count, group.voice


def tellings(told: Iterable[ClaimView]) -> list[FoldedClaims]:
    """Return claims that say the same as one: the surest of them stands for all."""
    same: dict[object, list[ClaimView]] = {}
    for claim in told:
        figure = claim.figure
        number = (figure.minimum, figure.maximum, figure.unit, figure.total) if figure else None
        same.setdefault((claim.act, claim.modality, number, claim.happened, claim.places), []).append(claim)
    found = []
    for claims_ in same.values():
        first, *others = sorted(claims_, key=lambda claim: -(claim.confidence or 0))
        found.append(FoldedClaims(first, tuple(others)))
    return found


def turns(found: Sequence[ClaimView]) -> list[Turn]:
    """Return where a voice takes another stance than the last time it spoke.

    Only what was said on different days counts, and only stances on whether it is so, or on whether it is
    right, among themselves.
    """
    changes = []
    for stances in _QUESTIONS:
        spoken: dict[Node, list[ClaimView]] = {}
        for claim in found:
            if claim.said and claim.stance in stances and claim.modality != "Planned":
                spoken.setdefault(voice(claim), []).append(claim)
        for who, told in spoken.items():
            changes += [
                Turn(who, before, after)
                for before, after in pairwise(told)
                if before.stance != after.stance and before.said < after.said
            ]
    return sorted(changes, key=lambda turn: (turn.after.said, turn.voice))

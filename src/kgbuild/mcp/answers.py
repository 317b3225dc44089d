"""From the views of a graph to the answers of the tools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kgbuild.errors import QueryError
from kgbuild.mcp import model
from kgbuild.views import AskedGraph, ClaimView, Node
from kgbuild.views.agent import agent
from kgbuild.views.claims import claims as claim_views
from kgbuild.views.event import EventView, Turn, event
from kgbuild.views.finding import find_node
from kgbuild.views.search import Hit, search
from kgbuild.views.sides import DisputeView, disputed
from kgbuild.views.wording import AGENTS, EVENTS

MOST = 40
"""Claims in one answer; who asks has a window to fill."""
_MOST_EVENTS = _MOST_A_SIDE = 10
_MOST_FOUND = 20


class Answers:
    """Answers questions about a graph; raises QueryError where a name stands for nothing, or for several."""

    def __init__(self, graph: AskedGraph) -> None:
        self._graph = graph

    def search(self, words: str) -> model.FindingReply:
        """Return what goes by some words."""
        found = search(self._graph, words)
        return model.FindingReply(
            agents=_found(found.agents),
            events=_found(found.events),
            documents=_found(found.documents),
            claims=_claims(claim_views(self._graph, found.claims[:MOST])),
            left_out=max(0, len(found.claims) - MOST),
        )

    def event(self, name: str) -> model.EventReply:
        """Return how an event or treaty stands."""
        view = event(self._graph, find_node(self._graph, name, EVENTS).iri)
        return model.EventReply(
            id=view.event.iri,
            name=view.event.name,
            kind=view.event.kind,
            roles={role: [getattr(each, "name", each) for each in who] for role, who in view.roles},
            disputes=_disputes(view),
            turns=_turns(view.turns),
            claims=_claims(view.claims[:MOST]),
            left_out=view.left_out + max(0, len(view.claims) - MOST),
        )

    def positions(self, name: str, about: str = "") -> model.PositionsReply:
        """Return what an agent says, of one event or of all."""
        view = agent(self._graph, find_node(self._graph, name, AGENTS).iri)
        wanted = find_node(self._graph, about, EVENTS) if about else None
        positions: list[model.PositionReply] = []
        given = left_out = 0
        for each in view.events:
            if wanted is not None and (each.event is None or each.event.iri != wanted.iri):
                continue
            told = [
                claim
                for _, tellings in each.stances
                for telling in tellings
                for claim in (telling.shown, *telling.repeats)
            ]
            shown = sorted(told, key=lambda claim: (claim.said, claim.iri))[: max(0, MOST - given)]
            given += len(shown)
            left_out += len(told) - len(shown)
            if shown:
                event_name = each.event.name if each.event else ""
                positions.append(
                    model.PositionReply(event=event_name, claims=_claims(shown), turns=_turns(each.turns))
                )
        return model.PositionsReply(
            id=view.agent.iri,
            name=view.agent.name,
            kind=view.agent.kind,
            positions=positions,
            opponents=_names(opponent.agent for opponent in view.opponents),
            left_out=left_out + view.left_out,
        )

    def contradictions(self, about: str = "") -> model.DisputesReply:
        """Return on what sources differ, over one event or over all."""
        nodes = [find_node(self._graph, about, EVENTS)] if about else disputed(self._graph)
        shown = [event(self._graph, node.iri) for node in nodes[:_MOST_EVENTS]]
        return model.DisputesReply(
            disputes=[dispute for view in shown for dispute in _disputes(view)],
            left_out=max(0, len(nodes) - _MOST_EVENTS),
        )

    def sentence(self, claim: str) -> model.ClaimReply:
        """Return a claim with the words it rests on."""
        found = claim_views(self._graph, [claim])
        if not found:
            raise QueryError(f"this graph has no claim {claim!r}: take the id of one from another answer")
        return _claim(found[0])


def _found(hits: Sequence[Hit]) -> list[model.FoundReply]:
    return [
        model.FoundReply(id=hit.node.iri, name=hit.node.name, kind=hit.node.kind, claims=hit.claims)
        for hit in hits[:_MOST_FOUND]
    ]


def _names(nodes: Iterable[Node]) -> list[str]:
    return [node.name for node in nodes]


def _claims(found: Iterable[ClaimView]) -> list[model.ClaimReply]:
    return [_claim(claim) for claim in found]


def _claim(claim: ClaimView) -> model.ClaimReply:
    source = claim.source
    return model.ClaimReply(
        id=claim.iri,
        claimants=_names(claim.claimants),
        on_behalf_of=_names(claim.on_behalf),
        relayed_by=_names(claim.relayed),
        stance=claim.stance,
        modality=claim.modality,
        about=_names(claim.about),
        figure=claim.figure.words() if claim.figure else "",
        happened=claim.happened,
        said=claim.said,
        places=_names(claim.places),
        confidence=claim.confidence,
        evidence=[
            model.EvidenceReply(
                quote=passage.quote,
                sentence=passage.sentence or passage.quote,
                document=source.identifier,
                title=source.title,
                publisher=source.publisher.name if source.publisher else "",
                issued=source.issued,
                address=source.address,
                start=passage.start,
                end=passage.end,
                page=passage.page,
            )
            for passage in claim.passages
        ],
    )


def _disputes(view: EventView) -> list[model.DisputeReply]:
    return [_dispute(view.event, dispute) for dispute in view.disputes]


def _dispute(event: Node, dispute: DisputeView) -> model.DisputeReply:
    sides = [
        model.SideReply(
            says=side.says or side.stance,
            who=_names(side.voices),
            claims=_claims(side.claims[:_MOST_A_SIDE]),
            left_out=max(0, len(side.claims) - _MOST_A_SIDE),
        )
        for side in dispute.sides
    ]
    return model.DisputeReply(event=event.name, question=dispute.question, sides=sides)


def _turns(turns: Iterable[Turn]) -> list[model.TurnReply]:
    return [
        model.TurnReply(who=turn.voice.name, before=_claim(turn.before), after=_claim(turn.after))
        for turn in turns
    ]

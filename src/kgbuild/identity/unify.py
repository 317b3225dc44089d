"""From records as they were read to records in which one thing of a document is one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from kgbuild.claims.model import Agent, Claim, DocumentRecord, Place, Record, Subject, Transfer, Treaty
from kgbuild.errors import ClaimError
from kgbuild.identity.agents import Agents
from kgbuild.identity.events import Nodes
from kgbuild.identity.keys import agent_key, claim_key, place_key, subject_key
from kgbuild.identity.treaties import Treaties

R = TypeVar("R", bound=Record)


def unify(records: Iterable[DocumentRecord | Claim]) -> list[DocumentRecord | Claim]:
    """Give each agent, place, event and instrument of a document one record, whichever claim mentions it.

    Returns the documents by identifier, each followed by its claims in the order of the text. What it makes
    of a document is a function of that document alone, whatever the order of its records; the treaties of
    several documents are joined when the graph is built (`joining.join`). Claims that differ only in what
    they are about become one. Raises ClaimError when a claim names a document that no record describes.
    """
    unified: list[DocumentRecord | Claim] = []
    for document, claims in settled(records):
        unified += [document, *claims]
    return unified


def settled(records: Iterable[DocumentRecord | Claim]) -> Iterator[tuple[DocumentRecord, list[Claim]]]:
    """Yield each document with its claims, settled, the documents by identifier.

    Raises ClaimError when a claim names a document that no record describes.
    """
    documents: dict[str, DocumentRecord] = {}
    claims: dict[str, list[Claim]] = {}
    for record in records:
        if isinstance(record, DocumentRecord):
            known = documents.get(record.key)
            if known is None or record.model_dump_json() < known.model_dump_json():
                documents[record.key] = record
        else:
            claims.setdefault(record.document, []).append(record)
    for key in claims:
        if key not in documents:
            raise ClaimError(f"a claim names the document {key!r}, which no document record describes")
    for document in sorted(documents.values(), key=lambda d: (d.identifier, d.key)):
        yield settle(document, claims.pop(document.key, ()))


def settle(document: DocumentRecord, claims: Iterable[Claim]) -> tuple[DocumentRecord, list[Claim]]:
    """Return one document and its claims with one record for each thing; settling twice changes nothing."""
    claims = list(claims)
    unifier = _Unifier([document], claims)
    return unifier.document(document), merged(map(unifier.claim, claims))


class _Unifier:
    """Puts canonical records in the place of mentions."""

    def __init__(self, documents: Iterable[DocumentRecord], claims: Iterable[Claim]) -> None:
        self._agents = Agents()
        self._nodes = Nodes(self._agents)
        self._treaties = Treaties(self._agents)
        for document in documents:
            self._agents.add(document.publisher, document.key)
        for claim in claims:
            self._add(claim)

    def _add(self, claim: Claim) -> None:
        key = claim.document
        for agent in (*claim.claimants, *claim.relayed_by):
            self._agents.add(agent, key)
        for node in (*claim.about, *claim.alleges_breach_of, *claim.places):
            self._add_agents(node, key)
            if isinstance(node, Treaty):
                self._treaties.add(node, key)
            else:
                self._nodes.add(node, key)

    def _add_agents(self, node: Subject | Place, document: str) -> None:
        for _, value in node:
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Agent):
                    self._agents.add(item, document)
                elif isinstance(item, Treaty | Transfer):
                    self._add_agents(item, document)

    def document(self, record: DocumentRecord) -> DocumentRecord:
        if record.publisher is None:
            return record
        return record.model_copy(update={"publisher": self._agents.canonical(record.publisher, record.key)})

    def claim(self, claim: Claim) -> Claim:
        key = claim.document

        def agent_of(agent: Agent) -> Agent:
            return self._agents.canonical(agent, key)

        def node_of(node: Any) -> Any:
            canonical = self._treaties if isinstance(node, Treaty) else self._nodes
            return canonical.canonical(node, key)

        relays = (agent_of(agent) for agent in claim.relayed_by)
        update = {
            "claimants": _by_key(map(agent_of, claim.claimants), lambda agent: agent_key(agent, key)),
            # Their order tells the way the words took
            "relayed_by": tuple({agent_key(agent, key): agent for agent in relays}.values()),
            "about": _by_key(map(node_of, claim.about), lambda node: subject_key(node, key)),
            "alleges_breach_of": _by_key(
                map(node_of, claim.alleges_breach_of), lambda node: subject_key(node, key)
            ),
            "places": _by_key(map(node_of, claim.places), place_key),
        }
        return claim.model_copy(update=update)


def _by_key(records: Iterable[R], key: Callable[[R], str]) -> tuple[R, ...]:
    """Return each record once, in the order of the keys."""
    keyed = {key(record): record for record in records}
    return tuple(keyed[k] for k in sorted(keyed))


def merged(claims: Iterable[Claim]) -> list[Claim]:
    """Unite claims of one key and return all in the order of the text."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim_key(claim), []).append(claim)
    whole = {key: same[0] if len(same) == 1 else _united(same) for key, same in groups.items()}
    return [whole[key] for key in sorted(whole, key=lambda k: (_at(whole[k]), k))]


def _at(claim: Claim) -> list[tuple[int, int]]:
    return sorted((evidence.span.start, evidence.span.end) for evidence in claim.evidence)


def _united(claims: list[Claim]) -> Claim:
    """Unite claims that differ only in what they are about and in what a claim can have several of."""
    same = sorted(claims, key=lambda claim: claim.model_dump_json())
    document = same[0].document
    confidence = [claim.confidence for claim in same if claim.confidence is not None]

    def every(name: str) -> Iterable[Any]:
        return (value for claim in same for value in getattr(claim, name))

    update = {
        "about": _by_key(every("about"), lambda node: subject_key(node, document)),
        "alleges_breach_of": _by_key(every("alleges_breach_of"), lambda node: subject_key(node, document)),
        "relayed_by": tuple({agent_key(agent, document): agent for agent in every("relayed_by")}.values()),
        "places": _by_key(every("places"), place_key),
        "time_expressions": tuple(dict.fromkeys(every("time_expressions"))),
        "content_spans": tuple(sorted(set(every("content_spans")))),
        "explanation": tuple(dict.fromkeys(every("explanation"))),
        "read_by": tuple(sorted(set(every("read_by")))),
        "confidence": max(confidence, default=None),
    }
    return same[0].model_copy(update=update)

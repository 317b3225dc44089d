"""One canonical record for each event, resolution and place over all documents."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from kgbuild.claims.model import (
    Agent,
    Casualties,
    Deployment,
    Place,
    Record,
    Resolution,
    Transfer,
)
from kgbuild.identity.agents import Agents
from kgbuild.identity.choice import most_frequent
from kgbuild.identity.keys import place_key, subject_key

Node = Transfer | Deployment | Casualties | Resolution | Place


class Nodes:
    """Collects mentions of events, resolutions and places (`add`), then tells their records (`canonical`).

    Mentions of one key are one node. Where they differ in what the key leaves open (an office, coordinates, a
    beneficiary), the value most often given counts.
    """

    def __init__(self, agents: Agents) -> None:
        self._agents = agents
        self._mentions: Counter[tuple[str, Node]] = Counter()

    def add(self, node: Node, document: str) -> None:
        """Count one mention."""
        self._mentions[document, node] += 1
        if isinstance(node, Transfer) and node.in_exchange_for is not None:
            self.add(node.in_exchange_for, document)

    def canonical(self, node: Node, document: str) -> Node:
        """Return the one record of the node meant."""
        return self._records[self._keys[document, node]]

    @cached_property
    def _linked(self) -> dict[tuple[str, Node], Node]:
        """The mentions with canonical agents in their roles."""
        return {mention: self._link(*mention) for mention in self._mentions}

    def _link(self, document: str, node: Node) -> Node:
        update: dict[str, Any] = {
            name: self._agents.canonical(value, document) for name, value in node if isinstance(value, Agent)
        }
        if isinstance(node, Transfer) and node.in_exchange_for is not None:
            update["in_exchange_for"] = self._link(document, node.in_exchange_for)
        return node.model_copy(update=update) if update else node

    @cached_property
    def _keys(self) -> dict[tuple[str, Node], str]:
        return {(document, node): _key(linked, document) for (document, node), linked in self._linked.items()}

    @cached_property
    def _records(self) -> dict[str, Node]:
        groups: dict[str, Counter[Node]] = {}
        for mention, count in self._mentions.items():
            groups.setdefault(self._keys[mention], Counter())[self._linked[mention]] += count
        return {key: _merge(variants) for key, variants in groups.items()}


def _key(node: Node, document: str) -> str:
    return place_key(node) if isinstance(node, Place) else subject_key(node, document)


def _merge(variants: Counter[Node]) -> Node:
    """Unite records of one key: for each field the value most often given, of a place's names all."""
    first = next(iter(variants))
    if len(variants) == 1:
        return first
    update: dict[str, Any] = {}
    for name in type(first).model_fields:
        counts: Counter[Any] = Counter()
        for variant, count in variants.items():
            value = getattr(variant, name)
            if value is not None:
                counts[value] += count
        update[name] = most_frequent(counts, order=_order)
    if isinstance(first, Place):
        names = {
            name for place in variants if isinstance(place, Place) for name in (place.name, *place.aliases)
        }
        update["aliases"] = tuple(sorted(names - {update["name"]}))
    return first.model_copy(update=update)


def _order(value: Any) -> str:
    return value.model_dump_json() if isinstance(value, Record) else repr(value)

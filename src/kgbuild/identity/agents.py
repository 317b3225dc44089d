"""One canonical record for each agent over all documents."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from kgbuild.claims.model import Agent
from kgbuild.identity.choice import Counts, acyclic, counts, most_frequent
from kgbuild.identity.keys import agent_key, home_state
from kgbuild.identity.names import fold, initials, one_word, person_words

_Mention = tuple[str, Agent]
_Short = tuple[str, str]  # a document and a short form
_ACRONYM = re.compile("[A-Z]{2,8}")


@dataclass
class _SaidOf:
    """What the mentions of one agent say, with how many say it."""

    kinds: Counts = field(default_factory=counts)
    names: Counts = field(default_factory=counts)
    aliases: set[str] = field(default_factory=set)
    iso3: str | None = None
    part_of: Counts = field(default_factory=counts)
    represents: Counts = field(default_factory=counts)
    offices: Counts = field(default_factory=counts)
    anonymous: bool = True

    def add(self, agent: Agent, count: int) -> None:
        self.kinds[agent.kind] += count
        self.names[agent.name] += count
        self.aliases.update(agent.aliases)
        self.iso3 = agent.iso3 or self.iso3
        if agent.office:
            self.offices[agent.office] += count
        self.anonymous = self.anonymous and agent.anonymous

    def name(self) -> str:
        """Return the fullest name of a person, else the commonest; all in capitals only if it must be."""
        person = not self.kinds.keys() & {"State", "Organization"}
        return min(
            self.names,
            key=lambda name: (-len(name.split()) * person, name.isupper(), -self.names[name], name),
        )


class Agents:
    """Collects mentions of agents (`add`), then tells the canonical record of each (`canonical`)."""

    def __init__(self) -> None:
        self._mentions: Counter[_Mention] = Counter()

    def add(self, agent: Agent | None, document: str) -> None:
        """Count one mention, and one of each agent it belongs to or represents."""
        while agent is not None:
            self._mentions[document, agent] += 1
            self.add(agent.represents, document)
            agent = agent.part_of

    def key(self, agent: Agent, document: str) -> str:
        """Return the key of an agent; in a document, a short name stands for the one full name it fits."""
        own = self._keys.get((document, agent)) or agent_key(agent, document)
        return self._full_names.get((document, own), own)

    def canonical(self, agent: Agent, document: str) -> Agent:
        """Return the one record of the agent meant."""
        return self._records[self.key(agent, document)]

    def of_key(self, key: str) -> Agent:
        """Return the record of a key that some mention has."""
        return self._records[key]

    @cached_property
    def _keys(self) -> dict[_Mention, str]:
        return {(document, agent): agent_key(agent, document) for document, agent in self._mentions}

    @cached_property
    def _full_names(self) -> dict[tuple[str, str], str]:
        """By document and key of an agent named in short ("Lavrov", "KCNA"): the key of its one full name.

        A short name is read within its document only, so that no agent's key depends on other documents.
        """
        full: dict[_Short, dict[str, set[str]]] = {}
        short: dict[tuple[str, str], tuple[str, set[str]]] = {}
        for (document, agent), key in self._keys.items():
            brief = _brief(agent)
            if brief:
                short.setdefault((document, key), (brief, set()))[1].update(_principal(agent))
                continue
            for form in _short_forms(agent):
                full.setdefault((document, form), {}).setdefault(key, set()).update(_principal(agent))
        joined: dict[tuple[str, str], str] = {}
        for (document, key), (brief, principals) in short.items():
            fitting = [
                whole
                for whole, others in full.get((document, brief), {}).items()
                if not principals or not others or principals & others
            ]
            if len(fitting) == 1:
                joined[document, key] = fitting[0]
        return joined

    @cached_property
    def _facts(self) -> dict[str, _SaidOf]:
        facts: dict[str, _SaidOf] = {}
        for (document, agent), count in self._mentions.items():
            own = facts.setdefault(self.key(agent, document), _SaidOf())
            own.add(agent, count)
            if agent.part_of:
                own.part_of[self.key(agent.part_of, document)] += count
            if agent.represents:
                own.represents[self.key(agent.represents, document)] += count
        return facts

    @cached_property
    def _records(self) -> dict[str, Agent]:
        facts = self._facts
        chosen = {key: (most_frequent(f.part_of), most_frequent(f.represents)) for key, f in facts.items()}
        kept = acyclic({key: [link for link in links if link] for key, links in chosen.items()})
        records: dict[str, Agent] = {}

        def record(key: str | None, of: str | None = None) -> Agent | None:
            if key is None or (of is not None and key not in kept.get(of, ())):
                return None
            if key not in records:
                whole, principal = (record(link, key) for link in chosen[key])
                records[key] = _record(facts[key], whole, principal)
            return records[key]

        for key in sorted(facts):
            record(key)
        return records


def _brief(agent: Agent) -> str | None:
    """Return the short form that is all of an agent's name, else None."""
    if agent.anonymous or agent.kind == "State":
        return None
    if agent.kind == "Organization":
        return fold(agent.name) if _ACRONYM.fullmatch(agent.name) else None
    return "-".join(person_words(agent.name)) if one_word(agent.name) else None


def _short_forms(agent: Agent) -> set[str]:
    """Return what an agent of this full name may be called in short: a family name, initials."""
    if agent.anonymous or agent.kind == "State":
        return set()
    if agent.kind == "Organization":
        return initials(agent.name)
    words = person_words(agent.name)
    return {words[0], words[-1]} if words else set()


def _principal(agent: Agent) -> set[str]:
    code = home_state(agent)
    return {code} if code else set()


def _record(facts: _SaidOf, part_of: Agent | None, represents: Agent | None) -> Agent:
    name = facts.name()
    kinds = facts.kinds
    return Agent(
        kind="Official" if "Official" in kinds else min(kinds),
        name=name,
        aliases=tuple(sorted((facts.aliases | facts.names.keys()) - {name})),
        iso3=facts.iso3,
        part_of=part_of,
        represents=represents,
        office=most_frequent(facts.offices),
        anonymous=facts.anonymous,
    )

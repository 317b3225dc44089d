"""The cast of an answer as agents: who is proved by the document, under the name that it gives."""

from __future__ import annotations

from collections.abc import Iterable

from kgbuild.claims.model import Agent
from kgbuild.extractors.llm.answer import CastMember
from kgbuild.extractors.llm.foreign import sound_alike
from kgbuild.extractors.llm.witness import Witness
from kgbuild.grounding.agents import AgentGrounder

PUBLISHER = "PUBLISHER"
"""By which name an answer means whoever published the document."""
_GENERIC = frozenset({"government", "authorities", "state", "country", "nation"})
_DETERMINERS = frozenset({"a", "an", "the", "its", "their", "his", "her", "our"})
_DEPTH = 3
"""Steps from a person over bodies to a state."""


class Cast:
    """Grounds the names of one answer against one document."""

    def __init__(
        self,
        members: Iterable[CastMember],
        publisher: Agent,
        witness: Witness,
        grounder: AgentGrounder,
        foreign: bool = False,
    ) -> None:
        """Take the cast; `foreign` says that names are in another language than the document's."""
        self._members = {_key(member.name): member for member in reversed(list(members))}
        self._publisher = publisher
        self._witness = witness
        self._grounder = grounder
        self._foreign = foreign

    def agent(self, name: str, depth: int = 0) -> Agent | None:
        """Return whom a name of the answer means; None where the document does not name them."""
        if _key(name) == _key(PUBLISHER):
            return self._publisher
        member = self._members.get(_key(name)) or CastMember(name=name, kind="Organization")
        known = _key(name) in self._members
        if member.kind == "State" or not known or _bare(name) in _GENERIC:
            state = self._state(member, depth)
            if state is not None or (known and member.kind == "State"):
                return state
        above = self._above(member, depth)
        if member.kind == "Person":
            return self._person(member, above)
        return self._organization(member, above)

    def party(self, name: str | None) -> Agent | None:
        """Return who acts when somebody acts: the state behind them, else the group or company itself."""
        found = self.agent(name) if name else None
        if found is None or found == self._publisher:
            return None
        state = state_of(found)
        return state if state is not None else found if found.kind == "Organization" else None

    def state(self, name: str | None) -> Agent | None:
        """Return the state that a name means, where the document names it or a place in it."""
        if not name:
            return None
        found = self.agent(name)
        if found is not None:
            return state_of(found)
        state = self._grounder.state(name)
        return state if state is not None and self._witness.has_place_of(state.iso3 or "") else None

    def _state(self, member: CastMember, depth: int) -> Agent | None:
        state = self._grounder.state(member.name) or (
            self._grounder.state(member.words) if member.words else None
        )
        if state is None:  # "the government", of a state
            above = self._above(member, depth)
            return above if above is not None and above.kind == "State" else None
        iso3 = state.iso3 or ""
        if self._witness.names_state(iso3) or self._witness.is_place_in(member.words, iso3):
            return state
        if not self._foreign or member.words is None or not self._witness.says(member.words):
            return None
        return None if self._witness.names_another_state(member.words, iso3) else state

    def _above(self, member: CastMember, depth: int) -> Agent | None:
        if not member.of or depth >= _DEPTH or _key(member.of) in (_key(member.name), _key(PUBLISHER)):
            return None
        above = self.agent(member.of, depth + 1)
        return above if above is not None and above.kind in ("State", "Organization") else None

    def _person(self, member: CastMember, above: Agent | None) -> Agent | None:
        office = member.office if self._foreign or self._witness.says(member.office) else None
        if member.unnamed:
            words = member.words if self._witness.says(member.words) else member.name
            if not self._witness.says(words):
                return None
            name = member.name if self._foreign else _unowned(words or member.name)
        else:
            found = self._proved_name(member)
            if found is None:
                return None
            name = found
        official = above is not None or member.unnamed
        return Agent(
            kind="Official" if official else "Person",
            name=name,
            represents=above,
            office=office,
            anonymous=member.unnamed,
        )

    def _proved_name(self, member: CastMember) -> str | None:
        """Return a person's name as far as the document gives it: a first name from elsewhere goes.

        Words of another script stand for an English name that sounds like them, else for themselves.
        """
        if self._foreign and member.words is not None and self._witness.says(member.words):
            return member.name if sound_alike(member.words, member.name) else member.words
        parts = member.name.split()
        endings = (" ".join(parts[at:]) for at in range(len(parts)))
        found = next((ending for ending in endings if len(ending) > 1 and self._witness.says(ending)), None)
        return found or (member.words if self._witness.says(member.words) else None)

    def _organization(self, member: CastMember, above: Agent | None) -> Agent | None:
        of = above.name if above is not None else None
        if not member.unnamed:
            named = self._grounder.agent(member.name, "Organization", of)
            if self._organization_is_named(named, member):
                return self._with_home(self._as_written(named, member, of), above)
        if not self._witness.says(member.words):
            return None
        if self._foreign:
            named = self._grounder.agent(member.name, "Organization", of, anonymous=member.unnamed)
            return self._with_home(named, above) if self._may_be(named, member.words or "") else None
        words = member.name if self._witness.says(member.name) else _unowned(member.words or member.name)
        found = self._grounder.agent(words, "Organization", of, anonymous=member.unnamed)
        return self._with_home(found, above)

    def _as_written(self, named: Agent, member: CastMember, of: str | None) -> Agent:
        """Return a body with the names that the document has for it, as far as they mean that body alone."""
        forms = (member.name.partition(" of ")[0], _unowned(member.words or ""))
        added = [
            form
            for form in forms
            if form[:1].isupper()
            and form not in (named.name, *named.aliases)
            and self._witness.says(form)
            and self._grounder.agent(form, "Organization", of) == named
        ]
        if named.kind != "Organization" or named.part_of is None or not added:
            return named
        return named.model_copy(update={"aliases": tuple(sorted({*named.aliases, *added}))})

    def _organization_is_named(self, named: Agent, member: CastMember) -> bool:
        """Whether the document names it, by the answer's name or by one of the gazetteer's."""
        if named.kind == "State":
            return self._witness.names(named)
        state = state_of(named)
        if state is not None and not self._witness.names(state):
            return False
        return self._witness.says(member.name) or self._witness.names(named)

    def _may_be(self, named: Agent, words: str) -> bool:
        """Whether words of another language may mean a body: its state is named, or nobody else's is."""
        state = state_of(named)
        if state is None or self._witness.names(state):
            return True
        is_generic = named.name.endswith(f" of {state.name}")
        return not is_generic and not self._witness.names_another_state(words, state.iso3 or "")

    def _with_home(self, agent: Agent, above: Agent | None) -> Agent:
        """Return a body without a state of its own as part of what the answer says, where that is proved."""
        if agent.kind == "Organization" and agent.part_of is None and above is not None and not agent.aliases:
            return agent.model_copy(update={"part_of": above})
        return agent


def state_of(agent: Agent) -> Agent | None:
    """Return the state that an agent is, belongs to or speaks for."""
    above: Agent | None = agent
    while above is not None and above.kind != "State":
        above = above.part_of or above.represents
    return above


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _bare(name: str) -> str:
    return _key(name).removeprefix("the ")


def _unowned(words: str) -> str:
    """Return "its foreign ministry", "a foreign ministry" without the first word."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in _DETERMINERS else words

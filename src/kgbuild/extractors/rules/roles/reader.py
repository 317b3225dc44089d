"""The door: what fills a role of one type in one slot of a trigger."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kgbuild.extractors.rules.agents import AgentResolver
from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.events.people import PeopleReader
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.names.terms import Terms
from kgbuild.extractors.rules.roles.parties import Parties
from kgbuild.extractors.rules.roles.places import Places
from kgbuild.extractors.rules.roles.slots import Slots
from kgbuild.extractors.rules.roles.things import Things
from kgbuild.grounding.entities import EntityTable
from kgbuild.knowledge.frames import Filler as FillerType
from kgbuild.knowledge.thesaurus import Scheme


class RoleReader:
    """Reads the roles of triggers in one document.

    Args:
        agents: says who somebody is.
        mentions: the names of the document.
        materiel: its words for materiel, and `kinds`, their thesaurus.
        forces: its words for forces.
        table: the entities of the gazetteer.
        people: reads those who were hurt.
        slots: reads what stands in the slots of its triggers.

    """

    def __init__(
        self,
        agents: AgentResolver,
        mentions: Mentions,
        materiel: Terms,
        kinds: Scheme,
        forces: Terms,
        table: EntityTable,
        people: PeopleReader,
        slots: Slots,
    ) -> None:
        self._mentions = mentions
        self._people = people
        self._slots, words = slots, slots.words
        self._things = Things(mentions, materiel, kinds, forces, words, self._slots)
        self._parties = Parties(agents, mentions, materiel, words, self._slots, self._things)
        self._places = Places(agents, mentions, forces, table, words, self._slots)

    def fillers(self, kind: FillerType, trigger: Token, slot: str, of: Token | None) -> list[Filler]:
        """Return what fills a role of this type in a slot of a trigger.

        Args:
            kind: the type of the role.
            trigger: the word that tells of the event.
            slot: where to look; see data/en/frames/README.md.
            of: the thing or force that the event is about, where it is known.

        """
        match kind:
            case "party":
                return self._parties.fillers(trigger, slot, of)
            case "materiel":
                return self._things.materiel(trigger, slot)
            case "goods":
                return self._things.goods(trigger, slot)
            case "platform":
                return self._things.platforms(trigger, slot)
            case "force":
                return self._things.forces(trigger, slot)
            case "people":
                return self._hurt(trigger, slot)
            case "location":
                return self._places.fillers(trigger, slot, of)

    def is_name(self, token: Token) -> bool:
        """Whether a token is part of somebody's name ("the Houthi movement")."""
        mention = self._mentions.covering(token)
        return mention is not None and mention.role in ("organization", "person", "treaty")

    def names_somebody(self, trigger: Token, slots: Sequence[str]) -> bool:
        """Whether any of these slots names parties that the text leaves in the dark ("other countries")."""
        return self._parties.names_somebody(trigger, slots)

    def _hurt(self, trigger: Token, slot: str) -> list[Filler]:
        if slot == "owner":
            return [Filler(f.token, f.entity) for f in self._parties.owners(trigger)]
        return self._people.fillers(trigger, slot, self._slots.heads)

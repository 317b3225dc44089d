"""The door: resolves any noun phrase to agents.

One resolver serves all that need to know who somebody is: the sources of statements and the roles of events.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.agents.allegiance import Allegiances
from kgbuild.extractors.rules.agents.bodies import Bodies
from kgbuild.extractors.rules.agents.descriptions import Descriptions
from kgbuild.extractors.rules.agents.history import History
from kgbuild.extractors.rules.agents.of_sources import Sources
from kgbuild.extractors.rules.agents.own import Own
from kgbuild.extractors.rules.agents.owners import Owners
from kgbuild.extractors.rules.agents.phrases import LEFT
from kgbuild.extractors.rules.agents.pronouns import FIRST, Pronouns, is_pronoun
from kgbuild.extractors.rules.agents.speakers import Speakers
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.grounding.entities import Entity, EntityTable
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.knowledge.words import AgentWords


class AgentResolver:
    """Resolves noun phrases of one document against what stands before them.

    Args:
        doc: the whole document.
        mentions: its names and people.
        gazetteer: titles, unnamed speakers and bodies of states.
        table: the entities of the gazetteer.
        words: nouns by which a text speaks of agents without naming them.
        attributions: its statements, whose sources "I" and "we" stand for.
        allegiances: says for whom statements are made whose speaker stands without a state.
        own: who says "we" where nobody is quoted.

    """

    def __init__(
        self,
        doc: Doc,
        mentions: Mentions,
        gazetteer: Gazetteer,
        table: EntityTable,
        words: AgentWords,
        attributions: Sequence[Attribution],
        allegiances: Allegiances,
        own: Own | None = None,
    ) -> None:
        self._mentions = mentions
        self._own = own
        self._attributions = attributions
        self._allegiances = allegiances
        self._cache: dict[int, tuple[Entity, ...]] = {}
        self._ready = False
        history = History(doc, mentions)
        self._owners = Owners(mentions, table, self.resolve, words)
        self._pronouns = Pronouns(doc, words, history, self.resolve)
        self._titles = gazetteer.titles
        self._opposite = words.opposite
        bodies = Bodies(
            gazetteer, table, words, history, self._owners, self._quoting, self._telling, self._doing
        )
        speakers = Speakers(gazetteer, mentions, history, self._owners, bodies, self.resolve, words.stationed)
        self._descriptions = Descriptions(
            mentions, gazetteer.regions, words, history, self._owners, bodies, speakers, self.resolve
        )
        self._sources = Sources(doc, attributions, mentions, words, history, self.resolve, self._settle)
        self._introduce(doc, bodies)
        self._sources.read()
        self._ready = True

    def _introduce(self, doc: Doc, bodies: Bodies) -> None:
        """Resolve the bodies whose state is named beside them: "the ministry" can mean a silent one."""
        names = (doc[mention.head] for mention in self._mentions.all)  # whom pronouns mean shows later
        owned = {name.head.i for name in names if name.dep_ in LEFT and name.i < name.head.i}
        for noun in (doc[i] for i in sorted(owned)):
            if noun.pos_ in ("NOUN", "PROPN") and bodies.form(noun) is not None:
                self.resolve(noun)

    @property
    def sources(self) -> dict[int, tuple[Entity, ...]]:
        """Agents behind each attribution, by its index."""
        return self._sources.all

    def resolve(self, head: Token) -> tuple[Entity, ...]:
        """Return the agents that the noun phrase of this head stands for; none where that is unclear."""
        if head.i not in self._cache:
            self._cache[head.i] = ()  # a phrase that leads back to itself stands for nobody
            self._cache[head.i] = self._resolved(head)
        return self._cache[head.i]

    def is_title(self, token: Token) -> bool:
        """Whether a word is a title that can stand before a name ("Mr.", "President")."""
        return token.lower_ in self._titles

    def party(self, head: Token) -> Entity | None:
        """Return whose act it is when a noun phrase acts: a state, armed group or company."""
        for entity in self.resolve(head):
            if entity.party is not None:
                return entity.party
        if head.lemma_.lower() in self._opposite:
            return None  # "our neighbour" is not us
        mention = self._mentions.covering(head)
        around = self._owners.state_around(mention) if mention is not None else None
        return around or self.owner(head)

    def owner(self, head: Token) -> Entity | None:
        """Return the state or group that owns what this noun names ("Iran's", "Iranian", "of Iran")."""
        return self._owners.of(head)

    def _quoting(self, token: Token) -> Entity | None:
        """Return whose government, army or ministry a quoted official means by "the government"."""
        return self._sources.quoted_state(token) if self._ready else None

    def _telling(self, token: Token) -> Entity | None:
        """Return whose government, army or ministry an official means who tells of "the army"."""
        return self._sources.telling_state(token) if self._ready else None

    def _doing(self, head: Token) -> Entity | None:
        """Return the state that does what the statement of this source, before it, tells."""
        own = (a for a in self._attributions if a.source_head == head.i)
        return next((s for a in own if (s := self._allegiances.doer_of(a)) is not None), None)

    def _settle(self, head: Token, agents: tuple[Entity, ...]) -> None:
        self._cache[head.i] = agents

    def _resolved(self, head: Token) -> tuple[Entity, ...]:
        mention = self._mentions.covering(head)
        if mention is not None:
            return (mention.entity,) if mention.entity is not None else ()
        if head.lower_ in FIRST:
            own = self._own.at(head) if self._own is not None else ()
            return self._sources.speaking_at(head) or own
        if is_pronoun(head):
            return self._pronouns.resolve(head)
        return self._descriptions.resolve(head)

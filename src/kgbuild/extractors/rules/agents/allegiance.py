"""For whom somebody speaks whose office has no state beside it: "Chad sent troops to Mali, Minister X said".

The words point to the state that does what is told, where the text is about that state and no other comes
into question: all states named before are those of the sentence, and the doer is named first of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.names.mentions import Mention, Mentions
from kgbuild.extractors.rules.syntax.grammar import child, subject
from kgbuild.grounding.entities import Entity, EntityTable
from kgbuild.knowledge.gazetteer import Title
from kgbuild.knowledge.words import grammar_words

_IN_OFFICE = ("official", "military")


class Allegiances:
    """Reads for whom the statements of one document are made.

    Args:
        doc: the whole document.
        mentions: its names.
        deeds: dictionary forms of the verbs by which a text tells of what a state itself does.
        home: the state of the publisher, whose own officials it may name without a state.
        table: the states.
        official: whether the publisher is a state or a body of one, whose own officials need no state.

    """

    def __init__(
        self,
        doc: Doc,
        mentions: Mentions,
        deeds: frozenset[str],
        home: Entity | None,
        table: EntityTable,
        official: bool = False,
    ) -> None:
        self._doc = doc
        self._mentions = mentions
        self._deeds = deeds
        self._home = home
        self._table = table
        self._official = official

    @property
    def own(self) -> Entity | None:
        """The state whose officials a state's own page names without one: "the President said"."""
        return self._home if self._official else None

    def holding(self, states: frozenset[str]) -> Entity | None:
        """Return the only state named, of some that have an office, else the only one that has it."""
        found = {
            m.entity.iso3 for m in self._mentions.all if m.entity is not None and m.entity.iso3 in states
        }
        found |= {m.place.iso3 for m in self._mentions.all if m.place is not None and m.place.iso3 in states}
        only = next(iter(found or states)) if len(found or states) == 1 else None
        return self._table.state(only) if only is not None else None

    def doer_of(self, attribution: Attribution) -> Entity | None:
        """Return the state whose act is told before the speaker is named, if the text is about that state."""
        source = attribution.source
        if source is None or not attribution.content or attribution.content[-1].end > source.start:
            return None
        said = self._doc[attribution.content[0].start : attribution.content[0].end]
        doer = self._doer(said)
        return doer if doer is not None and self._is_topic(doer, said) else None

    def seated(self, speaker: Entity, attribution: Attribution) -> Entity | None:
        """Return the state in whose capital a spokesman speaks: "In Accra, ministry spokesman X said"."""
        post = (speaker.office or "").lower().rsplit(" ", 1)[-1]
        if attribution.source is None or post not in grammar_words().spokesmen:
            return None
        start = self._doc[attribution.source.start].sent.start
        while start < attribution.source.start and self._doc[start].is_space:
            start += 1
        mention = self._mentions.at.get(start + 1)
        if self._doc[start].lower_ != "in" or mention is None or mention.role != "capital":
            return None
        return self._state_of(mention) if self._doc[mention.range.end].text == "," else None

    def is_owned(self, attribution: Attribution) -> bool:
        """Whether the words that name a speaker say whose they are: "the country's minister"."""
        source = attribution.source
        return source is not None and any(t.tag_ == "POS" for t in self._doc[source.start : source.end])

    def _doer(self, said: Span) -> Entity | None:
        verb = said.root
        if verb.lemma_.lower() not in self._deeds or verb.pos_ != "VERB":
            return None
        doer = child(verb, "nsubjpass") or subject(verb)
        if doer is None or doer.i < said.start:
            return None
        owner = child(doer, "poss", "amod", "compound", "nmod")
        return self._state(doer) or (self._state(owner) if owner is not None else None)

    def _state(self, token: Token) -> Entity | None:
        mention = self._mentions.covering(token)
        return self._state_of(mention) if mention is not None else None

    def _state_of(self, mention: Mention) -> Entity | None:
        """Return the state that a name is of: for a part of a state, as "Ohio", the whole."""
        place = mention.place
        if mention.entity is None and place is not None and place.kind == "region" and place.iso3 is not None:
            return self._table.state(place.iso3)
        return mention.entity.state if mention.entity is not None and _is_of_state(mention) else None

    def _is_topic(self, doer: Entity, said: Span) -> bool:
        named = [(m, self._state_of(m)) for m in self._mentions.all if m.range.start < said.end]
        states = [state for _, state in named if state is not None]
        told = {state for m, state in named if state is not None and not self._is_in_heading(m.range.start)}
        here = {state for m, state in named if state is not None and m.range.start >= said.start}
        foreign = self._home is not None and self._home != doer and self._home in here
        return bool(states) and states[0] == doer and told <= here and not foreign

    def _is_in_heading(self, i: int) -> bool:
        """Whether a word stands in a line that does not end as sentences do."""
        line = self._doc.text[self._doc[i].idx :].split("\n", 1)[0].rstrip("”\"’' ")
        return not line.endswith((".", "!", "?", ":", ";", ","))


def _is_of_state(mention: Mention) -> bool:
    entity = mention.entity
    return entity is not None and entity.kind != "Person" and entity.state is not None and not entity.is_media


def with_allegiances(
    mentions: Mentions,
    attributions: Sequence[Attribution],
    allegiances: Allegiances,
    titles: Mapping[str, Title],
    offices: Mapping[str, frozenset[str]],
) -> Mentions:
    """Return the names, each official without a state with the one whose act its own words tell."""
    found: dict[str, Entity] = {}
    for attribution in attributions:
        speaker = mentions.at.get(attribution.source_head) if attribution.source_head is not None else None
        if speaker is None or speaker.entity is None or speaker.entity.name in found:
            continue
        if _lacks_state(speaker.entity, titles) and not allegiances.is_owned(attribution):
            held = offices.get((speaker.entity.office or "").lower())
            seated = allegiances.seated(speaker.entity, attribution)
            acting = seated or allegiances.doer_of(attribution)
            state = (allegiances.holding(held) if held is not None else acting) or allegiances.own
            if state is not None:
                found[speaker.entity.name] = replace(speaker.entity, kind="Official", represents=state)
    return Mentions.of(_replaced(mentions.all, found)) if found else mentions


def _lacks_state(person: Entity, titles: Mapping[str, Title]) -> bool:
    title = titles.get((person.office or "").lower())
    in_office = title is not None and title.role in _IN_OFFICE
    return in_office and person.kind == "Person" and person.represents is None


def _replaced(mentions: Iterable[Mention], found: Mapping[str, Entity]) -> list[Mention]:
    return [
        replace(m, entity=found[m.entity.name])
        if m.entity is not None and m.entity.kind == "Person" and m.entity.name in found
        else m
        for m in mentions
    ]

"""From what was read to drafts: each telling of an event or agreement with its voice and stance."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kgbuild.claims.model import Act, Measure, Modality, Stance
from kgbuild.extractors.rules.events.mention import EventMention
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.reading import Knowledge, Reading
from kgbuild.extractors.rules.telling import fill_gaps
from kgbuild.extractors.rules.telling.agreements import merged, on_agreement
from kgbuild.extractors.rules.telling.bare import Statements
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.passes import PASSES, Bench
from kgbuild.extractors.rules.telling.stances import StanceReading
from kgbuild.extractors.rules.telling.voices import Voice, limit_of
from kgbuild.extractors.rules.treaties import TreatyMention
from kgbuild.grounding.entities import Entity

_SURE = 0.3
"""Certainty from which a statement counts as an agreement's own words."""
_LONGEST = 40
"""Tokens that evidence may span."""


_PAIR = 2

_STILL = frozenset({"still", "never", "yet"})
"""With a negation, these say that what has not ended goes on."""


class Drafting:
    """Makes the drafts of one reading.

    Args:
        reading: what was found in the document.
        knowledge: what the rules know.
        publisher: who speaks where nobody is quoted.
        without: names of passes to leave out, to see what each is worth.

    """

    def __init__(
        self, reading: Reading, knowledge: Knowledge, publisher: Entity, without: Collection[str] = ()
    ) -> None:
        self._reading = reading
        self._knowledge = knowledge
        self._without = without
        self._bench = Bench.of(reading, knowledge, publisher)
        self._voices, self._stances = self._bench.voices, self._bench.stances
        self._details = self._bench.details

    def statements(self, drafts: list[Draft]) -> Iterator[tuple[Draft, float]]:
        """Yield the sure statements that none of these drafts tells, each with its confidence."""
        return Statements(self._reading, self._knowledge, self._voices, self._details).drafts(drafts)

    def drafts(self) -> list[Draft]:
        """Return all drafts that are about an event or agreement, in order of the text, after all passes."""
        found = [*self._event_drafts(), *self._treaty_drafts()]
        found.sort(key=lambda d: (d.anchor, d.profile.kind))
        for each in PASSES:
            if each.name not in self._without:
                found = each.run(self._bench, found)
        return sorted(found, key=lambda d: (d.anchor, d.range, d.profile.kind))

    # Events

    def _event_drafts(self) -> Iterator[Draft]:
        for event in self._reading.events:
            if self._reading.is_ignored(event.trigger):
                continue
            voice = (
                self._voices.wishing(event) or self._voices.pledging(event) or self._voices.at(event.trigger)
            )
            if not voice.claimants:
                continue
            if voice.attribution is not None or not self._is_background(self._reading.doc[event.trigger]):
                yield self._event_draft(event, voice)
            other = self._voices.disputing(event.trigger, voice)
            if other is not None:
                yield self._event_draft(event, other)

    def _is_background(self, trigger: Token) -> bool:
        """Whether the publisher only mentions an event: "a question about the deployment"."""
        if (
            trigger.dep_ == "pobj"
            and trigger.head.head.lemma_.lower() in self._knowledge.words.telling.leading
        ):
            return False
        if trigger.dep_ == "pobj" and trigger.head.lower_ == "in" and trigger.head.head.lemma_ == "be":
            return False  # "Chad is in talks with"
        return trigger.pos_ in ("NOUN", "PROPN") and trigger.dep_ in ("pobj", "poss", "compound", "nmod")

    def _event_draft(self, event: EventMention, voice: Voice) -> Draft:
        trigger = self._reading.doc[event.trigger]
        roles = {role: _entity(event, role) for role in fill_gaps.ROLES[event.kind]}
        profile = Profile(event.kind, roles, _concept(event), _civilian(event), unknown=event.unknown)
        things = [f.token for f in event.roles.values() if not f.pointed]
        limit = limit_of(voice.attribution, event.trigger)
        reading = self._stances.read(trigger, voice, limit, profile, things, event.act == Act.WITHDRAWN)
        act = Act(event.act) if event.act is not None else None
        if event.act == Act.WITHDRAWN and self._stays(trigger, reading, voice):
            reading, act = (
                replace(reading, stance=Stance.ASSERTS, why=f"still there: {reading.why}"),
                Act.SENT,
            )
        if reading.halted:
            act = {"Transfer": Act.HALTED, "Deployment": Act.WITHDRAWN}.get(event.kind, act)
        draft = Draft(
            profile,
            event.trigger,
            self._with_cue(event.range, voice, reading.stance),
            voice.claimants,
            reading.stance,
            Modality(event.modality)
            if event.modality and reading.modality is Modality.ACTUAL
            else reading.modality,
            voice.attribution,
            voice.relays,
            act,
            Measure(event.measure) if event.measure is not None else None,
            event=event,
        )
        draft.explanation.append(f"about: {event.kind.lower()} frame '{event.pattern}': {trigger.text}")
        draft.explanation.append(f"stance: {reading.why}")
        self._details.of_event(draft, trigger)
        return draft

    def _stays(self, trigger: Token, reading: StanceReading, voice: Voice) -> bool:
        """Whether forces are told to be there still: "never left", "have still not gone home"."""
        said = voice.attribution
        plain = said is None or said.stance == Stance.ASSERTS
        still = any(t.lower_ in _STILL for t in trigger.children)
        return plain and still and reading.stance is Stance.DENIES and reading.modality is Modality.ACTUAL

    def _with_cue(self, words: Range, voice: Voice, stance: Stance) -> Range:
        """Widen the evidence to the cue where only the cue shows the stance."""
        attribution = voice.attribution
        if attribution is None or stance is Stance.ASSERTS or not attribution.cue:
            return words
        if attribution.stance == Stance.ASSERTS:
            return words  # a negation of what is said shows it
        doc = self._reading.doc
        start, end = min(words.start, *attribution.cue), max(words.end, *(i + 1 for i in attribution.cue))
        same = doc[start].sent.start == doc[end - 1].sent.start
        return Range(start, end) if same and end - start < 40 else words

    # Agreements

    def _treaty_drafts(self) -> Iterator[Draft]:
        told = [m for m in self._reading.treaties if not self._reading.is_ignored(m.noun)]
        words = self._knowledge.frames.treaty.truces
        truces = {m.noun for m in told if self._reading.doc[m.noun].lemma_.lower() in words}
        meant = merged(told, self._speaking_of_own, truces)
        predicates: set[int] = set()
        for mention in meant:
            draft = self._treaty_draft(mention)
            if draft is not None and mention.predicate not in predicates:
                if mention.predicate is not None:
                    predicates.add(mention.predicate)
                yield draft

    def _speaking_of_own(self, mention: TreatyMention) -> list[Entity]:
        """Return the states that speak of an agreement as of one of theirs: they do not complain of it."""
        voice = self._voices.at(mention.noun)
        said = voice.attribution
        if said is None or said.stance not in ("Asserts", "Pledges") or mention.attitude is not None:
            return []
        return [e.state for e in voice.claimants if e.state is not None and not e.is_media]

    def _treaty_draft(self, mention: TreatyMention) -> Draft | None:
        doc = self._reading.doc
        speaking = self._text_of(mention)
        if mention.predicate is None and speaking is None and not self._brings_up(mention):
            return None
        trigger = doc[mention.predicate if mention.predicate is not None else mention.noun]
        profile = Profile("Treaty", treaty=mention)
        if mention.predicate is not None and self._is_condition(trigger):
            return None
        if speaking is not None:
            return self._quoted_text(mention, speaking, profile)
        voice = self._voice_on(mention, trigger)
        if not voice.claimants:
            return None
        if voice.attribution is not None and mention.noun == voice.attribution.source_head:
            return None
        reading = self._stances.read(trigger, voice, limit_of(voice.attribution, trigger.i), profile)
        stance, claimants = on_agreement(mention, voice, reading.stance, self._complains(voice, mention))
        claimants = self._both(voice, mention) or claimants
        if stance is not Stance.ASSERTS and self._is_when(trigger):
            return None  # "accused Chad of breaking the truce since it took effect"
        draft = Draft(
            profile,
            mention.noun,
            self._with_cue(mention.range, voice, stance),
            claimants,
            stance,
            reading.modality,
            voice.attribution,
            voice.relays,
            Act(mention.act) if mention.act is not None else None,
        )
        draft.explanation.append(f"about: treaty frame: {doc[mention.noun].text}, {trigger.text}")
        draft.explanation.append(f"stance: {reading.why}")
        self._details.of_treaty(draft, trigger)
        return draft

    def _is_when(self, trigger: Token) -> bool:
        """Whether a clause only says since when, or until when, something else is so."""
        when = self._knowledge.frames.modality.asides
        return trigger.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in when for c in trigger.lefts)

    def _both(self, voice: Voice, mention: TreatyMention) -> tuple[Entity, ...]:
        """Return the parties where "the two governments" speak of an agreement of two states."""
        said = voice.attribution
        if said is None or said.source_head is None or len(mention.parties) != _PAIR or mention.filled:
            return ()
        head, words = self._reading.doc[said.source_head], self._knowledge.words.agents
        both = any(t.lower_ in words.both for t in head.lefts) and head.lemma_.lower() in words.collectives
        return mention.parties if both and all(e.kind == "State" for e in mention.parties) else ()

    def _is_condition(self, trigger: Token) -> bool:
        """Whether an agreement is spoken of only in a condition: "must leave unless the pact is scrapped"."""
        conditions = self._knowledge.frames.modality.conditions
        return trigger.dep_ == "advcl" and any(
            c.dep_ == "mark" and c.lower_ in conditions for c in trigger.lefts
        )

    def _brings_up(self, mention: TreatyMention) -> bool:
        """Whether a noun brings up an agreement by itself: "strengthened their ties with a defence pact"."""
        noun = self._reading.doc[mention.noun]
        new = any(t.lower_ in ("a", "an", "another") for t in noun.lefts)
        return new and not mention.weak and len(mention.parties) > 1 and noun.dep_ == "pobj"

    def _voice_on(self, mention: TreatyMention, trigger: Token) -> Voice:
        """Return who speaks: where the verb is itself a cue ("hailed the pact"), whoever it is the cue of."""
        over_noun = self._voices.at(mention.noun)
        attribution = over_noun.attribution
        noun = self._reading.doc[mention.noun]
        if attribution is not None and attribution.nominal and attribution.cue and noun.is_ancestor(trigger):
            # "backed a pact that gives ...": the backer says nothing of what it gives
            return self._voices.at(attribution.cue[0]) if noun.i != trigger.i else over_noun
        if attribution is not None and trigger.i in attribution.cue and trigger.i != mention.noun:
            stance_taken = attribution.stance != Stance.ASSERTS and mention.act is None
            judges = trigger.lemma_.lower() in self._knowledge.frames.treaty.judging_verbs
            taken = mention.attitude is not None or judges or (stance_taken and not over_noun.hearsay)
            return over_noun if taken else self._voices.at(trigger.i)
        return self._voices.at(trigger.i)

    def _complains(self, voice: Voice, mention: TreatyMention) -> bool:
        """Whether what is rejected is a complaint about the agreement, not the agreement."""
        complaints = self._knowledge.frames.treaty.complaints
        content = voice.attribution.content if voice.attribution is not None else ()
        doc = self._reading.doc
        return any(
            t.lemma_.lower() in complaints
            for part in content
            for t in doc[part.start : min(part.end, mention.noun)]
        )

    def _text_of(self, mention: TreatyMention) -> tuple[int, Attribution] | None:
        """Return the statement whose source is the agreement itself ("the treaty says")."""
        for number, attribution in enumerate(self._reading.attributions):
            own = mention.predicate is None or mention.predicate in attribution.cue
            sure = attribution.content and attribution.certainty >= _SURE
            if attribution.source_head == mention.noun and sure and own:
                return number, attribution
        return None

    def _quoted_text(self, mention: TreatyMention, said: tuple[int, Attribution], profile: Profile) -> Draft:
        attribution = said[1]
        voice = self._voices.at(mention.noun)
        doc = self._reading.doc
        draft = Draft(
            profile,
            mention.noun,
            self._with_subject(mention, attribution),
            voice.claimants,
            Stance.ASSERTS,
            Modality.ACTUAL,
            voice.attribution,
            voice.relays,
        )
        draft.explanation.append(f"about: the agreement's own words: {doc[mention.noun].text}")
        return draft

    def _with_subject(self, mention: TreatyMention, attribution: Attribution) -> Range:
        """Return what an agreement says with the words that name it, where they stand together."""
        said = attribution.content[0]
        start, end = min(mention.range.start, said.start), max(mention.range.end, said.end)
        return Range(start, end) if end - start < _LONGEST else said


def _entity(event: EventMention, role: str) -> Entity | None:
    filler = event.roles.get(role)
    return filler.entity if filler is not None else None


def _concept(event: EventMention) -> str | None:
    for role in ("force_type", "materiel", "force"):
        filler = event.roles.get(role)
        if filler is not None and (role != "materiel" or event.kind == "Transfer"):
            return filler.concept
    return None


def _civilian(event: EventMention) -> bool | None:
    filler = event.roles.get("victims") or event.roles.get("force")
    return filler.civilian if filler is not None and event.kind == "Casualties" else None

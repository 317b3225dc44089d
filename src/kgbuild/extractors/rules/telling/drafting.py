"""From what was read to drafts: each telling of an event or agreement with its voice and stance."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgbuild.claims.model import Act, Measure, Modality, Stance
from kgbuild.extractors.rules.events.events import EventMention
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.reading import Knowledge, Reading
from kgbuild.extractors.rules.telling import fill_gaps
from kgbuild.extractors.rules.telling.agreements import merged, on_agreement
from kgbuild.extractors.rules.telling.attachments import Details
from kgbuild.extractors.rules.telling.back_references import BackReferences
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.later_figures import Tolls
from kgbuild.extractors.rules.telling.losses import Losses
from kgbuild.extractors.rules.telling.paragraph_parties import Surroundings
from kgbuild.extractors.rules.telling.stances import Stances
from kgbuild.extractors.rules.telling.voices import Voice, Voices, limit_of
from kgbuild.extractors.rules.treaties import TreatyMention
from kgbuild.grounding.entities import Entity

_SURE = 0.3
"""Certainty from which a statement counts as an agreement's own words."""
_LONGEST = 40
"""Tokens that evidence may span."""
_WELCOMING = frozenset(
    {
        "welcome",
        "hail",
        "praise",
        "applaud",
        "laud",
        "salute",
        "celebrate",
        "back",
        "support",
        "oppose",
        "object",
    }
)
"""Verbs by which one endorses what others do."""
_OWNING = frozenset({"confirm", "admit", "acknowledge", "concede"})
"""Verbs by which one owns up to what was told before."""
_DECIDING = frozenset({"approve", "authorise", "authorize", "clear", "greenlight", "permit", "allow"})
"""Verbs by which one decides on one's own acts ("approved the sale of missiles to")."""

_LEADING = frozenset({"lead", "result", "culminate"})
"""Verbs whose outcome is told ("could lead to the withdrawal of")."""


class Drafting:
    """Makes the drafts of one reading."""

    def __init__(self, reading: Reading, knowledge: Knowledge, publisher: Entity) -> None:
        self._reading = reading
        self._knowledge = knowledge
        self._voices = Voices(reading, publisher, knowledge.frames.modality)
        self._stances = Stances(knowledge.frames.modality, knowledge.evaluations)
        self._details = Details(reading)
        self._losses = Losses(reading, knowledge.frames.people)
        self._tolls = Tolls(reading, knowledge.frames.people, self._voices, self._stances)
        self._pointing = BackReferences(
            reading, knowledge.evaluations, self._voices, self._losses, self._details
        )

    def speakers(self, number: int) -> tuple[Entity, ...]:
        """Return who makes the statement of this index; nobody where nobody is named."""
        return self._voices.speakers(number)

    def drafts(self) -> list[Draft]:
        """Return all drafts that are about an event or agreement, in order of the text, gaps filled."""
        found = [*self._event_drafts(), *self._treaty_drafts()]
        found.sort(key=lambda d: (d.anchor, d.profile.kind))
        told = found
        found = self._losses.settle(found)
        self._details.running_totals(found)
        found = sorted([*found, *self._tolls.drafts(told)], key=lambda d: (d.anchor, d.profile.kind))
        fill_gaps.fill(found, self._knowledge.thesaurus)
        for draft in found:
            self._own_denial(draft)
        Surroundings(self._reading).fill(found)
        found = [d for d in found if not _is_nowhere(d)]
        fill_gaps.fill_from_topic(found)
        fill_gaps.part(found)
        for draft in found:
            _blame(draft, self._voices)
        _each_for_itself(found)
        whole = [
            d
            for d in found
            if d.claimants  # words in quotation marks of somebody unknown are nobody's claim
            and fill_gaps.is_whole(d.profile, self._knowledge.thesaurus)
            and not _is_in_passing(d)
        ]
        whole.extend(self._pointing.drafts(whole))
        self._details.breaches(whole)
        return sorted(whole, key=lambda d: (d.anchor, d.range, d.profile.kind))

    def _own_denial(self, draft: Draft) -> None:
        """Give a denied act in a gerund to who denies it: "denied fuelling the war by arming rebels"."""
        roles = draft.profile.roles
        actor = next((r for r in ("supplier", "sender") if r in roles), None)
        states = [e.party for e in draft.claimants if e.party is not None]
        gerund = self._reading.doc[draft.anchor].tag_ == "VBG"
        if draft.stance is Stance.DENIES and gerund and actor and roles[actor] is None and len(states) == 1:
            roles[actor] = states[0]
            draft.profile.filled.append(actor)

    # Events

    def _event_drafts(self) -> Iterator[Draft]:
        for event in self._reading.events:
            if self._reading.is_ignored(event.trigger):
                continue
            voice = self._voices.at(event.trigger)
            if not voice.claimants:
                continue
            if voice.attribution is not None or not _is_background(self._reading.doc[event.trigger]):
                yield self._event_draft(event, voice)
            other = self._voices.disputing(event.trigger, voice)
            if other is not None:
                yield self._event_draft(event, other)

    def _event_draft(self, event: EventMention, voice: Voice) -> Draft:
        trigger = self._reading.doc[event.trigger]
        roles = {role: _entity(event, role) for role in fill_gaps.ROLES[event.kind]}
        profile = Profile(event.kind, roles, _concept(event), _civilian(event), unknown=event.unknown)
        things = [f.token for f in event.roles.values() if not f.pointed]
        limit = limit_of(voice.attribution, event.trigger)
        reading = self._stances.read(trigger, voice, limit, profile, things)
        act = Act(event.act) if event.act is not None else None
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

    def _with_cue(self, words: Range, voice: Voice, stance: Stance) -> Range:
        """Widen the evidence to the cue where only the cue shows the stance."""
        attribution = voice.attribution
        if attribution is None or stance is Stance.ASSERTS or not attribution.cue:
            return words
        doc = self._reading.doc
        start, end = min(words.start, *attribution.cue), max(words.end, *(i + 1 for i in attribution.cue))
        same = doc[start].sent.start == doc[end - 1].sent.start
        return Range(start, end) if same and end - start < 40 else words

    # Agreements

    def _treaty_drafts(self) -> Iterator[Draft]:
        told = [m for m in self._reading.treaties if not self._reading.is_ignored(m.noun)]
        meant = merged(told, self._speaking_of_own)
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
        if speaking is not None:
            return self._quoted_text(mention, speaking, profile)
        voice = self._voice_on(mention, trigger)
        if not voice.claimants:
            return None
        if voice.attribution is not None and mention.noun == voice.attribution.source_head:
            return None
        reading = self._stances.read(trigger, voice, limit_of(voice.attribution, trigger.i), profile)
        stance, claimants = on_agreement(mention, voice, reading.stance, self._complains(voice, mention))
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


def _is_nowhere(draft: Draft) -> bool:
    """Whether a telling that needs a place has found none in the document."""
    event = draft.event
    return event is not None and event.unplaced and draft.profile.roles.get("destination") is None


def _is_in_passing(draft: Draft) -> bool:
    """Whether a telling only helps to understand the others ("the French soldiers in Niger")."""
    if draft.event is None or not draft.event.in_passing:
        return False
    said = draft.attribution
    # "admits: 11,000 troops abroad": all that is said
    reach = 3 if draft.stance is Stance.ASSERTS else 6  # "dismissed reports of French soldiers in Mali"
    return said is None or not (
        said.nominal and said.content[0].start <= draft.range.start <= said.content[0].start + reach
    )


def _blame(draft: Draft, voices: Voices) -> None:
    """Settle who acts and who speaks where the parse leaves an odd reading.

    Who approves what it does itself takes no stance: that it does is told by whoever speaks around it.
    Who denies or defends something without saying whose act it is speaks of its own; nobody demands or
    condemns its own act, so the next voice around it does.
    """
    roles = draft.profile.roles
    actor = next((r for r in ("supplier", "sender") if r in roles), None)
    if actor is None:
        return
    states = [e.party for e in draft.claimants if e.party is not None]
    if roles[actor] is None and states and _may_speak_of_own(draft, voices):
        other = "recipient" if actor == "supplier" else "destination"
        if roles[other] not in states:
            roles[actor] = states[0]
            draft.profile.filled.append(actor)
    if _decides(draft, voices) and roles[actor] in states and draft.attribution is not None:
        outer = voices.outside(draft.anchor, draft.attribution)
        draft.claimants, draft.relays = (
            (outer.claimants, outer.relays) if outer else ((voices.publisher,), ())
        )
        draft.stance, draft.modality = Stance.ASSERTS, Modality.PLANNED
    elif _orders(draft) and roles.get("recipient") in states and draft.attribution is not None:
        outer = voices.outside(draft.anchor, draft.attribution)
        if outer is not None:  # "Mali has asked to buy drones, an official said": a plan that is told
            draft.claimants, draft.relays, draft.stance = outer.claimants, outer.relays, Stance.ASSERTS
    elif (
        draft.stance in (Stance.DEMANDS, Stance.CONDEMNS)
        and roles[actor] in states
        and draft.attribution is not None
    ):
        outer = voices.outside(draft.anchor, draft.attribution)
        if outer is not None:
            draft.claimants, draft.relays = outer.claimants, outer.relays


def _each_for_itself(drafts: list[Draft]) -> None:
    """Give each act to the claimant whose own it is: two states that pledge police make two pledges."""
    told: dict[tuple[int, str], list[Draft]] = {}
    for draft in drafts:
        if len(draft.claimants) > 1:
            told.setdefault((draft.anchor, draft.profile.kind), []).append(draft)
    for same in told.values():
        actors = {_actor(draft) for draft in same}
        speakers = {e.party for e in same[0].claimants}
        if len(actors) > 1 and actors <= speakers:
            for draft in same:
                draft.claimants = tuple(e for e in draft.claimants if e.party == _actor(draft))


def _actor(draft: Draft) -> Entity | None:
    roles = draft.profile.roles
    return roles.get("supplier") or roles.get("sender")


def _orders(draft: Draft) -> bool:
    """Whether one asks to buy something oneself."""
    return draft.stance is Stance.DEMANDS and draft.event is not None and draft.event.act == "Ordered"


def _decides(draft: Draft, voices: Voices) -> bool:
    """Whether the cue is a decision, which takes no stance where one's own act is decided on."""
    return draft.stance is Stance.ENDORSES and voices.is_cue_of(draft.attribution, _DECIDING)


def _may_speak_of_own(draft: Draft, voices: Voices) -> bool:
    """Whether the stance is one that people take on their own acts: to deny, to keep silent, to defend."""
    if draft.stance is Stance.ENDORSES:
        return not voices.is_cue_of(draft.attribution, _WELCOMING)
    if draft.stance is Stance.ASSERTS:  # "London confirmed the deployment"
        pointed = draft.event is not None and draft.event.definite
        return pointed and voices.is_cue_of(draft.attribution, _OWNING)
    return draft.stance in (Stance.DENIES, Stance.WITHHOLDS)


def _is_background(trigger: Token) -> bool:
    """Whether the publisher only mentions an event: "a question about the deployment"."""
    if trigger.dep_ == "pobj" and trigger.head.head.lemma_.lower() in _LEADING:
        return False
    return trigger.pos_ in ("NOUN", "PROPN") and trigger.dep_ in ("pobj", "poss", "compound", "nmod")


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

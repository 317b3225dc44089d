"""Whose losses they are, where the words beside the figure do not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import is_definite, prepositions, subject
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.loss_places import LossPlaces
from kgbuild.extractors.rules.telling.loss_words import is_mere_figure, verb_above, victim
from kgbuild.grounding.entities import NON_STATE, Entity
from kgbuild.knowledge.frames import PeopleLexicon

BACK = 60
"""Tokens back that a figure without a noun can point."""
_GUESSES = frozenset(
    {"the place named last", "losses told before", "a state named behind", "the soldiers told of before"}
)
"""Why losses are taken to be somebody's though no word of their sentence says so."""
_SIDE = 10
"""Tokens from a loss to the side it was on."""


class LossOwners:
    """Finds whose losses the tellings of one reading are."""

    def __init__(self, reading: Reading, words: PeopleLexicon, theatres: LossPlaces) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words
        self._theatres = theatres

    def settle(self, draft: Draft, earlier: Sequence[Draft]) -> None:
        """Fill in the force: for a mere figure the one told before, else the speaker's own or the place's."""
        lost = victim(draft, self._doc)
        whole = self._whole(lost)
        side = self._on_side(self._doc[draft.anchor])
        told = self._continued(draft, lost, earlier) if whole is None and side is None else None
        if whole is None and side is not None:
            draft.profile.roles["force"] = side
            why = "on whose side"
        elif whole is not None:
            draft.profile.roles["force"], draft.profile.civilian = whole
            why = "those they are a part of"
        elif told is not None:
            draft.profile.roles["force"] = told.profile.roles["force"]
            draft.profile.civilian = told.profile.civilian
            if draft.profile.roles["theatre"] is None:
                draft.profile.roles["theatre"] = told.profile.roles["theatre"]
            why = f"goes on from: {self._doc[told.anchor].text}"
        else:
            likely = self._candidates(draft, lost, earlier)
            draft.profile.roles["force"], why = next(
                (c for c in likely if c[0] is not None), (None, "unknown")
            )
        draft.guessed = why in _GUESSES
        draft.explanation.append(f"force: {why}")
        draft.profile.filled.append("force")

    def _whole(self, lost: Token | None) -> tuple[Entity, bool] | None:
        """Return whose they are that a figure is a part of: "of the 14 Malian soldiers, four died"."""
        if lost is None or not is_mere_figure(lost, self._words) or lost.dep_ not in ("nsubj", "nsubjpass"):
            return None
        parts = (t for t in lost.head.lefts if t.dep_ == "prep" and t.lower_ == "of")
        noun = next((c for t in parts for c in t.children if c.dep_ == "pobj"), None)
        owner = self._reading.agents.owner(noun) if noun is not None else None
        if owner is None or noun is None:
            return None
        return owner, noun.lemma_.lower() in self._words.civilians

    def _continued(self, draft: Draft, lost: Token | None, earlier: Sequence[Draft]) -> Draft | None:
        """Return the telling before it that a figure without a noun goes on with ("and 57 hurt")."""
        if not is_mere_figure(lost, self._words):
            return None
        here = self._doc[draft.anchor].sent.start
        own = draft.profile.roles["theatre"]
        for told in reversed(earlier):
            if told.profile.roles["force"] is None or draft.anchor - told.anchor > BACK:
                continue
            if not self._goes_on(draft, told) or _is_elsewhere(told, own):
                continue
            same = self._doc[told.anchor].sent.start == here
            if same or own is None or told.profile.roles["theatre"] in (None, own):
                return told
        return None

    def _goes_on(self, draft: Draft, told: Draft) -> bool:
        """Whether a figure can be of the same force: nobody else speaks of losses of their own."""
        trigger = self._doc[draft.anchor]
        if draft.attribution is None:
            own = self._loser(trigger)
        else:
            admits = any(self._doc[i].lemma_.lower() in self._words.admitting for i in draft.attribution.cue)
            own = self._speaker(draft, trigger) if admits else None
        return own is None or own == told.profile.roles["force"]

    def _candidates(
        self, draft: Draft, lost: Token | None, earlier: Sequence[Draft]
    ) -> Iterator[tuple[Entity | None, str]]:
        """Yield whose losses they may be, and why, the likeliest first."""
        trigger = self._doc[draft.anchor]
        if lost is None and any(t.dep_ == "poss" for t in trigger.lefts):
            return  # somebody's, but nobody who is known
        if lost is not None and lost.lemma_.lower() in self._words.irregulars:
            group = self._last_group(trigger)  # who killed fighters was not theirs
            yield None if group in self._doers(trigger) else group, "the armed group named last"
            return
        place = draft.profile.roles["theatre"] or self._theatres.under(trigger), "the place"
        speaker = self._speaker(draft, trigger), "the speaker's own"
        if lost is not None:
            yield self._sender(lost), "who sent them"
        yield self._on_side(trigger, len(self._doc)), "on whose side"
        yield self._attacked(trigger), "whom the attack was on"
        if draft.profile.civilian:
            last = self._theatres.last(trigger)  # an envoy speaks of the dead elsewhere
            last = None if last in self._doers(trigger) else last
            own = speaker if last in (None, speaker[0]) else (None, "")
            yield from (place, own, (last, "the place named last"))
            yield self._home_of_doer(trigger), "whose army did it, at home"
        else:
            yield from (speaker, (self._loser(trigger), "who admits them"), place)
            if lost is not None and self._speaks_of_others(draft):
                yield _only_force(earlier, trigger), "the soldiers told of before"
        if draft.attribution is None:
            yield from ((state, "a state named behind") for state in self._named_behind(trigger))
        if lost is None or is_mere_figure(lost, self._words) or is_definite(lost):
            near = [d.profile for d in earlier if trigger.i - d.anchor <= 2 * BACK]
            civilian = draft.profile.civilian
            forces = {p.roles["force"] for p in near if civilian is None or bool(p.civilian) == civilian}
            yield forces.pop() if len(forces) == 1 else None, "losses told before"

    def _speaks_of_others(self, draft: Draft) -> bool:
        """Whether somebody speaks who has no soldiers: "the rebels said that hundreds of soldiers fell"."""
        groups = (e.party is None or e.party.type in NON_STATE for e in draft.claimants)
        return draft.attribution is not None and all(groups)

    def _sender(self, lost: Token) -> Entity | None:
        """Return who sent those who were hurt: "the soldiers sent to Mali by Chad"."""
        for event in self._reading.events:
            force, sender = event.roles.get("force"), event.roles.get("sender")
            if event.kind == "Deployment" and force is not None and force.token == lost.i:
                return sender.entity if sender is not None else None
        return None

    def _on_side(self, trigger: Token, reach: int = _SIDE) -> Entity | None:
        """Return whose side it is in "on the Omani side 12 men were killed"; right beside, or further off."""
        sent = trigger.sent
        near = self._doc[max(trigger.i - reach, sent.start) : min(trigger.i + reach, sent.end)]
        sides = [t for t in near if t.lower_ == "side" and t.dep_ == "pobj" and t.head.lower_ == "on"]
        if reach == _SIDE:
            sides = [t for t in sides if not self._is_loss_between(trigger.i, t.i)]
        return next((e for side in sides if (e := self._reading.agents.owner(side)) is not None), None)

    def _is_loss_between(self, one: int, other: int) -> bool:
        low, high = sorted((one, other))
        return any(e.kind == "Casualties" and low < e.trigger < high for e in self._reading.events)

    def _attacked(self, trigger: Token) -> Entity | None:
        """Return whose "a patrol in which", "an attack on a patrol that left", "hit a base, killing" is."""
        if trigger.dep_ == "advcl" and trigger.tag_ == "VBG":
            hit = trigger.head if trigger.head.lemma_.lower() in self._words.attacked else None
            target = next((c for c in hit.rights if c.dep_ == "dobj"), None) if hit is not None else None
            return self._reading.agents.owner(target) if target is not None else None
        if trigger.dep_ != "relcl" or not any(t.lower_ == "which" for p in trigger.lefts for t in p.children):
            return None
        noun = trigger.head
        target = next((item for name, item in prepositions(noun) if name in ("on", "against")), None)
        if target is None and noun.dep_ == "dobj":
            target = noun
        return self._reading.agents.owner(target) if target is not None else None

    def _speaker(self, draft: Draft, trigger: Token) -> Entity | None:
        """Return the party that speaks, of its own losses where it did not cause them itself."""
        if draft.attribution is None and not draft.reckoned:
            return None
        doers = self._doers(trigger)
        for claimant in draft.claimants:
            party = claimant.party
            if party is None or claimant.is_media or party in doers:
                continue
            if draft.profile.civilian and party.kind != "State":
                return party.state  # civilians are nobody's fighters
            if party.kind == "State" or party.type == "armed-group" or draft.profile.civilian is False:
                return party
        return None

    def _doers(self, trigger: Token) -> set[Entity]:
        agents = self._reading.agents
        heads = [item for name, item in prepositions(trigger) if name in ("in", "by", "from", "during")]
        found = [agents.owner(head) for head in heads]
        if trigger.pos_ == "VERB":
            doer = subject(trigger)
            if doer is not None:
                found.append(agents.party(doer))
        return {entity for entity in found if entity is not None}

    def _home_of_doer(self, trigger: Token) -> Entity | None:
        """Return the state whose forces killed civilians, where none but it is named in the sentence."""
        states = {e.state for e in self._doers(trigger)} - {None}
        sentence = trigger.sent
        named = (m for m in self._reading.mentions.all if sentence.start <= m.head < sentence.end)
        others = {m.entity.state for m in named if m.entity is not None and not m.entity.is_media} - {None}
        return states.pop() if len(states) == 1 and others <= states else None

    def _loser(self, trigger: Token) -> Entity | None:
        """Return the subject of the verb above a noun or adjective ("Kenya has acknowledged forty dead")."""
        verb = verb_above(trigger, self._words.admitting)
        doer = subject(verb) if verb is not None and trigger.pos_ in ("NOUN", "ADJ", "PROPN") else None
        return self._reading.agents.party(doer) if doer is not None and doer.i != trigger.i else None

    def _named_behind(self, trigger: Token) -> Iterator[Entity]:
        """Yield the states named behind a trigger, for headlines ("... as rebels attack Chad base")."""
        for mention in self._reading.mentions.all:
            if trigger.i < mention.head < trigger.sent.end:
                state = self._theatres.state_at(self._doc[mention.head])
                if state is not None:
                    yield state

    def _last_group(self, trigger: Token) -> Entity | None:
        """Return the armed group that was named last before."""
        for mention in reversed(self._reading.mentions.all):
            entity = mention.entity
            if mention.head < trigger.i and entity is not None and entity.type in NON_STATE - {"company"}:
                return entity
        return None


def _only_force(earlier: Sequence[Draft], trigger: Token) -> Entity | None:
    """Return whose soldiers were told of just before, where they are of one army."""
    near = [d.profile for d in earlier if trigger.i - d.anchor <= BACK and d.profile.civilian is False]
    forces = {p.roles["force"] for p in near}
    return forces.pop() if len(forces) == 1 else None


def _is_elsewhere(told: Draft, own: Entity | None) -> bool:
    """Whether civilians of one state were told of, and now of the dead in another."""
    force = told.profile.roles["force"]
    return bool(told.profile.civilian) and own is not None and force is not None and force.state != own

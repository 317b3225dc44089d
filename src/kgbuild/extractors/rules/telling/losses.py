"""Whose losses they are where the words beside the figure do not say, and what the figure counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgbuild.claims.model import Measure, Modality, Stance
from kgbuild.extractors.rules.events.denials import is_none
from kgbuild.extractors.rules.events.modality import is_yet_to
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import (
    conjuncts,
    figure_between,
    is_definite,
    prepositions,
    subject,
)
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.loss_places import Theatres
from kgbuild.grounding.entities import NON_STATE, Entity
from kgbuild.knowledge.frames import PeopleLexicon

_NEAR = 4
"""Tokens between two words that share one figure ("killed or wounded")."""
_BACK = 60
"""Tokens back that a figure without a noun can point."""
_LINKS = frozenset(
    {"appos", "ccomp", "xcomp", "dobj", "pobj", "prep", "conj", "oprd", "attr", "acl", "advcl"}
)


class Losses:
    """Settles the tellings of losses of one reading."""

    def __init__(self, reading: Reading, words: PeopleLexicon) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words
        self._theatres = Theatres(reading, words)

    def settle(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Fill in measure and force of the tellings of losses, in place; return all but mere headings.

        A heading is a noun that figures follow: "losses: 300 killed and 1,200 wounded".
        """
        settled: list[Draft] = []
        for draft in drafts:
            if draft.profile.kind != "Casualties":
                continue
            self._measure(draft)
            self._single(draft)
            self._reckoner(draft)
            self._withheld(draft)
            self._theatre(draft)
            _along(draft, settled)
            if draft.profile.roles["force"] is None:
                self._whose(draft, settled)
            settled.append(draft)
        idle = {
            id(d)
            for d in settled
            if self._is_heading(d, settled) or self._is_background(d) or self._is_general(d)
        }
        return [draft for draft in drafts if id(draft) not in idle]

    def can_be_meant(self, pointer: Token, told: Draft, stance: Stance) -> bool:
        """Whether a word that points back can mean a telling of losses: a near figure or report, disputed."""
        if told.profile.kind != "Casualties":
            return True
        if stance not in (Stance.DENIES, Stance.WITHHOLDS) or pointer.i - told.anchor > 2 * _BACK:
            return False
        return pointer.pos_ not in ("NOUN", "PROPN") or pointer.lemma_.lower() in self._words.pointing

    # What is counted

    def _measure(self, draft: Draft) -> None:
        """Tell figures of the dead and wounded together from those of either."""
        if draft.measure not in (Measure.KILLED, Measure.WOUNDED):
            return
        trigger = self._doc[draft.anchor]
        victim = self._victim(draft)
        if draft.event is not None and "victims" in draft.event.roles and victim is not None:
            self._of_lost(draft, victim)
            return
        top = trigger.head if trigger.dep_ == "conj" else trigger
        for other in conjuncts(top):
            if other.i == trigger.i or abs(other.i - trigger.i) > _NEAR or figure_between(other, trigger):
                continue
            lemmas = {trigger.lemma_.lower(), other.lemma_.lower(), trigger.lower_, other.lower_}
            if lemmas & self._words.dead and lemmas & self._words.hurt:
                draft.measure = Measure.KILLED_OR_WOUNDED

    def _of_lost(self, draft: Draft, victim: Token) -> None:
        """Read off the participles what befell those who were lost: "lost 40 men killed and wounded"."""
        below = (*victim.rights, *self._doc[draft.anchor].rights)
        verbs = [t for t in below if t.dep_ in ("acl", "advcl") and t.tag_ in ("VBN", "VBD")]
        words = {w for v in verbs for t in conjuncts(v) for w in (t.lemma_.lower(), t.lower_)}
        if words & self._words.hurt:
            killed = bool(words & self._words.dead)
            draft.measure = Measure.KILLED_OR_WOUNDED if killed else Measure.WOUNDED

    def _single(self, draft: Draft) -> None:
        """Count what "of" hides: "one of its soldiers", "eleven of their own"."""
        victim = self._victim(draft)
        if (
            draft.quantity is not None
            or victim is None
            or victim.dep_ != "pobj"
            or victim.head.lower_ != "of"
        ):
            return
        number = victim.head.head
        found = next((q for q in self._reading.quantities if q.range.start <= number.i < q.range.end), None)
        if number.lower_ == "one" and not is_none(number):
            found = QuantityFinding(Range(number.i, number.i + 1), victim.i, 1, 1)
        if found is not None and not found.vague:
            draft.quantity = found
            draft.range = Range(min(draft.range.start, found.range.start), draft.range.end)

    # Who says so

    def _reckoner(self, draft: Draft) -> None:
        """Take the subject of "puts its dead at" for the claimant where no statement was found."""
        if draft.attribution is not None:
            return
        verb = _verb_above(self._doc[draft.anchor], self._words.reckoning)
        doer = subject(verb) if verb is not None else None
        claimants = self._reading.agents.resolve(doer) if doer is not None else ()
        if claimants and verb is not None:
            draft.claimants = claimants
            if draft.modality is Modality.POSSIBLE and verb.lemma_.lower() == "report":
                draft.modality = Modality.ACTUAL
            draft.explanation.append(f"claimant: subject of: {verb.text}")

    def _withheld(self, draft: Draft) -> None:
        """Read "has not given a figure for its dead" as withholding, by the subject of the verb."""
        verb = _verb_above(self._doc[draft.anchor], self._words.disclosing)
        yet = draft.stance is Stance.ASSERTS and verb is not None and is_yet_to(verb)
        if not yet and (draft.stance is not Stance.DENIES or draft.attribution is not None):
            return
        doer = subject(verb) if verb is not None else None
        claimants = self._reading.agents.resolve(doer) if doer is not None else ()
        if claimants and verb is not None:
            draft.stance = Stance.WITHHOLDS
            draft.claimants = claimants
            draft.explanation.append(f"stance: nothing disclosed: {verb.text}")

    # Where

    def _theatre(self, draft: Draft) -> None:
        """Take back a theatre that only names who attacked ("in Indian air strikes")."""
        filler = draft.event.roles.get("theatre") if draft.event is not None else None
        if filler is None:
            return
        token = self._doc[filler.token]
        if token.dep_ == "pobj" and token.head.lower_ == "with":
            draft.profile.roles["theatre"] = None  # "at its border with Chad" is on both sides
        if token.dep_ in ("amod", "compound", "poss", "nmod") and filler.place is None:
            draft.profile.roles["theatre"] = self._theatres.under(self._doc[draft.anchor])

    # Whose

    def _whose(self, draft: Draft, earlier: Sequence[Draft]) -> None:
        """Fill in the force: for a mere figure the one told before, else the speaker's own or the place's."""
        victim = self._victim(draft)
        whole = self._whole(victim)
        told = self._continued(draft, victim, earlier) if whole is None else None
        if whole is not None:
            draft.profile.roles["force"], draft.profile.civilian = whole
            why = "those they are a part of"
        elif told is not None:
            draft.profile.roles["force"] = told.profile.roles["force"]
            draft.profile.civilian = told.profile.civilian
            if draft.profile.roles["theatre"] is None:
                draft.profile.roles["theatre"] = told.profile.roles["theatre"]
            why = f"goes on from: {self._doc[told.anchor].text}"
        else:
            likely = self._candidates(draft, victim, earlier)
            draft.profile.roles["force"], why = next(
                (c for c in likely if c[0] is not None), (None, "unknown")
            )
        draft.explanation.append(f"force: {why}")
        draft.profile.filled.append("force")

    def _whole(self, victim: Token | None) -> tuple[Entity, bool] | None:
        """Return whose they are that a figure is a part of: "of the 14 Malian soldiers, four died"."""
        if victim is None or not self._is_mere_figure(victim) or victim.dep_ not in ("nsubj", "nsubjpass"):
            return None
        parts = (t for t in victim.head.lefts if t.dep_ == "prep" and t.lower_ == "of")
        noun = next((c for t in parts for c in t.children if c.dep_ == "pobj"), None)
        owner = self._reading.agents.owner(noun) if noun is not None else None
        if owner is None or noun is None:
            return None
        return owner, noun.lemma_.lower() in self._words.civilians

    def _victim(self, draft: Draft) -> Token | None:
        roles = draft.event.roles if draft.event is not None else {}
        filler = roles.get("victims") or roles.get("force")
        return self._doc[filler.token] if filler is not None else None

    def _continued(self, draft: Draft, victim: Token | None, earlier: Sequence[Draft]) -> Draft | None:
        """Return the telling before it that a figure without a noun goes on with ("and 57 hurt")."""
        if not self._is_mere_figure(victim):
            return None
        here = self._doc[draft.anchor].sent.start
        own = draft.profile.roles["theatre"]
        for told in reversed(earlier):
            if told.profile.roles["force"] is None or draft.anchor - told.anchor > _BACK:
                continue
            if not self._goes_on(draft, told):
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

    def _is_mere_figure(self, victim: Token | None) -> bool:
        if victim is None:
            return True
        return victim.pos_ == "NUM" or victim.like_num or victim.lemma_.lower() in self._words.elliptic

    def _candidates(
        self, draft: Draft, victim: Token | None, earlier: Sequence[Draft]
    ) -> Iterator[tuple[Entity | None, str]]:
        """Yield whose losses they may be, and why, the likeliest first."""
        trigger = self._doc[draft.anchor]
        if victim is None and any(t.dep_ == "poss" for t in trigger.lefts):
            return  # somebody's, but nobody who is known
        if victim is not None and victim.lemma_.lower() in self._words.irregulars:
            yield self._last_group(trigger), "the armed group named last"
            return
        place = draft.profile.roles["theatre"] or self._theatres.under(trigger), "the place"
        speaker = self._speaker(draft, trigger), "the speaker's own"
        if victim is not None:
            yield self._sender(victim), "who sent them"
        yield self._on_side(trigger), "on whose side"
        yield self._attacked(trigger), "whom the attack was on"
        if draft.profile.civilian:
            last = self._theatres.last(trigger)  # an envoy speaks of the dead elsewhere
            own = speaker if last in (None, speaker[0]) else (None, "")
            yield from (place, own, (last, "the place named last"))
        else:
            yield from (speaker, (self._loser(trigger), "who admits them"), place)
        if draft.attribution is None:
            yield from ((state, "a state named behind") for state in self._named_behind(trigger))
        if victim is None or self._is_mere_figure(victim) or is_definite(victim):
            near = [d.profile for d in earlier if trigger.i - d.anchor <= 2 * _BACK]
            civilian = draft.profile.civilian
            forces = {p.roles["force"] for p in near if civilian is None or bool(p.civilian) == civilian}
            yield forces.pop() if len(forces) == 1 else None, "losses told before"

    def _sender(self, victim: Token) -> Entity | None:
        """Return who sent those who were hurt: "the soldiers sent to Mali by Chad"."""
        for event in self._reading.events:
            force, sender = event.roles.get("force"), event.roles.get("sender")
            if event.kind == "Deployment" and force is not None and force.token == victim.i:
                return sender.entity if sender is not None else None
        return None

    def _on_side(self, trigger: Token) -> Entity | None:
        """Return whose side it is in "on the Omani side 12 men were killed"."""
        sides = (t for t in trigger.sent if t.lower_ == "side" and t.dep_ == "pobj" and t.head.lower_ == "on")
        return next((e for side in sides if (e := self._reading.agents.owner(side)) is not None), None)

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
        if draft.attribution is None:
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

    def _loser(self, trigger: Token) -> Entity | None:
        """Return the subject of the verb above a noun or adjective ("Kenya has acknowledged forty dead")."""
        verb = _verb_above(trigger, self._words.admitting)
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

    def _is_background(self, draft: Draft) -> bool:
        """Whether a noun without a figure is only mentioned ("to replace early losses")."""
        trigger = self._doc[draft.anchor]
        if (
            draft.quantity is not None
            or draft.stance is not Stance.ASSERTS
            or trigger.pos_ not in ("NOUN", "PROPN")
        ):
            return False
        if trigger.lemma_.lower() in self._words.tolls:
            return True  # a toll of nobody knows how many
        if trigger.dep_ in ("nsubj", "nsubjpass", "ROOT") or any(
            t.lemma_.lower() in self._words.counting for t in trigger.lefts
        ):
            return False
        return _verb_above(trigger, self._words.admitting | self._words.reckoning) is None

    def _is_general(self, draft: Draft) -> bool:
        """Whether neither a force nor a figure is given of people not under arms ("people die")."""
        if (
            draft.quantity is not None
            or "force" not in draft.profile.filled
            or draft.profile.civilian is False
        ):
            return False
        placed = draft.attribution is not None and draft.profile.roles["theatre"] is not None
        if draft.stance is not Stance.ASSERTS or placed:
            return False
        event, victim = draft.event, self._victim(draft)
        if event is None or event.pattern == "casualties" or victim is None:
            return False
        if victim.tag_ == "NN" and victim.pos_ == "NOUN" and draft.attribution is not None:
            return False  # "a first civilian had died": one, whom somebody tells of
        return not any(
            q.vague and (q.head in (victim.i, draft.anchor) or q.range.start <= victim.i < q.range.end)
            for q in self._reading.quantities
        )

    def _is_heading(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        event = draft.event
        if event is None or event.pattern != "casualties" or draft.quantity is not None:
            return False
        sentence = self._doc[draft.anchor].sent
        return draft.stance is Stance.ASSERTS and any(
            draft.anchor < other.anchor < sentence.end
            and other.quantity is not None
            and self._is_mere_figure(self._victim(other))
            for other in drafts
        )


def _verb_above(token: Token, lemmas: frozenset[str]) -> Token | None:
    """Return the verb above a token, through its phrase, if it is one of these."""
    current = token
    while current.dep_ in _LINKS and current.head.i != current.i:
        current = current.head
        if current.pos_ == "VERB":
            return current if current.lemma_.lower() in lemmas else None
    return None


def _along(draft: Draft, settled: Sequence[Draft]) -> None:
    """Take the force of those hurt in one breath: "12 Malian soldiers and 40 civilians were killed"."""
    if draft.profile.roles["force"] is not None:
        return
    for other in settled:
        force = other.profile.roles["force"]
        if other.anchor == draft.anchor and force is not None and "force" not in other.profile.filled:
            draft.profile.roles["force"] = force
            draft.profile.filled.append("force")
            return

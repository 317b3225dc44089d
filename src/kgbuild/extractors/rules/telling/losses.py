"""What a figure of losses counts, who reckons it and where; whose they are, see `loss_owners`."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kgbuild.claims.model import Measure, Modality, Stance
from kgbuild.extractors.rules.agents.phrases import unnamed
from kgbuild.extractors.rules.events.denials import is_none
from kgbuild.extractors.rules.events.mention import EventMention
from kgbuild.extractors.rules.events.modality import is_yet_to
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import (
    child,
    conjuncts,
    figure_between,
    is_passive,
    subject,
)
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.idle_losses import IdleLosses
from kgbuild.extractors.rules.telling.loss_owners import BACK, LossOwners
from kgbuild.extractors.rules.telling.loss_places import LossPlaces
from kgbuild.extractors.rules.telling.loss_words import verb_above, victim
from kgbuild.grounding.entities import NON_STATE, Entity
from kgbuild.knowledge.frames import PeopleLexicon

_ARMED = frozenset({"military", "armed-group"})
"""Organizations that speak of soldiers where they only give a number."""
_BESIDE = 8
"""Tokens behind a word of loss in which those who were lost can be named."""
_NEAR = 4
"""Tokens between two words that share one figure ("killed or wounded")."""


class Losses:
    """Settles the tellings of losses of one reading."""

    def __init__(self, reading: Reading, words: PeopleLexicon) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words
        self._theatres = LossPlaces(reading, words)
        self._owners = LossOwners(reading, words, self._theatres)
        self._idle = IdleLosses(reading, words)

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
            self._killer(draft)
            lost = victim(draft, self._doc)
            if lost is None or lost.lemma_.lower() not in self._words.irregulars:
                _along(draft, settled)  # "a policeman and three attackers were killed"
            if draft.profile.roles["force"] is None:
                self._owners.settle(draft, settled)
            if draft.profile.civilian is None:
                draft.profile.civilian = not self._under_arms(draft, settled)
            settled.append(draft)
        idle = {id(draft) for draft in settled if self._idle.is_idle(draft, settled)}
        return [draft for draft in drafts if id(draft) not in idle]

    def can_be_meant(self, pointer: Token, told: Draft, stance: Stance) -> bool:
        """Whether a word that points back can mean a telling of losses: a near figure or report, disputed."""
        if told.profile.kind != "Casualties":
            return True
        if stance not in (Stance.DENIES, Stance.WITHHOLDS) or pointer.i - told.anchor > 2 * BACK:
            return False
        return pointer.pos_ not in ("NOUN", "PROPN") or pointer.lemma_.lower() in self._words.pointing

    # What is counted

    def _measure(self, draft: Draft) -> None:
        """Tell figures of the dead and wounded together from those of either."""
        if draft.measure not in (Measure.KILLED, Measure.WOUNDED):
            return
        trigger = self._doc[draft.anchor]
        lost = victim(draft, self._doc)
        if draft.event is not None and "victims" in draft.event.roles and lost is not None:
            self._of_lost(draft, lost)
            return
        top = trigger.head if trigger.dep_ == "conj" else trigger
        for other in conjuncts(top):
            if other.i == trigger.i or abs(other.i - trigger.i) > _NEAR or figure_between(other, trigger):
                continue
            lemmas = {trigger.lemma_.lower(), other.lemma_.lower(), trigger.lower_, other.lower_}
            if lemmas & self._words.dead and lemmas & self._words.hurt:
                draft.measure = Measure.KILLED_OR_WOUNDED

    def _of_lost(self, draft: Draft, lost: Token) -> None:
        """Read off the participles what befell those who were lost: "lost 40 men killed and wounded"."""
        below = (*lost.rights, *self._doc[draft.anchor].rights)
        verbs = [t for t in below if t.dep_ in ("acl", "advcl") and t.tag_ in ("VBN", "VBD")]
        words = {w for v in verbs for t in conjuncts(v) for w in (t.lemma_.lower(), t.lower_)}
        if words & self._words.hurt:
            killed = bool(words & self._words.dead)
            draft.measure = Measure.KILLED_OR_WOUNDED if killed else Measure.WOUNDED

    def _single(self, draft: Draft) -> None:
        """Count what "of" hides: "one of its soldiers", "eleven of their own"."""
        lost = victim(draft, self._doc)
        if draft.quantity is not None or lost is None or lost.dep_ != "pobj" or lost.head.lower_ != "of":
            return
        number = lost.head.head
        found = next((q for q in self._reading.quantities if q.range.start <= number.i < q.range.end), None)
        if number.lower_ == "one" and not is_none(number):
            found = QuantityFinding(Range(number.i, number.i + 1), lost.i, 1, 1)
        if found is not None and not found.vague:
            draft.quantity = found
            draft.range = Range(min(draft.range.start, found.range.start), draft.range.end)

    # Who says so

    def _reckoner(self, draft: Draft) -> None:
        """Take the subject of "puts its dead at" for the claimant where no statement was found."""
        if draft.attribution is not None:
            return
        verb = verb_above(self._doc[draft.anchor], self._words.reckoning)
        doer = subject(verb) if verb is not None else None
        claimants = self._reading.agents.resolve(doer) if doer is not None else ()
        if claimants and verb is not None:
            draft.claimants = claimants
            draft.reckoned = True
            if draft.modality is Modality.POSSIBLE and verb.lemma_.lower() == "report":
                draft.modality = Modality.ACTUAL
            draft.explanation.append(f"claimant: subject of: {verb.text}")

    def _withheld(self, draft: Draft) -> None:
        """Read "has not given a figure for its dead" as withholding, by the subject of the verb."""
        verb = verb_above(self._doc[draft.anchor], self._words.disclosing)
        yet = draft.stance is Stance.ASSERTS and verb is not None and is_yet_to(verb)
        if not yet and (draft.stance is not Stance.DENIES or draft.attribution is not None):
            return
        doer = subject(verb) if verb is not None else None
        claimants = self._reading.agents.resolve(doer) if doer is not None else ()
        somebody = unnamed(doer) if doer is not None and not claimants else None
        claimants = (somebody,) if somebody is not None else claimants
        if claimants and verb is not None:
            draft.stance = Stance.WITHHOLDS
            draft.claimants = claimants
            draft.explanation.append(f"stance: nothing disclosed: {verb.text}")

    def _killer(self, draft: Draft) -> None:
        """Take back a force that is who killed them: "it says it has killed 250 of its fighters"."""
        trigger, force = self._doc[draft.anchor], draft.profile.roles["force"]
        lost = victim(draft, self._doc)
        if force is None or lost is None or trigger.pos_ != "VERB" or is_passive(trigger):
            return
        doer = subject(trigger)
        owned = child(lost, "poss") is not None and lost.i > trigger.i
        if doer is None or not owned or doer.i > trigger.i:
            return
        if self._reading.agents.party(doer) in (force, force.state):
            draft.profile.roles["force"] = None

    def _under_arms(self, draft: Draft, settled: Sequence[Draft]) -> bool:
        """Whether those who are only counted are soldiers: "its dead", told by an army; not "the dead".

        So are those of a force whose soldiers were lost before, or are told to be abroad.
        """
        trigger, lost, force = self._doc[draft.anchor], victim(draft, self._doc), draft.profile.roles["force"]
        event = draft.event
        if force is not None and force.type in NON_STATE:
            return True
        if event is not None and ("victims" in event.roles or event.pattern == "casualties"):
            return trigger.lemma_.lower() not in self._words.tolls
        told = {d.profile.civilian for d in settled if d.profile.roles["force"] == force}
        beside = self._doc[trigger.i : min(trigger.i + _BESIDE, trigger.sent.end)]
        if told == {False} or any(t.lemma_.lower() in self._words.military for t in beside):
            return True
        if any(e.kind == "Deployment" and _sends(e, force) for e in self._reading.events):
            return True
        if (
            lost is not None
            and lost.lemma_.lower() in self._words.comrades
            and child(lost, "poss") is not None
        ):
            return True  # "nine of its men", not "a man"
        armed = any(e.type in _ARMED or (e.part_of or e).type in _ARMED for e in _speaking(draft))
        named = (f" {e.name.lower()} " for e in _speaking(draft))
        return armed or any(f" {body} " in name for name in named for body in self._words.armies)

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


def _sends(event: EventMention, force: Entity | None) -> bool:
    sender = event.roles.get("sender")
    return force is not None and sender is not None and sender.entity == force


def _speaking(draft: Draft) -> list[Entity]:
    """Return who tells of losses, and whom they speak for."""
    return [e for claimant in draft.claimants for e in (claimant, claimant.represents) if e is not None]


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

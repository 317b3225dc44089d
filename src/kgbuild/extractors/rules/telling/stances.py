"""From a cue and the words it governs to a stance and a modality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.events.denials import called_untrue, groundless_report, unproved
from kgbuild.extractors.rules.events.modality import Status, is_yet_to, status
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.extractors.rules.telling.draft import Profile
from kgbuild.extractors.rules.telling.judgements import judgement
from kgbuild.extractors.rules.telling.voices import Voice
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.evaluations import Evaluations
from kgbuild.knowledge.frames import ModalityLexicon

_REACH = 25
_CLIMB = 5
"""Words above a telling among which the verb is looked for by which it is asked."""
_DENIALS = frozenset({"not", "n't", "n’t", "no", "never", "neither", "hardly"})

_TURNED = {
    Stance.DENIES: Stance.ASSERTS,
    Stance.PLEDGES: Stance.DENIES,  # "vowed never to send"
    Stance.CONDEMNS: Stance.DENIES,  # "criticised it for not sending": that it sent is not what is condemned
    Stance.ENDORSES: Stance.DENIES,
}
"""What a stance on a statement that denies the event is on the event."""


@dataclass(frozen=True, slots=True)
class StanceReading:
    """The stance taken at one place, and why."""

    stance: Stance
    modality: Modality
    halted: bool
    why: str


class Stances:
    """Reads stances with one lexicon."""

    def __init__(self, modality: ModalityLexicon, evaluations: Evaluations) -> None:
        self._modality = modality
        self._evaluations = evaluations

    def read(
        self,
        trigger: Token,
        voice: Voice,
        limit: int | None,
        profile: Profile,
        things: Sequence[int] = (),
        ends: bool = False,
    ) -> StanceReading:
        """Return the stance that a voice takes on what a trigger tells.

        Args:
            trigger: the word that tells of the event.
            voice: who says so, with which cue.
            limit: the first token of the statement around the trigger.
            profile: the parties of the event; one's own future is a pledge.
            things: the tokens that fill the roles of the event.
            ends: whether the event is the end of another: a withdrawal.

        """
        floor = trigger.sent.start if limit is None else limit
        report = groundless_report(trigger, floor, self._evaluations)
        cue = voice.attribution.cue if voice.attribution is not None else ()
        report = report or unproved(trigger, floor, self._evaluations, cue)
        # the "no" before its ground is told once
        found = status(trigger, limit if report is None else report.i, self._modality, things)
        untrue = report is not None or called_untrue(trigger, floor, self._evaluations)
        if untrue:
            found = replace(found, negated=not found.negated, modality=_unhedged(found))
        found = replace(found, due=self._is_owed(trigger, found, ends))
        stance, why = self._stance(trigger, voice, limit, profile, found)
        modality = Modality(found.modality) if untrue else self._modality_of(stance, voice, found)
        return StanceReading(stance, modality, found.halted, why)

    def _stance(
        self, trigger: Token, voice: Voice, limit: int | None, profile: Profile, found: Status
    ) -> tuple[Stance, str]:
        said = (
            Stance(voice.attribution.stance)
            if voice.attribution is not None and voice.claimants
            else Stance.ASSERTS
        )
        cue = _words(trigger, voice)
        if (
            voice.hearsay
            and said is not Stance.ASSERTS
            and voice.attribution is not None
            and voice.attribution.source is None
        ):
            said = Stance.ASSERTS
        if (
            said is Stance.CONDEMNS
            and voice.attribution is not None
            and self._is_report(trigger, voice.attribution)
        ):
            return Stance.DENIES, f"rejected report: {cue}"
        if said is Stance.DENIES and self._is_refused_act(trigger, voice, profile):
            return Stance.CONDEMNS, f"another's act rejected: {cue}"
        if said is not Stance.ASSERTS:
            return _turned(said, voice, found), f"cue: {cue}"
        return self._by_content(trigger, voice, limit, profile, found) or (
            Stance.ASSERTS,
            f"cue: {cue}" if cue else "the publisher's own words",
        )

    def _by_content(
        self, trigger: Token, voice: Voice, limit: int | None, profile: Profile, found: Status
    ) -> tuple[Stance, str] | None:
        """Return the stance that what is said shows, where the cue only says that it is said."""
        said = voice.attribution
        if said is not None and (harm := self._harm(trigger)) is not None:
            return harm
        if said is not None and (called := judgement(said, trigger.doc, self._evaluations)) is not None:
            return called, f"called so: {_words(trigger, voice)}"
        if self._is_due(trigger, voice, profile, found):
            return Stance.DEMANDS, f"said to be due: {' '.join(trigger.doc[i].text for i in found.words)}"
        if voice.attribution is not None and is_asked_for(trigger, limit, self._modality):
            return Stance.DEMANDS, "asked for in the speaker's own words"
        if found.negated:
            return Stance.DENIES, f"negated: {' '.join(trigger.doc[i].text for i in found.words)}"
        if found.future and voice.attribution is not None and _is_own(voice.claimants, profile, trigger):
            return Stance.PLEDGES, f"own future: {_words(trigger, voice)}"
        if voice.attribution is not None and self._is_condition(trigger):
            return Stance.DEMANDS, "made a condition"
        return self._judgement(trigger, voice, limit)

    def _harm(self, trigger: Token) -> tuple[Stance, str] | None:
        """Return the stance of "the sales damaged our security", "the pact will not undermine peace"."""
        noun = trigger.pos_ in ("NOUN", "PROPN")
        verb = trigger.head if noun and trigger.dep_ == "nsubj" else trigger
        if verb.lemma_.lower() not in self._evaluations.harms or not any(
            c.dep_ == "nsubj" for c in verb.lefts
        ):
            return None
        denied = any(c.dep_ == "neg" or c.lower_ in _DENIALS for c in verb.lefts)
        return (Stance.ENDORSES if denied else Stance.CONDEMNS), f"judgement: {verb.text}"

    def _is_due(self, trigger: Token, voice: Voice, profile: Profile, found: Status) -> bool:
        """Whether a claimant says what another should or must do."""
        actor = profile.roles.get("supplier") or profile.roles.get("sender")
        quoted = voice.attribution is not None and bool(voice.claimants)
        own = _is_own(voice.claimants, profile, trigger) and not any(map(self._is_court, voice.claimants))
        return found.due and quoted and actor is not None and not own

    def _is_court(self, claimant: Entity) -> bool:
        """Whether it is a court, which pledges nothing in the name of its state."""
        return not self._evaluations.courts.isdisjoint(claimant.name.lower().split())

    def _is_owed(self, trigger: Token, found: Status, ends: bool) -> bool:
        """Whether one "must", or "has to", do what a word tells.

        What "had to" be done may be told as done, unless it ends something.
        """
        if any(trigger.doc[i].lower_ in self._modality.obliging for i in found.words):
            return True
        verb = trigger
        while verb.dep_ == "conj" and verb.head.i != verb.i:
            verb = verb.head
        above = verb.head
        if verb.dep_ != "xcomp" or above.lemma_.lower() not in self._modality.needing or is_yet_to(verb):
            return False
        return any(t.lower_ == "to" for t in verb.lefts) and (above.tag_ != "VBD" or ends or found.halted)

    def _is_condition(self, trigger: Token) -> bool:
        """Whether the event is what somebody makes a condition: "on the condition that troops leave"."""
        clause = trigger
        while clause.dep_ == "conj" and clause.head.i != clause.i:
            clause = clause.head
        return clause.dep_ in ("acl", "ccomp") and clause.head.lemma_.lower() in self._evaluations.conditions

    def _is_report(self, trigger: Token, attribution: Attribution) -> bool:
        """Whether what is rejected is a report of the event: "dismissed claims that it had sent"."""
        for part in attribution.content:
            for token in trigger.doc[part.start : min(part.end, part.start + 8)]:
                if (
                    token.lemma_.lower() in self._evaluations.pointers
                    and token.pos_ == "NOUN"
                    and token.i < trigger.i
                ):
                    return True
        return False

    def _is_refused_act(self, trigger: Token, voice: Voice, profile: Profile) -> bool:
        """Whether what is rejected is another's act, not a report of it: "rejects the sale of jets by"."""
        doer = profile.roles.get("supplier") or profile.roles.get("sender")
        verb, said = trigger.head, voice.attribution
        if said is None or verb.i not in said.cue or trigger.pos_ != "NOUN" or trigger.dep_ != "dobj":
            return False
        own = _is_own(voice.claimants, profile, trigger)
        return verb.lemma_.lower() in self._evaluations.refusing and doer is not None and not own

    def _judgement(self, trigger: Token, voice: Voice, limit: int | None) -> tuple[Stance, str] | None:
        """Return the stance of words such as "lawful" and "a dangerous escalation" said of a noun."""
        if voice.attribution is None or trigger.pos_ not in ("NOUN", "PROPN", "AUX", "VERB"):
            return None
        words = _clause_words(trigger, limit)
        # "lawful" stands in "unlawful"
        padded = f" {words} "
        for stance, phrases in (
            (Stance.CONDEMNS, self._evaluations.condemns),
            (Stance.ENDORSES, self._evaluations.endorses),
        ):
            for phrase in phrases:
                if f" {phrase} " in padded:
                    return _unless_denied(stance, trigger, phrase), f"judgement: {phrase}"
        return None

    def _is_plain_report(self, voice: Voice) -> bool:
        """Whether what has no source is still told as known ("it has been reported that")."""
        attribution = voice.attribution
        return (
            attribution is not None
            and attribution.source is None
            and bool(set(voice.cue_lemmas) & self._modality.reports)
        )

    def _modality_of(self, stance: Stance, voice: Voice, found: Status) -> Modality:
        attribution = voice.attribution
        if attribution is not None and attribution.modality is not None:
            expected = attribution.source is None and found.modality == Modality.PLANNED
            return Modality.PLANNED if expected else Modality(attribution.modality)
        if stance in (Stance.DEMANDS, Stance.PLEDGES):
            return Modality.PLANNED
        if found.modality == "Actual" and voice.hearsay and not self._is_plain_report(voice):
            return Modality.POSSIBLE
        return Modality(found.modality)


def _turned(said: Stance, voice: Voice, found: Status) -> Stance:
    """Return the stance that is left where the statement itself denies: "denied that it had failed to"."""
    cue = voice.attribution.cue if voice.attribution is not None else ()
    if not found.negated or set(found.words) & set(cue):
        return said
    return _TURNED.get(said, said)


def is_asked_for(told: Token, limit: int | None, words: ModalityLexicon) -> bool:
    """Whether a speaker asks for what a word tells, in the first person: "we call on Chad to withdraw"."""
    floor = told.sent.start if limit is None else limit
    token = told
    for _ in range(_CLIMB):
        doer = child(token, "nsubj")
        own = doer is not None and "Person=1" in doer.morph
        if own and token.lemma_.lower() in words.demanded and child(token, "neg") is None:
            return True
        if token.head.i == token.i or token.head.i < floor or token.dep_ == "advcl":
            return False
        token = token.head
    return False


def _unhedged(found: Status) -> str:
    return "Actual" if found.modality == "Possible" else found.modality


def _unless_denied(stance: Stance, trigger: Token, phrase: str) -> Stance:
    """Turn praise around that is denied: "is no longer justified"."""
    last = phrase.rsplit(maxsplit=1)[-1]
    said = next((t.i for t in trigger.sent if t.i > trigger.i and t.lower_ == last), trigger.i)
    before = trigger.doc[max(said - 3, trigger.i) : said]
    denied = stance is Stance.ENDORSES and any(t.lower_ in _DENIALS for t in before)
    return Stance.CONDEMNS if denied else stance


def _words(trigger: Token, voice: Voice) -> str:
    if voice.attribution is None:
        return ""
    return " ".join(trigger.doc[i].text for i in voice.attribution.cue)


def _is_own(claimants: tuple[Entity, ...], profile: Profile, trigger: Token) -> bool:
    """Whether a claimant speaks of what its own state is to do."""
    states = {e.party for e in claimants if e.party is not None}
    if profile.treaty is not None:
        # "The pact will deepen ties" pledges nothing
        does = any(c.i == profile.treaty.noun and c.dep_ == "nsubj" for c in trigger.children)
        return not does and bool(states & set(profile.treaty.parties))
    actor = profile.roles.get("supplier") or profile.roles.get("sender")
    return actor in states


def _clause_words(trigger: Token, limit: int | None) -> str:
    """Return the words said of a noun: its own adjectives, and its predicate where it is a subject."""
    if trigger.pos_ in ("NOUN", "PROPN"):
        words = [t for t in trigger.lefts if t.dep_ in ("amod", "compound")]
        head = trigger.head
        if trigger.dep_ in ("nsubj", "nsubjpass", "csubj"):
            words += [
                head,
                *(
                    d
                    for t in head.rights
                    if t.dep_ in ("attr", "acomp", "prep", "dobj", "oprd", "xcomp")
                    for d in t.subtree
                ),
            ]
        if trigger.dep_ in ("dobj", "nsubj"):  # "called the transfers unlawful"
            words += [
                d
                for t in head.rights
                if t.dep_ in ("oprd", "acomp", "ccomp", "xcomp") and t.i > trigger.i
                for d in t.subtree
            ]
    else:
        words = [d for t in trigger.head.rights for d in t.subtree] if trigger.dep_ == "csubj" else []
        if trigger.lemma_ == "be":
            words = [d for t in trigger.rights if t.dep_ in ("attr", "acomp", "prep") for d in t.subtree]
    floor = limit if limit is not None else trigger.sent.start
    kept = sorted({t.i: t for t in words if t.i >= floor and abs(t.i - trigger.i) <= _REACH}.items())
    return " ".join(t.lower_ for _, t in kept)

"""Statements that point back: "denied the accusations", "declined to comment on the report"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Token

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import child, is_definite
from kgbuild.extractors.rules.telling.attachments import Attachments
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.judgements import judged, judgement
from kgbuild.extractors.rules.telling.losses import Losses
from kgbuild.extractors.rules.telling.voices import Voices
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.evaluations import Evaluations

_PROFORMS = frozenset({"have", "do", "be", "will", "would"})
"""Verbs that stand for the one that is left out ("said it had not")."""
_POINTING = frozenset({"it", "this", "that", "them", "these", "those"})
_ASKING = frozenset({"whether", "which", "how", "what", "when", "where", "who", "why", "if"})
"""Words that open a question."""
_POINTING_REACH = 120
"""Tokens back that "the accusations" and "the plan" can point."""
_SILENCE_REACH = 300
"""The same where somebody is silent, or denies, about what the own state has to do with."""
_LONGEST = 40
"""Tokens that evidence may span."""


class BackReferences:
    """Finds the statements of one reading that point back, and what they point to."""

    def __init__(
        self, reading: Reading, words: Evaluations, voices: Voices, losses: Losses, details: Attachments
    ) -> None:
        self._reading = reading
        self._words = words
        self._voices = voices
        self._losses = losses
        self._details = details

    def drafts(self, drafts: list[Draft]) -> Iterator[Draft]:
        """Yield a draft for each statement that takes a stance on what one of these drafts tells."""
        taken = {id(d.attribution) for d in drafts}
        for number, attribution in enumerate(self._reading.attributions):
            if id(attribution) in taken or (
                not attribution.content and attribution.stance not in ("Withholds", "Denies")
            ):
                continue
            stance = self._stance_on_report(attribution)
            if stance is Stance.ASSERTS:
                continue
            if self._reading.is_ignored(attribution.cue[0]):
                continue
            claimants = self._voices.rejecting(number)
            pointer = self._pointer(attribution)
            if pointer is not None and self._is_thing(pointer) and not self._voices.is_stated(number):
                continue  # "backed the soldiers with artillery"
            if pointer is None and not attribution.content:
                pointer = self._reading.doc[attribution.cue[-1]]
            if pointer is None or not claimants:
                continue
            if self._is_own(pointer, claimants):
                continue
            aside = self._told_of_source(attribution)
            near = [
                d for d in drafts if d.anchor not in aside and self._losses.can_be_meant(pointer, d, stance)
            ]
            target = self._target(pointer, claimants, stance, near)
            if target is None or self._is_said_already(drafts, attribution, claimants, stance):
                continue
            if not (stance is Stance.WITHHOLDS and _has_answered(claimants, target, pointer, drafts)):
                yield self._pointing_draft(attribution, claimants, target, pointer, stance)

    def _target(
        self, pointer: Token, claimants: tuple[Entity, ...], stance: Stance, near: Sequence[Draft]
    ) -> Draft | None:
        """Return what a word points back to; "the shipment" to nothing but a transfer."""
        lemma = pointer.lemma_.lower()
        kinds = self._words.kinds_of(lemma)
        events = [d for d in near if d.profile.kind != "Treaty"]
        pacts = [d for d in near if _is_of_agreement(d)]
        last = max((d for d in near if d.anchor < pointer.i), key=lambda d: d.anchor, default=None)
        if kinds:
            events = [d for d in events if d.profile.kind in kinds]
        elif pointer.lower_ in _POINTING and last is not None and last in pacts:
            return _meant(pointer, claimants, stance, pacts[-1:])
        target = _meant(pointer, claimants, stance, events)
        told = stance is Stance.DENIES and lemma in self._words.tidings
        if target is None and (told or stance is Stance.WITHHOLDS) and not kinds:
            target = _meant(pointer, claimants, stance, pacts)
        return target

    def _told_of_source(self, attribution: Attribution) -> Collection[int]:
        """Return the tokens that tell something of who speaks: "Chad, which has troops in Mali, said"."""
        head = attribution.source_head
        return {t.i for t in self._reading.doc[head].subtree} if head is not None else ()

    def _is_own(self, pointer: Token, claimants: tuple[Entity, ...]) -> bool:
        """Whether a noun tells of a claim of one's own ("its claims to the sea"), not of what others said."""
        owner = next((t for t in pointer.lefts if t.dep_ == "poss"), None)
        states = {e.state for e in claimants}
        return owner is not None and any(e.state in states for e in self._reading.agents.resolve(owner))

    def _is_said_already(
        self, drafts: list[Draft], attribution: Attribution, claimants: tuple[Entity, ...], stance: Stance
    ) -> bool:
        """Whether the same claimant takes the same stance in the same sentence in plainer words."""
        sentence = self._reading.doc[attribution.cue[0]].sent
        return any(
            d.stance is stance and d.claimants == claimants and sentence.start <= d.anchor < sentence.end
            for d in drafts
        )

    def _stance_on_report(self, attribution: Attribution) -> Stance:
        """Return the stance on what a report told: to condemn it, or call it baseless, is to deny."""
        stance = Stance(attribution.stance)
        if stance is Stance.ASSERTS and self._elliptic(attribution) is not None:
            return Stance.DENIES
        if stance is Stance.ASSERTS and self._confirms_none(attribution):
            return Stance.WITHHOLDS
        words = " ".join(
            self._reading.doc[part.start : part.end].text.lower() for part in attribution.content
        )
        if stance in (Stance.ASSERTS, Stance.CONDEMNS) and any(
            f" {word} " in f" {' '.join(_words_of(words))} " for word in self._words.rejects
        ):
            return Stance.DENIES
        if stance is Stance.ASSERTS:
            called = judgement(attribution, self._reading.doc, self._words)
            clause = judged(attribution, self._reading.doc, self._words) if called is None else None
            return called or (clause[1] if clause is not None else stance)
        if stance is Stance.CONDEMNS:
            pointer = self._pointer(attribution)
            if pointer is not None and pointer.lemma_.lower() in self._words.pointers:
                return Stance.DENIES
        return stance

    def _confirms_none(self, attribution: Attribution) -> bool:
        """Whether one confirms nothing of what was told: "has confirmed neither figure"."""
        words = self._reading.doc
        first = words[attribution.content[0].start] if attribution.content and attribution.nominal else None
        return first is not None and first.lower_ in ("neither", "none", "no", "nothing")

    def _elliptic(self, attribution: Attribution) -> Token | None:
        """Return the auxiliary of a denial that leaves its verb out: "said it had not"."""
        doc = self._reading.doc
        said = [t for part in attribution.content for t in doc[part.start : part.end] if not t.is_punct]
        said = said[1:] if said and said[0].lower_ == "that" else said
        if not 2 < len(said) < 6 or said[0].pos_ != "PRON" or said[-1].pos_ in ("VERB", "NOUN"):
            return None
        verbs = [t for t in said if t.lemma_ in _PROFORMS and t.tag_ != "VBG"]
        denied = any(t.dep_ == "neg" or t.lower_ == "never" for t in said)
        short = all(t.pos_ in ("PRON", "AUX", "VERB", "PART", "ADV") for t in said)
        return verbs[0] if len(verbs) == 1 and denied and short else None

    def _rejection(self, attribution: Attribution) -> list[int]:
        """Return the words of a statement that call a report untrue."""
        doc = self._reading.doc
        said = (t for part in attribution.content for t in doc[part.start : part.end])
        return [t.i for t in said if t.lower_ in self._words.rejects][:1]

    def _pointer(self, attribution: Attribution) -> Token | None:
        """Return the word of the content that points to something told before."""
        words = self._words
        doc = self._reading.doc
        elliptic = self._elliptic(attribution)
        if elliptic is not None:
            return elliptic
        clause = judged(attribution, doc, words)
        if clause is not None:
            return clause[0]
        for part in attribution.content:
            for token in doc[part.start : part.end]:
                lemma = token.lemma_.lower()
                denies = attribution.stance in ("Denies", "Condemns")
                demanded = attribution.stance == "Demands"  # "asked for time to check the report"
                named = token.pos_ == "NOUN" and lemma in words.pointers and not demanded
                if named and (denies or _is_definite(token)):
                    return token if not _says_what(token) else None
                deed = token.pos_ == "NOUN" and lemma in words.deeds and _is_definite(token)
                if deed and not (words.kinds_of(lemma) and _names_its_own(token)):
                    return token
                judges = attribution.stance in ("Asserts", "Condemns", "Endorses") and attribution.nominal
                if judges and token.dep_ != "pobj" and _is_definite(token) and self._is_thing(token):
                    return token  # "called the equipment purely defensive"
                if token.lower_ in _POINTING and token.i == part.start and attribution.nominal:
                    return token
        if attribution.stance != "Withholds":
            return None
        return self._pronoun(attribution) or self._commented(attribution) or self._asked(attribution)

    def _asked(self, attribution: Attribution) -> Token | None:
        """Return the first word of what is left open: "declined to say whether", "never said which"."""
        if attribution.nominal or not attribution.content:
            return None
        first = self._reading.doc[attribution.content[0].start]
        return first if first.lower_ in _ASKING else None

    def _is_thing(self, noun: Token) -> bool:
        """Whether a noun names materiel or forces."""
        return self._reading.materiel.at(noun) is not None or self._reading.forces.at(noun) is not None

    def _commented(self, attribution: Attribution) -> Token | None:
        """Return "the flight" of "has not commented on the flight"."""
        if not attribution.nominal or not attribution.content:
            return None
        part = attribution.content[0]
        noun = self._reading.doc[part.start : part.end].root
        known = _is_definite(noun) or noun.lower_ in _POINTING
        return noun if noun.pos_ in ("NOUN", "PRON") and known else None

    def _pronoun(self, attribution: Attribution) -> Token | None:
        """Return the pronoun of "would not say how large it was"."""
        doc = self._reading.doc
        said = [t for part in attribution.content for t in doc[part.start : part.end]]
        asks = bool(said) and said[0].lower_ == "how"
        return next((t for t in said if asks and t.lower_ in ("it", "they") and t.dep_ == "nsubj"), None)

    def _pointing_draft(
        self,
        attribution: Attribution,
        claimants: tuple[Entity, ...],
        target: Draft,
        pointer: Token,
        stance: Stance,
    ) -> Draft:
        start = min([pointer.i, *attribution.cue])
        end = max([pointer.i, *attribution.cue, *self._rejection(attribution)]) + 1
        doc, words = self._reading.doc, self._words
        if judgement(attribution, doc, words) is not None or judged(attribution, doc, words) is not None:
            end = max(end, attribution.content[-1].end)  # "called it an occupation", not "called it"
        cue = Range(attribution.cue[0], attribution.cue[-1] + 1)
        voice = self._voices.at(attribution.cue[0])
        told = voice.attribution is not None and voice.attribution is not target.attribution
        relays = tuple(e for e in voice.claimants if told and e not in claimants)
        draft = Draft(
            Profile(
                target.profile.kind,
                dict(target.profile.roles),
                target.profile.concept,
                target.profile.civilian,
                treaty=target.profile.treaty,
                price_of=target.profile.price_of,
                in_support_of=target.profile.in_support_of,
                against=target.profile.against,
            ),
            attribution.cue[0],
            Range(start, end) if end - start < _LONGEST else cue,
            claimants,
            stance,
            Modality(attribution.modality or Modality.ACTUAL),
            attribution,
            relays,
            measure=target.measure,
        )
        draft.explanation.append(
            f"about: '{pointer.text}' points back to: {self._reading.doc[target.anchor].text}"
        )
        self._details.made_on(draft)
        return draft


def _told_oneself(
    pointer: Token, claimants: tuple[Entity, ...], stance: Stance, events: list[Draft]
) -> Draft | None:
    """Return what one has just told of others before judging it: "Chad has sent tanks. We condemn it"."""
    if stance not in (Stance.CONDEMNS, Stance.ENDORSES):
        return None
    before = [d for d in events if d.anchor < pointer.i]
    last = max(before, key=lambda d: d.anchor, default=None)
    if last is None or last.claimants != claimants or last.stance is not Stance.ASSERTS:
        return None
    start = pointer.doc[max(pointer.sent.start - 1, 0)].sent.start  # in the sentence before, or in its own
    parties = {e.party for e in claimants}
    actor = last.profile.roles.get("supplier") or last.profile.roles.get("sender")
    return last if last.anchor >= start and actor not in parties else None


def _has_answered(claimants: tuple[Entity, ...], target: Draft, pointer: Token, drafts: list[Draft]) -> bool:
    """Whether one has denied what one then gives no more details of: nothing is held back."""
    start = pointer.doc[max(pointer.sent.start - 1, 0)].sent.start
    return any(
        d.claimants == claimants
        and d.stance is Stance.DENIES
        and d.profile.kind == target.profile.kind
        and start <= d.anchor < pointer.i
        for d in drafts
    )


def _says_what(pointer: Token) -> bool:
    """Whether a noun tells itself what it is about ("accusations that rebels were trained there")."""
    clauses = [c for c in pointer.rights if c.dep_ in ("acl", "ccomp") and c.tag_ != "VBN"]
    return any(t.lower_ == "that" for c in clauses for t in c.lefts)


def _names_its_own(deed: Token) -> bool:
    """Whether a noun says itself whose or of what it is: "the presence of Chad", "the sale of tanks"."""
    return any(t.dep_ == "prep" and t.lower_ == "of" for t in deed.rights)


def _is_of_agreement(draft: Draft) -> bool:
    """Whether a telling is about an agreement, and not about a breach of one."""
    return draft.profile.treaty is not None and not draft.profile.treaty.breach


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’-]\w+)*", text)


def _is_definite(token: Token) -> bool:
    return (
        is_definite(token, "such", "any", "all", "neither", "either", "both")
        or child(token, "poss") is not None
    )


def _meant(
    pointer: Token, claimants: tuple[Entity, ...], stance: Stance, events: list[Draft]
) -> Draft | None:
    """Return the telling that a pointing word means: the last one before it, best one about the claimant."""
    states = {e.state for e in claimants if e.state is not None}
    own = _told_oneself(pointer, claimants, stance, events)
    if own is not None:
        return own
    before = [
        d
        for d in events
        if pointer.i - _SILENCE_REACH < d.anchor < pointer.i
        and d.claimants != claimants
        and (
            stance in (Stance.WITHHOLDS, Stance.ENDORSES) or not states & {e.state for e in d.claimants}
        )  # nobody disputes their own
    ]
    about = [d for d in before if states & {e for e in d.profile.roles.values() if e is not None}]
    near = [d for d in before if d.anchor > pointer.i - _POINTING_REACH]
    if stance is Stance.WITHHOLDS:
        pool = about or near
    else:  # what was told last is what is rejected, unless it is too far away
        pool = [d for d in about if d in near] or near or (about if stance is Stance.DENIES else [])
    return pool[-1] if pool else None

"""Statements that point back: "denied the accusations", "declined to comment on the report"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Token

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.reading import Knowledge, Reading
from kgbuild.extractors.rules.syntax.grammar import sentence_before
from kgbuild.extractors.rules.telling.attachments import Attachments
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.judgements import judged, judgement
from kgbuild.extractors.rules.telling.losses import Losses
from kgbuild.extractors.rules.telling.pointers import POINTING, Pointers
from kgbuild.extractors.rules.telling.voices import Voices
from kgbuild.grounding.entities import Entity

_POINTING_REACH = 120
"""Tokens back that "the accusations" and "the plan" can point."""
_SILENCE_REACH = 300
"""The same where somebody is silent, or denies, about what the own state has to do with."""
_LOOSE_REACH = 3
"""Sentences back that a statement can point whose own words hardly say to what."""
_SILENT_REACH = 6
"""The same of somebody who keeps silent and is no party to what was told."""
_LONGEST = 40
"""Tokens that evidence may span."""


class BackReferences:
    """Finds the statements of one reading that point back, and what they point to."""

    def __init__(
        self, reading: Reading, knowledge: Knowledge, voices: Voices, losses: Losses, details: Attachments
    ) -> None:
        self._reading = reading
        self._words = knowledge.evaluations
        self._figures = knowledge.words.silence.figures
        self._pointers = Pointers(reading, self._words, knowledge.words.silence)
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
            stance = self._pointers.stance_on_report(attribution)
            if stance is Stance.ASSERTS:
                continue
            if self._reading.is_ignored(attribution.cue[0]):
                continue
            claimants = self._voices.rejecting(number)
            pointer = self._pointers.pointer(attribution)
            if (
                pointer is not None
                and self._pointers.is_thing(pointer)
                and not self._voices.is_stated(number)
            ):
                continue  # "backed the soldiers with artillery"
            if pointer is None and not attribution.content:
                pointer = self._reading.doc[attribution.cue[-1]]
            if pointer is None or not claimants:
                continue
            if self._is_own(pointer, claimants):
                continue
            near = self._candidates(attribution, pointer, stance, drafts)
            target = self._target(pointer, claimants, stance, near)
            if target is None or self._is_said_already(drafts, attribution, claimants, stance):
                continue
            if not (stance is Stance.WITHHOLDS and _has_answered(claimants, target, pointer, drafts)):
                yield self._pointing_draft(attribution, claimants, target, pointer, stance)

    def _candidates(
        self, attribution: Attribution, pointer: Token, stance: Stance, drafts: Sequence[Draft]
    ) -> list[Draft]:
        """Return the tellings that a statement can mean, by what its own words say of it."""
        aside = self._told_of_source(attribution)
        near = [d for d in drafts if d.anchor not in aside and self._losses.can_be_meant(pointer, d, stance)]
        if stance not in (Stance.WITHHOLDS, Stance.DENIES):
            return near
        if attribution.content and self._pointers.is_loose(attribution, pointer):
            start = _sentences_before(pointer, _LOOSE_REACH)
            near = [d for d in near if d.anchor >= start]
        named = self._states_in(attribution)
        of_these = [d for d in near if named & _states_of(d)] if named else []
        near = of_these or near
        counted = [d for d in near if d.quantity is not None or d.profile.kind == "Casualties"]
        return counted if counted and self._asks_how_many(attribution) else near

    def _behind(self, attribution: Attribution) -> Iterator[Token]:
        """Yield the words that a cue governs behind itself."""
        doc, last = self._reading.doc, attribution.cue[-1]
        if attribution.content:
            for part in attribution.content:
                yield from doc[part.start : part.end]
        else:
            yield from (t for t in doc[last].subtree if t.i > last)

    def _states_in(self, attribution: Attribution) -> set[Entity]:
        """Return the states that a statement names in what it says."""
        at = self._reading.mentions.at
        found = (at[t.i] for t in self._behind(attribution) if t.i in at)
        states = {m.entity.state if m.entity is not None else None for m in found}
        return {state for state in states if state is not None}

    def _asks_how_many(self, attribution: Attribution) -> bool:
        """Whether what is kept back or denied is a figure: "would not be drawn on numbers"."""
        return any(t.lemma_.lower() in self._figures for t in self._behind(attribution))

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
        elif pointer.lower_ in POINTING and last is not None and last in pacts:
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

    def _pointing_draft(
        self,
        attribution: Attribution,
        claimants: tuple[Entity, ...],
        target: Draft,
        pointer: Token,
        stance: Stance,
    ) -> Draft:
        start = min([pointer.i, *attribution.cue])
        end = max([pointer.i, *attribution.cue, *self._pointers.rejection(attribution)]) + 1
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


def _sentences_before(token: Token, count: int) -> int:
    """Return where the sentence begins that stands so many sentences before that of a token."""
    start = token.sent.start
    for _ in range(count):
        start = sentence_before(token.doc, start)
    return start


def _states_of(draft: Draft) -> set[Entity]:
    return {e for e in draft.profile.roles.values() if e is not None}


def _is_of_agreement(draft: Draft) -> bool:
    """Whether a telling is about an agreement, and not about a breach of one."""
    return draft.profile.treaty is not None and not draft.profile.treaty.breach


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
        near = [d for d in near if d.anchor >= _sentences_before(pointer, _SILENT_REACH)]
        pool = [d for d in about if d in near] or near or about
    else:  # what was told last is what is rejected, unless it is too far away
        pool = [d for d in about if d in near] or near or (about if stance is Stance.DENIES else [])
    return max(pool, key=lambda d: d.anchor, default=None)

"""Signs by which a claim is more or less sure: how it is attributed, how much had to be filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.placed import ByPlace
from kgbuild.extractors.rules.telling.draft import Draft

_LONG, _SIMPLE = 45, 22
"""Tokens beyond which a sentence is hard to parse, and below which it is easy."""


_WIDE, _NARROW, _NEAR, _EARLY = 14, 5, 8, 60
"""Tokens beyond or below which evidence is wide or narrow, a cue near, a sentence early in its document."""
_MANY = 4
"""States in one sentence beyond which it is easy to take one for another."""
_PARTIES = ("supplier", "recipient", "sender", "destination")
_QUOTES = frozenset('"\u201c\u201d')


class Signs:
    """Tells which signs the drafts of one reading show; the model in `data/confidence/` knows their names."""

    def __init__(self, drafts: Sequence[Draft], doc: Doc, mentions: Mentions) -> None:
        self._doc = doc
        self._mentions = ByPlace(mentions.all, lambda mention: mention.head)
        self._told = Counter(_event_key(draft) for draft in drafts)
        self._parties = Counter(_party_key(draft) for draft in drafts)
        self._whole = Counter(_party_key(draft) for draft in drafts if not draft.profile.filled)
        self._stances = Counter((_party_key(draft), draft.stance) for draft in drafts)
        self._anchors = Counter(draft.anchor for draft in drafts)

    def of(self, draft: Draft) -> frozenset[str]:
        """Return the names of the signs that one of the drafts shows."""
        doc = self._doc
        parts = (
            _voice(draft, doc),
            _speaker(draft),
            _event(draft, doc),
            _words(draft, doc),
            _place(draft, doc),
            self._doubts(draft),
        )
        return frozenset(sign for part in (*parts, self._company(draft)) for sign in part)

    def _doubts(self, draft: Draft) -> Iterator[str]:
        """Yield what makes it easy to take one for another: who "it" is, which of many states is meant."""
        trigger = self._doc[draft.anchor]
        sentence = trigger.sent
        inside = self._mentions.inside(sentence.start, sentence.end)
        if len({m.entity.state for m in inside if m.entity is not None and m.entity.state}) >= _MANY:
            yield "many-states"
        if any(t.dep_ == "relcl" for t in (trigger, *trigger.ancestors)):
            yield "in-relative-clause"
        fillers = draft.event.roles.values() if draft.event is not None else ()
        parties = (self._doc[f.token] for f in fillers if f.entity is not None)
        if any(t.pos_ == "PRON" or t.tag_ == "PRP$" for t in parties):
            yield "pronoun-party"
        if draft.guessed:
            yield "force-guessed"

    def _company(self, draft: Draft) -> Iterator[str]:
        """Yield what the other tellings of the document say of this one."""
        if self._told[_event_key(draft)] > 1:
            yield "told-again"
        if self._anchors[draft.anchor] > 1:
            yield "beside"
        key = _party_key(draft)
        if not draft.profile.roles:
            return
        if self._whole[key] - (not draft.profile.filled) > 0:
            yield "roles-told-again"
        if self._parties[key] > 3:
            yield "roles-told-often"
        if self._parties[key] > self._stances[key, draft.stance]:
            yield "disputed"


def _party_key(draft: Draft) -> tuple[object, ...]:
    return (
        draft.profile.kind,
        *sorted((role, e.name if e else "") for role, e in draft.profile.roles.items()),
    )


def _event_key(draft: Draft) -> tuple[object, ...]:
    return (*_party_key(draft), draft.profile.concept)


def _speaker(draft: Draft) -> Iterator[str]:
    if any(e.kind == "Official" and not e.anonymous for e in draft.claimants):
        yield "named-official"
    if any(e.kind == "State" for e in draft.claimants):
        yield "state-claimant"
    if any(e.kind == "Organization" for e in draft.claimants):
        yield "organization-claimant"
    if {e.party for e in draft.claimants} & {e for e in draft.profile.roles.values() if e is not None}:
        yield "claimant-is-party"


def _place(draft: Draft, doc: Doc) -> Iterator[str]:
    sentence = doc[draft.anchor].sent
    if sentence.start < _EARLY:
        yield "early"
    if any(token.text in _QUOTES for token in sentence):
        yield "quoted"
    if draft.range.end - draft.range.start > _WIDE:
        yield "wide"
    if draft.range.end - draft.range.start < _NARROW:
        yield "narrow"
    attribution = draft.attribution
    if attribution is not None and attribution.cue and abs(attribution.cue[0] - draft.anchor) < _NEAR:
        yield "near-cue"


def _voice(draft: Draft, doc: Doc) -> Iterator[str]:
    attribution = draft.attribution
    if attribution is None:
        if all(e.anonymous and e.kind == "Person" for e in draft.claimants):
            yield "nobody-named"
        yield "publisher"
        return
    yield (
        "surely-said"
        if attribution.certainty >= 0.9
        else "likely-said"
        if attribution.certainty >= 0.5
        else "faintly-said"
    )
    if attribution.nominal:
        yield "phrase"
    if attribution.source_head is None:
        yield "no-source"
    elif doc[attribution.source_head].pos_ == "PRON":
        yield "pronoun-source"
    if any(claimant.anonymous for claimant in draft.claimants):
        yield "unnamed-claimant"
    if len(draft.claimants) > 1:
        yield "several-claimants"
    if draft.relays:
        yield "relayed"


def _event(draft: Draft, doc: Doc) -> Iterator[str]:
    profile = draft.profile
    yield f"kind-{profile.kind.lower()}"
    if draft.event is None and profile.treaty is None:
        yield "points-back"
    if profile.filled:
        yield "filled-one" if len(profile.filled) == 1 else "filled-more"
    if profile.missing:
        yield "missing"
    elif not profile.filled and draft.event is not None:
        yield "told-whole"
        if (
            draft.attribution is not None
            and draft.attribution.certainty >= 0.9
            and not draft.attribution.nominal
        ):
            yield "told-whole-and-surely-said"
    event = draft.event
    if event is not None:
        if _parties_beside(draft, doc):
            yield "parties-beside"
        if event.definite:
            yield "definite"
        if any(filler.pointed for filler in event.roles.values()):
            yield "pronoun-thing"
    if profile.treaty is not None and profile.treaty.weak:
        yield "weak-treaty"
    if profile.treaty is not None and profile.treaty.filled:
        yield "parties-nearby"


def _parties_beside(draft: Draft, doc: Doc) -> bool:
    """Whether a party is named beside the word that tells of the event, and none came from elsewhere."""
    event, profile = draft.event, draft.profile
    if event is None or profile.kind not in ("Transfer", "Deployment"):
        return False
    beside = False
    for role in _PARTIES:
        filler = event.roles.get(role)
        if profile.roles.get(role) is None:
            continue
        if filler is None or role in profile.filled:
            return False
        token = doc[filler.token]
        near = draft.anchor in (token.head.i, token.head.head.i)
        beside = beside or (near and token.pos_ == "PROPN")
    return beside


def _words(draft: Draft, doc: Doc) -> Iterator[str]:
    if draft.stance is not Stance.ASSERTS:
        yield "stance"
        if draft.stance is Stance.DENIES:
            yield "denies"
    if draft.modality is not Modality.ACTUAL:
        yield f"modality-{draft.modality.lower()}"
    if draft.quantity is not None:
        yield "figure"
    trigger = doc[draft.anchor]
    if trigger.pos_ in ("NOUN", "PROPN"):
        yield "noun"
    if trigger.dep_ in ("ROOT", "ccomp"):
        yield "main-clause"
    if len(trigger.sent) > _LONG:
        yield "long-sentence"
    if len(trigger.sent) < _SIMPLE:
        yield "simple-sentence"
    if len(trigger.sent) < 5:
        yield "short-sentence"

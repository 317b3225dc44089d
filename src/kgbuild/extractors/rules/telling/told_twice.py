"""What one sentence tells twice of one thing, with nothing new the second time.

"Rejected the pact, calling it void" is one condemnation; losses without a figure beside the same with one say
nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from kgbuild.extractors.rules.telling.draft import Draft


def told_once(doc: Doc, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts without those that add nothing to another of their sentence."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(doc[draft.anchor].sent.start, []).append(draft)
    kept: set[int] = set()
    for draft in drafts:
        beside = by_sentence[doc[draft.anchor].sent.start]
        told = _adds_nothing(draft) and any(_tells(other, draft) for other in beside)
        if not told and not any(_is_same_figure(o, draft) for o in beside if id(o) in kept):
            kept.add(id(draft))
            yield draft


def _adds_nothing(draft: Draft) -> bool:
    """Whether a draft only points back, or tells of losses that another can tell of as well."""
    if draft.profile.kind == "Casualties" and draft.event is not None:
        return draft.quantity is None
    if draft.act is not None or draft.quantity is not None:
        return False
    if draft.profile.treaty is None:
        return draft.event is None
    return draft.profile.treaty.antecedent is not None


def _place(draft: Draft) -> int:
    """Return the token of what is said of an agreement, or by which an event is told."""
    treaty = draft.profile.treaty
    return draft.anchor if treaty is None or treaty.predicate is None else treaty.predicate


def _tells(other: Draft, draft: Draft) -> bool:
    """Whether another draft is the same stance of the same claimants on the same thing, told first."""
    if other is draft or other.stance is not draft.stance or set(other.claimants) != set(draft.claimants):
        return False
    if draft.profile.kind == "Casualties" and draft.event is not None:
        return other.modality is draft.modality and _about(other) == _about(draft) and _counts(other, draft)
    first = _place(other) < _place(draft) or other.act is not None
    return first and other.modality is draft.modality and _about(other) == _about(draft)


def _counts(other: Draft, draft: Draft) -> bool:
    """Whether another draft gives the figure of losses that this one leaves out."""
    alike = other.profile.civilian == draft.profile.civilian or None in (
        other.profile.civilian,
        draft.profile.civilian,
    )
    counted = draft.quantity is None and other.quantity is not None
    return counted and alike and other.measure in (draft.measure, None)


def _is_same_figure(other: Draft, draft: Draft) -> bool:
    """Whether two drafts give one figure of the same losses: "two of its soldiers" is counted once."""
    if draft.profile.kind != "Casualties" or draft.quantity is None or other.quantity is None:
        return False
    same = (other.stance, other.measure, other.claimants) == (draft.stance, draft.measure, draft.claimants)
    return same and other.quantity.range == draft.quantity.range and _about(other) == _about(draft)


def _about(draft: Draft) -> tuple[object, ...]:
    profile = draft.profile
    if profile.treaty is not None:
        return ("Treaty", profile.treaty.key, frozenset(profile.treaty.parties))
    return (profile.kind, profile.concept, *_sorted(profile.roles.items()))


def _sorted(items: Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    return sorted(items, key=lambda item: item[0])

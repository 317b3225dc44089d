"""Whose act is told, and who tells it, where the parse leaves an odd reading."""

from __future__ import annotations

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.voices import Voices
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.words import TellingWords


def own_denial(draft: Draft, gerund: bool) -> None:
    """Give a denied act in a gerund to who denies it: "denied fuelling the war by arming rebels"."""
    roles = draft.profile.roles
    actor = next((r for r in ("supplier", "sender") if r in roles), None)
    states = [e.party for e in draft.claimants if e.party is not None]
    if draft.stance is Stance.DENIES and gerund and actor and roles[actor] is None and len(states) == 1:
        roles[actor] = states[0]
        draft.profile.filled.append(actor)


def settle_blame(draft: Draft, voices: Voices, words: TellingWords) -> None:
    """Fill the actor of an act that somebody owns up to, and put right who claims what they cannot claim.

    Who approves what it does itself takes no stance: that it does is told by whoever speaks around it.
    Who denies or defends something without saying whose act it is speaks of its own; nobody demands or
    condemns its own act, so the next voice around it does.
    """
    roles = draft.profile.roles
    actor = next((r for r in ("supplier", "sender") if r in roles), None)
    if actor is None:
        return
    states = [e.party for e in draft.claimants if e.party is not None]
    if roles[actor] is None and states and _may_speak_of_own(draft, voices, words):
        other = "recipient" if actor == "supplier" else "destination"
        if roles[other] not in states:
            roles[actor] = states[0]
            draft.profile.filled.append(actor)
    if _decides(draft, voices, words) and roles[actor] in states and draft.attribution is not None:
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


def each_for_itself(drafts: list[Draft]) -> None:
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


def _decides(draft: Draft, voices: Voices, words: TellingWords) -> bool:
    """Whether the cue is a decision, which takes no stance where one's own act is decided on."""
    return draft.stance is Stance.ENDORSES and voices.is_cue_of(draft.attribution, words.deciding)


def _may_speak_of_own(draft: Draft, voices: Voices, words: TellingWords) -> bool:
    """Whether the stance is one that people take on their own acts: to deny, to keep silent, to defend."""
    if draft.stance is Stance.ENDORSES:
        return not voices.is_cue_of(draft.attribution, words.welcoming)
    if draft.stance is Stance.ASSERTS:  # "London confirmed the deployment"
        pointed = draft.event is not None and draft.event.definite
        return pointed and voices.is_cue_of(draft.attribution, words.owning)
    return draft.stance in (Stance.DENIES, Stance.WITHHOLDS)

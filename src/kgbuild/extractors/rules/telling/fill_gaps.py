"""What a document leaves unsaid at one place because it said it at another: "the troops", "the deliveries".

A telling without a recipient, sender or destination takes it from the compatible tellings of the same
document: the one right before it, else the party that most of them name, of equals the nearest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from kgbuild.claims.model import Act, Stance
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.thesaurus import Scheme, Thesaurus

ROLES = {
    "Transfer": ("supplier", "recipient"),
    "Deployment": ("sender", "destination"),
    "Casualties": ("force", "theatre"),
}
_OPPOSITE = {
    "supplier": "recipient",
    "recipient": "supplier",
    "sender": "destination",
    "destination": "sender",
}
_NEAR = 40
"""Tokens back in which a telling stands right before another."""
_NOT_SHARED = frozenset({"theatre"})


Beside = Callable[[int], Collection[Entity]]
"""Says which states the paragraph of a token names."""


def nowhere_beside(_: int) -> Collection[Entity]:
    """Return no states: nothing is known of paragraphs."""
    return ()


def fill(
    drafts: Sequence[Draft],
    thesaurus: Thesaurus,
    items: Sequence[Range] = (),
    beside: Beside = nowhere_beside,
) -> None:
    """Fill missing roles in place: first from tellings before, the nearest first, then from those after.

    Where no party is named, something has to point elsewhere: the telling itself ("the soldiers"), a speaker
    who is a party there, or that all tellings of the same kind of thing agree. An item of a list, among
    `items`, tells of something else than its neighbours, unless it points to them or denies what they tell.
    """
    for draft in drafts:
        _take_back_oneself(draft.profile.roles)
    known = [draft for draft in drafts if draft.profile.kind in ROLES]
    said = [(dict(draft.profile.roles), draft.profile) for draft in known]
    for here, draft in enumerate(known):
        profile = draft.profile
        if profile.concept is None and profile.kind == "Transfer":
            profile.concept = _concept(profile, here, [d.profile for d in known])
        for role in profile.missing:
            if role == "force" or _is_closed(draft, items):  # the module losses has looked for the force
                continue
            own = _own_part(draft, role, said)
            if own is not None:
                profile.roles[role] = own
                profile.filled.append(role)
                continue
            donor = _donor(profile, role, here, said, thesaurus)
            if donor is None or _is_of_others(draft, donor.entity, beside(draft.anchor)):
                continue
            if _is_own_act_of(donor.entity, role, draft, known[:here]):
                continue
            if _may_take(draft, donor, said[here][0], said) or _goes_on(draft, known[:here], thesaurus):
                profile.roles[role] = donor.entity
                profile.filled.append(role)


def _own_part(
    draft: Draft, role: str, said: Sequence[tuple[dict[str, Entity | None], Profile]]
) -> Entity | None:
    """Return the speaker's own state where it is told to have this role: "our troops", "the deployment".

    Nobody blames, or makes demands on, oneself.
    """
    points = draft.event is not None and draft.event.points
    leaving = role == "destination" and draft.stance is Stance.DEMANDS and draft.act is Act.WITHDRAWN
    if not leaving and (not points or draft.stance in (Stance.CONDEMNS, Stance.DEMANDS)):
        return None
    named = {roles.get(role) for roles, profile in said if profile.kind == draft.profile.kind}
    taken = set(draft.profile.roles.values())
    own = {e.party for e in draft.claimants if e.party is not None and not e.is_media}
    found = [entity for entity in own if entity in named and entity not in taken]
    return found[0] if len(found) == 1 else None


def _goes_on(draft: Draft, before: Sequence[Draft], thesaurus: Thesaurus) -> bool:
    """Whether goods that nobody is said to give are those told of right before, or of their kind.

    "Chad sells Mali most of its arms. Forty tanks were delivered in May."
    """
    profile = draft.profile
    if profile.kind != "Transfer" or draft.event is None or not before or profile.concept is None:
        return False
    if any(role in draft.event.roles for role in ROLES["Transfer"]) or profile.unknown:
        return False
    last = before[-1]
    near = last.profile.kind == "Transfer" and draft.anchor - last.anchor <= _NEAR
    return near and related(thesaurus.materiel, profile.concept, last.profile.concept)


class _Donor(NamedTuple):
    """Whom other tellings name in a role."""

    entity: Entity
    agreed: bool
    """Two tellings or more of the same kind of thing name nobody else."""


def _may_take(
    draft: Draft,
    donor: _Donor,
    own: Mapping[str, Entity | None],
    said: Sequence[tuple[dict[str, Entity | None], Profile]],
) -> bool:
    """Whether anything points from a telling to the party that others name."""
    points = draft.event is not None and draft.event.points
    if points or donor.agreed or any(own.values()):
        return True
    parties = {e for roles, profile in said if profile.kind == draft.profile.kind for e in roles.values()}
    return any(e.party in parties for e in draft.claimants if e.party is not None)


def _is_of_others(draft: Draft, donor: Entity, beside: Collection[Entity]) -> bool:
    """Whether the paragraph names other parties than the donor, which nothing points to."""
    if draft.event is None or draft.event.points or draft.profile.kind == "Casualties":
        return False
    if donor in beside or donor.state in beside:
        return False
    known = {e.state or e for e in draft.profile.roles.values() if e is not None}
    return bool(set(beside) - known - {e.state for e in draft.claimants})


def _is_own_act_of(donor: Entity, role: str, draft: Draft, before: Sequence[Draft]) -> bool:
    """Whether a party only told of its own act, which the words of another state do not point to.

    "Chad said it had sent tanks to Mali. Niger said that shells had gone to Mali": whose, nobody says.
    """
    if role not in ("supplier", "sender") or draft.event is None or draft.event.points:
        return False
    speakers = {e for e in draft.claimants if e.kind == "State"}
    if draft.stance is not Stance.ASSERTS or not speakers or donor in speakers:
        return False
    told = [d for d in before if d.profile.kind == draft.profile.kind and d.profile.roles.get(role) == donor]
    return bool(told) and all(donor in {e.party for e in d.claimants} for d in told)


def _is_closed(draft: Draft, items: Sequence[Range]) -> bool:
    """Whether a telling stands in an item of a list and nothing points out of it."""
    points = draft.event is not None and (draft.event.points or draft.stance is not Stance.ASSERTS)
    return not points and any(item.start <= draft.anchor < item.end for item in items)


def _only_one_here(candidates: Iterable[Entity], named_here: Collection[Entity]) -> Entity | None:
    """Return the only candidate whom the paragraph names."""
    found = [entity for entity in candidates if entity in named_here]
    return found[0] if len(found) == 1 else None


def fill_from_topic(
    drafts: Sequence[Draft], items: Sequence[Range] = (), beside: Beside = nowhere_beside
) -> None:
    """Give a supplier or sender whose counterpart is nowhere said the one that the document is about.

    That is the one that its paragraph names, of those that other tellings of this kind name, else the one
    that most of them name: two at least, or all.
    """
    closed = {id(d.profile) for d in drafts if _is_closed(d, items)}
    for role, actor in (("recipient", "supplier"), ("destination", "sender")):
        told = [d.profile for d in drafts if role in d.profile.roles]
        named = Counter(p.roles[role] for p in told if p.roles[role] is not None and role not in p.filled)
        named = named or Counter(p.roles[role] for p in told if p.roles[role] is not None)
        for draft in drafts:
            profile = draft.profile
            if role not in profile.missing or profile.roles.get(actor) is None or id(profile) in closed:
                continue
            others = [(e, n) for e, n in named.most_common() if e is not None and e != profile.roles[actor]]
            here = _only_one_here([e for e, _ in others], beside(draft.anchor))
            if _is_told_by_a_third(draft, [e for e, _ in others]):
                continue
            near = here is not None and _is_told_near(here, role, draft, drafts)
            if others and (near or others[0][1] > 1 or len(others) == 1):
                profile.roles[role] = here or others[0][0]
                profile.filled.append(role)


def _is_told_by_a_third(draft: Draft, others: Collection[Entity]) -> bool:
    """Whether a state speaks that is no party, though it may well be the one it leaves unsaid."""
    speakers = {e for e in draft.claimants if e.kind == "State"}
    points = draft.event is not None and draft.event.points
    return not points and bool(speakers) and speakers.isdisjoint({*others, *draft.profile.roles.values()})


def _is_told_near(entity: Entity, role: str, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a telling right before names somebody in a role in words of its own."""
    before = (d.profile for d in drafts if draft.anchor - _NEAR < d.anchor < draft.anchor)
    return any(p.roles.get(role) == entity and role not in p.filled for p in before)


def part(drafts: Sequence[Draft]) -> None:
    """Leave a recipient open that was taken to be the supplier itself: the words meant somebody else.

    Who speaks of "the purchase" is the buyer, if anybody, and not the seller.
    """
    for draft in drafts:
        roles = draft.profile.roles
        seller = roles.get("supplier")
        bought = (
            draft.event is not None and draft.event.act == "Ordered" and "supplier" in draft.profile.filled
        )
        if bought and seller is not None and seller in {e.party for e in draft.claimants}:
            roles["supplier"] = None
            roles["recipient"] = roles["recipient"] or seller
        _take_back_oneself(roles)


def _take_back_oneself(roles: dict[str, Entity | None]) -> None:
    """Take back a recipient that is the supplier itself."""
    if roles.get("supplier") is not None and roles.get("supplier") == roles.get("recipient"):
        roles["recipient"] = None


def _concept(profile: Profile, here: int, known: Sequence[Profile]) -> str | None:
    """Return the materiel that "the deliveries" means: that of the last telling of the same parties."""
    for other in reversed(known[:here]):
        if (
            other.kind == profile.kind
            and other.concept is not None
            and all(
                entity is None or other.roles.get(role) in (None, entity)
                for role, entity in profile.roles.items()
            )
        ):
            return other.concept
    return None


def _donor(
    profile: Profile,
    role: str,
    here: int,
    said: Sequence[tuple[dict[str, Entity | None], Profile]],
    thesaurus: Thesaurus,
) -> _Donor | None:
    order = [*range(here - 1, -1, -1), *range(here + 1, len(said))]
    for strict in (True, False):
        votes: Counter[Entity] = Counter()
        for other in order:
            roles, rival = said[other]
            entity: Entity | None = roles.get(role) or rival.roles.get(role)
            if rival.kind != profile.kind or entity is None:
                continue
            if entity == profile.roles.get(_OPPOSITE.get(role, "")):
                continue
            if _compatible(profile, rival, role, strict, thesaurus):
                if strict and other == here - 1 and roles.get(role) is not None:
                    # what was told just before, in words of its own
                    return _Donor(entity, _agree(profile, role, here, said, thesaurus))
                votes[entity] += 1
        # Of another kind of thing, without a party in common, only where the document names nobody else
        alone = strict or len(votes) == 1 or any(profile.roles.values())
        if votes and alone:  # the most frequent; of equals the nearest, which was counted first
            entity, count = votes.most_common(1)[0]
            return _Donor(entity, strict and count > 1 and len(votes) == 1)
    return None


def _agree(
    profile: Profile,
    role: str,
    here: int,
    said: Sequence[tuple[dict[str, Entity | None], Profile]],
    thesaurus: Thesaurus,
) -> bool:
    """Whether two or more other tellings of the same kind of thing name one and the same in a role."""
    named = [
        roles[role]
        for other, (roles, rival) in enumerate(said)
        if other != here
        and rival.kind == profile.kind
        and roles.get(role) is not None
        and _compatible(profile, rival, role, True, thesaurus)
    ]
    return len(named) > 1 and len(set(named)) == 1


def _compatible(profile: Profile, rival: Profile, role: str, strict: bool, thesaurus: Thesaurus) -> bool:
    shared = 0
    for name, entity in profile.roles.items():
        other = rival.roles.get(name)
        if name == role or entity is None or other is None:
            continue
        if entity != other:
            return False
        shared += 1
    scheme = thesaurus.materiel if profile.kind == "Transfer" else thesaurus.force_type
    if strict and not related(scheme, profile.concept, rival.concept):
        return False
    if profile.kind == "Deployment" and not strict and not related(scheme, profile.concept, rival.concept):
        return False
    return shared > 0 or all(entity is None for entity in profile.roles.values())


def related(scheme: Scheme, one: str | None, other: str | None) -> bool:
    """Whether two concepts are the same or one contains the other; None is compatible with all."""
    if one is None or other is None or one == other:
        return True
    if one not in scheme.concepts or other not in scheme.concepts:
        return False
    return scheme.is_a(one, other) or scheme.is_a(other, one)


def _is_military(kind: str, scheme: Scheme) -> bool:
    """Whether goods are military whoever gets them."""
    return scheme.is_a(kind, "weapon") or scheme.is_a(kind, "military-equipment")


def is_whole(profile: Profile, thesaurus: Thesaurus) -> bool:
    """Whether enough is known for the telling to be about something.

    A transfer needs one party; of goods that are not military (fuel, technology) it needs both.
    """
    roles = profile.roles
    match profile.kind:
        case "Transfer":
            if profile.concept is None:
                return False
            parties = {e for e in (roles.get("supplier"), roles.get("recipient")) if e is not None}
            known = profile.concept in thesaurus.materiel.concepts
            military = _is_military(profile.concept, thesaurus.materiel)
            return len(parties) > (0 if not known or military else 1)
        case "Deployment":
            nobody = "sender" in profile.unknown and roles.get("destination") is not None
            return roles.get("sender") is not None or nobody
        case "Casualties":
            return roles.get("force") is not None
        case _:
            treaty = profile.treaty
            known = treaty is not None and (treaty.key is not None or treaty.partner)
            return treaty is not None and (
                len(treaty.parties) > 1 or (known and bool(treaty.parties or treaty.key))
            )

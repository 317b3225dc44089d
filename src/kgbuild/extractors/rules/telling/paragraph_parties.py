"""The other party of what a telling points back to, where its paragraph speaks of only one other state."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kgbuild.claims.model import Stance
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.mentions import Mention
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.grounding.entities import Entity

_ROLES = {"Transfer": ("supplier", "recipient"), "Deployment": ("sender", "destination")}


class ParagraphParties:
    """Looks at the states that a paragraph names."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._breaks = [t.i for t in reading.doc if t.is_space and "\n" in t.text]

    def fill(self, drafts: Sequence[Draft]) -> None:
        """Give "the deliveries" of one known party the only other state named before in the paragraph."""
        for draft in drafts:
            roles = _ROLES.get(draft.profile.kind)
            if roles is None or draft.event is None or not draft.event.points:
                continue  # nothing points beyond the words
            first, second = (draft.profile.roles[role] for role in roles)
            if (first is None) == (second is None):
                continue
            known = first or second
            barred = [known]
            if first is None:
                barred.extend(_told_beside(draft, drafts, roles[1]))
            if first is None and draft.stance in (Stance.CONDEMNS, Stance.DEMANDS):
                barred.extend(e.party for e in draft.claimants)  # nobody condemns its own act
            beyond = draft.attribution.source if first is None and draft.attribution is not None else None
            there = second is None and draft.profile.kind == "Deployment"
            others = [s for s in self._states_before(draft.anchor, beyond, there) if s not in barred]
            if len(others) == 1:
                role = roles[0] if first is None else roles[1]
                if role in draft.profile.unknown or (role == "destination" and others[0].kind != "State"):
                    continue
                draft.profile.roles[role] = others[0]
                draft.profile.filled.append(role)

    def states_around(self, token: int) -> list[Entity]:
        """Return the states that the paragraph of a token names, in whatever form."""
        at = bisect_right(self._breaks, token)
        start = self._breaks[at - 1] if at > 0 else 0
        end = self._breaks[at] if at < len(self._breaks) else len(self._reading.doc)
        named = (m for m in self._reading.mentions.all if start <= m.range.start < end)
        states = [m.entity.state if m.entity is not None else self._state_of_place(m) for m in named]
        return list(dict.fromkeys(state for state in states if state is not None))

    def _state_of_place(self, mention: Mention) -> Entity | None:
        iso3 = mention.place.iso3 if mention.place is not None else None
        return self._reading.state(iso3) if iso3 is not None else None

    def _states_before(self, token: int, beyond: Range | None, there: bool = False) -> list[Entity]:
        """Return the states named in a paragraph up to the end of a token's sentence.

        Args:
            token: the telling.
            beyond: words that do not count: a state that only says whose minister speaks does not act.
            there: only states that something can be in: "Russian mercenaries" are nowhere.

        """
        at = bisect_right(self._breaks, token)
        start = self._breaks[at - 1] if at > 0 else 0
        end = self._reading.doc[token].sent.end
        found: dict[Entity, None] = {}
        for mention in self._reading.mentions.all:
            if not start <= mention.range.start < end or (
                beyond is not None and beyond.start <= mention.range.start < beyond.end
            ):
                continue
            entity = mention.entity
            if there and mention.role in ("adjective", "people"):
                continue
            if (entity is not None and entity.kind == "State") or (
                entity is not None
                and entity.party is not None
                and mention.role == "organization"
                and entity.party is entity
            ):
                found[entity] = None
            elif mention.place is not None and mention.place.iso3 is not None and entity is None:
                found[self._reading.state(mention.place.iso3)] = None
        return list(found)


def _told_beside(draft: Draft, drafts: Sequence[Draft], role: str) -> list[Entity | None]:
    """Return who has a role in the tellings of the same word ("troops to Mali and Niger")."""
    return [other.profile.roles.get(role) for other in drafts if other.anchor == draft.anchor]

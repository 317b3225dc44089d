"""Each pass over the drafts does one thing, and shows what it is worth where it is left out."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.reading import RulesReader
from kgbuild.extractors.rules.telling import passes
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.drafting import Drafting
from kgbuild.grounding.entities import Entity

HERALD = Entity("Organization", "Herald")
Told = tuple[str, tuple[str | None, ...], tuple[str, ...]]
Telling = Callable[..., list[Draft]]


@pytest.fixture(scope="module")
def telling(reader: RulesReader) -> Telling:
    """The drafts of a text; `without` names passes to leave out."""

    def drafts(text: str, without: Collection[str] = ()) -> list[Draft]:
        (doc,) = reader.parse([text])
        return Drafting(reader.read(doc, None, None), reader.knowledge, HERALD, without).drafts()

    return drafts


def short(draft: Draft) -> Told:
    """Stance, parties in the order of their roles, and who says so."""
    parties = tuple(e.name if e is not None else None for e in draft.profile.roles.values())
    return str(draft.stance), parties, tuple(e.name for e in draft.claimants)


def by_hand(kind: str, anchor: int = 0, stance: Stance = Stance.ASSERTS, **roles: Entity | None) -> Draft:
    profile = Profile(kind, dict(roles))
    return Draft(profile, anchor, Range(anchor, anchor + 1), (HERALD,), stance, Modality.ACTUAL)


def test_names_of_passes_differ() -> None:
    names = [each.name for each in passes.PASSES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "text", "with_it", "without_it"),
    [
        (
            "other-tellings",
            "Turkey sold 20 drones to Mali. Chad said the drones had been delivered last week.",
            ("Asserts", ("Turkey", "Mali"), ("Chad",)),
            None,
        ),
        (
            "back-references",
            "Oman said Iran had sent missiles to Yemen. Iran called that a lie.",
            ("Denies", ("Iran", "Yemen"), ("Iran",)),
            None,
        ),
        (
            "blame",
            "Kenya and Chad said they would send police to Haiti.",
            ("Pledges", ("Kenya", "Haiti"), ("Kenya",)),
            ("Pledges", ("Kenya", "Haiti"), ("Kenya", "Chad")),
        ),
        (
            "whole",
            "The French soldiers in Niger met the mayor.",
            None,
            ("Asserts", ("France", "Niger"), ("Herald",)),
        ),
    ],
)
def test_what_a_pass_is_worth(
    telling: Telling, name: str, text: str, with_it: Told | None, without_it: Told | None
) -> None:
    done, undone = map(short, telling(text)), map(short, telling(text, (name,)))
    one, other = set(done), set(undone)
    assert one != other
    assert with_it is None or with_it in one - other
    assert without_it is None or without_it in other - one


def test_breaches_go_with_the_act_that_is_said_to_break_something(telling: Telling) -> None:
    text = "Chad said the delivery of rifles to Sudan by Libya violated UN Security Council Resolution 1591."
    assert [short(d) for d in telling(text) if d.breaches] == [("Asserts", ("Libya", "Sudan"), ("Chad",))]
    assert not any(d.breaches for d in telling(text, ("breaches",)))


def test_a_party_on_both_sides_is_taken_back(reader: RulesReader) -> None:
    mali = reader.table.state("MLI")
    draft = by_hand("Transfer", supplier=mali, recipient=mali)
    (parted,) = passes.parts(_bench(reader), [draft])
    assert list(parted.profile.roles.values()).count(mali) == 1


def test_what_needs_a_place_and_has_none_is_dropped(reader: RulesReader, telling: Telling) -> None:
    chad = reader.table.state("TCD")
    placed = by_hand("Deployment", sender=chad, destination=reader.table.state("MLI"))
    assert passes.nowhere(_bench(reader), [placed]) == [placed]


def _bench(reader: RulesReader) -> passes.Bench:
    (doc,) = reader.parse(["Nothing happened."])
    return passes.Bench.of(reader.read(doc, None, None), reader.knowledge, HERALD)

"""What is said of agreements: whose they are, what is done with them, who takes which stance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kgbuild.extractors.rules.reading import Knowledge, RulesReader
from kgbuild.extractors.rules.syntax.parsing import load_model
from kgbuild.extractors.rules.telling.drafting import Drafting
from kgbuild.grounding.entities import Entity


@dataclass(frozen=True)
class Told:
    """One claim about an agreement."""

    words: str
    parties: frozenset[str]
    act: str | None
    stance: str
    claimants: frozenset[str]
    obligations: tuple[str, ...]
    signatories: tuple[str, ...]


Tell = Callable[[str], list[Told]]


@pytest.fixture(scope="module")
def tell() -> Tell:
    """Read a text and return what it says of agreements, in order."""
    knowledge = Knowledge.load()
    reader = RulesReader(load_model(), knowledge)
    paper = Entity("Organization", "The Paper")

    def read(text: str) -> list[Told]:
        (doc,) = reader.parse([text])
        drafts = Drafting(reader.read(doc, None, None), knowledge, paper).drafts()
        return [
            Told(
                doc[draft.range.start : draft.range.end].text,
                frozenset(e.iso3 or e.name for e in draft.profile.treaty.parties),
                draft.act.value if draft.act is not None else None,
                draft.stance.value,
                frozenset(e.name for e in draft.claimants),
                draft.profile.treaty.obligations,
                tuple(e.name for e in draft.profile.treaty.signatories),
            )
            for draft in drafts
            if draft.profile.treaty is not None
        ]

    return read


PARTIES = [
    ("Togo and Ghana signed a border treaty.", {"TGO", "GHA"}),
    ("Togo signed a border treaty with Ghana.", {"TGO", "GHA"}),
    ("The foreign ministers of Togo and Ghana initialled a border treaty.", {"TGO", "GHA"}),
    ("A border treaty between Togo and Ghana was signed on Monday.", {"TGO", "GHA"}),
    ("A border treaty was signed by Togo and Ghana on Monday.", {"TGO", "GHA"}),
    ("Togo ratified its border treaty with Ghana.", {"TGO", "GHA"}),
    ("Officials of Togo met those of Ghana. The two governments signed a border treaty.", {"TGO", "GHA"}),
    ("Togo, Ghana ink border treaty", {"TGO", "GHA"}),
    ("Peru has a status-of-forces agreement with Chile.", {"PER", "CHL"}),
    ("Peru signed a memorandum of understanding on ports with Chile.", {"PER", "CHL"}),
    ("Togo and Ghana are bound by a 1975 defence treaty.", {"TGO", "GHA"}),
]


@pytest.mark.parametrize(("text", "parties"), PARTIES)
def test_parties(tell: Tell, text: str, parties: set[str]) -> None:
    assert [told.parties for told in tell(text)] == [parties]


ACTS = [
    ("Peru and Chile sealed a defence pact.", "Signed"),
    ("Peru's parliament ratified the defence pact with Chile.", "Ratified"),
    ("Peru pulled out of its defence pact with Chile.", "Terminated"),
    ("Peru tore up its defence pact with Chile.", "Terminated"),
    ("Peru put its defence pact with Chile in abeyance.", "Suspended"),
    ("The defence pact between Peru and Chile came into force in May.", "EnteredIntoForce"),
    ("The defence pact between Peru and Chile is expected to be ratified in May.", "Ratified"),
    ("The defence pact between Peru and Chile covers pilots.", None),
]


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_acts(tell: Tell, text: str, act: str | None) -> None:
    assert [told.act for told in tell(text)] == [act]


SIGNED = "Peru and Chile signed a defence agreement in Lima. "
STANCES = [
    ("Bolivia hailed the pact.", "Endorses", "Bolivia"),
    ("Bolivia denounced the agreement.", "Condemns", "Bolivia"),
    ("Bolivia hailed it.", "Endorses", "Bolivia"),
    ("Bolivia regards the deal as illegal.", "Condemns", "Bolivia"),
    ("Bolivia called the agreement null and void.", "Condemns", "Bolivia"),
    ("Bolivia voiced concern about the agreement.", "Condemns", "Bolivia"),
    ("Bolivia urged Chile to honour the agreement.", "Demands", "Bolivia"),
    ("The document has not been ratified.", "Denies", "The Paper"),
    ("Article 3 bars the parties from building bases.", "Asserts", "The Paper"),
    ("It provides for consultations.", "Asserts", "The Paper"),
    ("The accord bans foreign bases.", "Asserts", "The Paper"),
    ("An attack on one shall be considered an attack on both.", "Asserts", "The Paper"),
]


@pytest.mark.parametrize(("text", "stance", "claimant"), STANCES)
def test_what_points_back(tell: Tell, text: str, stance: str, claimant: str) -> None:
    first, second = tell(SIGNED + text)
    assert first.act == "Signed"
    assert (second.stance, second.claimants, second.parties) == (stance, {claimant}, {"PER", "CHL"})


NOTHING = [
    "Peru signed an arms deal worth $3 billion with Chile.",
    "Peru has sent 300 police officers to Chile under a 2019 defence pact.",
    "Peru and Chile have held talks since the treaty of 1929.",
    "The band signed a record deal.",
    "Critics of the deal spoke in Lima.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_background_and_purchases_are_no_claims(tell: Tell, text: str) -> None:
    assert tell(text) == []


def test_clause_and_predicate_are_two_claims(tell: Tell) -> None:
    told = tell("Bolivia cancelled the border agreement it struck with Peru in May.")
    assert [(t.act, t.parties) for t in told] == [("Terminated", {"BOL", "PER"}), ("Signed", {"BOL", "PER"})]


def test_membership_of_an_organization_that_is_a_treaty(tell: Tell) -> None:
    (told,) = tell("Kazakhstan froze its participation in the Collective Security Treaty Organization.")
    assert (told.act, told.parties) == ("Suspended", {"KAZ"})


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Kazakhstan will leave the Collective Security Treaty Organization.", "Terminated"),
        ("Kazakhstan's membership in the Collective Security Treaty Organization was frozen.", "Suspended"),
    ],
)
def test_membership_given_up(tell: Tell, text: str, act: str) -> None:
    (told,) = tell(text)
    assert (told.act, told.parties) == (act, {"KAZ"})


def test_criticism_that_an_agreement_meets_with(tell: Tell) -> None:
    told = tell("Peru and Chile signed a border pact. The pact has drawn sharp criticism from Bolivia.")
    assert [(t.stance, t.claimants) for t in told][1:] == [("Condemns", {"Bolivia"})]


def test_move_points_to_the_act_before(tell: Tell) -> None:
    told = tell("Peru suspended its water treaty with Chile. Bolivia condemned the move.")
    assert [(t.act, t.stance) for t in told] == [("Suspended", "Asserts"), ("Suspended", "Condemns")]


def test_signatories_are_the_people_who_sign(tell: Tell) -> None:
    (told,) = tell("Ana Silva, the president of Peru, signed a defence pact with Chile.")
    assert "Ana Silva" in told.signatories


def test_obligations_are_read_from_the_words(tell: Tell) -> None:
    (told,) = tell("Peru and Chile signed a non-aggression pact.")
    assert told.obligations == ("non-aggression",)


def test_two_agreements_stay_apart(tell: Tell) -> None:
    told = tell(
        "Peru and Chile signed a defence pact. Togo and Ghana signed a border treaty. "
        "The border treaty expires in May."
    )
    assert [t.parties for t in told] == [{"PER", "CHL"}, {"TGO", "GHA"}, {"TGO", "GHA"}]


def test_an_agreement_is_not_another_one_told_of_later(tell: Tell) -> None:
    told = tell(
        "Togo's parliament approved a defence agreement under which Ghana will train its navy. The minister "
        "denied that it was directed against Benin. Benin, which signed a port memorandum with breakaway "
        "Rivaria, has not commented on the pact."
    )
    assert {t.parties for t in told if "memorandum" not in t.words} == {frozenset({"TGO", "GHA"})}


@pytest.mark.parametrize("remark", ["has not commented on", "declined to comment on", "protested against"])
def test_who_only_comments_on_an_agreement_is_no_party(tell: Tell, remark: str) -> None:
    told = tell(f"Togo's parliament approved a defence agreement on Monday. Benin {remark} the agreement.")
    assert not any("BEN" in t.parties for t in told)


def test_against_whom_an_agreement_is_directed_is_no_party(tell: Tell) -> None:
    told = tell(
        "Togo's parliament approved a defence agreement under which Ghana will protect its coast and "
        "train its navy. The prime minister denied that it was directed against Benin.\n\n"
        "The agreement was signed in Lima by the two defence ministers."
    )
    assert {t.parties for t in told} == {frozenset({"TGO", "GHA"})}

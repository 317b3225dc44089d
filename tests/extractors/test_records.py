"""What an extractor is made with: claims of words and names."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Agent, Claim, Evidence, Stance, Transfer
from kgbuild.claims.proof import Proof, proved
from kgbuild.documents import Document
from kgbuild.extractors import bundle, claim
from kgbuild.spans import Span

NOTE = Document("note.txt", "Chad denied it. Later Chad denied it again; Malian army officers knew.")


def passed(*claims: Claim) -> tuple[list[Claim], list[str]]:
    proof = Proof()
    (through,) = proved([bundle(NOTE, claims)], proof)
    return list(through.claims), [refusal.reason for refusal in proof.refusals]


def test_a_claim_of_a_place_and_of_a_quote_are_the_same() -> None:
    of_place = claim(NOTE, (0, 14), "Chad", "Denies")
    assert of_place == claim(NOTE, "Chad denied it", "Chad", Stance.DENIES)
    assert of_place.evidence == (Evidence(span=Span(0, 14), quote="Chad denied it"),)
    assert of_place.document == NOTE.key


def test_a_name_is_who_the_gazetteer_knows_by_it() -> None:
    (state,) = claim(NOTE, "Chad", "Chad", "Denies").claimants
    assert state.iso3 == "TCD"
    (army,) = claim(NOTE, "Chad", "Malian army", "Denies").claimants
    assert army.part_of is not None
    assert army.part_of.iso3 == "MLI"
    (stranger,) = claim(NOTE, "Chad", "Suria", "Denies").claimants
    assert stranger == Agent(kind="Organization", name="Suria")
    someone = Agent(kind="Person", name="Chad")
    assert claim(NOTE, "Chad", someone, "Denies").claimants == (someone,)


def test_other_fields_go_by_their_names() -> None:
    tank = Transfer(materiel="tank")
    made = claim(NOTE, "Chad denied it", "Chad", "Denies", about=(tank,), confidence=0.7)
    assert (made.about, made.confidence) == ((tank,), 0.7)
    with pytest.raises(ValueError, match="colour"):
        claim(NOTE, "Chad denied it", "Chad", "Denies", colour="red")
    with pytest.raises(ValueError, match="Doubts"):
        claim(NOTE, "Chad denied it", "Chad", "Doubts")


def test_words_that_are_not_there_do_not_pass_the_door() -> None:
    kept, refused = passed(
        claim(NOTE, "Later Chad denied it", "Chad", "Denies"),
        claim(NOTE, "Chad admitted it", "Chad", "Asserts"),
    )
    assert [each.evidence[0].span for each in kept] == [Span(16, 36)]
    assert refused == ["the quote “Chad admitted it” is not in the document"]

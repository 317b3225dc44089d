"""Whose report it is, whom the words leave unnamed, and what follows from what was said."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Casualties, Claim, Deployment, Stance, Transfer, Treaty
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim)]


def test_the_representative_of_a_state_is_not_any_representative(extractor: RulesExtractor) -> None:
    text = (
        "Deputy Special Representative Tells Council of Ceasefire\n\n"
        "The representative of Norway said that Ghana had sent soldiers to Togo."
    )
    claim = next(c for c in claims(extractor, text) if c.about)
    represented = claim.claimants[0].represents
    assert represented is not None
    assert represented.iso3 == "NOR"


def test_papers_of_a_state_are_not_the_state(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Norwegian papers have reported that 40 Ghanaian soldiers died in Togo.")
    assert (claim.claimants[0].kind, claim.claimants[0].name) == ("Organization", "Norwegian papers")


def test_researchers_in_a_city_do_not_speak_for_its_state(extractor: RulesExtractor) -> None:
    text = "Fighting goes on in Togo. Researchers in Oslo put the toll in Lomé at 6,000."
    (claim,) = claims(extractor, text)
    assert claim.claimants[0].represents is None
    assert isinstance(claim.about[0], Casualties)
    assert claim.about[0].force is not None
    assert claim.about[0].force.iso3 == "TGO"


def test_the_other_is_one_of_those_who_spoke(extractor: RulesExtractor) -> None:
    text = (
        "Norway has soldiers in Togo, two Togolese officials said. One asked for more; "
        "the other said that Norwegian soldiers had left Togo in May."
    )
    assert {c.claimants[0].name for c in claims(extractor, text) if c.about} == {"Togolese officials"}


def test_a_toll_that_follows_is_said_with_it(extractor: RulesExtractor) -> None:
    text = (
        "Three people were killed on Sunday in Lomé, the Health Ministry of Togo announced, "
        "bringing to 331 the number of dead since the truce."
    )
    told = claims(extractor, text)
    assert {c.claimants[0].name for c in told} == {"Health Ministry of Togo"}
    assert sorted(c.quantity.minimum or 0 for c in told if c.quantity) == [3, 331]


def test_who_killed_fighters_was_not_theirs(extractor: RulesExtractor) -> None:
    text = 'Boko Haram claimed that it had killed 51 soldiers and "mercenaries" in Chad.'
    forces = [c.about[0].force for c in claims(extractor, text) if isinstance(c.about[0], Casualties)]
    assert [f.iso3 for f in forces if f is not None] == ["TCD"]


@pytest.mark.parametrize(
    "silence",
    [
        "did not wish to respond",
        "has nothing to confirm",
        "has yet to respond",
        "referred questions to the prime minister's office",
    ],
)
def test_more_words_for_silence(extractor: RulesExtractor, silence: str) -> None:
    text = f"Amnesty said Norway had sold rifles to Togo. The Norwegian defence ministry {silence}."
    assert [c.stance for c in claims(extractor, text) if c.about][-1] is Stance.WITHHOLDS


def test_words_read_as_verbs_are_things_where_only_things_stand(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Norway has delivered at least 17 Bayraktar TB2 drones to Togo since 2022.")
    assert isinstance(claim.about[0], Transfer)
    assert claim.quantity is not None
    assert claim.quantity.minimum == 17


def test_since_opens_no_clause_where_that_does(extractor: RulesExtractor) -> None:
    text = "Togo's military has said since mid-May that 11 of its own men were martyred."
    (claim,) = claims(extractor, text)
    assert claim.claimants[0].name != "Harbour Post"


def test_where_it_was_signed_is_no_party(extractor: RulesExtractor) -> None:
    text = (
        "The ceasefire agreement signed in Geneva in May by Togo has held, Ghana's president said in Accra."
    )
    parties = {
        p.iso3 for c in claims(extractor, text) for e in c.about if isinstance(e, Treaty) for p in e.parties
    }
    assert "CHE" not in parties


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Norway signed an agreement on a Norwegian naval facility near Lomé.", {"NOR", "TGO"}),
        ("Norway keeps 40 soldiers in Togo under a defence treaty renewed in July.", {"NOR", "TGO"}),
        (
            "Norway still keeps 40 men in Togo under a bilateral accord with Lomé renewed in May.",
            {"NOR", "TGO"},
        ),
    ],
)
def test_whose_agreement_the_words_around_it_tell(
    extractor: RulesExtractor, text: str, parties: set[str]
) -> None:
    treaty = next(e for c in claims(extractor, text) for e in c.about if isinstance(e, Treaty))
    assert {party.iso3 for party in treaty.parties} == parties


def test_who_imports_is_given_it(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "SIPRI estimates that Togolese arms imports rose by 46%.")
    event = claim.about[0]
    assert isinstance(event, Transfer)
    assert event.supplier is None
    assert event.recipient is not None
    assert event.recipient.iso3 == "TGO"


def test_our_neighbour_is_not_us(extractor: RulesExtractor) -> None:
    text = (
        'Togo\'s Foreign Office said that "the acquisition of missiles by our neighbour will get a response".'
    )
    got = [e.recipient for c in claims(extractor, text) for e in c.about if isinstance(e, Transfer)]
    assert all(agent is None or agent.iso3 != "TGO" for agent in got)


def test_a_report_that_does_not_reflect_the_truth_is_denied(extractor: RulesExtractor) -> None:
    text = "Claims that Norway has sent soldiers to Togo do not reflect the truth, its army said."
    assert Stance.DENIES in {c.stance for c in claims(extractor, text) if isinstance(c.about[0], Deployment)}


def of_publisher(extractor: RulesExtractor, publisher: str, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher=publisher)])
    return [record for record in records if isinstance(record, Claim)]


@pytest.mark.parametrize(
    ("publisher", "state"),
    [
        ("Ministry of Foreign Affairs and Integration, Republic of Togo", "TGO"),
        ("Norwegian Armed Forces", "NOR"),
        ("Ministry of National Defence of Norway", "NOR"),
    ],
)
def test_a_body_that_publishes_belongs_to_the_state_in_its_name(
    extractor: RulesExtractor, publisher: str, state: str
) -> None:
    (claim,) = of_publisher(extractor, publisher, "Ghana has sent 40 soldiers to Benin.")
    speaker = claim.claimants[0]
    while speaker.part_of is not None:
        speaker = speaker.part_of
    assert speaker.iso3 == state


@pytest.mark.parametrize(("publisher", "sender"), [("Norwegian Armed Forces", "NOR"), ("Harbour Post", None)])
def test_our_troops_are_those_of_the_state_whose_body_publishes(
    extractor: RulesExtractor, publisher: str, sender: str | None
) -> None:
    told = of_publisher(extractor, publisher, "Around 500 of our soldiers are serving in Togo.")
    senders = [e.sender and e.sender.iso3 for c in told for e in c.about if isinstance(e, Deployment)]
    assert senders == ([sender] if sender else [])


def test_who_spoke_goes_on_about_his_country(extractor: RulesExtractor) -> None:
    text = "The representative of Norway rejected those conclusions. His country had sent no weapons to Togo."
    (claim,) = (c for c in claims(extractor, text) if c.about)
    represented = claim.claimants[0].represents
    assert (represented and represented.iso3, claim.stance) == ("NOR", Stance.DENIES)


def test_his_country_after_no_statement_is_told_by_the_publisher(extractor: RulesExtractor) -> None:
    text = "The representative of Norway met the press. His country has sent 40 soldiers to Togo."
    (claim,) = (c for c in claims(extractor, text) if c.about)
    assert claim.claimants[0].name == "Harbour Post"


def test_parties_that_stand_only_near_an_agreement_are_a_doubt(extractor: RulesExtractor) -> None:
    near = "Norway and Togo held talks. The defence pact was signed in May."
    named = "Norway and Togo signed a defence pact in May."
    unsure, sure = (min(c.confidence for c in claims(extractor, text)) for text in (near, named))
    assert unsure is not None
    assert sure is not None
    assert unsure < sure


def test_soldiers_of_an_army_are_those_of_its_state(extractor: RulesExtractor) -> None:
    (claim,) = claims(
        extractor, "Ghanaian jets hit the airport on Tuesday, killing three soldiers of the Beninese army."
    )
    loss = claim.about[0]
    assert isinstance(loss, Casualties)
    assert loss.force is not None
    assert loss.force.iso3 == "BEN"


def test_what_is_intercepted_on_its_way_to_a_target_is_no_transfer(extractor: RulesExtractor) -> None:
    assert not [c for c in claims(extractor, "Two jets intercepted a Ghanaian plane over Togo.") if c.about]
    (claim,) = claims(extractor, "Norway intercepted Ghanaian rifles bound for Togo.")
    assert isinstance(claim.about[0], Transfer)


@pytest.mark.parametrize(("words", "count"), [("the first of three", 1), ("the first two of six", 2)])
def test_the_first_of_three_is_one(extractor: RulesExtractor, words: str, count: int) -> None:
    (claim,) = claims(extractor, f"Togo has received {words} helicopters from Norway.")
    assert claim.quantity is not None
    assert claim.quantity.minimum == claim.quantity.maximum == count


def test_a_firm_of_a_state_sells_for_it(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Togo bought 40 armoured vehicles from a Norwegian company.")
    event = claim.about[0]
    assert isinstance(event, Transfer)
    assert event.supplier is not None
    assert event.supplier.iso3 == "NOR"


def test_the_ministry_is_not_that_of_where_it_happens(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Elements of the Turkish Armed Forces remain in Togo, the ministry said.")
    assert claim.claimants[0].part_of is None or claim.claimants[0].part_of.iso3 != "TGO"


def test_it_is_none_of_several(extractor: RulesExtractor) -> None:
    text = "Norway and Togo confronted Ghana over arms which they say it has sent to Benin."
    (claim,) = claims(extractor, text)
    event = claim.about[0]
    assert isinstance(event, Transfer)
    assert event.supplier is not None
    assert event.supplier.iso3 == "GHA"


def test_the_treaty_is_not_one_that_it_is_only_compared_with(extractor: RulesExtractor) -> None:
    text = (
        "Norway and Togo signed a treaty of partnership on Friday. "
        "In this it differs from the treaty which Norway concluded with Ghana. "
        "The treaty must now be ratified by both parliaments."
    )
    last = claims(extractor, text)[-1].about[0]
    assert isinstance(last, Treaty)
    assert {party.iso3 for party in last.parties} == {"NOR", "TGO"}


def test_civilians_whom_an_army_killed_are_its_own_where_no_other_state_is_named(
    extractor: RulesExtractor,
) -> None:
    text = "Togo's army killed 22 civilians in two villages, Human Rights Watch said."
    (claim,) = claims(extractor, text)
    loss = claim.about[0]
    assert isinstance(loss, Casualties)
    assert (loss.civilian, loss.force and loss.force.iso3) == (True, "TGO")


def test_one_figure_of_losses_is_told_once(extractor: RulesExtractor) -> None:
    text = "Togo said that two of its soldiers had died in an attack in Benin on Sunday."
    assert len(claims(extractor, text)) == 1


def test_an_allegation_that_somebody_called_baseless_is_denied(extractor: RulesExtractor) -> None:
    text = (
        'The court heard that Norway had sent rifles to Togo, an allegation Oslo called "utterly baseless".'
    )
    denied = [c for c in claims(extractor, text) if c.stance is Stance.DENIES]
    assert [c.claimants[0].iso3 for c in denied] == ["NOR"]


def test_a_purchase_from_a_firm_is_no_agreement_of_states(extractor: RulesExtractor) -> None:
    text = "Togo signed a deal with Germany's Rheinmetall for 44 tanks."
    assert not [c for c in claims(extractor, text) if isinstance(c.about[0], Treaty)]


def test_what_reports_say_despite_a_denial_is_not_denied_with_it(extractor: RulesExtractor) -> None:
    text = (
        "Lomé denies supporting the group, despite UN reports that up to 40 of its soldiers fought in Benin."
    )
    told = [c for c in claims(extractor, text) if c.about]
    assert not [c for c in told if c.stance is Stance.DENIES or c.claimants[0].iso3 == "TGO"]

"""Figures of losses in other words, figures that others replace, and forces told of by where they are."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Casualties, Claim, Deployment, Modality, Stance, Transfer
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

Losses = tuple[str, float | None, float | None]


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim)]


def losses(extractor: RulesExtractor, text: str) -> list[Losses]:
    """Return whose losses are told, and how many at least and at most."""
    found: list[Losses] = []
    for claim in claims(extractor, text):
        for event in claim.about:
            if isinstance(event, Casualties) and event.force is not None:
                q = claim.quantity
                found.append((event.force.iso3 or event.force.name, q and q.minimum, q and q.maximum))
    return found


def moves(extractor: RulesExtractor, text: str) -> list[tuple[str, str, str | None, str | None]]:
    """Return stance, kind, who sends and where to, of each telling of forces or arms."""
    found = []
    for claim in claims(extractor, text):
        for event in claim.about:
            if isinstance(event, Deployment | Transfer):
                one = event.sender if isinstance(event, Deployment) else event.supplier
                two = event.destination if isinstance(event, Deployment) else event.recipient
                found.append((claim.stance.value, event.kind, one and one.iso3, two and two.iso3))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Chadian ministry recorded the killing of 212 people at Abeche, up from 160 in May.",
            [("TCD", 212, 212), ("TCD", 160, 160)],
        ),
        (
            "Kenya's health ministry gives the number of dead as 84, after an earlier count of 61.",
            [("KEN", 84, 84), ("KEN", 61, 61)],
        ),
        ("An African Union envoy put the number of deaths in Chad at 9,000.", [("TCD", 9000, 9000)]),
        (
            "Six Ghanaian soldiers fell near Bawku, along with two Togolese.",
            [("GHA", 6, 6), ("TGO", 2, 2)],
        ),
        (
            "Dozens of Chadian soldiers and several Russian fighters were killed, sources said.",
            [("TCD", None, None), ("RUS", None, None)],
        ),
        ("The Red Cross spoke of 40 bodies in Abeche in Chad.", [("TCD", 40, 40)]),
        ("Chad handed over 40 bodies to the Red Cross in Abeche.", []),
    ],
)
def test_losses_in_other_words(extractor: RulesExtractor, text: str, expected: list[Losses]) -> None:
    assert losses(extractor, text) == expected


def test_a_former_figure_of_forces_is_theirs_too(extractor: RulesExtractor) -> None:
    text = "UN experts put the number of Kenyan soldiers in Haiti at 700 in July, up from 400 in March."
    counted = [(c.quantity.minimum, c.about) for c in claims(extractor, text) if c.quantity is not None]
    assert [number for number, _ in counted] == [700, 400]
    assert len({about for _, about in counted}) == 1


def test_a_part_of_the_dead_may_stand_behind_who_says_so(extractor: RulesExtractor) -> None:
    text = "Chad's ministry put its dead at 90, of whom it says 31 were soldiers."
    assert ("TCD", 31, 31) in losses(extractor, text)


def test_a_commission_that_has_yet_to_count_withholds(extractor: RulesExtractor) -> None:
    text = "Chad's army said 14 soldiers had died. A commission has yet to give a toll of its own."
    claim = claims(extractor, text)[-1]
    assert claim.stance is Stance.WITHHOLDS
    assert [c.name for c in claim.claimants] == ["commission"]


def test_a_figure_somebody_was_unable_to_confirm_is_withheld(extractor: RulesExtractor) -> None:
    text = "The minister said 300 people had died in Chad, a figure the Red Cross was unable to confirm."
    assert [c.stance for c in claims(extractor, text)] == [Stance.ASSERTS, Stance.WITHHOLDS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Two battalions of Kenyan soldiers had been observed near Goma.",
            [("Asserts", "Deployment", "KEN", "COD")],
        ),
        ("Ghanaian patrols resumed in Bamako.", [("Asserts", "Deployment", "GHA", "MLI")]),
        (
            "Egypt sent drones and operators to Chad weeks before the vote.",
            [("Asserts", "Transfer", "EGY", "TCD")],
        ),
        ("Egypt has brought missiles to the base at Abeche.", [("Asserts", "Deployment", "EGY", "TCD")]),
        (
            "Ghana will not take part in the African Union mission in Chad, its president said.",
            [("Denies", "Deployment", "GHA", "TCD")],
        ),
        (
            "Chad accepted the offer of Ghana to send a contingent to Abeche.",
            [("Endorses", "Deployment", "GHA", "TCD")],
        ),
        ("Egypt contracted 12 tanks from Brazil.", [("Asserts", "Transfer", "BRA", "EGY")]),
        (
            "The envoy told the panel that tanks were coming from Brazil.",
            [("Asserts", "Transfer", "BRA", None)],
        ),
    ],
)
def test_who_is_where_and_what_came(
    extractor: RulesExtractor, text: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert moves(extractor, text) == expected


def test_the_last_of_them_are_those_told_of(extractor: RulesExtractor) -> None:
    text = "Egypt had troops in Chad. By Jan. 3 the last of them had left, two Chadian officials said."
    assert moves(extractor, text) == [("Asserts", "Deployment", "EGY", "TCD")] * 2


def test_who_left_a_base_was_there(extractor: RulesExtractor) -> None:
    text = "The Emirates kept troops in Chad. They vacated their base at Abeche in 2021."
    assert moves(extractor, text) == [("Asserts", "Deployment", "ARE", "TCD")] * 2


def test_they_said_goes_on_with_those_who_spoke(extractor: RulesExtractor) -> None:
    text = "UN experts said Ghana had sent troops to Mali. Togo had doubled its force in Kidal, they said."
    said = claims(extractor, text)
    assert [[c.name for c in claim.claimants] for claim in said] == [["UN experts"], ["UN experts"]]


def test_one_of_the_tanks_is_a_tank(extractor: RulesExtractor) -> None:
    text = "Egypt sent trainers to Chad. Not one of the tanks was seen in the country."
    assert moves(extractor, text) == [("Asserts", "Deployment", "EGY", "TCD")]


def test_people_of_a_nation_are_not_where_it_is(extractor: RulesExtractor) -> None:
    text = (
        "The junta brought in 1,500 Russian mercenaries, and the last Spanish soldiers went home in August."
    )
    assert ("Asserts", "Deployment", "ESP", "RUS") not in moves(extractor, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kenya's health ministry raised to nine the number of people killed in air strikes.",
            [("KEN", 9, 9)],
        ),
        (
            "Ghana's army said the number of soldiers killed had gone up to 19 from 12.",
            [("GHA", 19, 19), ("GHA", 12, 12)],
        ),
        ("Togo's aviation authority said four of the nine people on board had died.", [("TGO", 4, 4)]),
        ("Togo's army said it had buried 40 soldiers in Lome.", [("TGO", 40, 40)]),
    ],
)
def test_tolls_that_change(extractor: RulesExtractor, text: str, expected: list[Losses]) -> None:
    assert losses(extractor, text) == expected


def test_its_losses_in_a_relative_clause_are_of_who_it_is_about(extractor: RulesExtractor) -> None:
    text = "Ghanaian forces lost 16 men, while Togo, which will not give its military losses, denied it."
    assert ("TGO", None, None) in losses(extractor, text)


def test_a_verb_that_also_reckons_makes_nobody_speak(extractor: RulesExtractor) -> None:
    text = "Togo put it on hold in May, when a mine wounded one of its soldiers."
    assert [c.name for claim in claims(extractor, text) for c in claim.claimants] == ["Harbour Post"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ghanaian forces have still not left Togo.", [("Asserts", "Deployment", "GHA", "TGO")]),
        (
            "Togo's army said that Ghana had withdrawn no soldiers from Togo.",
            [("Denies", "Deployment", "GHA", "TGO")],
        ),
        ("Ghanaian forces never left parts of Togo.", [("Asserts", "Deployment", "GHA", "TGO")]),
        (
            "Ghana denied that its forces had left Togo.",
            [("Denies", "Deployment", "GHA", "TGO")],
        ),
        (
            "Soldiers from Ghana have taken up positions along Togo's border.",
            [("Asserts", "Deployment", "GHA", "TGO")],
        ),
        (
            "The African Union has asked Ghana to leave its troops in Togo.",
            [("Demands", "Deployment", "GHA", "TGO")],
        ),
        (
            'A spokesman in Accra said reports of a Ghanaian base at Lome "do not reflect the truth".',
            [("Denies", "Deployment", "GHA", "TGO")],
        ),
        ("Egypt has pledged 900 soldiers to the mission in Togo.", [("Pledges", "Deployment", "EGY", "TGO")]),
        (
            "Egypt is holding talks with Brazil on 12 fighter jets.",
            [("Asserts", "Transfer", "BRA", "EGY")],
        ),
        (
            "The army took delivery of six Brazilian tanks, Ghana's defence ministry said.",
            [("Asserts", "Transfer", "BRA", "GHA")],
        ),
        ("Ghana took over two of six Su-30 fighters.", [("Asserts", "Transfer", None, "GHA")]),
    ],
)
def test_forces_that_stay_and_what_is_pledged(
    extractor: RulesExtractor, text: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert moves(extractor, text) == expected


def test_an_act_behind_the_cue_is_said_too(extractor: RulesExtractor) -> None:
    text = "Egypt has delivered drones to Togo, a Togolese official said, and sent 50 soldiers to Lome."
    assert {c.name for claim in claims(extractor, text) for c in claim.claimants} == {"Togolese official"}


def test_what_came_hours_before_is_not_said(extractor: RulesExtractor) -> None:
    text = (
        "Egypt said it would bring home its forces, hours after Togo tore up a defence agreement with Cairo."
    )
    speakers = [claim.claimants[0].name for claim in claims(extractor, text)]
    assert speakers == ["Egypt", "Harbour Post"]


def test_the_end_of_a_name_is_no_place(extractor: RulesExtractor) -> None:
    text = "Togo's minister said in New York that talks on an accord with Ghana had made progress."
    named = [
        p.iso3 for claim in claims(extractor, text) for e in claim.about for p in getattr(e, "parties", ())
    ]
    assert "GBR" not in named


def test_who_goes_back_to_an_accord_speaks_of_it(extractor: RulesExtractor) -> None:
    text = "Ghana, Togo and Benin signed the grain agreement. Ghana has gone back to the agreement."
    assert len(claims(extractor, text)) == 2


def test_the_ministry_can_be_one_that_says_nothing(extractor: RulesExtractor) -> None:
    text = (
        "Lome (HNA) – Togo's health ministry raised to nine the number of people killed in strikes. "
        "Five of the dead, the ministry said, were hit in Kara."
    )
    speakers = {c.name for claim in claims(extractor, text) for c in claim.claimants}
    assert speakers == {"Health Ministry of Togo"}


def test_they_blame_one_and_say_another(extractor: RulesExtractor) -> None:
    text = (
        "Six Togolese soldiers were killed in strikes, state television said; Ghana's army did not comment."
    )
    told = [(claim.claimants[0].name, claim.stance.value) for claim in claims(extractor, text)]
    assert told == [("state television", "Asserts"), ("Army of Ghana", "Withholds")]


def test_what_somebody_admitted_is_not_let_in(extractor: RulesExtractor) -> None:
    text = "Ghana sent its army into Togo. Kofi Mensah admitted it in March 2021."
    assert moves(extractor, text)[0] == ("Asserts", "Deployment", "GHA", "TGO")
    assert "Harbour Post" not in {c.name for claim in claims(extractor, text)[1:] for c in claim.claimants}


def test_a_quotation_that_ended_is_not_gone_on_with(extractor: RulesExtractor) -> None:
    text = (
        "When Egypt and Togo signed a defence pact in Cairo, Ghana warned that it would “not stand idle”. "
        "A bigger cargo, which included rifles and came by sea in May, dockers and guards told the paper."
    )
    pact = next(c for c in claims(extractor, text) if c.about and c.about[0].kind == "Treaty")
    assert [c.name for c in pact.claimants] == ["Harbour Post"]


def test_both_countries_are_not_those_of_envoys(extractor: RulesExtractor) -> None:
    text = (
        "Togo and Ghana are at odds. The US envoy, Ann Roe, was quoted as saying that the two countries "
        "had signed a truce agreement."
    )
    (pact,) = (e for c in claims(extractor, text) for e in c.about if e.kind == "Treaty")
    assert [p.iso3 for p in pact.parties] == ["GHA", "TGO"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Egypt passed rifles to South Sudan's army.", [("Asserts", "Transfer", "EGY", "SSD")]),
        ("Egypt sent rifles to Equatorial Guinea's army.", [("Asserts", "Transfer", "EGY", "GNQ")]),
        (
            "Egypt and Ghana had each transferred rifles to Togo.",
            [("Asserts", "Transfer", "EGY", "TGO"), ("Asserts", "Transfer", "GHA", "TGO")],
        ),
        (
            "The launcher that the Brazilian Army brought to Lome in Togo is old.",
            [("Asserts", "Deployment", "BRA", "TGO")],
        ),
        (
            "Egypt will have all its soldiers out of Togo by May, the two governments said.",
            [("Pledges", "Deployment", "EGY", "TGO")],
        ),
        (
            "Togo accused Ghana of shipping Benin missiles, which Accra denies.",
            [("Condemns", "Transfer", "GHA", "BEN"), ("Denies", "Transfer", "GHA", "BEN")],
        ),
        (
            'Togo says Ghana sent rifles to Benin. Ghana\'s army called the report "hot air".',
            [("Asserts", "Transfer", "GHA", "BEN"), ("Denies", "Transfer", "GHA", "BEN")],
        ),
    ],
)
def test_names_that_contain_others_and_what_each_did(
    extractor: RulesExtractor, text: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert moves(extractor, text) == expected


def test_those_somebody_killed_are_not_its_own(extractor: RulesExtractor) -> None:
    text = "Hezbollah has not published its losses; the Israeli army says it has killed 250 of its fighters."
    assert losses(extractor, text) == [("Hezbollah", None, None), ("Hezbollah", 250, 250)]


def test_people_killed_in_attacks_are_not_those_of_the_attacker(extractor: RulesExtractor) -> None:
    text = (
        "Sirens sounded in Accra in Ghana. Togo's health ministry says 224 people have been killed "
        "in Ghanaian attacks."
    )
    assert losses(extractor, text) == [("TGO", 224, 224)]


def test_the_ministry_is_that_of_the_soldiers_told_of(extractor: RulesExtractor) -> None:
    text = (
        "Egypt's defence ministry said its men would leave Togo. At least 23 Togolese soldiers were killed, "
        "the defence ministry said."
    )
    told = next(c for c in claims(extractor, text) if c.quantity is not None)
    assert [c.name for c in told.claimants] == ["Defence Ministry of Togo"]


def test_what_one_said_before_a_semicolon_another_did_not(extractor: RulesExtractor) -> None:
    text = (
        "Some 200 Brazilian soldiers have arrived in Togo, the envoy said; a further 100 are expected, "
        "according to the bloc's secretary, Ann Roe."
    )
    arrived = next(c for c in claims(extractor, text) if c.quantity is not None and c.quantity.minimum == 200)
    assert "Ann Roe" not in [c.name for c in arrived.claimants]


def test_he_is_nobody_named_before_an_unknown_speaker(extractor: RulesExtractor) -> None:
    text = "Ann Roe and John Doe met. Vukic told the paper that he did not intend to send soldiers to Togo."
    assert "John Doe" not in {c.name for claim in claims(extractor, text) for c in claim.claimants}


def test_rebels_speak_of_the_soldiers_told_of_before(extractor: RulesExtractor) -> None:
    text = "Togo's army said tens of its soldiers were killed. The rebels said hundreds of soldiers fell."
    assert {force for force, *_ in losses(extractor, text)} == {"TGO"}
    assert len(losses(extractor, text)) == 2


def test_goods_nobody_is_said_to_give_are_those_told_of_before(extractor: RulesExtractor) -> None:
    text = "Ghana said Egypt had sent 500 shells to Togo. Benin said that more than 900 shells had been sent."
    assert [move[2:] for move in moves(extractor, text)] == [("EGY", "TGO")] * 2


def test_goods_of_another_kind_are_not(extractor: RulesExtractor) -> None:
    text = "Ghana said that Egypt had sent 500 shells to Togo. Benin said that helicopters had been sent."
    assert [move[2:] for move in moves(extractor, text)] == [("EGY", "TGO")]


def test_a_withdrawal_that_was_completed_is_no_plan(extractor: RulesExtractor) -> None:
    text = "Egypt's withdrawal from Togo, ordered in May, had been completed that August."
    (told,) = (c for c in claims(extractor, text) if c.about)
    assert moves(extractor, text) == [("Asserts", "Deployment", "EGY", "TGO")]
    assert told.modality is Modality.ACTUAL


def test_those_expected_are_of_those_told_of(extractor: RulesExtractor) -> None:
    text = "Egypt has sent 100 instructors to Togo. An envoy said that as many as 500 were expected by May."
    assert [move[2:] for move in moves(extractor, text)] == [("EGY", "TGO")] * 2


def test_the_police_in_a_state_are_its_own(extractor: RulesExtractor) -> None:
    text = "The police in Togo reported that one officer had been killed and two had been injured."
    assert losses(extractor, text) == [("TGO", 1, 1), ("TGO", 2, 2)]


@pytest.mark.parametrize(
    ("text", "civilian"),
    [
        ("Togo's health ministry put the number of dead at nine.", True),
        ("Togo's army put its dead at nine.", False),
        ("Togo's army said nine of its men had been killed in Kara.", False),
        ("Police in Togo said nine had been killed in Kara.", True),
    ],
)
def test_the_dead_are_soldiers_only_where_an_army_tells(
    extractor: RulesExtractor, text: str, civilian: bool
) -> None:
    (event,) = (e for c in claims(extractor, text) for e in c.about if isinstance(e, Casualties))
    assert event.civilian is civilian


def test_a_union_of_states_supplies_nothing_by_its_name(extractor: RulesExtractor) -> None:
    assert moves(extractor, "EU rifles reached Togo through Ghana, an envoy said.")[0][2] is None


def test_the_last_of_many_are_not_one(extractor: RulesExtractor) -> None:
    text = "Egypt sent 1,500 soldiers to Togo. The last of 1,500 left in December."
    assert 1 not in {c.quantity.minimum for c in claims(extractor, text) if c.quantity is not None}


def test_attackers_are_not_of_the_state_of_those_they_killed(extractor: RulesExtractor) -> None:
    text = "One Togolese police officer and three of the attackers were killed."
    assert losses(extractor, text) == [("TGO", 1, 1)]


def test_the_number_of_dead_in_a_place_with_those_wounded(extractor: RulesExtractor) -> None:
    text = "The Red Cross put the number of dead in Sokode at seven, with 62 people wounded."
    assert losses(extractor, text) == [("TGO", 7, 7), ("TGO", 62, 62)]
    assert {c.name for claim in claims(extractor, text) for c in claim.claimants} == {
        "International Committee of the Red Cross"
    }


def test_civil_defence_is_no_army_of_another(extractor: RulesExtractor) -> None:
    text = "The Israel Defense Forces struck Kara. A man was killed there, the Togolese civil defense said."
    assert [c.name for c in claims(extractor, text)[0].claimants] == ["Civil Defence of Togo"]


def test_a_firm_named_after_a_state_is_not_the_state(extractor: RulesExtractor) -> None:
    text = "Lacroix and KNDS France declined to comment on the sale of armoured vehicles from Spain to Chad."
    assert "FRA" not in {c.iso3 for claim in claims(extractor, text) for c in claim.claimants}

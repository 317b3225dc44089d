from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    casualties,
    claim,
    deployment,
    document,
    evidence,
    official,
    organization,
    person,
    place,
    state,
    transfer,
    treaty,
)
from kgbuild.claims.model import (
    Agent,
    Claim,
    DocumentRecord,
    Quantity,
    Resolution,
    Stance,
    Treaty,
)
from kgbuild.errors import ClaimError
from kgbuild.identity import (
    TreatyReading,
    agent_key,
    claim_key,
    join,
    place_key,
    quantity_key,
    readings_of,
    settle,
    subject_key,
    unify,
)
from kgbuild.resources import read_text
from small_graph import two_reports

MALI, CHAD, FRANCE = state("MLI", "Mali"), state("TCD", "Chad"), state("FRA", "France")
HERE, THERE = document("here.txt"), document("there.txt")
PARTNERSHIP = "Treaty on Comprehensive Strategic Partnership"


def claims_of(records: list[DocumentRecord | Claim]) -> list[Claim]:
    return [record for record in records if isinstance(record, Claim)]


def united(*about: Treaty) -> list[str]:
    """The keys of the treaties that these turn out to mean, each told in a document of its own."""
    sources = [document(f"{number}.txt") for number in range(len(about))]
    read: dict[str, tuple[TreatyReading, ...]] = {}
    own: dict[str, int] = {}
    for source, subject in zip(sources, about, strict=True):
        _, (told,) = settle(source, [claim(source, about=(subject,))])
        read[source.key], numbers = readings_of(source.key, [told])
        own[source.key] = numbers[told.about[0]]  # type: ignore[index]
    joined = join(read)
    return [joined[source.key][own[source.key] - 1].key for source in sources]


# keys


@pytest.mark.parametrize(
    ("agent", "key"),
    [
        (state("PRK"), "state/PRK"),
        (organization("The U.N. Security Council"), "organization/un-security-council"),
        (organization("UN Security Council"), "organization/un-security-council"),
        (organization("Amnesty International"), "organization/amnesty-international"),
        (organization("Organisation of African Unity"), "organization/organization-of-african-unity"),
        (organization("Foreign Ministry", part_of=MALI), "organization/foreign-ministry-MLI"),
        (organization("Defense Ministry", part_of=CHAD), "organization/defence-ministry-TCD"),
        (organization("Foreign Ministry"), "organization/foreign-ministry-d"),
        (organization("a rights group", anonymous=True), "organization/d-a-rights-group"),
        (person("Kim Jong-un"), "person/kim-jong-un"),
        (official("KIM JONG UN", MALI), "person/kim-jong-un"),
        (person("Volodymyr Zelenskyy"), "person/volodymyr-zelensky"),
        (person("Volodymyr Zelenskiy"), "person/volodymyr-zelensky"),
        (person("Volodymyr Zelenskii"), "person/volodymyr-zelensky"),
        (person("Sergey Lavrov"), "person/sergei-lavrov"),
        (person("Sergei Viktorovich Lavrov"), "person/sergei-lavrov"),
        (person("Dmitri Peskov"), "person/dmitry-peskov"),
        (person("Recep Tayyip Erdoğan"), "person/recep-tayyip-erdogan"),
        (person("Lloyd J. Austin"), "person/lloyd-austin"),
        (person("Jens Bjørn O’Łaski"), "person/jens-bjorn-olasky"),
        (person("Lavrov"), "person/d-lavrov"),
        (person("Al-Shara"), "person/d-al-shara"),
        (official("an official", CHAD, anonymous=True), "person/d-an-official-TCD"),
        (person("김정은 위원장"), "person/김정은-위원장"),
    ],
)
def test_agent_key(agent: Agent, key: str) -> None:
    assert agent_key(agent, "d") == key


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        (transfer(state("PRK"), state("RUS"), "ballistic-missile"), "transfer/PRK-RUS-ballistic-missile"),
        (transfer(None, CHAD, "tank"), "transfer/unknown-TCD-tank-d"),
        (transfer(FRANCE, CHAD), "transfer/FRA-TCD-unknown-d"),
        (transfer(FRANCE, organization("Free Army Front"), "rifle"), "transfer/FRA_free-army-front_rifle"),
        (deployment(FRANCE, MALI), "deployment/FRA-MLI"),
        (deployment(FRANCE, MALI, "special-forces"), "deployment/FRA-MLI"),
        (deployment(FRANCE, MALI, "engineers"), "deployment/FRA-MLI-engineers"),
        (deployment(FRANCE, MALI, "sapper"), "deployment/FRA-MLI-engineers"),
        (deployment(FRANCE, None), "deployment/FRA-unknown-d"),
        (casualties(CHAD, MALI), "casualties/TCD-military-MLI"),
        (casualties(CHAD, MALI, civilian=True), "casualties/TCD-civilian-MLI"),
        (treaty(PARTNERSHIP, MALI, CHAD), "treaty/MLI-TCD-comprehensive-strategic-partnership"),
        (treaty("Comprehensive Strategic Partnership treaty", CHAD, MALI),
         "treaty/MLI-TCD-comprehensive-strategic-partnership"),
        (treaty("Budapest Memorandum"), "treaty/budapest"),
        (treaty("Budapest Memorandum", MALI, CHAD), "treaty/budapest"),
        (treaty("Chad-Mali Friendship Treaty", MALI, CHAD), "treaty/MLI-TCD-friendship"),
        (treaty("defence pact", MALI, CHAD), "treaty/MLI-TCD"),
        (treaty(None, MALI, CHAD, signed_in=1961), "treaty/MLI-TCD-1961"),
        (treaty(None, MALI), "treaty/MLI-d"),
        (Resolution(adopted_by=organization("UN Security Council"), number="1718", adopted_in=2006),
         "resolution/un-security-council-1718"),
        (Resolution(adopted_by=organization("UN Security Council"), adopted_in=2006),
         "resolution/un-security-council-2006"),
        (Resolution(), "resolution/unknown-unknown-d"),
    ],
)  # fmt: skip
def test_subject_key(subject: object, key: str) -> None:
    assert subject_key(subject, "d") == key  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quantity", "key"),
    [
        (Quantity(minimum=10000, maximum=12000, unit="container", approximate=True),
         "quantity/10000-12000-container-approx"),
        (Quantity(minimum=40, maximum=40), "quantity/40"),
        (Quantity(minimum=40), "quantity/from-40"),
        (Quantity(maximum=1.5), "quantity/to-1.5"),
        (Quantity(minimum=-2, maximum=-0.0), "quantity/minus2-0"),
        (Quantity(minimum=1e22, maximum=1e22), "quantity/10000000000000000000000"),
    ],
)  # fmt: skip
def test_quantity_key(quantity: Quantity, key: str) -> None:
    assert quantity_key(quantity) == key


def test_places_of_one_name_in_two_states_are_two() -> None:
    assert place_key(place("Saint-Denis", "FRA")) == "place/saint-denis-FRA"
    assert place_key(place("Saint Denis", "REU")) == "place/saint-denis-REU"
    assert place_key(place("The Hague")) == place_key(place("Hague")) == "place/hague"


@given(st.text(min_size=1))
def test_a_key_needs_no_escape_whatever_the_name(name: str) -> None:
    for key in (
        agent_key(person(name), "d"),
        agent_key(organization(name), "d"),
        place_key(place(name)),
        subject_key(treaty(name, MALI, CHAD), "d"),
        subject_key(Resolution(number=name), "d"),
    ):
        kind, _, local = key.partition("/")
        assert kind.isalpha()
        assert "\\" not in local
        turtle = f"@prefix kind: <http://x.org/{kind}/> . kind:{local} a kind:{local} ."
        (triple,) = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        assert triple.subject == ox.NamedNode(f"http://x.org/{key}")


def test_every_group_of_forces_names_kinds_of_force() -> None:
    triples = ox.parse(read_text("ontology", "force-type.ttl"), format=ox.RdfFormat.TURTLE)
    known = {str(triple.subject.value).rpartition("/")[2] for triple in triples}
    rows = [line.split(",") for line in read_text("data", "identity", "force-groups.csv").splitlines()[1:]]
    assert {kind for kind, _ in rows} | {group for _, group in rows if group} <= known


@pytest.mark.parametrize(
    "change",
    [
        {"stance": Stance.DENIES},
        {"modality": "Planned"},
        {"claimants": (MALI,)},
        {"evidence": (evidence("Suria"),)},
        {"about": (transfer(MALI, CHAD, "tank"),)},
        {"act": "Signed"},
        {"quantity": Quantity(minimum=2)},
        {"made_on": "2024"},
        {"event_time": {"start": "2024"}},
        {"document": THERE.key},
    ],
)
def test_claims_that_differ_have_different_keys(change: dict[str, object]) -> None:
    one = claim(HERE)
    assert claim_key(claim(HERE)) == claim_key(one)
    assert claim_key(Claim.model_validate(dict(one) | change)) != claim_key(one)


def test_a_claim_keeps_its_key_whichever_treaty_its_words_turn_out_to_mean() -> None:
    vague, named = treaty("defence pact", MALI, CHAD), treaty(PARTNERSHIP, MALI, CHAD)
    assert united(vague) != united(vague, named)[:1]
    assert claim_key(claim(HERE, about=(vague,))) == claim_key(claim(HERE, about=(named,)))


# agents of a document


def test_one_agent_has_one_record_with_all_that_is_known_of_it() -> None:
    records = unify(
        [
            HERE,
            claim(HERE, person("Idriss A. Deby", aliases=("the marshal",))),
            claim(HERE, official("Idriss Deby", CHAD, office="president"), stance=Stance.DENIES),
            claim(HERE, official("IDRISS DEBY", CHAD, office="president"), stance=Stance.DEMANDS),
            claim(HERE, official("Idriss Deby", MALI, office="head of state"), stance=Stance.PLEDGES),
        ]
    )
    agents = {agent for one in claims_of(records) for agent in one.claimants}
    assert agents == {
        Agent(
            kind="Official",
            name="Idriss A. Deby",
            aliases=("IDRISS DEBY", "Idriss Deby", "the marshal"),
            represents=CHAD,
            office="president",
        )
    }


def test_a_family_name_is_the_one_fuller_name_of_its_document() -> None:
    full, short = official("Oumar Diarra", MALI), person("Diarra")
    here = unify(
        [HERE, claim(HERE, full), claim(HERE, short, stance=Stance.DENIES), THERE, claim(THERE, short)]
    )
    names = [(one.document, one.claimants[0].name) for one in claims_of(here)]
    assert sorted(names) == sorted(
        [(HERE.key, "Oumar Diarra"), (HERE.key, "Oumar Diarra"), (THERE.key, "Diarra")]
    )


@pytest.mark.parametrize(
    "others",
    [
        (person("Oumar Diarra"), person("Awa Diarra")),
        (official("Oumar Diarra", CHAD),),
    ],
    ids=["two of the name", "speaks for another state"],
)
def test_a_family_name_that_may_be_another_stays_apart(others: tuple[Agent, ...]) -> None:
    short = official("Diarra", MALI)
    records = [HERE, claim(HERE, short), *(claim(HERE, other, stance=Stance.DENIES) for other in others)]
    assert short in {agent for one in claims_of(unify(records)) for agent in one.claimants}


def test_initials_are_the_one_organization_of_their_document_that_has_them() -> None:
    full, short = organization("Organisation for the Prohibition of Chemical Weapons"), organization("OPCW")
    found = unify(
        [HERE, claim(HERE, full), claim(HERE, short, stance=Stance.DENIES), THERE, claim(THERE, short)]
    )
    assert [(one.document, one.claimants[0].name) for one in claims_of(found)] == [
        (HERE.key, full.name),
        (HERE.key, full.name),
        (THERE.key, "OPCW"),
    ]
    assert claims_of(found)[0].claimants[0].aliases == ("OPCW",)


def test_circles_among_agents_are_cut_alike_in_every_order() -> None:
    army = organization("Northern Guard", part_of=organization("Guard Union"))
    union = organization("Guard Union", part_of=organization("Northern Guard"))
    forth = unify([HERE, claim(HERE, army), claim(HERE, union)])
    assert forth == unify([HERE, claim(HERE, union), claim(HERE, army)])
    linked = [agent.part_of is not None for one in claims_of(forth) for agent in one.claimants]
    assert sorted(linked) == [False, True]


# treaties over documents


def test_treaties_of_one_set_of_parties_are_one() -> None:
    found = united(
        treaty(PARTNERSHIP, MALI, CHAD, obligations=("defence",), signatories=(person("Assimi Goita"),)),
        treaty("Comprehensive Strategic Partnership treaty", CHAD, MALI, aliases=("the partnership",)),
        treaty("Strategic Partnership Agreement", CHAD, MALI, obligations=("consultation",)),
        treaty("defence pact", MALI, CHAD),
        treaty(None, MALI, CHAD, aliases=("security agreement",)),
    )
    assert set(found) == {"treaty/MLI-TCD-comprehensive-strategic-partnership"}


def test_what_a_document_says_of_one_treaty_is_united() -> None:
    told = [
        treaty(PARTNERSHIP, MALI, CHAD, obligations=("defence",), signatories=(person("Assimi Goita"),)),
        treaty("Strategic Partnership Agreement", CHAD, MALI, aliases=("the partnership",), signed_in=2024),
        treaty("defence pact", MALI, CHAD, obligations=("consultation",)),
    ]
    _, claims = settle(HERE, (claim(HERE, about=(one,)) for one in told))
    assert {one for c in claims for one in c.about} == {
        Treaty(
            name=PARTNERSHIP,
            aliases=("Strategic Partnership Agreement", "defence pact", "the partnership"),
            parties=(MALI, CHAD),
            signatories=(person("Assimi Goita"),),
            obligations=("consultation", "defence"),
            signed_in=2024,
        )
    }


def test_other_parties_make_another_treaty() -> None:
    assert len(set(united(treaty(PARTNERSHIP, MALI, CHAD), treaty(PARTNERSHIP, MALI, FRANCE)))) == 2


def test_names_without_a_common_word_are_two_treaties() -> None:
    found = united(
        treaty("Border Demarcation Accord", MALI, CHAD), treaty("Mutual Defence Treaty", MALI, CHAD)
    )
    assert len(set(found)) == 2


def test_a_partys_name_or_adjective_does_not_tell_a_treaty() -> None:
    found = united(treaty("Malian-Chadian Friendship Treaty", MALI, CHAD), treaty(None, MALI, CHAD))
    assert set(found) == {"treaty/MLI-TCD-friendship"}


def test_years_part_treaties_and_stand_in_their_keys() -> None:
    found = united(treaty(None, MALI, CHAD, signed_in=1961), treaty(None, MALI, CHAD, signed_in=2024))
    assert sorted(found) == ["treaty/MLI-TCD-1961", "treaty/MLI-TCD-2024"]


def test_years_part_treaties_of_one_name() -> None:
    friendship = "Friendship Treaty"
    found = united(
        treaty(friendship, MALI, CHAD, signed_in=1961), treaty(friendship, MALI, CHAD, signed_in=2024)
    )
    assert found == ["treaty/MLI-TCD-friendship-1961", "treaty/MLI-TCD-friendship-2024"]


def test_a_year_that_tells_nothing_apart_is_not_in_the_key() -> None:
    found = united(treaty(PARTNERSHIP, MALI, CHAD, signed_in=2024), treaty(PARTNERSHIP, MALI, CHAD))
    assert found == ["treaty/MLI-TCD-comprehensive-strategic-partnership"] * 2


def test_the_treaty_that_is_revived_is_another() -> None:
    old = treaty(None, MALI, CHAD, signed_in=1961)
    new = treaty(PARTNERSHIP, MALI, CHAD, revives=old)
    partnership = "treaty/MLI-TCD-comprehensive-strategic-partnership"
    assert united(new, treaty("defence pact", MALI, CHAD), old) == [
        partnership,
        partnership,
        "treaty/MLI-TCD-1961",
    ]


def test_a_revived_treaty_without_a_year_is_not_what_others_call_the_pact() -> None:
    vague = treaty(None, MALI, CHAD)
    new = treaty(PARTNERSHIP, MALI, CHAD, revives=treaty("Friendship Treaty", MALI, CHAD))
    newer = treaty(PARTNERSHIP, MALI, CHAD, revives=vague)
    partnership = "treaty/MLI-TCD-comprehensive-strategic-partnership"
    assert united(new, newer, vague) == [partnership] * 3


def test_a_year_alone_goes_with_the_name_that_no_year_is_known_of_only_if_it_is_the_latest() -> None:
    found = united(
        treaty(PARTNERSHIP, MALI, CHAD),
        treaty(None, MALI, CHAD, signed_in=1961),
        treaty(None, MALI, CHAD, signed_in=2024),
    )
    assert found[0] == found[2] != found[1]


def test_revivals_in_a_circle_are_cut() -> None:
    old = treaty("Border Demarcation Accord", MALI, CHAD)
    new = treaty(PARTNERSHIP, MALI, CHAD)
    circle = [old.model_copy(update={"revives": new}), new.model_copy(update={"revives": old})]
    _, claims = settle(HERE, (claim(HERE, about=(one,), cue=one.name) for one in circle))
    told = [one for c in claims for one in c.about]
    assert len(told) == 2
    assert sorted(one.revives is None for one in told if isinstance(one, Treaty)) == [False, True]


def test_a_name_that_speaks_for_itself_needs_no_parties() -> None:
    found = united(
        treaty("Algiers Accord"), treaty("Algiers Accord", MALI, CHAD), treaty("Algiers Accord", MALI)
    )
    assert set(found) == {"treaty/algiers"}


def test_such_a_name_means_two_treaties_where_the_parties_have_nobody_in_common() -> None:
    found = united(treaty("Algiers Accord", MALI, CHAD), treaty("Algiers Accord", FRANCE, state("NER")))
    assert found == ["treaty/MLI-TCD-algiers", "treaty/FRA-NER-algiers"]


def test_a_pact_without_parties_is_known_in_its_document_only() -> None:
    assert len(set(united(treaty("defence pact"), treaty("defence pact")))) == 2


# the whole


def test_the_result_does_not_depend_on_the_order_of_the_records() -> None:
    records = two_reports()
    want = unify(records)
    chance = random.Random(7)
    for _ in range(20):
        chance.shuffle(records)
        assert unify(records) == want


def test_unifying_twice_changes_nothing() -> None:
    once = unify(two_reports())
    assert unify(once) == once


def test_documents_come_by_name_each_before_its_claims_in_the_order_of_the_text() -> None:
    records = unify(two_reports())
    assert [r.identifier for r in records if isinstance(r, DocumentRecord)] == ["here.txt", "there.txt"]
    here = records.index(next(r for r in records if isinstance(r, DocumentRecord) and r.key == THERE.key))
    assert {r.document for r in records[1:here] if isinstance(r, Claim)} == {HERE.key}
    starts = [one.evidence[0].span.start for one in claims_of(records[here:])]
    assert starts == sorted(starts)
    assert len(set(starts)) > 1


def test_claims_that_differ_in_the_treaty_alone_are_one_claim_about_both() -> None:
    two = [treaty("Algiers Accord"), treaty("Bamako Convention")]
    found = claims_of(unify([HERE, *(claim(HERE, about=(one,), confidence=0.5) for one in two)]))
    assert [{one.name for one in c.about if isinstance(one, Treaty)} for c in found] == [
        {"Algiers Accord", "Bamako Convention"}
    ]


def test_a_claim_without_its_document_is_refused() -> None:
    with pytest.raises(ClaimError, match=HERE.key):
        unify([claim(HERE)])

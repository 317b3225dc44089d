"""Who said what: one sentence for each construction, and properties that hold for any text."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kgbuild.errors import ModelError
from kgbuild.extractors.rules.attribution import attributions, printable
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.syntax.parsing import load_model, parse, pieces
from kgbuild.knowledge.cues import CueLexicon


@dataclass(frozen=True)
class Case:
    text: str
    source: str | None
    cue: str
    content: str
    stance: str
    relays: tuple[str, ...]


def _case(
    text: str, source: str | None, cue: str, content: str, stance: str, relays: tuple[str, ...] = ()
) -> Case:
    return Case(text, source, cue, content, stance, relays)


CASES = [
    _case(
        "Lima paid in gold, an accusation the navy has always rejected.",
        "the navy",
        "has rejected",
        "accusation",
        "Denies",
    ),
    _case(
        "Peru has bought shells for the Chilean navy, dockers and two retired officers said Tuesday.",
        "dockers and two retired officers",
        "said",
        "Peru has bought shells for the Chilean navy",
        "Asserts",
    ),
    _case(
        "Peru has bought two frigates, the daily Andina quoted Admiral Luis Quispe as saying.",
        "Admiral Luis Quispe",
        "saying",
        "Peru has bought two frigates",
        "Asserts",
        ("Andina",),
    ),
    _case(
        "'We bought nothing from Peru,' Quispe said in a letter.",
        "Quispe",
        "said",
        "We bought nothing from Peru",
        "Asserts",
    ),
    _case(
        "Since then Lima has no longer commented on the sale.",
        "Lima",
        "has commented on",
        "the sale",
        "Withholds",
    ),
    _case(
        "The palace said there is a dispute at the border and called on Lima to pull back.",
        "The palace",
        "called on",
        "Lima to pull back",
        "Demands",
    ),
    _case(
        "Kenya said its troops had crossed into Somalia.",
        "Kenya",
        "said",
        "its troops had crossed into Somalia",
        "Asserts",
    ),
    _case(
        '"The convoy was hit at dawn," the governor said.',
        "the governor",
        "said",
        "The convoy was hit at dawn",
        "Asserts",
    ),
    _case(
        '"We bought nothing," the envoy told reporters, adding that the claim was false.',
        "the envoy",
        "told",
        "We bought nothing",
        "Asserts",
    ),
    _case(
        '"We bought nothing," the envoy told reporters, adding that the claim was false.',
        "the envoy",
        "adding",
        "that the claim was false",
        "Asserts",
    ),
    _case(
        '"The ships left on Monday," said Marta Silva, a port official.',
        "Marta Silva, a port official",
        "said",
        "The ships left on Monday",
        "Asserts",
    ),
    _case(
        "The talks, the mediator said, will resume next week.",
        "the mediator",
        "said",
        "The talks ... will resume next week",
        "Asserts",
    ),
    _case("The bridge was destroyed, police said.", "police", "said", "The bridge was destroyed", "Asserts"),
    _case(
        '"The deal is done," he said. "There is nothing left to sign."',
        "he",
        "said",
        "The deal is done ... There is nothing left to sign",
        "Asserts",
    ),
    _case(
        'The ceasefire "will not hold," the commander warned.',
        "the commander",
        "warned",
        'The ceasefire "will not hold',
        "Asserts",
    ),
    _case(
        "According to the monitor, at least 30 fighters died in the raid.",
        "the monitor",
        "According to",
        "at least 30 fighters died in the raid",
        "Asserts",
    ),
    _case(
        "At least 30 fighters died in the raid, according to the monitor.",
        "the monitor",
        "according to",
        "At least 30 fighters died in the raid",
        "Asserts",
    ),
    _case(
        'The statement read: "We reserve the right to respond."',
        "The statement",
        "read",
        "We reserve the right to respond",
        "Asserts",
    ),
    _case(
        "The ministry issued a statement saying the aircraft was unarmed.",
        "The ministry",
        "saying",
        "the aircraft was unarmed",
        "Asserts",
    ),
    _case(
        "As the auditor noted, the funds had vanished.",
        "the auditor",
        "noted",
        "the funds had vanished",
        "Asserts",
    ),
    _case("Chile denies buying drones from Iran", "Chile", "denies", "buying drones from Iran", "Denies"),
    _case("Chad: Sudan shelled border town", "Chad", ":", "Sudan shelled border town", "Asserts"),
    _case(
        "A government source told Yonhap that the convoy had left.",
        "A government source",
        "told",
        "that the convoy had left",
        "Asserts",
        ("Yonhap",),
    ),
    _case(
        "KCNA quoted the general as saying the drill was over.",
        "the general",
        "saying",
        "the drill was over",
        "Asserts",
        ("KCNA",),
    ),
    _case(
        "The minister was quoted by Interfax as saying that talks had stalled.",
        "The minister",
        "saying",
        "that talks had stalled",
        "Asserts",
        ("Interfax",),
    ),
    _case(
        "Reuters reported on Monday that the jets had arrived, citing a defence official.",
        "a defence official",
        "reported",
        "that the jets had arrived",
        "Asserts",
        ("Reuters",),
    ),
    _case(
        "The army said in a statement to SUNA that it had repelled the attack.",
        "The army",
        "said",
        "that it had repelled the attack",
        "Asserts",
        ("SUNA",),
    ),
    _case(
        "The army said, in a statement carried by SUNA, that it had repelled the attack.",
        "The army",
        "said",
        "that it had repelled the attack",
        "Asserts",
        ("SUNA",),
    ),
    _case(
        "In an interview with Le Monde, the president said the base would close.",
        "the president",
        "said",
        "the base would close",
        "Asserts",
        ("Monde",),
    ),
    _case(
        "India is believed to have sold missiles to Armenia.",
        None,
        "is believed",
        "India ... to have sold missiles to Armenia",
        "Asserts",
    ),
    _case(
        "It has been reported that mercenaries left Mali.",
        None,
        "has been reported",
        "that mercenaries left Mali",
        "Asserts",
    ),
    _case(
        "The group was reported to have received mortars from Algeria.",
        None,
        "was reported",
        "The group ... to have received mortars from Algeria",
        "Asserts",
    ),
    _case(
        "Burundi is accused of sending soldiers to Congo.",
        None,
        "is accused",
        "Burundi ... of sending soldiers to Congo",
        "Condemns",
    ),
    _case(
        "The treaty is seen as a defensive pact.",
        None,
        "is seen",
        "The treaty ... as a defensive pact",
        "Asserts",
    ),
    _case("The raid was condemned by Norway.", "Norway", "was condemned", "The raid", "Condemns"),
    _case(
        "Neither Ankara nor Baku has confirmed the delivery.",
        "Neither Ankara nor Baku",
        "has confirmed",
        "the delivery",
        "Withholds",
    ),
    _case(
        "The Pentagon declined to comment on the report.",
        "The Pentagon",
        "declined to comment on",
        "the report",
        "Withholds",
    ),
    _case(
        "The ministry refused to confirm or deny the sale.",
        "The ministry",
        "refused",
        "to confirm or deny the sale",
        "Withholds",
    ),
    _case(
        "Iran has not commented on the allegations.",
        "Iran",
        "has not commented on",
        "the allegations",
        "Withholds",
    ),
    _case("Serbia neither confirmed nor denied the sale.", "Serbia", "denied", "the sale", "Withholds"),
    _case(
        "The army remained silent about its losses.",
        "The army",
        "remained silent about",
        "its losses",
        "Withholds",
    ),
    _case(
        "The spokesman did not say whether the jets had arrived.",
        "The spokesman",
        "did not say",
        "whether the jets had arrived",
        "Withholds",
    ),
    _case(
        "Officials released the figures without confirming the deaths.",
        "Officials",
        "confirming",
        "the deaths",
        "Withholds",
    ),
    _case(
        "Belarus denied that its soldiers had crossed the border.",
        "Belarus",
        "denied",
        "that its soldiers had crossed the border",
        "Denies",
    ),
    _case(
        "Belarus denied sending soldiers across the border.",
        "Belarus",
        "denied",
        "sending soldiers across the border",
        "Denies",
    ),
    _case(
        "Egypt dismissed the claims as groundless.",
        "Egypt",
        "dismissed",
        "the claims as groundless",
        "Denies",
    ),
    _case("Ghana rejected the accusation.", "Ghana", "rejected", "the accusation", "Denies"),
    _case(
        "The council condemned the transfers and called for a halt to arms deliveries.",
        "The council",
        "condemned",
        "the transfers",
        "Condemns",
    ),
    _case(
        "The council condemned the transfers and called for a halt to arms deliveries.",
        "The council",
        "called for",
        "a halt to arms deliveries",
        "Demands",
    ),
    _case(
        "Rwanda accused Congo of arming rebels.", "Rwanda", "accused", "Congo of arming rebels", "Condemns"
    ),
    _case(
        "Japan expressed concern about the launch.",
        "Japan",
        "expressed concern about",
        "the launch",
        "Condemns",
    ),
    _case("Lebanon criticised the raid on Tyre.", "Lebanon", "criticised", "the raid on Tyre", "Condemns"),
    _case(
        "Poland hailed the agreement with Canada.",
        "Poland",
        "hailed",
        "the agreement with Canada",
        "Endorses",
    ),
    _case("Oman defended the purchase.", "Oman", "defended", "the purchase", "Endorses"),
    _case(
        "Peru demanded that Chile withdraw its warships.",
        "Peru",
        "demanded",
        "that Chile withdraw its warships",
        "Demands",
    ),
    _case(
        "Ukraine urged Germany to deliver the tanks.",
        "Ukraine",
        "urged",
        "Germany to deliver the tanks",
        "Demands",
    ),
    _case(
        "Ethiopia called on Eritrea to withdraw its forces.",
        "Ethiopia",
        "called on",
        "Eritrea to withdraw its forces",
        "Demands",
    ),
    _case("Finland vowed to send more ammunition.", "Finland", "vowed", "to send more ammunition", "Pledges"),
    _case(
        "Spain promised to deliver the howitzers by June.",
        "Spain",
        "promised",
        "to deliver the howitzers by June",
        "Pledges",
    ),
    _case("Turkey threatened to close the strait.", "Turkey", "threatened", "to close the strait", "Pledges"),
    _case("Brazil agreed to supply the aircraft.", "Brazil", "agreed", "to supply the aircraft", "Pledges"),
    _case("Cuba refused to hand over the crew.", "Cuba", "refused", "to hand over the crew", "Denies"),
    _case(
        "Ethiopia put the number of dead at 40.", "Ethiopia", "put at", "the number of dead ... 40", "Asserts"
    ),
    _case(
        "The monitor estimated that 1,200 soldiers had been wounded.",
        "The monitor",
        "estimated",
        "that 1,200 soldiers had been wounded",
        "Asserts",
    ),
    _case(
        "Analysts suspect that the shells came from Iran.",
        "Analysts",
        "suspect",
        "that the shells came from Iran",
        "Asserts",
    ),
    _case(
        "Officials are confident that the treaty will be ratified.",
        "Officials",
        "confident",
        "that the treaty will be ratified",
        "Asserts",
    ),
    _case("Georgia is willing to host the talks.", "Georgia", "willing", "to host the talks", "Pledges"),
    _case("Jordan is critical of the deployment.", "Jordan", "critical", "the deployment", "Condemns"),
    _case(
        "The envoy made the claim that the shells were old.",
        "The envoy",
        "made the claim",
        "that the shells were old",
        "Asserts",
    ),
    _case(
        "Sudan's promise to withdraw its forces came late.",
        "Sudan's",
        "promise",
        "to withdraw its forces",
        "Pledges",
    ),
    _case("Mali's criticism of the base grew louder.", "Mali's", "criticism", "the base", "Condemns"),
    _case(
        "Colombia called the incursion a violation of its territory.",
        "Colombia",
        "called",
        "the incursion a violation of its territory",
        "Asserts",
    ),
    _case(
        "Both sides described the pact as purely defensive.",
        "Both sides",
        "described",
        "the pact as purely defensive",
        "Asserts",
    ),
    _case(
        "The analyst asked whether the missiles were real.",
        "The analyst",
        "asked",
        "whether the missiles were real",
        "Asserts",
    ),
    _case(
        "The general, who denied any losses, praised the crew.",
        "The general, who",
        "denied",
        "any losses",
        "Denies",
    ),
    _case(
        "The general, who denied any losses, praised the crew.",
        "The general, who denied any losses",
        "praised",
        "the crew",
        "Endorses",
    ),
    _case(
        "The company told investors that exports had doubled.",
        "The company",
        "told",
        "that exports had doubled",
        "Asserts",
        ("investors",),
    ),
    _case(
        "Doctors warned that the clinic would run out of fuel.",
        "Doctors",
        "warned",
        "that the clinic would run out of fuel",
        "Asserts",
    ),
    _case(
        "The witness recalled that the lorries carried no plates.",
        "The witness",
        "recalled",
        "that the lorries carried no plates",
        "Asserts",
    ),
    _case(
        "The poll showed that most voters oppose the base.",
        "The poll",
        "showed",
        "that most voters oppose the base",
        "Asserts",
    ),
    _case(
        "She argued that the tariff hurts farmers and said it should go.",
        "She",
        "argued",
        "that the tariff hurts farmers",
        "Asserts",
    ),
    _case(
        "She argued that the tariff hurts farmers and said it should go.",
        "She",
        "said",
        "it should go",
        "Asserts",
    ),
    _case(
        "Tunisia reportedly bought the drones from Turkey.",
        None,
        "reportedly",
        "Tunisia ... bought the drones from Turkey",
        "Asserts",
    ),
    _case(
        "The farmers' union welcomed the subsidy but opposed the tax.",
        "The farmers' union",
        "welcomed",
        "the subsidy",
        "Endorses",
    ),
    _case(
        "The farmers' union welcomed the subsidy but opposed the tax.",
        "The farmers' union",
        "opposed",
        "the tax",
        "Condemns",
    ),
    _case(
        "Zambia has neither signed nor ratified the treaty, its foreign minister said.",
        "its foreign minister",
        "said",
        "Zambia has neither signed nor ratified the treaty",
        "Asserts",
    ),
    _case(
        '"The shells are ours," the colonel said.\n"They will stay here."',
        "the colonel",
        "said",
        "The shells are ours ... They will stay here",
        "Asserts",
    ),
    _case('The minister said:\n"We will not leave."', "The minister", "said", "We will not leave", "Asserts"),
    _case(
        "The mayor did not believe that the dam would hold.",
        "The mayor",
        "did not believe",
        "that the dam would hold",
        "Denies",
    ),
    _case(
        "The rebels claimed they had captured the airport.",
        "The rebels",
        "claimed",
        "they had captured the airport",
        "Asserts",
    ),
    _case("Belgrade Denies Sending Troops To Mali", "Belgrade", "Denies", "Sending Troops To Mali", "Denies"),
    _case("Kenya Slams Ethiopia Over Border Raid", "Kenya", "Slams", "Ethiopia Over Border Raid", "Condemns"),
    _case("Norway Vows More Tanks For Ukraine", "Norway", "Vows", "More Tanks For Ukraine", "Pledges"),
    _case("Egypt Calls For Ceasefire In Sudan", "Egypt", "Calls For", "Ceasefire In Sudan", "Demands"),
    _case("Iran Rejects Claims Of Drone Sales", "Iran", "Rejects", "Claims Of Drone Sales", "Denies"),
    _case("Seoul says North fired missiles", "Seoul", "says", "North fired missiles", "Asserts"),
    _case("Zelensky urges allies to send jets", "Zelensky", "urges", "allies to send jets", "Demands"),
    _case("Chile condemns raid, calls for talks", "Chile", "condemns", "raid", "Condemns"),
    _case("Chile condemns raid, calls for talks", "Chile", "calls for", "talks", "Demands"),
    _case("US: Rwanda sent troops into Congo", "US", ":", "Rwanda sent troops into Congo", "Asserts"),
    _case("Troops left Mali, junta says", "junta", "says", "Troops left Mali", "Asserts"),
    _case("Army 'lost 40 men', says watchdog", "watchdog", "says", "Army 'lost 40 men'", "Asserts"),
    _case("Poland to send tanks, PM says", "PM", "says", "Poland to send tanks", "Asserts"),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model()


@pytest.fixture(scope="module")
def cues() -> CueLexicon:
    return CueLexicon.load()


@pytest.fixture(scope="module")
def found(nlp: Language, cues: CueLexicon) -> dict[str, tuple[Doc, list[Attribution]]]:
    texts = sorted({case.text for case in CASES})
    return {text: (doc, attributions(doc, cues)) for text, doc in zip(texts, parse(nlp, texts), strict=True)}


def _as_case(doc: Doc, one: Attribution) -> Case:
    source = None if one.source is None else doc[one.source.start : one.source.end].text
    cue = " ".join(doc[i].text for i in one.cue)
    content = " ... ".join(doc[start:end].text for start, end in one.content)
    return Case(doc.text, source, cue, content, one.stance, tuple(doc[i].text for i in one.relays))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.cue}-{case.stance}-{case.text[:24]}")
def test_case(case: Case, found: dict[str, tuple[Doc, list[Attribution]]]) -> None:
    doc, ones = found[case.text]
    assert case in [_as_case(doc, one) for one in ones if printable(one)]


def _one(nlp: Language, cues: CueLexicon, text: str) -> tuple[Doc, list[Attribution]]:
    doc = next(parse(nlp, [text]))
    return doc, attributions(doc, cues)


def test_relative_pronoun_resolves_to_its_noun(nlp: Language, cues: CueLexicon) -> None:
    doc, ones = _one(nlp, cues, "The general, who denied any losses, praised the crew.")
    heads = {doc[one.source_head].text for one in ones if one.source_head is not None}
    assert heads == {"general"}


def test_stance_cues_over_nouns_are_nominal(nlp: Language, cues: CueLexicon) -> None:
    _, ones = _one(nlp, cues, "Norway condemned the raid. Kenya said it had left.")
    assert [one.nominal for one in ones] == [True, False]


def test_quoted_says_whether_the_words_are_quoted(nlp: Language, cues: CueLexicon) -> None:
    _, ones = _one(nlp, cues, '"We lost nobody," the major said. Kenya said it had left.')
    assert [one.quoted for one in ones] == [True, False]


def test_a_hedging_cue_sets_the_modality(nlp: Language, cues: CueLexicon) -> None:
    _, ones = _one(nlp, cues, "Analysts suspect that the shells came from Iran.")
    assert [one.modality for one in ones] == ["Possible"]


def test_a_refusal_to_answer_has_no_modality(nlp: Language, cues: CueLexicon) -> None:
    _, ones = _one(nlp, cues, "The ministry refused to confirm or deny the sale.")
    assert [(one.stance, one.modality) for one in ones if printable(one)] == [("Withholds", None)]


def test_talk_inside_a_quotation_is_not_printed(nlp: Language, cues: CueLexicon) -> None:
    doc, ones = _one(nlp, cues, '"I think they said it was over," the nurse said.')
    assert [doc[one.source_head].text for one in ones if printable(one) and one.source_head] == ["nurse"]
    assert len(ones) > 1


def test_nested_attributions_name_who_tells_them(nlp: Language, cues: CueLexicon) -> None:
    doc, ones = _one(nlp, cues, "Tass says the army denied that it had lost a ship.")
    denial = next(one for one in ones if one.stance == "Denies")
    assert [doc[i].text for i in denial.relays] == ["Tass"]


def test_plain_prose_has_no_attribution(nlp: Language, cues: CueLexicon) -> None:
    assert _one(nlp, cues, "The road runs along the river. It rained for two days.")[1] == []


def test_an_unknown_model_is_named_with_what_to_do() -> None:
    with pytest.raises(ModelError, match=r"en_core_web_none is not installed .*: choose one of these, or of"):
        load_model("en-core-web-none")
    with pytest.raises(ModelError, match=r"get it from spaCy: python -m spacy download en_core_web_trf$"):
        load_model("en_core_web_trf")


def test_packages_that_are_no_model_are_neither_advised_nor_imported() -> None:
    with pytest.raises(ModelError, match="click is not installed") as raised:
        load_model("click")
    assert "pip install" not in str(raised.value)


def test_several_texts_come_back_in_order(nlp: Language) -> None:
    texts = ["One line.\nAnother.", "", "  \n", "Third text\r\nwith two lines", "x" * 9000]
    assert [doc.text for doc in parse(nlp, texts)] == texts


def test_paragraphs_never_share_a_sentence(nlp: Language) -> None:
    doc = next(parse(nlp, ["Kenya sends troops\nThe first soldiers left on Monday."]))
    assert [sentence.text for sentence in doc.sents if sentence.text.strip()] == [
        "Kenya sends troops",
        "The first soldiers left on Monday.",
    ]


WORDS = st.sampled_from(
    [
        *(
            "Kenya",
            "the",
            "minister",
            "said",
            "denied",
            "that",
            "troops",
            "had",
            "left",
            "accused",
            "of",
            "by",
        ),
        *("it", "who", "which", "Tass", "according to", "condemned", "told", "reporters", "quoted", "as"),
        *(
            "saying",
            "statement",
            "not",
            "to",
            "send",
            "claims",
            "is",
            "said in a statement",
            "citing",
            "seems",
        ),
    ]
)
MARKS = st.sampled_from(
    [" ", ", ", ". ", ": ", '"', "“", "”", "''", "\n", "\n\n", " — ", "’", "(", ")", "\u00a0", "\t", "\r\n"]
)
NEWSLIKE = st.lists(st.one_of(WORDS, MARKS), max_size=40).map(" ".join)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(text=st.text(max_size=300))
def test_pieces_add_up_to_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in pieces(text)) == text
    assert all(piece.strip() == piece or not is_line for piece, is_line in pieces(text))


@SLOW
@given(text=st.one_of(NEWSLIKE, st.text(max_size=200)))
def test_any_text_gives_ranges_inside_it(nlp: Language, cues: CueLexicon, text: str) -> None:
    doc = next(parse(nlp, [text]))
    assert doc.text == text
    ones = attributions(doc, cues)
    assert ones == sorted(ones, key=lambda one: (one.cue, one.content))
    for one in ones:
        assert one.content
        assert list(one.cue) == sorted(set(one.cue))
        tokens = [*one.cue, *one.relays, *(i for span in one.content for i in (span.start, span.end - 1))]
        if one.source is not None and one.source_head is not None:
            tokens += [one.source.start, one.source.end - 1, one.source_head]
        assert all(0 <= i < len(doc) for i in tokens)
        assert all(span.start < span.end for span in one.content)
        assert 0 <= one.certainty <= 1


RELUCTANT = [
    ("The spokesman declined to put a number on the dead.", "declined", "Withholds"),
    ("The general refused to put a figure on the losses.", "refused", "Withholds"),
    ("Officials declined to name the buyer.", "name", "Withholds"),
    ("The ministry declined to discuss the shipment.", "discuss", "Withholds"),
    ("The minister refused to say whether troops had been sent.", "say", "Withholds"),
    ("The army declined to give a death toll.", "declined", "Withholds"),
    ("The government refused to withdraw its troops.", "refused", "Denies"),
    ("The council declined to extend the treaty.", "declined", "Denies"),
]


@pytest.mark.parametrize(("text", "cue", "stance"), RELUCTANT, ids=[text for text, _, _ in RELUCTANT])
def test_to_decline_to_say_is_not_to_deny(
    nlp: Language, cues: CueLexicon, text: str, cue: str, stance: str
) -> None:
    doc, ones = _one(nlp, cues, text)
    assert [one.stance for one in ones if cue in {doc[i].text for i in one.cue}] == [stance]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry would neither confirm nor deny it, and promised instead that Chad would honour it.",
        "The envoy refused to confirm the sale and promised that Chad would honour the treaty.",
        "The army neither confirmed nor denied the raid, and promised an inquiry.",
    ],
)
def test_negation_stops_before_a_verb_joined_with_and(nlp: Language, cues: CueLexicon, text: str) -> None:
    doc, ones = _one(nlp, cues, text)
    assert [one.stance for one in ones if "promised" in {doc[i].text for i in one.cue}] == ["Pledges"]


@pytest.mark.parametrize(
    ("text", "source", "content", "stance"),
    [
        ("The deployment angered Beijing.", "Beijing", "The deployment", "Condemns"),
        ("The transfer of missiles alarmed Oslo.", "Oslo", "The transfer of missiles", "Condemns"),
        ("The delivery delighted the rebels.", "the rebels", "The delivery", "Endorses"),
    ],
)
def test_who_is_angered_is_the_source(
    nlp: Language, cues: CueLexicon, text: str, source: str, content: str, stance: str
) -> None:
    doc, ones = _one(nlp, cues, text)
    found = [
        (doc[one.source.start : one.source.end].text, doc[span.start : span.end].text, one.stance)
        for one in ones
        if one.source is not None and printable(one)
        for span in one.content
    ]
    assert found == [(source, content, stance)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('"We shipped nothing," Haidar, 69, told Reuters on Monday.', "Haidar, 69", "We shipped nothing"),
        (
            '"They [fired] first," army spokesman Ali Sow said.',
            "army spokesman Ali Sow",
            "They [fired] first",
        ),
        (
            "The minister told Echo Radio that the convoy was late.",
            "The minister",
            "that the convoy was late",
        ),
        ("KAMARA: Why would we send soldiers there?", "KAMARA", "Why would we send soldiers there"),
        (
            'The border is quiet. More from Ali Sow: "They crossed the river at night."',
            "Ali Sow",
            "They crossed the river at night",
        ),
        (
            "The envoy argued that the ban would hurt traders, saying it was rushed.",
            "The envoy",
            "it was rushed",
        ),
        (
            "He rejected one of their demands: freeing the crew.",
            "He",
            "one of their demands: freeing the crew",
        ),
    ],
)
def test_speakers_and_contents_at_the_edges(
    nlp: Language, cues: CueLexicon, text: str, source: str, content: str
) -> None:
    doc, ones = _one(nlp, cues, text)
    found = [
        (doc[one.source.start : one.source.end].text, doc[span.start : span.end].text)
        for one in ones
        if one.source is not None and printable(one)
        for span in one.content
    ]
    assert (source, content) in found


LONG = [
    "The army neither confirmed nor denied " + "and promised and said " * 60,
    '"We left," ' + "the envoy, a lawyer, " * 60 + "said.",
    "He said that " * 60 + "it ended.",
    "Chad condemned the raid: " * 60,
    '"No," X said. ' * 60,
    '"' * 200 + "said Chad",
]


@pytest.mark.parametrize("text", LONG)
def test_rules_stay_linear(nlp: Language, cues: CueLexicon, text: str) -> None:
    short, long = next(parse(nlp, [text + "\n"])), next(parse(nlp, [(text + "\n") * 16]))
    assert _calls(long, cues) < 16 * 3 * _calls(short, cues)


def _calls(doc: Doc, cues: CueLexicon) -> int:
    """Return how many functions are called, which depends neither on the machine nor on its load."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        attributions(doc, cues)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Chile dismissed Peruvian calls for its fleet to leave the strait.",
            "Peruvian",
            "for its fleet to leave the strait",
        ),
        (
            "Chile dismissed charges – stemming from sources including the Arab League – that it sold mines.",
            "the Arab League",
            "that it sold mines",
        ),
    ],
)
def test_what_is_dismissed_has_a_source_of_its_own(
    nlp: Language, cues: CueLexicon, text: str, source: str, content: str
) -> None:
    (doc,) = parse(nlp, [text])
    found = [_as_case(doc, one) for one in attributions(doc, cues)]
    assert (source, content) in [(one.source, one.content) for one in found]
    assert ("Chile", "Denies") in [(one.source, one.stance) for one in found]

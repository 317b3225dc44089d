"""Who is meant by a noun phrase."""

from __future__ import annotations

import pytest

from builders import Read
from kgbuild.extractors.rules.agents.phrases import wording
from kgbuild.extractors.rules.reading import Reading, RulesReader
from kgbuild.extractors.rules.syntax.grammar import is_definite
from kgbuild.grounding.entities import Entity


def meant(reading: Reading, word: str, nth: int = 0) -> list[str]:
    """Names of the agents that the nth word of this form stands for."""
    token = [t for t in reading.doc if t.text == word][nth]
    return [e.name for e in reading.agents.resolve(token)]


def agent(reading: Reading, word: str, nth: int = 0) -> Entity:
    token = [t for t in reading.doc if t.text == word][nth]
    (found,) = reading.agents.resolve(token)
    return found


POINTING = [
    pytest.param("Peruvian President Rosa Quispe arrived. She spoke.", "She", ["Rosa Quispe"], id="she"),
    pytest.param(
        "Minister Rosa Quispe met Kari Hansen. She spoke.", "She", ["Rosa Quispe"], id="she is the subject"
    ),
    pytest.param("Peru said it had paid.", "it", ["Peru"], id="it under saying"),
    pytest.param("Norway met Peru. It paid.", "It", ["Norway"], id="it across sentences"),
    pytest.param("Peru said its troops had left.", "its", ["Peru"], id="its"),
    pytest.param("Rosa Quispe of Peru lost her seat.", "her", ["Rosa Quispe"], id="her"),
    pytest.param("Peru and Chile said they had paid.", "they", ["Peru", "Chile"], id="they together"),
    pytest.param("Peru and Chile met. Their troops left.", "Their", ["Peru", "Chile"], id="their together"),
    pytest.param("Peru, whose troops left, paid.", "whose", ["Peru"], id="whose"),
    pytest.param("It was raining.", "It", [], id="it with nobody before"),
]


@pytest.mark.parametrize(("text", "pronoun", "expected"), POINTING)
def test_pronouns(read: Read, text: str, pronoun: str, expected: list[str]) -> None:
    assert meant(read(text), pronoun) == expected


def test_i_is_who_speaks(read: Read) -> None:
    reading = read("“I signed the order,” said Norwegian Prime Minister Kari Hansen.")
    assert meant(reading, "I") == ["Kari Hansen"]


def test_a_pronoun_points_no_further_than_four_sentences(read: Read) -> None:
    filler = "Rain fell. " * 5
    assert meant(read(f"Rosa Quispe left. {filler}She spoke."), "She") == []


BODIES = [
    pytest.param("Peru's foreign ministry agreed.", "ministry", "Foreign Ministry", "Peru", id="possessor"),
    pytest.param("The Norwegian army agreed.", "army", "Army", "Norway", id="adjective"),
    pytest.param("The navy of Kenya agreed.", "navy", "Navy", "Kenya", id="of"),
    pytest.param(
        "Oman waited. The foreign ministry agreed.", "ministry", "Foreign Ministry", "Oman", id="bare"
    ),
]


@pytest.mark.parametrize(("text", "word", "body", "state"), BODIES)
def test_bodies_of_states(read: Read, text: str, word: str, body: str, state: str) -> None:
    found = agent(read(text), word)
    assert found.kind == "Organization"
    assert found.state is not None
    assert found.state.name == state
    assert body in {found.name, *found.aliases} or body in found.name


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The Peruvian government agreed.", "government", ["Peru"]),
        ("The Peruvian administration agreed.", "administration", ["Peru"]),
        ("Peru waited. The country paid.", "country", ["Peru"]),
        ("A country paid.", "country", []),
        ("Norway met Peru. Neither government paid.", "government", ["Norway", "Peru"]),
        ("Norway, Peru and Chad met. The three countries paid.", "countries", ["Norway", "Peru", "Chad"]),
        ("Norway, Peru and Chad met. Three countries paid.", "countries", []),
        ("A Peruvian general said nine of the nation's troops died.", "nation", ["Peru"]),
        ("Norway met Peru. The two sides paid.", "sides", ["Norway", "Peru"]),
        ("Norway met nobody. The two sides paid.", "sides", []),
        ("Peru's regime paid.", "regime", ["Peru"]),
    ],
)
def test_states_by_description(read: Read, text: str, word: str, expected: list[str]) -> None:
    assert meant(read(text), word) == expected


def test_the_government_without_a_state_is_nobodys(read: Read, reader: RulesReader) -> None:
    assert meant(read("The government paid.", reader.table.state("KEN")), "government") == []
    assert meant(read("Norway met Peru. The government paid."), "government") == []
    assert meant(read("Norway met Peruvian officers in Oman. The government paid."), "government") == [
        "Norway"
    ]


WHOSE_BODY = [
    pytest.param(
        "Chad sent guns to Oman. The foreign ministry in Lima said so.", "ministry", "Peru", id="in a capital"
    ),
    pytest.param(
        "Chad sent guns to Oman. The ministry in Lima said so.", "ministry", "Peru", id="any ministry"
    ),
    pytest.param("Chad sent guns to Oman, the defence ministry said.", "ministry", "Chad", id="the doer"),
    pytest.param("Chad met Oman. The defence ministry said so.", "ministry", None, id="nobody's"),
    pytest.param("Chad met Oman. The embassy in Lima said so.", "embassy", None, id="abroad"),
    pytest.param(
        "China met Oman. The Central Military Commission said so.", "Commission", None, id="of a party"
    ),
    pytest.param(
        "China met. Vietnam's Central Military Commission said so.", "Commission", "Vietnam", id="another's"
    ),
    pytest.param(
        "Norway met Peru. The National Security Council said so.", "Council", None, id="no newspaper"
    ),
    pytest.param(
        "Kenya's National Intelligence Service told Chad.", "Service", "Kenya", id="of the same name"
    ),
    pytest.param("Peru's Ministry of Defence told Chad.", "Ministry", "Peru", id="the longer name"),
]


@pytest.mark.parametrize(("text", "word", "state"), WHOSE_BODY)
def test_whose_body_the_words_say(read: Read, text: str, word: str, state: str | None) -> None:
    token = next(t for t in read(text).doc if t.text == word)
    states = {e.state.name for e in read(text).agents.resolve(token) if e.state is not None}
    assert states == ({state} if state is not None else set())


OFFICIALS = [
    pytest.param(
        "Peruvian Foreign Minister Rosa Quispe arrived. The minister spoke.", "minister", "Rosa Quispe"
    ),
    pytest.param("Rosa Quispe, Peru's envoy, arrived. The envoy spoke.", "envoy", "Rosa Quispe"),
    pytest.param("The minister, Rosa Quispe, spoke.", "minister", "Rosa Quispe"),
]


@pytest.mark.parametrize(("text", "word", "expected"), OFFICIALS)
def test_an_office_means_who_held_it_before(read: Read, text: str, word: str, expected: str) -> None:
    assert meant(read(text), word, -1) == [expected]


def test_another_states_minister_is_somebody_else(read: Read) -> None:
    reading = read("Peruvian Foreign Minister Rosa Quispe arrived. The Chilean minister spoke.")
    found = agent(reading, "minister")
    assert (found.anonymous, found.state.name if found.state else None) == (True, "Chile")


def test_an_unnamed_official(read: Read) -> None:
    found = agent(read("A senior Omani official agreed."), "official")
    assert (found.kind, found.name, found.anonymous) == ("Official", "senior Omani official", True)
    assert found.state is not None
    assert found.state.name == "Oman"


def test_an_unnamed_expert_speaks_for_nobody(read: Read) -> None:
    found = agent(read("Analysts agreed."), "Analysts")
    assert (found.kind, found.anonymous, found.represents) == ("Person", True, None)


def test_the_press_of_a_state_passes_on(read: Read) -> None:
    found = agent(read("The Omani press agreed."), "press")
    assert (found.kind, found.is_media, found.anonymous) == ("Organization", True, True)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("A report by Norway warned of it.", "report", ["Norway"]),
        ("Norway's statement warned of it.", "statement", ["Norway"]),
        ("A statement from Peru and Chile warned of it.", "statement", ["Peru", "Chile"]),
        ("A report warned of it.", "report", []),
        ("A statement issued on Monday by Peru warned of it.", "statement", ["Peru"]),
        ("Kenya's army met Chad. Iran paid. The army agreed.", "army", ["Army of Kenya"]),
        ("Two of the Norwegian ministers agreed.", "Two", ["Norwegian ministers"]),
        ("NATO met. The alliance agreed.", "alliance", ["North Atlantic Treaty Organization"]),
        ("The rules changed. The group agreed.", "group", []),
    ],
)
def test_who_stands_behind(read: Read, text: str, word: str, expected: list[str]) -> None:
    assert meant(read(text), word) == expected


@pytest.mark.parametrize(
    ("text", "pronoun", "expected"),
    [
        ("Chad waited. It was an admission by the Norwegians that they had lost.", "they", ["Norway"]),
        ("Mali's ties with Norway have soured since it expelled the envoy.", "it", ["Mali"]),
    ],
)
def test_whose_words_a_pronoun_goes_on(read: Read, text: str, pronoun: str, expected: list[str]) -> None:
    assert meant(read(text), pronoun) == expected


def test_the_report_is_by_who_wrote_it_before(read: Read) -> None:
    reading = read("A report by Norway warned of it. The report named Peru.")
    assert meant(reading, "report", 1) == ["Norway"]


def test_the_statement_is_of_who_issued_it(read: Read) -> None:
    reading = read("Oman issued a statement on Monday. The statement named Peru.")
    assert meant(reading, "statement", 1) == ["Oman"]


def test_a_panel_speaks_for_who_set_it_up(read: Read) -> None:
    assert meant(read("A NATO panel rejected it."), "panel") == ["North Atlantic Treaty Organization"]


def test_the_rights_group_is_no_armed_group(read: Read) -> None:
    reading = read("Amnesty International accused Hezbollah. The rights group named no officer.")
    assert meant(reading, "group") == ["Amnesty International"]


def test_ministries_of_several_states(read: Read) -> None:
    reading = read("Kenya and Somalia's foreign ministries gave no answer.")
    assert len(meant(reading, "ministries")) == 2


def test_a_spokesman_for_an_organization_of_a_state(read: Read) -> None:
    found = agent(read("A spokesman for the US National Security Council spoke."), "spokesman")
    assert found.represents is not None
    assert found.represents.kind == "Organization"


def sources(reading: Reading) -> list[list[str]]:
    return [[e.name for e in reading.agents.sources[n]] for n in sorted(reading.agents.sources)]


def test_sources_of_statements_in_order(read: Read) -> None:
    reading = read("Norway said that ships had sailed. Oman denied that ships had sailed.")
    assert sources(reading) == [["Norway"], ["Oman"]]


def test_several_speak_together(read: Read) -> None:
    assert sources(read("Peru and Chile said that ships had sailed."))[0] == ["Peru", "Chile"]


def test_who_joins_a_source_speaks_along(read: Read) -> None:
    assert sources(read("Norway, joined by Oman, said that ships had sailed."))[0] == ["Norway", "Oman"]


def test_he_added_goes_on_where_somebody_left_off(read: Read) -> None:
    reading = read(
        "Norwegian Prime Minister Kari Hansen said that ships had sailed. "
        "Peruvian President Rosa Quispe was not there. She added that more would follow."
    )
    assert sources(reading)[-1] == ["Kari Hansen"]


def test_it_is_believed_has_no_source(read: Read) -> None:
    assert all(
        found == [] for found in sources(read("Norway met Oman. It is believed that ships had sailed."))
    )


def test_party(read: Read) -> None:
    reading = read("Peruvian troops left Mombasa with a Norwegian minister.")
    words = {t.text: t for t in reading.doc}

    def party(word: str) -> str | None:
        found = reading.agents.party(words[word])
        return found.name if found is not None else None

    assert (party("troops"), party("Mombasa"), party("minister")) == ("Peru", "Kenya", "Norway")


def test_the_words_of_a_noun_phrase(reader: RulesReader) -> None:
    (doc,) = reader.parse(["The two senior South Korean officials met an envoy."])
    officials = next(t for t in doc if t.text == "officials")
    envoy = next(t for t in doc if t.text == "envoy")
    assert (wording(officials), wording(envoy)) == ("senior South Korean officials", "envoy")
    assert (is_definite(officials), is_definite(envoy)) == (True, False)

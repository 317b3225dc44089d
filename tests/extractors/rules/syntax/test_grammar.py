"""Who does what to whom: passives, control, participles, relatives and coordination undone."""

from __future__ import annotations

import pytest
from spacy.tokens import Token

from kgbuild.extractors.rules.reading import RulesReader
from kgbuild.extractors.rules.syntax.grammar import conjuncts, is_passive, object_, prepositions, subject


def word(reader: RulesReader, text: str, form: str) -> Token:
    """The token of a text that reads so."""
    (doc,) = reader.parse([text])
    return next(token for token in doc if token.text == form)


def text(token: Token | None) -> str | None:
    return token.text if token is not None else None


SUBJECTS = [
    pytest.param("Peru sent trucks.", "sent", "Peru", id="active"),
    pytest.param("The trucks were sent by Peru.", "sent", "Peru", id="passive with agent"),
    pytest.param("The trucks were sent on Monday.", "sent", None, id="passive without agent"),
    pytest.param("Peru plans to send trucks.", "send", "Peru", id="infinitive"),
    pytest.param("Chile urged Peru to send trucks.", "send", "Peru", id="object control"),
    pytest.param("Chile promised Peru to send trucks.", "send", "Chile", id="promise is subject control"),
    pytest.param("Chile called on Peru to send trucks.", "send", "Peru", id="called on"),
    pytest.param("Peru was asked to send trucks.", "send", "Peru", id="control under a passive"),
    pytest.param("Chile accused Peru of sending trucks.", "sending", "Peru", id="accused of"),
    pytest.param("Peru was accused of sending trucks.", "sending", "Peru", id="passive accused of"),
    pytest.param("Peru apologised after sending trucks.", "sending", "Peru", id="after doing"),
    pytest.param("Peru, which sent trucks, apologised.", "sent", "Peru", id="relative pronoun"),
    pytest.param("The company sending the trucks is Peruvian.", "sending", "company", id="active participle"),
    pytest.param("Peru denied the claim and sent trucks.", "sent", "Peru", id="coordinated verb"),
    pytest.param("Chile criticised Peru's decision to send trucks.", "send", "Peru", id="whose decision"),
    pytest.param("Peru has the ability to send trucks.", "send", "Peru", id="who has the ability"),
]


@pytest.mark.parametrize(("sentence", "verb", "expected"), SUBJECTS)
def test_logical_subject(reader: RulesReader, sentence: str, verb: str, expected: str | None) -> None:
    assert text(subject(word(reader, sentence, verb))) == expected


OBJECTS = [
    pytest.param("Peru sent trucks.", "sent", "trucks", id="active"),
    pytest.param("The trucks were sent by Peru.", "sent", "trucks", id="passive"),
    pytest.param("Chile saw the trucks sent by Peru.", "sent", "trucks", id="passive participle"),
    pytest.param("The trucks that Peru sent are old.", "sent", "trucks", id="relative pronoun as object"),
    pytest.param("Chile counted the trucks Peru sent.", "sent", "trucks", id="relative without pronoun"),
    pytest.param("The trucks were painted and sent.", "sent", "trucks", id="coordinated passive"),
    pytest.param("The trucks are due to be sent.", "sent", "trucks", id="infinitive of the passive"),
    pytest.param("The convoy left on Monday.", "left", None, id="nothing"),
]


@pytest.mark.parametrize(("sentence", "verb", "expected"), OBJECTS)
def test_logical_object(reader: RulesReader, sentence: str, verb: str, expected: str | None) -> None:
    assert text(object_(word(reader, sentence, verb))) == expected


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        ("The trucks were sent.", "sent", True),
        ("Peru has sent trucks.", "sent", False),
        ("The trucks sent by Peru are old.", "sent", True),
        ("Asked to leave, the crew left.", "Asked", True),
        ("Peru sent trucks.", "sent", False),
    ],
)
def test_passive(reader: RulesReader, sentence: str, verb: str, expected: bool) -> None:
    assert is_passive(word(reader, sentence, verb)) is expected


def test_all_that_is_coordinated_in_order(reader: RulesReader) -> None:
    first = word(reader, "Peru, Chile and Bolivia sent trucks.", "Peru")
    assert [t.text for t in conjuncts(first)] == ["Peru", "Chile", "Bolivia"]


def test_each_complement_of_a_preposition(reader: RulesReader) -> None:
    sent = word(reader, "Peru sent trucks to Chile and Bolivia from Lima.", "sent")
    assert [(name, t.text) for name, t in prepositions(sent)] == [
        ("to", "Chile"),
        ("to", "Bolivia"),
        ("from", "Lima"),
    ]


def test_two_prepositions_in_a_row_are_read_both_ways(reader: RulesReader) -> None:
    sent = word(reader, "Peru sent trucks along with shells.", "sent")
    assert [(name, t.text) for name, t in prepositions(sent)] == [
        ("along with", "shells"),
        ("with", "shells"),
    ]

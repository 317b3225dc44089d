"""Whether an event happened, is planned or only possible, and whether it is said not to have happened."""

from __future__ import annotations

import pytest

from kgbuild.extractors.rules.events.modality import Status, status
from kgbuild.extractors.rules.reading import RulesReader


def status_of(reader: RulesReader, text: str, trigger: str) -> Status:
    (doc,) = reader.parse([text])
    token = next(t for t in doc if t.text == trigger)
    return status(token, None, reader.knowledge.frames.modality)


PLACED = [
    pytest.param("Kenya sent soldiers.", "sent", "Actual", id="plain past"),
    pytest.param("Kenya will send soldiers.", "send", "Planned", id="future"),
    pytest.param("Kenya plans to send soldiers.", "send", "Planned", id="verb of planning"),
    pytest.param("Kenya announced a plan to send soldiers.", "send", "Planned", id="noun of planning"),
    pytest.param("Kenya prepared the planned deployment.", "deployment", "Planned", id="planning adjective"),
    pytest.param("Kenya may send soldiers.", "send", "Possible", id="modal of possibility"),
    pytest.param("Kenya has reportedly sent soldiers.", "sent", "Possible", id="hedging adverb"),
    pytest.param("Kenya is suspected of sending soldiers.", "sending", "Possible", id="verb of suspicion"),
    pytest.param("Critics noted the alleged deployment.", "deployment", "Possible", id="hedging adjective"),
    pytest.param("Trade will suffer if Kenya sends soldiers.", "sends", "Possible", id="condition"),
    pytest.param("Kenya would have sent soldiers.", "sent", "Actual", id="would have is no plan"),
    pytest.param("Kenya plans a parade for soldiers sent last year.", "sent", "Actual", id="told in passing"),
    pytest.param("Kenya will mourn soldiers killed in May.", "killed", "Actual", id="told inside a plan"),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), PLACED)
def test_modality(reader: RulesReader, text: str, trigger: str, expected: str) -> None:
    assert status_of(reader, text, trigger).modality == expected


NEGATED = [
    pytest.param("Kenya did not send soldiers.", "send", True, id="not"),
    pytest.param("Kenya never sent soldiers.", "sent", True, id="never"),
    pytest.param("Kenya sent no soldiers.", "sent", True, id="no object"),
    pytest.param("None of the soldiers were sent.", "sent", True, id="none"),
    pytest.param("Kenya denied sending soldiers.", "sending", True, id="verb of denial"),
    pytest.param("Kenya did not deny sending soldiers.", "sending", False, id="two negations cancel out"),
    pytest.param("Kenya sent soldiers.", "sent", False, id="plain"),
    pytest.param("Kenya did not say that Oman sent soldiers.", "sent", False, id="negated telling"),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), NEGATED)
def test_negation(reader: RulesReader, text: str, trigger: str, expected: bool) -> None:
    assert status_of(reader, text, trigger).negated is expected


def test_halting(reader: RulesReader) -> None:
    assert status_of(reader, "Kenya suspended the deployment of soldiers.", "deployment").halted
    assert not status_of(reader, "Kenya began the deployment of soldiers.", "deployment").halted


def test_only_a_plain_will_is_the_future(reader: RulesReader) -> None:
    assert status_of(reader, "Kenya will send soldiers.", "send").future
    assert not status_of(reader, "Kenya plans to send soldiers.", "send").future


def test_a_plan_can_be_hedged(reader: RulesReader) -> None:
    found = status_of(reader, "Kenya will possibly send soldiers.", "send")
    assert (found.modality, found.hedged) == ("Planned", True)


def test_the_words_that_decided(reader: RulesReader) -> None:
    found = status_of(reader, "Kenya did not plan to send soldiers.", "send")
    assert found.words == (2, 3)


def test_nothing_before_the_statement_is_read(reader: RulesReader) -> None:
    (doc,) = reader.parse(["Oman doubts that Kenya plans to send soldiers."])
    trigger = next(t for t in doc if t.text == "send")
    lexicon = reader.knowledge.frames.modality
    assert status(trigger, 5, lexicon).modality == "Actual"
    assert status(trigger, 3, lexicon).modality == "Planned"

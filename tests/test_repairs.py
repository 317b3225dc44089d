"""Clauses that the parser misreads again and again, mended."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Token

from builders import Read


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "below", "label", "above"),
    [
        (
            "A spokesman confirmed that three of its peacekeepers deployed with a mission had been killed.",
            "three",
            "nsubjpass",
            "killed",
        ),
        (
            "The government has completed the purchase of 24 jets from Denmark, Chad's president and defense"
            " minister announced Tuesday during a broadcast.",
            "president",
            "nsubj",
            "announced",
        ),
        (
            "Forces from former colonial power France have been deployed in Ivory Coast.",
            "France",
            "appos",
            "power",
        ),
        ("India earlier gave Maldives a Dornier airplane and two helicopters.", "airplane", "dobj", "gave"),
        ("Venezuela is handing over weapons to guerrillas.", "weapons", "dobj", "handing"),
        (
            "Morocco accused Iran of training and arming Polisario fighters through its embassy in Algeria.",
            "arming",
            "pcomp",
            "of",
        ),
    ],
)
def test_mended(read: Read, text: str, below: str, label: str, above: str) -> None:
    token = word(read(text).doc, below)
    assert (token.dep_, token.head.text) == (label, above)


@pytest.mark.parametrize(
    "text",
    [
        "The debate that they had in May was about the future.",
        "If the effect existed, there would be more losses.",
        "Norway and Chad signed a treaty, and Oman sent tanks to Togo.",
    ],
)
def test_a_sound_parse_stays_as_it_is(read: Read, text: str) -> None:
    doc = read(text).doc
    assert doc.text == text
    (root,) = (token for token in doc if token.dep_ == "ROOT")
    assert root.text in ("was", "be", "signed")

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
        ("Five Kenyans deployed with the mission were wounded on Monday.", "Kenyans", "nsubjpass", "wounded"),
        (
            "The Peruvian government has completed the purchase of 30 trucks from Norway, Peru's"
            " president and defense minister announced Monday.",
            "president",
            "nsubj",
            "announced",
        ),
        ("Troops from former colonial power France have been based there.", "France", "appos", "power"),
        ("Norway recently gave Kenya a Boeing airplane and three boats.", "airplane", "dobj", "gave"),
        ("Chad is handing over weapons to rebels.", "weapons", "dobj", "handing"),
        ("Oman sold rifles to Peru, Chad's Army Chief Ali Keita said.", "Keita", "nsubj", "said"),
        ("Oman sold rifles to Peru, Chad's Army Chief Ali Keita said.", "Peru", "pobj", "to"),
        ("Oman sold rifles to Peru, the country's army chief, Ali Keita, said.", "chief", "nsubj", "said"),
        (
            "Chad accused Oman of training and arming Polisario fighters from its consulate in Mali.",
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

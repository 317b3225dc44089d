"""Quotes stand alone: who, whether or not, what and how many, in one stretch of the text."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def _quotes(extractor: RulesExtractor, text: str) -> list[tuple[str, str]]:
    """Return stance and quote of each claim about an event or agreement."""
    found = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    claims = [c for c in found if isinstance(c, Claim) and c.about]
    for claim in claims:
        span = claim.evidence[0].span
        assert text[span.start : span.end] == claim.evidence[0].quote
    return [(claim.stance.value, claim.evidence[0].quote) for claim in claims]


@pytest.mark.parametrize(
    ("text", "stance", "quote"),
    [
        # the subject
        (
            "Ghana, which has a mission in Mali, and Togo signed a defence pact on Monday.",
            "Asserts",
            "Ghana, which has a mission in Mali, and Togo signed a defence pact",
        ),
        (
            "Uganda, officials said, was sending 200 soldiers to Chad.",
            "Asserts",
            "Uganda, officials said, was sending 200 soldiers to Chad",
        ),
        (
            "The drones that Turkey delivered to Togo in March have not been flown.",
            "Asserts",
            "The drones that Turkey delivered to Togo",
        ),
        # the negation, wherever it stands
        (
            "Neither Peru nor Chile has confirmed the delivery of Peruvian tanks to Chile.",
            "Withholds",
            "Neither Peru nor Chile has confirmed the delivery of Peruvian tanks to Chile",
        ),
        (
            "Peru has never sent tanks to Chile, its ambassador said.",
            "Denies",
            "Peru has never sent tanks to Chile",
        ),
        (
            "Peru denied on Friday that it had sent tanks to Chile.",
            "Denies",
            "Peru denied on Friday that it had sent tanks to Chile",
        ),
        # the stance of the cue
        (
            "Kenya condemned the deployment of Ghanaian soldiers to Somalia.",
            "Condemns",
            "Kenya condemned the deployment of Ghanaian soldiers to Somalia",
        ),
        (
            "Kenya on Tuesday demanded that Ghana withdraw its soldiers from Somalia.",
            "Demands",
            "Kenya on Tuesday demanded that Ghana withdraw its soldiers from Somalia",
        ),
        # the figure and what it counts
        (
            "Morocco said that Spain had shipped more than 40 crates of rifle ammunition to Senegal.",
            "Asserts",
            "Spain had shipped more than 40 crates of rifle ammunition to Senegal",
        ),
        # what it would break off
        (
            "Officials said that Ghana had sent soldiers to the north of Benin.",
            "Asserts",
            "Ghana had sent soldiers to the north of Benin",
        ),
        # conditions
        (
            "If Ghana sends soldiers to Benin, Togo said, it would close the border.",
            "Asserts",
            "If Ghana sends soldiers to Benin, Togo said, it would close the border",
        ),
        (
            "Togo said it would close the border if Ghana sent soldiers to Benin.",
            "Asserts",
            "Togo said it would close the border if Ghana sent soldiers to Benin",
        ),
    ],
)
def test_the_quote_is_a_whole_clause(extractor: RulesExtractor, text: str, stance: str, quote: str) -> None:
    assert (stance, quote) in _quotes(extractor, text)


def test_words_in_quotation_marks_keep_both_or_neither(extractor: RulesExtractor) -> None:
    text = "“Ghana has not sent soldiers to Benin,” General Kofi Asare said."
    quotes = [quote for _, quote in _quotes(extractor, text)]
    assert quotes
    assert all(quote.count("“") == quote.count("”") for quote in quotes)


def test_one_does_not_read_the_whole_paragraph(extractor: RulesExtractor) -> None:
    text = (
        "Ghana sent 300 soldiers to Benin in March, where they guard the port of Cotonou, the airport, the "
        "ministries and a number of hotels, while the police of the capital, which had been on strike for "
        "most of the spring over unpaid wages, returned to work only after the president had stepped in."
    )
    assert ("Asserts", "Ghana sent 300 soldiers to Benin") in [
        (stance, quote.removesuffix(" in March")) for stance, quote in _quotes(extractor, text)
    ]


def test_statements_about_no_event_say_who_takes_the_stance(extractor: RulesExtractor) -> None:
    text = "Ghana's foreign minister, Ama Boateng, denied that Accra had lied to the council."
    found = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    quotes = [c.evidence[0].quote for c in found if isinstance(c, Claim) and c.stance == "Denies"]
    assert quotes == [text.removesuffix(".")]


@pytest.mark.parametrize("denial", ["at no time had Kenya", "under no circumstances had Kenya"])
def test_what_turns_a_clause_from_before_it_is_quoted(extractor: RulesExtractor, denial: str) -> None:
    quote = f"{denial} delivered rifles to Haiti"
    assert _quotes(extractor, f"Kenya's army said that {quote}.") == [("Denies", quote)]


def test_a_quotation_alone_on_its_line_is_somebodys_with_little_confidence(extractor: RulesExtractor) -> None:
    line = "“Peru has sent 200 soldiers to Haiti”"
    text = f"The ministers met in Lima on Tuesday.\n\n{line}\n\nThe talks will go on in June."
    (claim,) = [c for c in extractor.records([Document("a.txt", text)]) if isinstance(c, Claim)]
    assert [(c.name, c.anonymous) for c in claim.claimants] == [("unnamed speaker", True)]
    assert 0 < (claim.confidence or 0) < 0.5


def test_a_quotation_alone_that_the_text_tells_again_is_read_once(extractor: RulesExtractor) -> None:
    told = "Peru has sent 200 soldiers to Haiti"
    text = f"The ministers met in Lima on Tuesday.\n\n“{told}”\n\n{told}, the army of Peru said."
    assert _quotes(extractor, text) == [("Asserts", told)]

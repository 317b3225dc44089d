"""Figures of losses in tables and in lists of figures."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Casualties, Claim
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

PROSE = (
    "The envoys of both countries met in Accra on Monday and spoke for an hour about the road to the coast."
)
TABLE = """| Army | Killed | Wounded |
|---|---|---|
| Ghana | 320 | 1,100 |
| Togo | 95 | unknown |
| Total | 415 | |"""


def losses(extractor: RulesExtractor, text: str) -> list[tuple[str, str, str, float | None]]:
    """Return (claimant, whose, measure, figure) of each claim about losses."""
    records = extractor.records([Document("note.txt", f"{PROSE}\n\n{text}", publisher="Harbour Post")])
    return [
        (claim.claimants[0].name, about.force.name, str(claim.measure), claim.quantity.minimum)
        for claim in records
        if isinstance(claim, Claim) and claim.quantity is not None
        for about in claim.about
        if isinstance(about, Casualties) and about.force is not None
    ]


def test_the_rows_of_a_table(extractor: RulesExtractor) -> None:
    assert losses(extractor, TABLE) == [
        ("Harbour Post", "Ghana", "Killed", 320),
        ("Harbour Post", "Ghana", "Wounded", 1100),
        ("Harbour Post", "Togo", "Killed", 95),
    ]


@pytest.mark.parametrize(
    "opening", ["Mali's army published the following figures.", "Mali's army gave these figures:"]
)
def test_a_table_is_of_who_published_it(extractor: RulesExtractor, opening: str) -> None:
    assert {name for name, *_ in losses(extractor, f"{opening}\n\n{TABLE}")} == {"Army of Mali"}


def test_a_list_of_figures(extractor: RulesExtractor) -> None:
    rows = "Ghana: 320 killed\nTogo: 95 soldiers killed, 410 wounded"
    assert losses(extractor, rows) == [
        ("Harbour Post", "Ghana", "Killed", 320),
        ("Harbour Post", "Togo", "Killed", 95),
        ("Harbour Post", "Togo", "Wounded", 410),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ghana: 5 things to know about the talks",
        "| Ship | Length |\n|---|---|\n| Ghana | 320 |",
        "| Army | Killed |\n|---|---|\n| Both | 320 |",
    ],
)
def test_other_rows_tell_of_no_losses(extractor: RulesExtractor, text: str) -> None:
    assert losses(extractor, text) == []

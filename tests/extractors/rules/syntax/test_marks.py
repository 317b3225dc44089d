"""Quotation marks in every form pair up."""

from __future__ import annotations

import pytest

from kgbuild.extractors.rules.reading import RulesReader
from kgbuild.extractors.rules.syntax.parsing import parse
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.cues import CueLexicon


def quoted(reader: RulesReader, text: str) -> list[str]:
    doc = next(parse(reader.nlp, [text]))
    return [doc[start:end].text for start, end in View(doc, CueLexicon.load().around).quotations]


@pytest.mark.parametrize(
    "pair", ["“”", "„“", "„”", "«»", "»«", "‹›", "「」", '""', '“"', ["``", "''"], ["<<", ">>"], ["« ", " »"]]
)
def test_a_pair_holds_what_is_said(reader: RulesReader, pair: str | list[str]) -> None:
    before, behind = pair
    text = f"{before}We sent a ship to Togo{behind}, Ghana's navy said. {before}It left{behind}, it added."
    assert quoted(reader, text) == [f"{before}We sent a ship to Togo{behind}", f"{before}It left{behind}"]


@pytest.mark.parametrize(
    "text",
    ["» Ghana has sent a ship to Togo.", 'The shelf was 5" wide and the ship was 40 metres long.'],
)
def test_marks_that_quote_nothing(reader: RulesReader, text: str) -> None:
    assert quoted(reader, text) == []


def test_an_open_mark_runs_to_the_end_of_its_paragraph(reader: RulesReader) -> None:
    text = "“We sent a ship. It left.\n\nTogo said nothing."
    assert quoted(reader, text) == ["“We sent a ship. It left."]

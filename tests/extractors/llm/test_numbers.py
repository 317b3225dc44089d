from __future__ import annotations

import pytest

from kgbuild.extractors.llm.numbers import NumberReader
from kgbuild.knowledge.measures import QuantityLexicon

LEXICON = QuantityLexicon.load()


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "40 mortars and more than 2,000 rounds", {40, 2000}),
        ("en", "two hundred and fifty men", {250}),
        ("en", "half a dozen launchers", {6}),
        ("en", "10 to 12 thousand", {10_000, 12_000}),
        ("en", "between 10,000 and 12,000", {10_000, 12_000}),
        ("en", "one and a half million rounds", {1_500_000}),
        ("en", "a million and a half", {1_500_000}),
        ("en", "1.5m rounds, 12k shells", {1_500_000, 12_000}),
        ("en", "a thousand men", {1000}),
        ("en", "twenty-five", {25}),
        ("fr", "10 000 soldats", {10_000}),
        ("fr", "1.200 obus", {1200}),
        ("uk", "близько 12 тис. військових", {12_000}),
        ("ru", "3 тысячи солдат", {3000}),
        ("ko", "병력 1만2천명", {12_000}),
        ("ar", "٣٠٠٠ جندي", {3000}),
        ("uk", "п’ятьох бійців убито, двадцять три поранено", {5, 23}),
        ("ru", "трое офицеров и сорок солдат", {3, 40}),
        ("fr", "trois officiers, vingt-cinq soldats", {3, 25}),
        ("ko", "장교 세 명", {3}),
        ("ar", "ثلاثة ضباط", {3}),
    ],
)
def test_numbers_that_the_words_say_are_found(language: str, text: str, numbers: set[float]) -> None:
    assert numbers <= NumberReader(LEXICON, language).numbers(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("dozens of tanks", 24),
        ("several tanks", 3),
        ("40 mortars and 20 guns", 60),
        ("the F-16s came", 100),
        ("two hundred", 2000),
        ("", 0),
    ],
)
def test_numbers_that_no_words_say_are_not(text: str, number: float) -> None:
    assert number not in NumberReader(LEXICON).numbers(text)

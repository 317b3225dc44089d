from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kgbuild.claims.align import Alignment, StoredText
from kgbuild.claims.model import Evidence
from kgbuild.spans import Span

TEXT = (
    "“We sold no drones,” the envoy said—twice.\n"
    "Norland\u00a0denied it.  Suria’s  cre\u0301ole press did not: “We sold no drones” is a lie, it wrote. "
    "Co\u00adoperation ended in 10² days."
)


def at(quote: str, start: int = 0, length: int | None = None) -> Evidence:
    return Evidence(span=Span(start, start + (len(quote) if length is None else length)), quote=quote)


def test_a_quote_at_its_span_stays_as_it_is() -> None:
    given_ = at("We sold no drones", 1)
    found = StoredText(TEXT).align(given_)
    assert found is not None
    assert found.evidence is given_
    assert found.alignment is Alignment.EXACT


def test_a_quote_that_stands_elsewhere_is_anchored_nearest_to_its_span() -> None:
    stored = StoredText(TEXT)
    second = TEXT.rindex("We sold")
    for start, expected in ((0, 1), (5, 1), (second - 4, second), (9999, second), (-3, 1)):
        found = stored.align(at("We sold no drones", start))
        assert found is not None
        assert found.evidence.span == Span(expected, expected + 17)
        assert found.alignment is Alignment.MOVED


def test_of_two_places_equally_near_the_first_counts() -> None:
    found = StoredText("ab cd ef cd").align(at("cd", 6))
    assert found is not None
    assert found.evidence.span == Span(3, 5)


@pytest.mark.parametrize(
    ("quote", "stored"),
    [
        ('"We sold no drones," the envoy said - twice', None),
        ('"We sold no drones," the envoy said-twice', "“We sold no drones,” the envoy said—twice"),
        ("Norland denied it. Suria's", "Norland\u00a0denied it.  Suria’s"),
        ("said—twice. Norland", "said—twice.\nNorland"),
        ("  Norland denied it.\n", "Norland\u00a0denied it."),
        ("cr\u00e9ole press", "cre\u0301ole press"),
        ("Cooperation ended", "Co\u00adoperation ended"),
        ("Co\u200boperation", "Co\u00adoperation"),
        ("ended in 10² days", "ended in 10² days"),
        ("ended in 102 days", None),
        ("norland denied it", None),
        ("Norland admitted it", None),
        ("creole press", None),
        ("cre", None),
        ("old no drones", None),
        ("We sold no drone", None),
        ("“", None),
        (" . ", None),
        ("\u200b", None),
    ],
)
def test_only_the_form_of_marks_and_blanks_may_differ(quote: str, stored: str | None) -> None:
    found = StoredText(TEXT).align(at(quote, 20))
    assert (found.evidence.quote if found else None) == stored


def test_made_up_words_of_the_right_length_are_not_found() -> None:
    stored = StoredText(TEXT)
    assert stored.align(at("We sold 99 drones", 1)) is None


def test_a_text_may_be_empty() -> None:
    assert StoredText("").align(at("word")) is None


MARKS = "'‘’\"“”-–— \u00a0\n\t\u200b\u00ad.,²"
WORDS = st.text(st.sampled_from("aAbé\u0301e" + MARKS), max_size=40)


@given(text=WORDS, quote=WORDS.filter(bool), start=st.integers(-5, 50), length=st.integers(-2, 50))
@example(text="a\u0301", quote="a", start=0, length=2)
@example(text="\u00e9", quote="e", start=4, length=1)
def test_whatever_is_aligned_is_the_text(text: str, quote: str, start: int, length: int) -> None:
    found = StoredText(text).align(at(quote, start, length))
    if found is None:
        return
    span = found.evidence.span
    assert 0 <= span.start < span.end <= len(text)
    assert found.evidence.quote == text[span.start : span.end]
    assert kept(found.evidence.quote) == kept(quote)


def kept(text: str) -> str:
    """Letters and numerals, which no folding may change."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c.isalnum() or unicodedata.combining(c))


@given(before=WORDS, quote=WORDS, after=WORDS, data=st.data())
def test_a_stretch_of_the_text_is_found_however_its_marks_are_written(
    before: str, quote: str, after: str, data: st.DataObject
) -> None:
    quote = f"aA{quote}bb"
    text = f"{before} {quote} {after}"
    other = "".join(data.draw(st.sampled_from(same(char))) for char in quote)
    found = StoredText(text).align(at(other, data.draw(st.integers(0, len(text)))))
    assert found is not None
    assert kept(found.evidence.quote) == kept(quote)


def same(char: str) -> list[str]:
    for group in ("'‘’", '"“”', "-–—", (" ", "\u00a0", "\n", "\t", "  "), ("\u200b", "\u00ad", "")):
        if char in group:
            return list(group)
    return [char]

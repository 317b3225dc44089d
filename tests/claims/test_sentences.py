from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.claims.sentences import Sentences
from kgbuild.spans import Span

TEXT = (
    "Tanks for Suria\n\n"
    "Gen. A. B. Moyo told the U.N. panel on Jan. 5 that “we sent 40 tanks. They are old.” "
    "He denied the rest. “Is it true?” she asked 𝕏. Then he left.\n"
)


def around(text: str, words: str, language: str = "en") -> str:
    start = text.index(words)
    found = Sentences(text, language).around(Span(start, start + len(words)))
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Tanks", "Tanks for Suria"),
        (
            "40 tanks",
            "Gen. A. B. Moyo told the U.N. panel on Jan. 5 that “we sent 40 tanks. They are old.”",
        ),
        ("denied", "He denied the rest."),
        ("rest. “Is", "He denied the rest. “Is it true?” she asked 𝕏."),
        ("left", "Then he left."),
    ],
)
def test_a_quote_stands_in_its_whole_sentence(words: str, sentence: str) -> None:
    assert around(TEXT, words) == sentence


def test_lines_are_paragraphs_unless_the_text_is_wrapped() -> None:
    wrapped = "Suria said that its army\nhad left the north. It\nwill not return."
    assert around(wrapped, "had left") == "Suria said that its army\nhad left the north."
    page = "Army leaves the north\n" + "Suria said " + "again and " * 12 + "again that it left.\nMore below"
    assert around(page, "Army") == "Army leaves the north"
    assert around(page, "More") == "More below"


def test_a_language_that_is_not_known_has_sentences_too() -> None:
    assert around("Eins ist da. Zwei auch.", "auch", "xx-unknown") == "Zwei auch."


@given(st.text(st.sampled_from("aB.?!“”\"'( )\n\r\t\u00a0\u2028𝕏é"), max_size=60), st.data())
def test_a_sentence_holds_the_quote_and_is_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = Sentences(text).around(span)
    assert 0 <= found.start <= span.start <= span.end <= found.end <= len(text)


@pytest.mark.parametrize("blank", ["\u2003", "\u2028", "\u3000", "\x85", "\u00a0", "\u200a"])
def test_blanks_of_several_bytes_end_in_no_panic(blank: str) -> None:
    text = f"A{blank}.{blank}“B{blank}!”\r{blank}. Chad{blank}left{blank}.A"
    assert Sentences(text).around(Span(0, len(text))) == Span(0, len(text))

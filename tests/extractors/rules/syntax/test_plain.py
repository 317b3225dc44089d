"""Plain documents answer as spaCy's do."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from kgbuild.extractors.rules.reading import RulesReader
from kgbuild.extractors.rules.syntax.parsing import parse
from kgbuild.extractors.rules.syntax.plain import parsed, plain

_TEXT = (
    "Peru denies it\n\nPeru's navy, which has 20 ships, sent two of them to Lima (and $3m of spares) in May. "
    "“Who asked for this?” said Ana Ruiz, an analyst, who doubts it.\nNOBODY answered: not one word"
)
_SAID = (
    *("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_", "whitespace_"),
    *("text_with_ws", "is_alpha", "is_punct", "is_space", "is_title", "is_upper", "is_quote", "is_currency"),
    *("like_num", "is_sent_start", "is_stop", "shape_"),
)


@pytest.fixture(scope="module")
def doc(reader: RulesReader) -> Doc:
    return next(parse(reader.nlp, [_TEXT]))


def test_tokens_say_what_spacy_says(doc: Doc) -> None:
    for token, own in zip(doc, parsed(doc), strict=True):
        assert {name: getattr(token, name) for name in _SAID} == {name: getattr(own, name) for name in _SAID}
        for name in ("lefts", "rights", "children", "subtree", "ancestors"):
            assert [t.i for t in getattr(token, name)] == [t.i for t in getattr(own, name)], name
        for name in ("head", "left_edge", "right_edge"):
            assert getattr(token, name).i == getattr(own, name).i, name
        assert (token.sent.start, token.sent.end) == (own.sent.start, own.sent.end)
        assert str(token.morph) == str(own.morph)


def test_spans_say_what_spacy_says(doc: Doc) -> None:
    own = parsed(doc)
    for start in range(len(doc)):
        for end in range(start + 1, min(start + 9, len(doc)) + 1):
            here, there = doc[start:end], own[start:end]
            assert (here.text, here.root.i, here[-1].i) == (there.text, there.root.i, there[-1].i)
    assert [(s.start, s.end) for s in doc.sents] == [(s.start, s.end) for s in own.sents]
    assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in own.ents]
    assert doc.ents


@pytest.mark.parametrize("edges", [(-5, None), (None, 3), (7, 3), (-3, -1), (5, 10**6), (-(10**6), 2)])
def test_slices_are_cut_as_spacy_cuts_them(doc: Doc, edges: tuple[int | None, int | None]) -> None:
    here, there = doc[slice(*edges)], parsed(doc)[slice(*edges)]
    assert (here.start, here.end, len(here)) == (there.start, there.end, len(there))


def test_no_neighbour_beyond_the_ends(doc: Doc) -> None:
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
    with pytest.raises(IndexError):
        doc[-1].nbor()


def test_a_plain_document_stays_as_it_is(doc: Doc) -> None:
    assert plain(doc) is doc
    assert doc.char_span(0, 4).text == "Peru"
    assert doc.char_span(0, 3) is None

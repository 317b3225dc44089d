"""Whatever the text, reading it ends, quotes what stands there, and gives the same again."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kgbuild.claims.jsonl import read_records, write_records
from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.times import PartialDate

STATES = ("Chad", "Norway", "the North", "Seoul", "U.S.", "Türkiye", "Bosnia and Herzegovina", "Ruritania")
SPEAKERS = (
    "the foreign minister",
    "a government official, speaking on condition of anonymity,",
    "Dr. Ana Lee-Ito",
    "state news agency KCNA",
    "she",
    "officials",
    "",
)
THINGS = (
    "tanks",
    "up to 3,000 troops",
    "Shahed-136 drones",
    "5.2 million shells",
    "it",
    "the pact",
    "them",
    "arms",
)
VERBS = (
    "sent",
    "has denied sending",
    "will deliver",
    "was said to have shipped",
    "signed",
    "withdrew",
    "lost",
)
TAILS = (
    "said {who} on Monday",
    "{who} told reporters",
    "according to {who}",
    "which {who} called a “flagrant breach”",
    "{who} declined to confirm",
    "citing {who}",
    "",
)
CLAUSES = (
    "{a} {verb} {thing} to {b}",
    "The deployment of {thing} by {a} in {b} since late 2023",
    "{a}-{b} treaty on {thing}",
    "Between 10 and 20 soldiers were killed in {a}, {b} says",
    "{a}: {thing} for {b}?",
    "neither {a} nor {b} would say whether {thing} arrived",
)
NOISE = (
    *("“", "”", '"', "'", "‘", "((", "]", "—", "…", "...", "-", "%", "<b>", "&amp;", "{}"),
    *("\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\u2028", "\x00", "\x1b[31m", "\ufeff"),
    *("e\u0301", "𝔘", "👩\u200d🚀", "ﬁ", "العربية", "한국", "½", "٣", "1e999", "$1.5bn"),
    *("No.", "U.N.", "http://x.y/z?a=b", "Advertisement\n", "Photo: AFP\n"),
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence as news has it, or nearly."""
    clause = draw(st.sampled_from(CLAUSES)).format(
        a=draw(st.sampled_from(STATES)),
        b=draw(st.sampled_from(STATES)),
        thing=draw(st.sampled_from(THINGS)),
        verb=draw(st.sampled_from(VERBS)),
    )
    tail = draw(st.sampled_from(TAILS)).format(who=draw(st.sampled_from(SPEAKERS)))
    opening, closing = draw(st.sampled_from((("", ""), ("“", "”"), ('"', '"'), ("“", ""), ("", '"'))))
    parts = [f"{opening}{clause},{closing}", tail]
    if draw(st.booleans()):
        parts.reverse()
    return " ".join(parts) + draw(st.sampled_from((".", "?", "", "\n", ".”")))


def shuffled(pieces: list[str]) -> str:
    return " ".join(pieces)


TEXTS = st.one_of(
    st.lists(sentences(), min_size=1, max_size=4).map(shuffled),
    st.lists(st.one_of(sentences(), st.sampled_from(NOISE)), min_size=1, max_size=8).map(shuffled),
    st.lists(st.one_of(sentences(), st.sampled_from(NOISE), st.text(max_size=12)), max_size=8).map("".join),
    st.text(max_size=80),
)
DATES = st.sampled_from((None, PartialDate("2024"), PartialDate("2024-02"), PartialDate("2024-02-29")))
PUBLISHERS = st.sampled_from((None, "KCNA", "Harbour View", "New\nYork"))
DOCUMENTS = st.builds(Document, st.just("x.txt"), TEXTS, publisher=PUBLISHERS, issued=DATES)

many = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def spans_of(claim: Claim) -> list[tuple[int, int]]:
    single = [span for span in (claim.claimant_span, claim.cue_span) if span is not None]
    return [*single, *claim.content_spans, *(evidence.span for evidence in claim.evidence)]


@given(document=DOCUMENTS)
@example(document=Document("empty.txt", ""))
@example(document=Document("blank.txt", " \n\t\n "))
@example(document=Document("marks.txt", "“" * 50 + '"' * 51))
@example(document=Document("long.txt", "Chad sent tanks to Mali and " * 80))
@example(document=Document("nobody.txt", 'Chad sent tank:according to"'))
@many
def test_claims_quote_the_text_and_survive_writing(
    extractor: RulesExtractor, tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    records = list(extractor.records([document]))
    head, *claims = records
    assert isinstance(head, DocumentRecord)
    assert (head.key, head.sha256) == (document.key, document.sha256)
    for claim in claims:
        assert isinstance(claim, Claim)
        assert claim.document == document.key
        for evidence in claim.evidence:
            assert document.text[evidence.span.start : evidence.span.end] == evidence.quote
        for start, end in spans_of(claim):
            assert 0 <= start < end <= len(document.text)
    path = _written(records, tmp_path_factory)
    assert list(read_records(path)) == records


INSERTED = (
    *("\u00a0", "\u200b", "\u2009", "\ufeff", "\u00ad", "\u3000", "\u2028", "\u0301", "\u202e", "\x00"),
    *("\x07", "\x1b[31m", "\t", "\r\n", "\n\n", "  ", "-\n", "&nbsp;", "&#8217;", "’", "“", "”", "''"),
    *("—", "...", "(", "[1]", "é", "🙂", "日本", "ﬁ", "Â\u00a0", "â€™"),
)


def mutated(text: str, chance: random.Random) -> str:
    """A stretch of a text as copying, scanning and cutting leave it."""
    start = chance.randrange(max(1, len(text) - 900))
    text = text[start : start + chance.randrange(200, 900)]
    for _ in range(chance.choice((0, 1, 3, 8, 20))):
        place, other = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
        odd = chance.choice(INSERTED)
        text = chance.choice(
            (
                text[:place] + odd + text[place:],
                text[:place] + text[place:].replace(" ", odd, 1),
                text[:place] + text[place + chance.randrange(1, 15) :],
                text[:place] + text[other : other + 30] + text[place:],
                text[:place] + text[place : place + 20].swapcase() + text[place + 20 :],
            )
        )
    return text


def test_evidence_and_cue_of_a_damaged_text_are_words_of_it(root: Path, extractor: RulesExtractor) -> None:
    folders = (root / "tests" / "corpus" / "documents", root / "data" / "documents")
    texts = [path.read_text("utf-8") for folder in folders for path in sorted(folder.rglob("*.txt"))]
    chance = random.Random(11)
    some = {mutated(chance.choice(texts), chance) for _ in range(150)}
    documents = [Document(f"{n}.txt", text) for n, text in enumerate(sorted(some)) if text.strip()]
    claims = 0
    for document, bundle in zip(documents, extractor.extract(documents), strict=True):
        for claim in bundle.claims:
            claims += 1
            for evidence in claim.evidence:
                assert document.text[evidence.span.start : evidence.span.end] == evidence.quote
            if claim.cue is not None:
                assert claim.cue_span
                stretch = document.text[claim.cue_span.start : claim.cue_span.end]
                # In one piece, or words of it in order: "put the dead at" has the cue "put at"
                parts = iter(re.split(r"[\s\x00-\x1f]+", stretch))
                assert claim.cue == stretch or all(word in parts for word in claim.cue.split())
    assert claims > 100


def _written(records: list[DocumentRecord | Claim], folders: pytest.TempPathFactory) -> Path:
    stream = io.StringIO()
    write_records(records, stream)
    path = folders.getbasetemp() / "properties.jsonl"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    return path


@given(documents=st.lists(DOCUMENTS, min_size=1, max_size=3))
@settings(many, max_examples=40)
def test_the_same_documents_give_the_same_records(
    extractor: RulesExtractor, documents: list[Document]
) -> None:
    """Also where they are read one by one: no document leaves a trace in the next."""
    together = list(extractor.records(documents))
    assert together == list(extractor.records(documents))
    assert together == [record for document in documents for record in extractor.records([document])]

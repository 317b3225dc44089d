"""Documents of any length become claims whose quotes stand where they say."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor, sections

REPORT = (
    "Norway sent 40 tanks to Latvia, a minister said.\n\nChad denied that its soldiers were in Niger.\n\n"
)


@pytest.mark.parametrize("text", ["", "one line", "a\n" * 50_000, "x" * 100_000, REPORT * 900])
def test_sections_add_up_to_the_text(text: str) -> None:
    found = list(sections(text))
    assert "".join(section for _, section in found) == text
    assert all(text[offset : offset + len(section)] == section for offset, section in found)
    assert all(len(section) <= 40_000 for _, section in found)


def test_quotes_of_a_long_text_stand_where_they_say(extractor: RulesExtractor) -> None:
    text = "".join(f"{REPORT}Paragraph {number} ends here.\n\n" for number in range(450))
    assert len(text) > 50_000
    records = list(extractor.records([Document("long.txt", text)]))
    claims = [record for record in records if isinstance(record, Claim)]
    assert isinstance(records[0], DocumentRecord)
    assert sum(isinstance(record, DocumentRecord) for record in records) == 1
    assert max(claim.evidence[0].span.start for claim in claims) > 45_000
    for claim in claims:
        for evidence in claim.evidence:
            assert text[evidence.span.start : evidence.span.end] == evidence.quote


def test_documents_keep_their_order_and_their_claims(extractor: RulesExtractor) -> None:
    documents = [
        Document("one.txt", REPORT),
        Document("two.txt", "Nothing is said."),
        Document("three.txt", REPORT + "End."),
    ]
    order = [
        record.identifier for record in extractor.records(documents) if isinstance(record, DocumentRecord)
    ]
    assert order == ["one.txt", "two.txt", "three.txt"]
    keys = [record.document for record in extractor.records(documents) if isinstance(record, Claim)]
    assert set(keys) == {documents[0].key, documents[2].key}
    assert keys == sorted(keys, key=[d.key for d in documents].index)

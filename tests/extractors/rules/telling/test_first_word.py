"""A document may begin with any word."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


@pytest.mark.parametrize(
    "text",
    [
        "Envoy said fighting went on.",
        "Information was withheld, the minister said.",
    ],
)
def test_a_noun_can_be_the_first_word(extractor: RulesExtractor, text: str) -> None:
    records = list(extractor.records([Document("a.txt", text, publisher="Harbour Post")]))
    assert any(isinstance(r, Claim) for r in records)

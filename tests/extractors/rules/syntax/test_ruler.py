"""The remembered attribute rules give what the model's own give."""

from __future__ import annotations

from typing import Any

import pytest
import spacy

from kgbuild.extractors.rules.reading import RulesReader
from kgbuild.extractors.rules.syntax.ruler import RuleMemory, hasten

_TEXTS = [
    "I'm gonna go, y'all ain't seen nothin' yet. Let's go; c'm on! There's \n\n two, and there are more.",
    "He's got ta leave: he did, having had it. What they do is theirs, that one is not; once it wo n't be.",
    "The ministry, which has denied it, doesn't say whether the ships that it had sent were its own.",
]


def test_matches_are_those_of_the_model(reader: RulesReader) -> None:
    ruler: Any = reader.nlp.get_pipe("attribute_ruler")
    assert isinstance(ruler.match.__self__, RuleMemory)
    for _ in range(2):  # anew, then as remembered
        for doc in reader.nlp.pipe(_TEXTS):
            found = ruler.match(doc)
            assert found == type(ruler).match(ruler, doc)
            assert any(end - start == 2 for *_, start, end in found) or doc.text == _TEXTS[2]


@pytest.mark.parametrize("pattern", [[{"SHAPE": "dd"}], [{"LOWER": {"FUZZY": "a"}}], [{"LOWER": "a"}] * 3])
def test_a_ruler_with_other_patterns_stays(pattern: list[dict[str, Any]]) -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([pattern], {"POS": "X"})
    hasten(nlp)
    assert "match" not in vars(ruler)
    hasten(spacy.blank("en"))

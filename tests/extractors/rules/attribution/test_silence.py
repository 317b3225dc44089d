"""Who keeps silent."""

from __future__ import annotations

import pytest

from kgbuild.extractors.rules.attribution.silence import silences
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.reading import RulesReader


def silent(reader: RulesReader, text: str) -> list[tuple[str, str]]:
    """(who, in which words) of each silence."""
    (doc,) = reader.parse([text])
    found = silences(doc, [], reader.knowledge.words.silence)
    return [
        (doc[a.source.start : a.source.end].text, " ".join(doc[i].text for i in a.cue))
        for a in found
        if a.source is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry did not respond to a request.", [("The ministry", "did not respond")]),
        ("The ministry declined to comment.", [("The ministry", "declined to comment")]),
        ("The envoy could not be reached for comment.", [("The envoy", "could not reached")]),
        ("There was no word from Muscat.", [("Muscat", "no word")]),
        ("Oman had no comment.", [("Oman", "no comment")]),
        ("There was no immediate reaction from the army.", [("the army", "no reaction")]),
        ("Neither Banda nor Phiri gave any figures.", [("Neither Banda", "gave")]),
        ("The ministry refused to give numbers.", [("The ministry", "refused to give")]),
        ("Lusaka kept quiet as well.", [("Lusaka", "kept quiet")]),
        ("The minister had nothing to add.", [("The minister", "had nothing")]),
        ("The minister would not be drawn.", [("The minister", "would not drawn")]),
        ("The treaty ends months of denials from Zambia and Malawi.", [("Zambia and Malawi", "denials")]),
        ("The ministry gave figures.", []),
        ("Lusaka kept the boats.", []),
        ("The ministry responded to a request.", []),
        ("The envoy was reached for comment.", []),
        ("There was no rain in Muscat.", []),
        ("Oman issued a statement.", []),
    ],
)
def test_who_keeps_silent(reader: RulesReader, text: str, expected: list[tuple[str, str]]) -> None:
    assert silent(reader, text) == expected


def test_a_silence_has_no_content_of_its_own(reader: RulesReader) -> None:
    (doc,) = reader.parse(["The ministry declined to comment."])
    (found,) = silences(doc, [], reader.knowledge.words.silence)
    assert (found.stance, found.content, found.rule) == ("Withholds", (), "silence")


def test_a_withholding_with_content_is_not_found_twice(reader: RulesReader) -> None:
    (doc,) = reader.parse(["The ministry declined to comment on the boats."])
    withheld = Attribution(Range(0, 2), 1, (2, 4), (Range(6, 8),), "Withholds")
    assert silences(doc, [withheld], reader.knowledge.words.silence) == []
    assert len(silences(doc, [], reader.knowledge.words.silence)) == 1

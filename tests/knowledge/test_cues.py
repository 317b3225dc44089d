"""The cue lexicon: the shipped one is sound, a broken one is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from kgbuild.claims.model import Modality, Stance
from kgbuild.errors import ResourceError
from kgbuild.knowledge.cues import KINDS, MODALITIES, STANCES, CueLexicon

SAY: dict[str, Any] = {
    "group": "say",
    "stance": "Asserts",
    "negated": "Withholds",
    "takes": {"clause": 0.9},
    "words": ["say"],
}
CONSTRUCTIONS = {
    *(
        "clause",
        "quote",
        "inserted",
        "np",
        "infinitive",
        "control",
        "gerund",
        "as",
        "small",
        "question",
        "of",
        "passive",
    ),
    *("seem", "at", "figure", "felt", "after", "adverb", "text", "label", "it"),
}


def test_stances_and_modalities_are_those_of_the_claims() -> None:
    assert set(STANCES) == {stance.value for stance in Stance}
    assert set(MODALITIES) == {modality.value for modality in Modality}


def test_the_shipped_lexicon_is_broad() -> None:
    lexicon = CueLexicon.load()
    sizes = {kind: sum(len(cues) for cues in lexicon.entries[kind].values()) for kind in KINDS}
    assert sizes["verbs"] > 800
    assert sizes["nouns"] > 100
    assert sizes["adjectives"] > 100


def test_the_shipped_constructions_are_those_the_rules_know() -> None:
    lexicon = CueLexicon.load()
    used = {
        name
        for kind in KINDS
        for cues in lexicon.entries[kind].values()
        for cue in cues
        for name in cue.takes
    }
    assert used <= CONSTRUCTIONS


def test_longer_phrases_come_first() -> None:
    lexicon = CueLexicon.from_groups({"verbs": [SAY | {"words": ["call", "call for", "call for an end to"]}]})
    assert [len(cue.words) for cue in lexicon.starting_with("verbs", "call")] == [5, 2, 1]


def test_a_cue_keeps_its_stance_without_a_negated_one() -> None:
    group = {key: value for key, value in SAY.items() if key != "negated"}
    (cue,) = CueLexicon.from_groups({"verbs": [group]}).starting_with("verbs", "say")
    assert cue.negated == cue.stance == "Asserts"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stance": "Shouts"}, "verbs.yaml, group 'say': stance 'Shouts' is none of"),
        ({"modality": "Maybe"}, "modality 'Maybe' is none of"),
        ({"takes": {"clause": 2}}, "takes must map constructions to certainties"),
        ({"words": [False]}, "False is not a word; put it in quotation marks"),
        ({"colour": "red"}, "unknown key colour"),
    ],
)
def test_a_broken_group_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        CueLexicon.from_groups({"verbs": [SAY | change]})


def test_a_group_without_words_is_refused() -> None:
    with pytest.raises(ResourceError, match="needs group, stance, takes and words"):
        CueLexicon.from_groups({"nouns": [{"group": "claims", "stance": "Asserts"}]})


def test_speakers_must_be_words() -> None:
    with pytest.raises(ResourceError, match=r"speakers\.yaml"):
        CueLexicon.from_groups({"speakers": [{"group": "persons", "words": [1]}]})

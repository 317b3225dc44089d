"""The common words of the extraction."""

from __future__ import annotations

import re

import pytest

from kgbuild.errors import ResourceError
from kgbuild.knowledge.entries import parse_entry
from kgbuild.knowledge.thesaurus import Thesaurus
from kgbuild.knowledge.words import SilenceWords, Words
from kgbuild.resources import read_text

LISTS = (
    "{answering: [reply], confirming: [confirm], rejecting: [deny], figures: [toll], refusing: [decline], "
    "unable: [unable], "
    "giving: [have], saying: ['no'], telling: [give], "
    "details: [figure], denying: [denial], keeping: [keep], quiet: [quiet], drawing: [draw], "
    "reaching: [reach], speculating: [speculate], knowing: [know], going: [go], informed: [aware], "
    "uninformed: [unaware], adding: [add], wishing: [wish], referring: [refer], asked: [question]}"
)


def read(text: str) -> SilenceWords:
    return parse_entry(text, "words.yaml", SilenceWords)


def test_a_word_stays_a_word() -> None:
    assert read(LISTS.replace("'no'", "no")).saying == {"no"}
    assert read(LISTS.replace("'no'", "on")).saying == {"on"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{answering: [", "words.yaml is not YAML"),
        (LISTS.replace("giving", "getting"), "words.yaml: giving: Field required"),
        (LISTS.replace("{", "{extra: [word], "), "words.yaml: extra: Extra inputs are not permitted"),
        (LISTS.replace("[reply]", "[]"), "words.yaml: answering: "),
        (LISTS.replace("[reply]", "[Reply]"), "write words in lower case: 'Reply'"),
        (LISTS.replace("[reply]", "reply"), "words.yaml: answering: "),
    ],
)
def test_a_malformed_list_is_named(text: str, message: str) -> None:
    with pytest.raises(ResourceError, match=re.escape(message)):
        read(text)


def test_kinds_are_those_of_the_thesauri() -> None:
    words, thesaurus = Words.load().roles, Thesaurus.load()
    assert {*words.platforms, *words.uncrewed} <= set(thesaurus.materiel.concepts)
    assert words.bystanders <= set(thesaurus.force_type.concepts)


def test_the_group_can_mean_an_armed_group_and_one_nobody_knows() -> None:
    agents = Words.load().agents
    assert agents.may_mean("group", "armed-group")
    assert agents.may_mean("group", None)
    assert not agents.may_mean("newspaper", "armed-group")
    assert not agents.may_mean("teapot", None)


def test_every_list_says_what_it_does() -> None:
    lines = read_text("data", "en", "frames", "words.yaml").splitlines()
    lists = [i for i, line in enumerate(lines) if re.match(r"  \w+:", line)]
    bare = [lines[i].strip() for i in lists if not _is_explained(lines, i)]
    assert bare == []


def _is_explained(lines: list[str], i: int) -> bool:
    """Whether a comment stands above a list, or above the one that it goes with."""
    above = lines[i - 1].strip()
    return above.startswith("#") or (above.endswith("]") and _is_explained(lines, _first_line(lines, i - 1)))


def _first_line(lines: list[str], i: int) -> int:
    while not re.match(r"  \w+:", lines[i]):
        i -= 1
    return i

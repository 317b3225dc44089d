"""Lines of a text: bullets, labels, signatures, rows."""

from __future__ import annotations

import pytest

from kgbuild.extractors.rules.layout import cuts, read_lines
from kgbuild.knowledge.lines import LineWords

WORDS = LineWords.load()
PROSE = (
    "The envoys of both countries met in Accra on Monday and spoke for an hour about the road to the coast."
)


def bodies(text: str) -> list[str]:
    return [text[line.body : line.end] for line in read_lines(text, WORDS)]


@pytest.mark.parametrize("bullet", ["• ", "- ", "– ", "* ", "1. ", "2) ", "(a) ", "» "])
def test_a_bullet_is_cut_off(bullet: str) -> None:
    text = f"{PROSE}\n{bullet}Ghana has sent a ship"
    (_, item) = read_lines(text, WORDS)
    assert item.item
    assert text[item.body : item.end] == "Ghana has sent a ship"
    assert cuts([item]) == [item.body]


@pytest.mark.parametrize("opening", ["3,000 men came.", "-5 degrees.", "2024 was quiet.", "“We came.”"])
def test_no_bullet(opening: str) -> None:
    assert not read_lines(opening, WORDS)[0].item


@pytest.mark.parametrize("dash", ["—", "–", "--", "- ", "— "])
def test_a_signature_below_or_behind_a_quotation(dash: str) -> None:
    below = read_lines(f"“We sent a ship.”\n{dash}Ama Osei, minister", WORDS)
    assert below[1].signs
    text = f"“We sent a ship.” {dash}Ama Osei, minister"
    (line,) = read_lines(text, WORDS)
    assert line.signature is not None
    assert text[line.signature.start : line.signature.end] == f"{dash}Ama Osei, minister"


@pytest.mark.parametrize(
    "text",
    [
        "“We sent a ship” — a claim that Togo denies.",
        "Ghana — Togo's neighbour — has sent a ship.",
        f"{PROSE}\n— Ghana sent a ship.",
        "- “We sent a ship.”\n- “We sent none.”",
    ],
)
def test_no_signature(text: str) -> None:
    assert all(line.signature is None for line in read_lines(text, WORDS))


def test_a_post_is_signed_by_its_handle() -> None:
    lines = read_lines("Ghana has sent no ship\n— Togo's ministry (@TogoMFA) May 3, 2024", WORDS)
    assert lines[1].signs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mr. Osei (Ghana): We came.\nMs. Koffi (Togo): We left.", ["Mr. Osei (Ghana)", "Ms. Koffi (Togo)"]),
        ("MS. ADU: We came.\nQUESTION: When?\nMS. ADU: In May.", ["MS. ADU", "QUESTION", "MS. ADU"]),
        ("BBC: Did Ghana send a ship?\nAma Osei: It sent none.", ["BBC", "Ama Osei"]),
        ("**Q:** Did Ghana send a ship?\n**A:** It sent none.", ["Q", "A"]),
        ("Mr. Osei (Ghana) (spoke in French): We came.", ["Mr. Osei (Ghana) (spoke in French)"]),
    ],
)
def test_labels_of_a_transcript(text: str, names: list[str]) -> None:
    found = [line.label for line in read_lines(text, WORDS) if line.label is not None]
    assert [text[label.start : label.name_end] for label in found] == names


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\nNote: the ship has left.",
        "ACCRA: Ghana has sent a ship, its navy said.",
        "Ghana: 40 killed\nTogo: 12 killed",
        "Why it matters: ships are few.\nWhat comes next: talks in May.",
        "Ministers agreed on one thing: the ship stays.",
    ],
)
def test_no_transcript(text: str) -> None:
    assert all(line.label is None for line in read_lines(text, WORDS))


def test_who_only_asks_and_who_chairs() -> None:
    text = "The President: I give the floor.\nMr. Osei (Ghana): We came.\nQUESTION: Who came?"
    asks = [line.label.asks for line in read_lines(text, WORDS) if line.label is not None]
    assert asks == [True, False, True]


def test_the_cells_of_a_row() -> None:
    text = "| Ghana | 40 men | \n|---|---|\n| Togo | 12 |"
    rows = read_lines(text, WORDS)
    assert [[text[c.start : c.end] for c in row.cells] for row in rows] == [
        ["Ghana", "40 men"],
        ["Togo", "12"],
    ]


def test_without_words_there_are_no_labels_of_askers() -> None:
    assert bodies("QUESTION: Who came?") == ["Who came?"] or bodies("QUESTION: Who came?")
    assert all(line.label is None for line in read_lines("QUESTION: Who came?", LineWords()))

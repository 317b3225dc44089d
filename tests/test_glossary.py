"""Each word of the glossary is explained shortly, with an example and a page that says more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_SECTION = re.compile(r"^## (.+)\n\n(.+)\n\n\*Such as:\* (.+) \*More:\* \[.+\]\((.+)\)$", re.MULTILINE)
_LINK = re.compile(r"\]\(((?:docs/)?glossary\.md)(?:#([\w-]+))?\)")


@pytest.fixture(scope="module")
def glossary(root: Path) -> str:
    return (root / "docs" / "glossary.md").read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """What links may name behind a `#` on a page."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_each_word_has_a_meaning_an_example_and_a_page(glossary: str, root: Path) -> None:
    sections = _SECTION.findall(glossary)
    words = [word for word, *_ in sections]
    assert words == sorted(words, key=str.lower)
    assert len(words) == len(set(words)) == glossary.count("\n## ") > 25
    for word, meaning, _, target in sections:
        assert len(re.findall(r"[.?!](?= |$)", meaning)) <= 2, word
        page, _, place = target.partition("#")
        assert not place or place in anchors(root / "docs" / page), target


def test_each_word_is_used_elsewhere(glossary: str, root: Path) -> None:
    pages = [p for p in (root / "docs").rglob("*.md") if p.name != "glossary.md"]
    used = " ".join(p.read_text(encoding="utf-8") for p in [*pages, root / "README.md"]).lower()
    assert [word for word, *_ in _SECTION.findall(glossary) if word.lower() not in used] == []


def test_the_pages_lead_to_it(root: Path) -> None:
    there = anchors(root / "docs" / "glossary.md")
    links = {
        page.relative_to(root).as_posix(): _LINK.findall(page.read_text(encoding="utf-8"))
        for page in [root / "README.md", *(root / "docs").rglob("*.md")]
    }
    assert {place for found in links.values() for _, place in found if place} <= there
    assert {"README.md", *(f"docs/{name}.md" for name in ("graph", "claims", "derivation", "load"))} <= {
        name for name, found in links.items() if found
    }

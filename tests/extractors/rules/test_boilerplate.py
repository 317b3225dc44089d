"""Which lines belong to the page and not to the report."""

from __future__ import annotations

import pytest

from kgbuild.errors import ResourceError
from kgbuild.extractors.rules.boilerplate import boilerplate
from kgbuild.knowledge.boilerplate import BoilerplatePatterns, _any_of

SENTENCE = (
    "Norway handed twelve patrol boats to Vietnam on Monday, officials in Oslo told reporters at the port."
)


@pytest.fixture(scope="module")
def patterns() -> BoilerplatePatterns:
    return BoilerplatePatterns.load()


def dropped(text: str, patterns: BoilerplatePatterns) -> list[str]:
    return [text[span.start : span.end] for span in boilerplate(text, patterns)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Photo: Harbour of Oslo / Reuters",
        "Follow us on Facebook",
        "Subscribe to our newsletter",
        "Share on WhatsApp",
        "Read more: What we know about the boats.",
        "© 2024 The Harbour Times. All rights reserved.",
        "By Kari Nordmann, Oslo",
        "5 min read",
    ],
)
def test_a_line_of_the_page(patterns: BoilerplatePatterns, line: str) -> None:
    assert dropped(f"{SENTENCE}\n{line}\n{SENTENCE}", patterns) == [line]


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE,
        "“We share the view of our partners,” the minister said.",
        "The newspaper said the boats, built in Bergen and painted grey, were photographed at sea.",
    ],
)
def test_a_line_of_the_report(patterns: BoilerplatePatterns, line: str) -> None:
    assert dropped(f"{SENTENCE}\n{line}", patterns) == []


def test_a_heading_between_paragraphs(patterns: BoilerplatePatterns) -> None:
    assert dropped(f"{SENTENCE}\nBoats for the coast guard\n{SENTENCE}", patterns) == [
        "Boats for the coast guard"
    ]


def test_the_headline_is_part_of_the_report(patterns: BoilerplatePatterns) -> None:
    assert dropped(f"Norway hands boats to Vietnam\n{SENTENCE}", patterns) == []


def test_a_short_line_that_opens_a_quotation_is_no_heading(patterns: BoilerplatePatterns) -> None:
    assert dropped(f"{SENTENCE}\nThe minister said:\n{SENTENCE}", patterns) == []


def test_links_below_a_list_head(patterns: BoilerplatePatterns) -> None:
    text = f"Related stories\nOman buys tugs\nKenya sells tugs\n\n{SENTENCE}\n"
    assert dropped(text, patterns) == ["Related stories", "Oman buys tugs", "Kenya sells tugs"]


def test_a_pattern_that_is_none_is_named() -> None:
    with pytest.raises(ResourceError, match=r"patterns\.yaml: '\(' is not a regular expression"):
        _any_of(["("])

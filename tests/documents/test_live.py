"""Live blogs are read post by post, each with its own day; tables are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from kgbuild.documents import Document, Skipped, read_documents
from kgbuild.documents.live import live_posts

UPDATES: list[dict[str, Any]] = [
    {
        "@type": "BlogPosting",
        "headline": "Chad denies it",
        "articleBody": "<p>Chad denied on Tuesday that it had sent <b>helicopters</b> to Niger.</p>"
        "<p>Nobody had asked it.</p>",
        "datePublished": "2025-03-04T23:50:00+01:00",
        "url": "https://example.org/live#2",
    },
    {"@type": "BlogPosting", "articleBody": "Niger said that two had come.", "datePublished": "2025-03-03"},
    {"@type": "BlogPosting", "headline": "", "articleBody": "  "},
    {"@type": "BlogPosting", "headline": "Only a line", "datePublished": "soon"},
]
MICRODATA = """
<div itemscope itemtype="https://schema.org/LiveBlogPosting"><h1 itemprop="headline">Helicopters, live</h1>
<p>What is known so far about the helicopters that are said to be in Niger, hour by hour.</p>
<article itemprop="liveBlogUpdate" itemscope><h2 itemprop="headline">Chad denies it</h2>
<time itemprop="datePublished" datetime="2025-03-04T09:00Z">9 am</time>
<div itemprop="articleBody"><p>Chad denied that it had
sent helicopters.</p><script>track()</script></div></article>
<article itemprop="liveBlogUpdate" itemscope><time datetime="2025-03-03">yesterday</time>
<p>Niger said that two had come.</p></article>
</div>"""


def page(head: str = "", body: str = "") -> str:
    said = "Officials of both states met on Monday and spoke for three hours about ice and the price of fuel."
    article = f"<article><h1>Live</h1><p>{said}</p><p>{said} So they said.</p></article>"
    site = '<meta property="og:site_name" content="Sahel Post">'
    return f"<html><head><title>Live</title>{site}{head}</head><body>{body or article}</body></html>"


def with_json(value: object) -> str:
    return page(f'<script type="application/ld+json">{json.dumps(value)}</script>')


def read(folder: Path, text: str) -> list[Document | Skipped]:
    (folder / "live.html").write_text(text, encoding="utf-8")
    return list(read_documents([folder / "live.html"]))


@pytest.mark.parametrize(
    "wrapped",
    [
        {"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES},
        {"@graph": [{"@type": "WebPage"}, {"@type": ["LiveBlogPosting"], "liveBlogUpdate": UPDATES}]},
    ],
)
def test_each_post_is_a_document_with_its_own_day(tmp_path: Path, wrapped: object) -> None:
    first, second, third = read(tmp_path, with_json(wrapped))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert isinstance(third, Document)
    assert (first.identifier, first.title, first.issued) == ("live.html#1", "Chad denies it", "2025-03-04")
    assert first.text.split("\n") == [
        "Chad denies it",
        "Chad denied on Tuesday that it had sent helicopters to Niger.",
        "Nobody had asked it.",
    ]
    assert (first.source, first.publisher) == ("https://example.org/live#2", "Sahel Post")
    assert (second.text, second.issued, second.title) == (
        "Niger said that two had come.",
        "2025-03-03",
        "Live",
    )
    assert (third.text, third.issued) == ("Only a line", None)
    assert "post 3: issued 'soon' is not a date" in third.notices[0]


def test_microdata_tells_of_posts_too(tmp_path: Path) -> None:
    first, second = read(tmp_path, page(body=MICRODATA))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.text == "Chad denies it\nChad denied that it had sent helicopters."
    assert (first.issued, second.issued) == ("2025-03-04", "2025-03-03")
    assert second.text.endswith("Niger said that two had come.")


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES[:1]},
        {"@type": "LiveBlogPosting"},
        {"@type": "NewsArticle", "liveBlogUpdate": UPDATES},
        [[[[]]], {"@type": {"a": 1}}, {"@type": "LiveBlogPosting", "liveBlogUpdate": ["x", 7, None]}],
    ],
)
def test_what_does_not_say_that_it_is_one_is_one_article(tmp_path: Path, value: object) -> None:
    (document,) = read(tmp_path, with_json(value))
    assert isinstance(document, Document)
    assert document.identifier == "live.html"
    assert "Officials of both states" in document.text


@pytest.mark.parametrize(
    "script", ["{", "[" * 100_000, '{"@type": "LiveBlogPosting", "liveBlogUpdate": "x"}', "9" * 9000]
)
def test_broken_data_is_passed_over(tmp_path: Path, script: str) -> None:
    (document,) = read(tmp_path, page(f'<script type="application/ld+json">{script}</script>'))
    assert isinstance(document, Document)


JSON = st.recursive(
    st.none()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["LiveBlogPosting", "<p>a</p>", "2025-01-02"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@graph", "liveBlogUpdate", "articleBody", "headline", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_whatever_the_data_say_posts_are_texts(value: object) -> None:
    tree = document_fromstring("<p>x</p>")
    script = tree.makeelement("script", {"type": "application/ld+json"})
    script.text = json.dumps(value)
    tree.append(script)
    for post in live_posts(tree):
        assert post.text.strip()
        post.text.encode("utf-8")


def test_a_table_is_kept_and_named(tmp_path: Path) -> None:
    table = "<table><tr><th>State</th><th>Sent</th></tr><tr><td>Chad</td><td>12</td></tr></table>"
    said = "<p>The ministry published its list on Friday, and nobody in the harbour was content.</p>"
    (document,) = read(tmp_path, page(body=f"<article>{said}{table}{said}</article>"))
    assert isinstance(document, Document)
    assert "| Chad | 12 |" in document.text
    notice = "has a table (2 rows): kept as text, but what stands only in its cells is not understood"
    assert notice in document.notices


@pytest.mark.parametrize("odd", ["\x02", "\x1b", "&#1;", "&#x1F;", "&#0;", "\x7f"])
def test_characters_that_markup_cannot_hold_end_no_reading(tmp_path: Path, odd: str) -> None:
    said = f"<p>The ministry{odd} published its list on Friday, and nobody in the harbour was content.</p>"
    quoted = (
        f"<blockquote>We sold boats.<cite>Kari{odd} Berg</cite></blockquote><time title='{odd}'>{odd}</time>"
    )
    body = f"<article>{said}{quoted}<ul><li>{odd}a</ul>{said}</article>"
    script = f'<script>{odd} "dateModified": "2024"</script>'
    (document,) = read(tmp_path, page(script, body))
    assert isinstance(document, Document)
    assert "published its list on Friday" in document.text
    assert odd not in document.text

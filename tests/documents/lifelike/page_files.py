"""Web pages as editorial systems write them: many layouts, many encodings."""

from __future__ import annotations

import json

from lifelike import Files, Lifelike, kinds_of
from lifelike import lines as told
from lifelike.prose import DENIED, HEADLINE, LOST, MOVED, SHIPPED, SIGNED

PARTS = (SHIPPED, DENIED, SIGNED, LOST)
_BODY = "".join(f"<p>{text}</p>" for text in PARTS)
_SHOWN = (HEADLINE, *PARTS)


def page(body: str, head: str = "", charset: str = '<meta charset="utf-8">') -> str:
    return (
        f"<!DOCTYPE html>\n<html lang=en><head>{charset}<title>{HEADLINE}</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def _made(text: str, encoding: str = "utf-8", **more: str) -> Lifelike:
    data = text.encode(encoding, "xmlcharrefreplace")
    return Lifelike(data, **told(*_SHOWN, **{"title": HEADLINE, **more}))


def article() -> Lifelike:
    return _made(page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>"))


def with_navigation_and_advertisements() -> Lifelike:
    links = "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(12))
    return _made(
        page(
            f"<header><nav><ul>{links}</ul></nav></header><aside class=ad><p>Buy a boat now!</p></aside>"
            f"<main><article><h1>{HEADLINE}</h1>{_BODY}</article></main>"
            "<footer><p>Imprint, privacy, cookies. All rights reserved.</p></footer>"
        )
    )


def cookies_are_asked_for() -> Lifelike:
    ask = "<div id=cookie-banner class=cookie-consent><p>We value your privacy.</p></div>"
    return _made(page(f"{ask}<article><h1>{HEADLINE}</h1>{_BODY}</article>"))


def boxes_without_meaning() -> Lifelike:
    """No article, no main: boxes in boxes, as old systems have it."""
    texts = "".join(f"<div><p>{text}</p></div>" for text in PARTS)
    return _made(page(f"<div id=wrap><div class=content><h1>{HEADLINE}</h1>{texts}</div></div>"))


def laid_out_by_a_table() -> Lifelike:
    """The headline is taken for the title only."""
    cells = f"<td width=100><a href=/>Home</a></td><td><h1>{HEADLINE}</h1>{_BODY}</td>"
    whole = page(f"<table border=0><tr>{cells}</tr></table>")
    return Lifelike(whole.encode(), **told(*PARTS, title=HEADLINE))


def day_and_publisher_in_linked_data() -> Lifelike:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "datePublished": "2024-05-06T18:30:00+02:00",
        "publisher": {"@type": "Organization", "name": "The Lagoon Courier"},
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    whole = page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>", script)
    return _made(whole, issued="2024-05-06", publisher="The Lagoon Courier")


def day_and_publisher_in_open_graph() -> Lifelike:
    head = (
        f'<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="The Lagoon '
        'Courier"><meta property="article:published_time" content="2024-05-06T16:30:00Z">'
        '<meta property="article:modified_time" content="2024-06-01T08:00:00Z">'
    )
    whole = page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>", head)
    return _made(whole, issued="2024-05-06", publisher="The Lagoon Courier")


def day_in_a_time_element() -> Lifelike:
    day = '<time datetime="2024-05-06" itemprop="datePublished">Monday</time>'
    whole = page(f"<article><h1>{HEADLINE}</h1>{day}{_BODY}</article>")
    return Lifelike(whole.encode(), **told(*_SHOWN, title=HEADLINE, issued="2024-05-06"))


def in_windows_1252() -> Lifelike:
    whole = page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>", charset='<meta charset="windows-1252">')
    return _made(whole, "cp1252")


def called_iso_but_of_windows() -> Lifelike:
    """Browsers read iso-8859-1 as Windows means it: with curly quotes."""
    kind = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
    return _made(page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>", charset=kind), "cp1252")


def in_utf_16() -> Lifelike:
    whole = page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>", charset="")
    return Lifelike(whole.encode("utf-16"), **told(*_SHOWN, title=HEADLINE))


def with_a_byte_order_mark() -> Lifelike:
    return _made(page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>", charset=""), "utf-8-sig")


def letters_by_name() -> Lifelike:
    body = _BODY.replace("“", "&ldquo;").replace("”", "&#8221;").replace(" of ", "&nbsp;of ")
    return _made(page(f"<article><h1>{HEADLINE}</h1>{body}</article>"), "ascii")


def xhtml() -> Lifelike:
    whole = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>{HEADLINE}</title></head><body><div><h1>{HEADLINE}</h1>{_BODY}</div></body></html>"
    )
    return Lifelike(whole.encode(), **told(*PARTS, title=HEADLINE))


def no_end_tags() -> Lifelike:
    """As the standard allows, and as people write."""
    body = "".join(f"<p>{text}\n" for text in PARTS)
    head = f"<!DOCTYPE html><meta charset=utf-8><title>{HEADLINE}</title>"
    return _made(f"{head}<article><h1>{HEADLINE}</h1>{body}")


def a_list_and_subheadings() -> Lifelike:
    body = (
        f"<h1>{HEADLINE}</h1><p>{SHIPPED}</p><h2>What is known</h2><p>The ministry named three points:</p>"
        f"<ul><li>{LOST}</li><li>{MOVED}</li></ul><h2>What is not</h2><p>{DENIED}</p>"
    )
    shown = (
        *(HEADLINE, SHIPPED, "What is known", "The ministry named three points:", f"- {LOST}", f"- {MOVED}"),
        *("What is not", DENIED),
    )
    return Lifelike(page(f"<article>{body}</article>").encode(), **told(*shown, title=HEADLINE))


def a_quotation_and_a_picture() -> Lifelike:
    figure = "<figure><img src=a.jpg alt='A boat'><figcaption>A boat off Cotonou.</figcaption></figure>"
    quotation = "<blockquote><p>We have seen no boat.</p><cite>Adjoa Kossi</cite></blockquote>"
    body = f"<h1>{HEADLINE}</h1><p>{SHIPPED}</p>{figure}{quotation}<p>{LOST}</p>"
    shown = (HEADLINE, SHIPPED, "We have seen no boat.", "— Adjoa Kossi", LOST)
    return Lifelike(page(f"<article>{body}</article>").encode(), **told(*shown, title=HEADLINE))


def scripts_between_paragraphs() -> Lifelike:
    ad = "<script>queue.push(function() { show('ad'); });</script><style>.a{color:red}</style><!-- ad -->"
    return _made(page(f"<article><h1>{HEADLINE}</h1>{_BODY.replace('</p><p>', f'</p>{ad}<p>')}</article>"))


def links_and_stress_in_sentences() -> Lifelike:
    body = _BODY.replace("Benin", "<a href=/benin><b>Benin</b></a>").replace("four", "<em>four</em>")
    return _made(page(f"<article><h1>{HEADLINE}</h1>{body}</article>"))


def related_and_comments() -> Lifelike:
    related = "<aside class=related><h3>Read on</h3><ul><li><a href=/a>Another story</a></ul></aside>"
    comments = "<section id=comments class=comments><h2>Comments</h2><p>First!</p></section>"
    return _made(page(f"<article><h1>{HEADLINE}</h1>{_BODY}</article>{related}{comments}"))


def of_a_live_blog() -> Lifelike:
    """Its posts are documents of their own."""
    posts = [
        {"@type": "BlogPosting", "headline": head, "articleBody": text, "datePublished": f"2024-05-0{day}"}
        for head, text, day in (("Boats", SHIPPED, 7), ("Losses", LOST, 6))
    ]
    data = json.dumps({"@type": "LiveBlogPosting", "headline": HEADLINE, "liveBlogUpdate": posts})
    whole = page(_BODY, f'<script type="application/ld+json">{data}</script>')
    texts = (f"Boats\n{SHIPPED}", f"Losses\n{LOST}")
    return Lifelike(whole.encode(), texts, title="Boats", issued="2024-05-07")


def drawn_by_a_script() -> Lifelike:
    """A page whose text comes only once a browser runs it."""
    whole = page("<div id=root></div><script src=/app.js></script>")
    return Lifelike(whole.encode(), told="holds no article text")


FILES: Files = kinds_of(
    *(article, with_navigation_and_advertisements, cookies_are_asked_for, boxes_without_meaning),
    *(laid_out_by_a_table, day_and_publisher_in_linked_data, day_and_publisher_in_open_graph),
    *(day_in_a_time_element, in_windows_1252, called_iso_but_of_windows, in_utf_16, with_a_byte_order_mark),
    *(letters_by_name, xhtml, no_end_tags, a_list_and_subheadings, a_quotation_and_a_picture),
    *(scripts_between_paragraphs, links_and_stress_in_sentences, related_and_comments, of_a_live_blog),
    *(drawn_by_a_script,),
)

"""The pages for analysts in a browser: from the opening page to the marked words, asking nobody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from lxml.etree import fromstring
from serving import served
from test_page import NARROW, WIDE, Watched

from looked_at import EARLY, EVENT, FIRST, ID, written

DOCUMENT = f"{ID}document/{FIRST.key}"
PAGES = (
    "/",
    "/events",
    "/agents",
    "/documents",
    "/matrix",
    "/map",
    "/search?q=chad",
    "/editor",
    f"/event?iri={EVENT}",
    f"/agent?iri={ID}state/TCD",
    f"/document?iri={DOCUMENT}",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served graph with its texts."""
    graph, texts = written(tmp_path_factory.mktemp("home"))
    with served(str(graph), "--texts", str(texts)) as url:
        yield url


@pytest.fixture(scope="module")
def client(home: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=home, trust_env=False, timeout=60) as found:
        yield found


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"])
def watched(request: pytest.FixtureRequest, browser: Any, home: str) -> Iterator[Watched]:
    size, scheme = request.param
    context = browser.new_context(viewport=size, color_scheme=scheme)
    context.set_default_timeout(20_000)
    found = Watched(context.new_page(), home)
    yield found
    found.check()
    context.close()


def test_from_the_opening_page_to_the_marked_words_in_five_actions(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.address)
    page.get_by_label("Find an agent, an event").fill("chad")  # 1
    page.get_by_role("button", name="Search").click()  # 2
    page.get_by_role("link", name="Mali in Chad: troops").first.click()  # 3
    page.get_by_role("heading", name="Mali in Chad: troops").wait_for()
    assert page.locator(".summary").inner_text().startswith("Admitted: Mali, ")
    assert (
        "Chad turned from “denies” (2024-10-20) to “asserts” (2025-04-02)."
        in page.locator(".summary").inner_text()
    )
    denial = page.locator("article.b-denies")
    assert denial.locator("mark").inner_text() == "any soldier had come"
    assert denial.locator("blockquote").inner_text() == "Chad denied that any soldier had come."
    denial.locator("cite a").click()  # 4
    page.locator(".text").wait_for()
    marked = page.locator(".mk:target")
    assert marked.inner_text() == "any soldier had come"
    assert marked.evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"
    )
    marked.hover()
    assert page.locator(".claim.lit").count() == 1
    assert "relayed by Radio N'Djamena" in page.locator(".claim.lit").inner_text()


def test_a_text_that_means_ill_is_text(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.address}/document?iri={DOCUMENT}")
    assert page.locator(".text").evaluate("e => e.textContent") == FIRST.text
    assert page.locator(".text script, .text b, h1 b").count() == 0
    assert "broken" not in page.title()
    marks = page.locator(".text .mk.content").all_inner_texts()
    # behind letters of two units each; its speaker and its cue are marks of their own within
    assert "Niger would neither confirm nor deny that troops had come" in "".join(marks)
    assert "Mali is to sell tanks to <i>Chad</i> & others" in marks
    assert EARLY[:20] in page.locator(".text").inner_text()


def test_every_page_fits_and_can_be_read_by_all(watched: Watched, needed: Callable[[str], Any]) -> None:
    """Nothing is wider than the window, and axe finds nothing serious."""
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    for path in PAGES:
        watched.page.goto(watched.address + path)
        watched.page.wait_for_load_state()
        assert watched.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        found = axe.run(watched.page).response["violations"]
        serious = [
            (v["id"], [node["html"][:160] for node in v["nodes"][:3]])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], path


def test_tables_are_sorted_and_marks_lead_to_claims(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.address}/agents")
    page.locator("thead").get_by_role("button", name="Claims").evaluate("e => e.click()")
    counts = [int(text) for text in page.locator("tbody td.n").all_inner_texts()]
    assert counts == sorted(counts) != []
    page.goto(f"{watched.address}/event?iri={EVENT}")
    page.locator("#timeline ~ figure svg a").last.dispatch_event("click")
    page.wait_for_url("**#c-*")
    assert page.locator(".claim:target").count() == 1


# --- Without a browser


def test_each_view_is_a_file_too(client: httpx.Client) -> None:
    rows = list(
        csv.DictReader(io.StringIO(client.get("/event", params={"iri": EVENT, "format": "csv"}).text))
    )
    assert len(rows) == 6
    assert {(row["claimant"], row["minimum"], row["maximum"], row["of what"]) for row in rows} >= {
        ("Mali", "300.0", "500.0", "troops"),
        ("France", "900.0", "", "troops"),
    }
    narrowed = client.get("/event", params={"iri": EVENT, "format": "csv", "stance": "Denies"}).text
    assert len(narrowed.splitlines()) == 2
    for path in (
        "/events",
        "/agents",
        "/documents",
        "/matrix",
        "/map",
        f"/agent?iri={ID}state/TCD",
        f"/document?iri={DOCUMENT}",
    ):
        url = httpx.URL(path).copy_merge_params({"format": "csv"})
        answer = client.get(url)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8", path
        assert len(answer.text.splitlines()) > 1
    picture = client.get("/event/figures.svg", params={"iri": EVENT})
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "900 or more troops" in picture.text


def test_what_lies_around_a_node_is_drawn_with_links(client: httpx.Client) -> None:
    page = client.get("/event", params={"iri": EVENT}).text
    drawn = page[page.index('<svg class="around"') : page.index("</svg>")]
    assert "Troops &lt;b&gt;said&lt;/b&gt; to be in Chad" in drawn
    assert f'<a href="/agent?iri={ID.replace(":", "%3A").replace("/", "%2F")}state%2FTCD">Chad</a>' in drawn
    alone = client.get("/agent/around.svg", params={"iri": f"{ID}state/TCD"})
    assert "denies" in fromstring(alone.content).xpath("string()")
    png = client.get("/event/around.png", params={"iri": EVENT})
    assert (png.headers["content-type"], png.content[:4]) == ("image/png", b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/event?iri=http://e.example/none", 404, "This graph has no event"),
        ("/agent?iri=http://e.example/none", 404, "This graph has no agent"),
        ("/document?iri=http://e.example/none", 404, "This graph has no document"),
        ("/event", 400, "is not an IRI"),
        ("/event?iri=<b>", 400, "&lt;b&gt;"),
        (f"/event/drawing.svg?iri={EVENT}", 404, "no such picture"),
        (f"/event/timeline.gif?iri={EVENT}", 404, "no such picture"),
        (f"/agent/around.gif?iri={ID}state/TCD", 404, "no such picture"),
        ("/map.gif", 404, "no such picture"),
        ("/map?kind=Treaty", 200, "Nothing fits"),
        ("/events?since=May", 400, "write it as 2024-10-31"),
        ("/search?q=nothing+of+the+kind", 200, "Nothing of this graph goes by these words"),
    ],
)
def test_what_cannot_be_shown_is_said(client: httpx.Client, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text


def test_an_old_address_of_the_editor_still_leads_there(client: httpx.Client) -> None:
    answer = client.get("/", params={"saved": "denials", "state": "TCD"})
    assert answer.headers["location"] == "/editor?saved=denials&state=TCD"

"""The pages as files: they open from disk in a real browser, and ask for nothing but themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kgbuild.cli import main
from kgbuild.documents.texts import read_texts
from kgbuild.engine.limits import Limits
from kgbuild.engine.pool import Pool
from kgbuild.engine.process import Source
from kgbuild.errors import ExportError
from kgbuild.views import AskedGraph, Node
from kgbuild.views.agent import AgentView, Opponent
from kgbuild.views.home import EventLine
from kgbuild.web import explore, site
from kgbuild.web.explore import write_folder, write_single_file
from kgbuild.web.links import InFiles, Served
from kgbuild.web.site import Site
from kgbuild.web.writing import Helpers, spread
from looked_at import dataset, written


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("explored")


@pytest.fixture(scope="module", params=["pages", "pages.html"])
def first(request: pytest.FixtureRequest, place: Path) -> Path:
    """The file to open, as the command wrote it."""
    graph, texts = written(place)
    out = place / request.param
    done = CliRunner().invoke(main, ["explore", str(out), "--graph", str(graph), "--texts", str(texts)])
    assert done.exit_code == 0, done.output
    opened = out if out.suffix else out / "index.html"
    assert done.stderr.rstrip().endswith(f"pages: open {opened}")
    return opened


def test_pages_on_disk_lead_to_the_marked_words(first: Path, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(first.as_uri())
    page.get_by_role("link", name="Mali in Chad: troops").first.click()
    page.get_by_role("heading", name="Mali in Chad: troops").first.wait_for()
    assert page.locator("figure svg:visible").count() == 3
    page.locator("article.b-denies:visible cite a").first.click()
    page.locator(".text:visible").wait_for()
    assert page.locator(".mk:target").inner_text() == "any soldier had come"
    assert page.locator("h1:visible").count() == 1
    find(page, "CHAD troops")
    assert page.locator("ul.hits:visible a").all_inner_texts() == ["Mali in Chad: troops"]
    find(page, "any soldíer")
    page.locator("article.claim:visible cite a").first.click()
    page.locator(".text:visible").wait_for()
    assert page.locator(".mk:target").inner_text() == "any soldier had come"
    find(page, "<b>nothing")
    assert page.get_by_text("Nothing of this graph goes by these words").is_visible()
    assert all(url.startswith(first.parent.as_uri()) for url in asked)
    assert complaints == []
    context.close()


def find(page: Any, words: str) -> None:
    """Search by the form of the page, or on the page that takes the words as they are typed."""
    form = page.locator("header input[name=q]:visible")
    if form.count():
        form.fill(words)
        form.press("Enter")
        page.wait_for_url("**/search.html?q=*")
    else:
        search = page.get_by_role("link", name="Search", exact=True)
        if search.count():
            search.click()
        page.locator("form.find:visible input").fill(words)


def test_every_link_of_a_folder_leads_to_a_file_and_a_place(place: Path) -> None:
    folder = place / "again"
    count = write_folder(AskedGraph.of_dataset(dataset()), folder, "again")
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    assert len(pages) == count
    for name, html in pages.items():
        for href in re.findall(r' href="([^"]+)"', html):
            file, _, anchor = href.partition("#")
            assert (folder / (file or name)).is_file(), href
            assert not anchor or f'id="{anchor}"' in pages[file or name], href


def test_no_heading_stands_over_nothing(place: Path) -> None:
    folder = place / "headings"
    write_folder(AskedGraph.of_dataset(dataset()), folder, "headings")
    pages = [page.read_text("utf-8") for page in folder.glob("event-*.html")]
    assert sum("Timeline</h2>" in page for page in pages) > 0
    assert [page for page in pages if re.search(r"Timeline</h2>\s*</section>", page)] == []


def test_the_same_graph_gives_the_same_bytes(place: Path) -> None:
    graph = AskedGraph.of_dataset(dataset())
    for number in (1, 2):
        write_single_file(graph, place / f"{number}.html", "same")
    assert (place / "1.html").read_bytes() == (place / "2.html").read_bytes()


def test_several_processes_write_the_same_bytes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "_DRAWN", 0)  # pictures take longest
    graph, texts = written(place)
    alone, helped = place / "alone", place / "helped"
    text_of = read_texts(texts)
    helpers = Helpers(2, Source("files", (graph,)), Limits(), (texts,))
    with Pool(helpers.source, helpers.limits, 1) as pool:
        asked = AskedGraph.of_engines(pool)
        assert write_folder(asked, alone, "x", text_of) == write_folder(asked, helped, "x", helpers=helpers)
    pages = {path.name: path.read_bytes() for path in alone.iterdir()}
    assert pages == {path.name: path.read_bytes() for path in helped.iterdir()}


def test_what_is_wrong_in_a_process_is_told_in_a_line(place: Path) -> None:
    graph, _ = written(place)
    source = Source("files", (graph,))
    gone = Helpers(1, Source("files", (place / "gone.ttl",)), Limits())
    with (
        Pool(source, Limits(), 1),
        spread(gone) as helping,
        pytest.raises(ExportError, match=r"gone\.ttl: there is no such file"),
    ):
        list(helping.gather([["https://x.example/claim"]]))


def test_a_long_list_goes_on_in_other_files(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "LINES", 1)
    monkeypatch.setattr(site, "_FIRST", 1)
    monkeypatch.setattr(explore, "_DRAWN", 0)
    folder = place / "parts"
    count = write_folder(AskedGraph.of_dataset(dataset()), folder, "parts")
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    assert len(pages) == count
    events = sorted(name for name in pages if name.startswith("event-"))
    parts = [name for name in pages if re.fullmatch(r"events(-\d+)?\.html", name)]
    assert len(parts) == len(events) > 1
    assert all(any(f'href="{name}"' in pages[part] for part in parts) for name in events)
    assert all(f'href="{part}"' in pages["events.html"] for part in parts)
    assert f"All {len(events)} events and treaties" in pages["index.html"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match="holds something else"):
        write_folder(AskedGraph.of_dataset(dataset()), tmp_path, "x")


def test_where_too_much_is_to_be_drawn_the_page_says_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "_DRAWN", 0)
    write_folder(AskedGraph.of_dataset(dataset()), place / "undrawn", "undrawn")
    told = [path.read_text(encoding="utf-8") for path in (place / "undrawn").glob("event-*.html")]
    assert any("Not drawn here" in html for html in told)
    assert not any('<svg class="marks"' in html for html in told)


def test_of_many_who_say_otherwise_the_first_are_named() -> None:
    every = tuple(Opponent(Node(f"Opponent {n:02}", f"https://x.example/{n}"), ()) for n in range(53))
    view = AgentView(Node("Chad", "https://x.example/chad", "State"), (), 0, (), every, (), ())
    html = Site(AskedGraph.of_dataset(dataset()), InFiles(lambda _: ""), "x").agent(view)
    assert "Opponent 49" in html
    assert "Opponent 50" not in html
    assert "and 3 others" in html


def test_of_many_events_that_an_agent_takes_part_in_the_first_are_listed() -> None:
    every = tuple(
        EventLine(Node(f"Event {n:03}", f"https://x.example/{n}", "Treaty"), "", 1, 1, "", "")
        for n in range(203)
    )
    view = AgentView(Node("Chad", "https://x.example/chad", "State"), (), 0, (), (), (), every)
    graph = AskedGraph.of_dataset(dataset())
    html = Site(graph, InFiles(lambda _: ""), "x").agent(view)
    assert "Event 199" in html
    assert "Event 200" not in html
    assert "and 3 others" in html
    assert "/events?state=https%3A%2F%2Fx.example%2Fchad" in Site(graph, Served(), "x").agent(view)

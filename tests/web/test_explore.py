"""The pages as files: they open from disk in a real browser, and ask for nothing but themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kgbuild.cli import main
from kgbuild.errors import ExportError
from kgbuild.views import AskedGraph, Node
from kgbuild.views.agent import AgentView, Opponent
from kgbuild.web import explore
from kgbuild.web.explore import write_folder, write_single_file
from kgbuild.web.links import InFiles
from kgbuild.web.site import Site
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


def test_the_same_graph_gives_the_same_bytes(place: Path) -> None:
    graph = AskedGraph.of_dataset(dataset())
    for number in (1, 2):
        write_single_file(graph, place / f"{number}.html", "same")
    assert (place / "1.html").read_bytes() == (place / "2.html").read_bytes()


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
    html = Site(AskedGraph.of_dataset(dataset()), InFiles({}), "x").agent(view)
    assert "Opponent 49" in html
    assert "Opponent 50" not in html
    assert "and 3 others" in html

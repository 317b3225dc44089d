"""The page in a real browser: what a person can do on it, at both widths, without asking anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

WIDE, NARROW = {"width": 1360, "height": 850}, {"width": 390, "height": 844}


class Watched:
    """A page of which is known what it asked for and complained of."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def check(self) -> None:
        """Nothing left this machine, and nothing was complained of."""
        elsewhere = [url for url in self.asked if urlsplit(url).scheme not in ("data", "blob")]
        assert elsewhere
        assert [url for url in elsewhere if not url.startswith(self.address + "/")] == []
        assert self.complaints == []


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def watched(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport=request.param)
    context.set_default_timeout(15_000)
    found = Watched(context.new_page(), address)
    yield found
    found.check()
    context.close()


def unfold(page: Any) -> None:
    """Open the list of questions where the window is too narrow for it."""
    if not page.locator("#side nav").is_visible():
        page.locator("#side summary").click()


def test_a_saved_question_is_picked_and_asked(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.address + "/editor")
    unfold(page)
    page.get_by_placeholder("Find a question").fill("denies or")
    page.get_by_role("link", name="Who denies or withholds").click()
    page.get_by_role("heading", name="Who denies or withholds").wait_for()
    page.get_by_label("state").fill("Eritrea")
    page.get_by_role("button", name="Run").click()
    page.locator(".result tbody tr").first.wait_for()
    assert page.locator(".result tbody tr").count() == 1
    assert page.locator(".total").inner_text().startswith("1 row")
    page.get_by_role("link", name="Eritrean forces in Ethiopia").click()
    page.get_by_role("heading", name="Eritrean forces in Ethiopia").wait_for()
    page.get_by_text("sender", exact=True).wait_for()
    page.get_by_role("link", name="Eritrea", exact=True).first.click()
    page.get_by_role("heading", name="Eritrea", exact=True).wait_for()


def test_the_editor_answers(watched: Watched) -> None:
    page = watched.page
    page.goto(f"{watched.address}/editor?saved=denials&state=ERI")
    page.locator(".yasqe .CodeMirror").wait_for()
    assert "<https://w3id.org/kgbuild/id/state/ERI>" in page.locator(".yasqe .CodeMirror").inner_text()
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr tbody tr").first.wait_for()
    assert page.locator(".yasr tbody tr").count() == 1
    page.locator(".yasr a.iri").first.dispatch_event("click")
    page.get_by_role("heading", name="Eritrean forces in Ethiopia").wait_for()


def test_nothing_sticks_out(watched: Watched) -> None:
    """No page is wider than its window."""
    page = watched.page
    for path in (
        "/",
        "/editor",
        "/events",
        "/matrix",
        "/event?iri=https://w3id.org/kgbuild/id/event/d1",
        "/queries/state?run=1&state=Ethiopia",
        "/node?iri=https://w3id.org/kgbuild/id/event/d1",
    ):
        page.goto(watched.address + path)
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_a_mistake_in_the_editor_is_shown(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "/editor")
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * {\\n ?x ?y }')")
    page.locator(".yasqe_queryButton").click()
    page.get_by_text("error at 2:").first.wait_for()
    context.close()


def test_without_javascript_questions_are_listed_and_asked(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/editor")
    page.get_by_role("link", name="Who denies or withholds").click()
    page.get_by_role("button", name="Run").click()
    assert page.locator(".result tbody tr").count() == 2
    page.goto(address + "/editor")
    page.locator("textarea").fill("ASK {}")
    page.get_by_role("button", name="Run").click()
    assert page.locator("body").inner_text() == "true"
    context.close()

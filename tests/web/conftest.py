"""A real `kgbuild serve`, and a real browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from serving import GRAPH, served


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The graph of the tests, read-only."""
    with served(str(GRAPH)) as url:
        yield url


@pytest.fixture(scope="session")
def browser(lacking: Callable[[str], NoReturn], needed: Callable[[str], Any]) -> Iterator[Any]:
    """Chromium, as the system has it: none is downloaded."""
    sync_playwright = needed("playwright.sync_api").sync_playwright
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        lacking("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()

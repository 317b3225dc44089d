"""Take docs/img/event.png: the page of an event of the shipped reports, in the system's Chromium.

    python scripts/screenshot.py

It needs what the tests of the page need: `pip install '.[test]'` and Chromium.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import sync_playwright

from kgbuild.cli import main

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "img" / "event.png"
EVENT = "Iran to Russia: ballistic missile"
SIZE = {"width": 1100, "height": 760}
COLOURS = 48
"""Enough for a page of text; keeps the file small."""


def _run(*arguments: str) -> None:
    done = CliRunner().invoke(main, arguments)
    if done.exit_code:
        raise SystemExit(done.output)


def take(out: Path) -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph, texts, pages = (str(folder / each) for each in ("out.ttl", "texts.zip", "pages"))
        _run("export", graph, "--texts", texts)
        _run("explore", pages, "--graph", graph, "--texts", texts)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.goto((Path(pages) / "index.html").as_uri())
            page.get_by_role("link", name=EVENT).first.click()
            page.get_by_role("heading", name=EVENT).wait_for()
            page.screenshot(path=str(folder / "page.png"))
            browser.close()
        with Image.open(folder / "page.png") as picture:
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(out, optimize=True)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    take(PICTURE)

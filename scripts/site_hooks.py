"""What `mkdocs build` does besides: scripts without a network, links out of docs/, what pages ask for.

Two scripts come from npm once, each in one version by its digest, and lie in the site: Mermaid, which draws
the diagrams in the reader's browser, and what lets the search work on a page opened from disk. Where there is
no npm, diagrams are shown as their source, and the search needs a server.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[1]
KEPT = TOP / ".cache"


@dataclass(frozen=True)
class Script:
    """A file of a package of npm."""

    package: str
    member: str
    sha256: str

    @property
    def kept(self) -> Path:
        """Where it is kept between builds."""
        return KEPT / f"{self.package}.js"

    @property
    def address(self) -> str:
        """Its place in the site."""
        return f"assets/{self.package.partition('@')[0]}.js"


MERMAID = Script(
    "mermaid@11.9.0",
    "package/dist/mermaid.min.js",
    "0b3ed4374117363815daefdadfcc20ff704d7dd4513b55ed803abddcbd86a898",
)
WORKER = Script(
    "iframe-worker@1.0.4",
    "package/shim/index.js",
    "e8e412dbcfea9b7e31b5ffa288d7b6035915e714c542f4176a0cdbe262fc9609",
)
_OUTSIDE = re.compile(r"\[([^\]]*)\]\(((?:\.\./)+[^)#\s]+)(#[^)]*)?\)")
_REMOTE = re.compile(
    r"""<(?:script|img|iframe|source)[^>]+src=["']?(?:https?:)?//[^>]*"""
    r"""|<link[^>]+rel=["']?(?:stylesheet|preconnect|preload|icon)[^>]+href=["']?(?:https?:)?//[^>]*"""
    r"""|url\(["']?(?:https?:)?//[^)]*|@import[^;]*//[^;]*"""
)
_LOG = logging.getLogger("mkdocs.hooks.kgbuild")


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Write links to files beside docs/ as their names: they are in the repository, not in the site."""
    folder = Path(config["docs_dir"]).resolve()
    here = folder / Path(page.file.src_uri).parent

    def outside(match: re.Match[str]) -> str:
        target = (here / match[2]).resolve()
        if target.is_relative_to(folder):
            return match[0]
        if not target.exists():
            _LOG.warning("%s: links to %s, which is not there", page.file.src_uri, match[2])
        name = target.relative_to(TOP).as_posix()
        return match[1] if name in match[1] else f"{match[1]} (`{name}`)"

    if not _is_here(MERMAID):
        markdown = markdown.replace("```mermaid", "```text")
    return _OUTSIDE.sub(outside, markdown)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Load Mermaid where there is a diagram."""
    if 'class="mermaid"' not in output:
        return output
    up = "../" * page.file.dest_uri.count("/")
    return output.replace("</head>", f'<script src="{up}{MERMAID.address}"></script></head>', 1)


def on_post_build(config: Any) -> None:
    """Put the scripts into the site, and see that no page asks another host for what it needs."""
    site = Path(config["site_dir"])
    for script in filter(_is_here, (MERMAID, WORKER)):
        shutil.copyfile(script.kept, site / script.address)
    for page in sorted((*site.rglob("*.html"), *site.rglob("*.css"))):
        for match in _REMOTE.finditer(page.read_text(encoding="utf-8")):
            _LOG.warning("%s: asks another host: %s", page.relative_to(site), match[0][:120])


def _is_here(script: Script) -> bool:
    """Return whether a script is at hand, fetched now if need be."""
    if script.kept.is_file():
        return True
    npm = shutil.which("npm")
    if npm is None:
        return False
    with tempfile.TemporaryDirectory() as name:
        done = subprocess.run(
            [npm, "pack", "--silent", script.package], cwd=name, capture_output=True, check=False
        )
        archives = list(Path(name).glob("*.tgz"))
        if done.returncode or not archives:
            _LOG.warning(
                "%s cannot be fetched: %s", script.package, done.stderr.decode(errors="replace")[-200:]
            )
            return False
        with tarfile.open(archives[0]) as archive:
            member = archive.extractfile(script.member)
            content = member.read() if member else b""
    if (found := hashlib.sha256(content).hexdigest()) != script.sha256:
        raise SystemExit(f"{script.package} is not what it was: its digest is {found}")
    KEPT.mkdir(exist_ok=True)
    aside = script.kept.with_suffix(f".{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(script.kept)
    return True

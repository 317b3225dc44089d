"""Where pages lie: at addresses of a server, or in files beside each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlencode

from kgbuild.views.model import Node
from kgbuild.views.wording import AGENTS, EVENTS

PAGES = {"Document": "document"} | dict.fromkeys(EVENTS, "event") | dict.fromkeys(AGENTS, "agent")
"""The page that shows a node, by its kind."""


class Links(Protocol):
    """A scheme of addresses."""

    live: bool
    """Whether somebody answers at them, so that forms can be sent."""
    search: str
    """Where a form with words to be found is sent, "" where no form can be."""

    def page(self, name: str, **wishes: str) -> str:
        """Return the address of a page such as "events", narrowed down by wishes."""

    def to(self, node: Node, anchor: str = "") -> str:
        """Return the address of the page on a node, or "" where there is none."""

    def document(self, iri: str, anchor: str = "") -> str:
        """Return the address of the page on a document."""

    def static(self, name: str) -> str:
        """Return the address of a style, script or picture of the pages themselves."""

    def prefix(self, page: str) -> str:
        """Return what the anchors of a page begin with, by its name or the IRI it is about."""


class Served:
    """Addresses of `kgbuild serve`."""

    live = True
    search = "/search"

    def page(self, name: str, **wishes: str) -> str:
        """Return the address of a page."""
        return "/" + ("" if name == "home" else name) + (f"?{urlencode(wishes)}" if wishes else "")

    def to(self, node: Node, anchor: str = "") -> str:
        """Return the address of the page on a node; of what has no page, what the graph says of it."""
        return f"/{PAGES.get(node.kind, 'node')}?{urlencode({'iri': node.iri})}{_hash(anchor)}"

    def document(self, iri: str, anchor: str = "") -> str:
        """Return the address of the page on a document."""
        return f"/document?{urlencode({'iri': iri})}{_hash(anchor)}"

    def static(self, name: str) -> str:
        """Return the address of a file of the pages."""
        return f"/static/{name}"

    def prefix(self, page: str) -> str:  # noqa: ARG002 - of the scheme
        """Return nothing: each page has its own address."""
        return ""


class InFiles:
    """Names of files in one folder."""

    live = False
    search = "search.html"

    def __init__(self, page: Callable[[str], str]) -> None:
        """Take what returns the name of the page on a node, by its IRI, and "" where there is none."""
        self._page = page

    def page(self, name: str, **_: str) -> str:
        """Return the name of a page's file."""
        return "index.html" if name == "home" else f"{name}.html"

    def to(self, node: Node, anchor: str = "") -> str:
        """Return the name of the file on a node, or "" where there is none."""
        return self.document(node.iri, anchor)

    def document(self, iri: str, anchor: str = "") -> str:
        """Return the name of the file on a document, or "" where there is none."""
        page = self._page(iri)
        return f"{page}.html{_hash(anchor)}" if page else ""

    def static(self, name: str) -> str:
        """Return the name of a file of the pages."""
        return name

    def prefix(self, page: str) -> str:  # noqa: ARG002 - of the scheme
        """Return nothing: each page is a file."""
        return ""


class InOneFile:
    """Anchors within one file that holds all pages."""

    live = False
    search = ""  # whatever an address says after "?", each file is opened anew

    def __init__(self, page: Callable[[str], str]) -> None:
        """Take what returns the name of the page on a node, by its IRI, and "" where there is none."""
        self._page = page

    def page(self, name: str, **_: str) -> str:
        """Return the anchor of a page."""
        return f"#{name}"

    def to(self, node: Node, anchor: str = "") -> str:
        """Return the anchor of the page on a node, or "" where there is none."""
        return self.document(node.iri, anchor)

    def document(self, iri: str, anchor: str = "") -> str:
        """Return the anchor of the page on a document, or of a place in it."""
        name = self._page(iri)
        return f"#{name}--{anchor}" if name and anchor else f"#{name}" if name else ""

    def static(self, name: str) -> str:
        """Return nothing: all is within the file."""
        return f"#{name}"

    def prefix(self, page: str) -> str:
        """Return what tells the anchors of one page from those of the others."""
        return f"{self._page(page) or page}--"


def _hash(anchor: str) -> str:
    return f"#{anchor}" if anchor else ""

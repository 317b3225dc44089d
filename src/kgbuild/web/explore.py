"""The pages as files that open from disk, without a server and without a network."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from kgbuild.documents.texts import TextOf
from kgbuild.errors import ExportError
from kgbuild.views import AskedGraph
from kgbuild.views.agent import agent
from kgbuild.views.event import event
from kgbuild.views.facets import Facets
from kgbuild.views.home import agents, documents, events
from kgbuild.views.remembering import remembered
from kgbuild.web.links import PAGES, InFiles, InOneFile
from kgbuild.web.rendering import environment, rendered
from kgbuild.web.site import Site

_STATIC = Path(__file__).parent / "static"
_STYLES = ("page.css", "home.css")
_SCRIPTS = ("tables.js", "document.js", "find.js")
_LONGEST = 60
_DRAWN = 25
"""Events that are drawn: their two pictures take half a second, so those that come first have them."""


def write_folder(
    graph: AskedGraph,
    out: Path,
    name: str,
    text_of: TextOf = lambda _: None,
    progress: Callable[[], None] = lambda: None,
) -> int:
    """Write the pages of a graph to a folder, which `index.html` opens; return how many there are.

    `progress` is called for each page. Raises ExportError where the folder is taken or cannot be written.
    """
    graph = remembered(graph)
    nodes = _page_names(graph)
    site = Site(graph, InFiles({iri: f"{page}.html" for iri, page in nodes.items()}), name, text_of)
    try:
        if out.exists() and any(out.iterdir()) and not (out / "tables.js").is_file():
            raise ExportError(f"{out}: the folder holds something else: name a new one")
        out.mkdir(parents=True, exist_ok=True)
        for file in (*_STYLES, *_SCRIPTS, "icon.svg"):
            shutil.copyfile(_STATIC / file, out / file)
        count = 0
        for page, html in _pages(site, nodes):
            (out / f"{'index' if page == 'home' else page}.html").write_text(html, encoding="utf-8")
            count += 1
            progress()
    except OSError as error:
        raise ExportError(
            f"{out}: the pages cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
    return count


def write_single_file(
    graph: AskedGraph,
    out: Path,
    name: str,
    text_of: TextOf = lambda _: None,
    progress: Callable[[], None] = lambda: None,
) -> int:
    """Write the pages of a graph to one file, its styles and scripts in it; return how many pages there are.

    Raises ExportError where it cannot be written.
    """
    graph = remembered(graph)
    nodes = _page_names(graph)
    site = Site(graph, InOneFile(nodes), name, text_of, layout="section.html")
    aside = out.with_name(f"{out.name}.part")
    try:
        with aside.open("w", encoding="utf-8") as stream:
            count = _write_all(stream, site, nodes, name, progress)
        aside.replace(out)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ExportError(
            f"{out}: the pages cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
    return count


def _write_all(
    stream: IO[str], site: Site, nodes: Mapping[str, str], name: str, progress: Callable[[], None]
) -> int:
    scripts = [_inside(file) for file in (*_SCRIPTS, "single.js")]
    head = {
        "graph": name,
        "styles": "\n".join((_STATIC / file).read_text(encoding="utf-8") for file in _STYLES),
        "hashes": [f"'sha256-{_digest(script)}'" for script in scripts],
    }
    stream.write(rendered(environment(), "single.html", head))
    count = 0
    for _, html in _pages(site, nodes):
        stream.write(html)
        count += 1
        progress()
    stream.write("</main>\n")
    for script in scripts:
        stream.write(f"<script>{script}</script>\n")
    stream.write("</body>\n</html>\n")
    return count


def _pages(site: Site, nodes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each page with its name, one at a time."""
    graph = site.graph
    yield "home", site.home()
    yield "events", site.event_list(Facets())
    yield "agents", site.agent_list()
    yield "documents", site.document_list()
    yield "matrix", site.matrix(site.whole_matrix())
    yield "map", site.map(site.whole_map())
    yield "search", site.contents()
    left = _DRAWN
    for iri, page in nodes.items():
        kind = page.partition("-")[0]
        if kind == "event":
            view = event(graph, iri)
            yield page, site.event(view, drawn=left > 0)
            left -= 1
        elif kind == "agent":
            yield page, site.agent(agent(graph, iri))
        else:
            yield page, site.document(site.document_view(iri))


def _page_names(graph: AskedGraph) -> dict[str, str]:
    """Return a name for the page of each node that has one, by its IRI."""
    every = [line.event for line in events(graph)]
    every += [line.agent for line in agents(graph)]
    every += [line.document for line in documents(graph)]
    return {node.iri: f"{PAGES[node.kind]}-{_slug(node.iri)}" for node in every}


def _slug(iri: str) -> str:
    """Return a file name for an IRI: readable, the same on all systems, no two alike."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(iri.rsplit("/", 2)[-2:])).strip("-")[:_LONGEST]
    return f"{readable.lower()}-{hashlib.sha256(iri.encode()).hexdigest()[:8]}"


def _inside(file: str) -> str:
    """Return a script that does not share its names with others."""
    return f"{{\n{(_STATIC / file).read_text(encoding='utf-8')}}}\n"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

"""The pages as files that open from disk, without a server and without a network."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from kgbuild.documents.texts import TextOf
from kgbuild.errors import ExportError
from kgbuild.views import AskedGraph
from kgbuild.views.facets import Facets
from kgbuild.views.memory import Memory
from kgbuild.views.remembering import GraphLists, lists_of, remembered
from kgbuild.web.links import PAGES, InFiles, InOneFile
from kgbuild.web.rendering import environment, rendered
from kgbuild.web.site import Site, part_name, parts_of
from kgbuild.web.writing import Helpers, PageBatch, Setting, Writer, spread

_Page = tuple[str, Iterable[str]]
"""The name of a page, and what it holds in pieces; no name where it is written."""
_STATIC = Path(__file__).parent / "static"
_STYLES = ("page.css", "home.css")
_SCRIPTS = ("tables.js", "document.js", "find.js")
_LONGEST = 60
_DRAWN = 25
"""Events that are drawn: their two pictures take half a second, so those that come first have them."""
_FEW = 5
_MANY = 100
"""Pages that are written together: few where each takes long."""


def write_folder(
    graph: AskedGraph,
    out: Path,
    name: str,
    text_of: TextOf = lambda _: None,
    progress: Callable[[], None] = lambda: None,
    helpers: Helpers | None = None,
) -> int:
    """Write the pages of a graph to a folder, which `index.html` opens; return how many there are.

    `progress` is called for each page. With `helpers` several processes write them, the same bytes.
    Raises ExportError where the folder is taken or cannot be written.
    """
    try:
        if out.exists() and any(out.iterdir()) and not (out / "tables.js").is_file():
            raise ExportError(f"{out}: the folder holds something else: name a new one")
        out.mkdir(parents=True, exist_ok=True)
        for file in (*_STYLES, *_SCRIPTS, "icon.svg"):
            shutil.copyfile(_STATIC / file, out / file)
        count = 0
        for page, pieces in _pages(graph, name, text_of, out, helpers):
            if page:
                with (out / f"{'index' if page == 'home' else page}.html").open(
                    "w", encoding="utf-8"
                ) as file_:
                    file_.writelines(pieces)
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
    helpers: Helpers | None = None,
) -> int:
    """Write the pages of a graph to one file, its styles and scripts in it; return how many pages there are.

    With `helpers` several processes write them, the same bytes. Raises ExportError where that cannot be.
    """
    aside = out.with_name(f"{out.name}.part")
    try:
        with aside.open("w", encoding="utf-8") as stream:
            count = _write_all(stream, _pages(graph, name, text_of, None, helpers), name, progress)
        aside.replace(out)
    except OSError as error:
        raise ExportError(
            f"{out}: the pages cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
    finally:
        aside.unlink(missing_ok=True)
    return count


def _write_all(stream: IO[str], pages: Iterable[_Page], name: str, progress: Callable[[], None]) -> int:
    scripts = [_inside(file) for file in (*_SCRIPTS, "single.js")]
    head = {
        "graph": name,
        "styles": "\n".join((_STATIC / file).read_text(encoding="utf-8") for file in _STYLES),
        "hashes": [f"'sha256-{_digest(script)}'" for script in scripts],
    }
    stream.write(rendered(environment(), "single.html", head))
    count = 0
    for _, pieces in pages:
        stream.writelines(pieces)
        count += 1
        progress()
    stream.write("</main>\n")
    for script in scripts:
        stream.write(f"<script>{script}</script>\n")
    stream.write("</body>\n</html>\n")
    return count


def _pages(
    graph: AskedGraph, name: str, text_of: TextOf, folder: Path | None, helpers: Helpers | None
) -> Iterator[_Page]:
    """Yield all pages; of those that are in their folder already, nothing but that they are."""
    lists = lists_of(graph)
    pages = {node.iri: f"{PAGES[node.kind]}-{_slug(node.iri)}" for node in lists.nodes()}
    with ExitStack() as stack:
        helping = None
        if helpers and helpers.jobs > 1 and len(pages) > helpers.few:
            helping = stack.enter_context(spread(helpers))
        memory = stack.enter_context(remembered(graph, lists, pages, helping.gather if helping else None))
        setting = Setting(memory.file, name, folder)
        batches = _batches(lists)
        if helping:
            written = helping.write(setting, batches)
        else:
            written = map(Writer(graph, memory, setting, text_of), batches)
        yield from _lists(graph, lists, memory, setting)
        for every in written:
            yield from (("", [html]) for html in every)


def _lists(graph: AskedGraph, lists: GraphLists, memory: Memory, setting: Setting) -> Iterator[_Page]:
    """Yield the pages about the graph as a whole."""
    links = InFiles(memory.page) if setting.folder else InOneFile(memory.page)
    layout = "base.html" if setting.folder else "section.html"
    site = Site(graph.with_memory(memory), links, setting.name, layout=layout, lists=lists)
    yield "home", [site.home()]
    for part in parts_of(len(lists.events)):
        yield part_name("events", part), [site.event_list(Facets(), part)]
    for part in parts_of(len(lists.agents)):
        yield part_name("agents", part), [site.agent_list(part)]
    for part in parts_of(len(lists.documents)):
        yield part_name("documents", part), [site.document_list(part)]
    yield "matrix", [site.matrix(site.whole_matrix())]
    yield "map", [site.map(site.whole_map())]
    yield "search", site.contents(memory.every_claim())


def _batches(lists: GraphLists) -> Iterator[PageBatch]:
    """Yield the nodes that have a page of their own."""
    events = [line.event.iri for line in lists.events]
    yield from _cut("event", events[:_DRAWN], _FEW, drawn=True)
    yield from _cut("event", events[_DRAWN:], _MANY)
    yield from _cut("agent", [line.agent.iri for line in lists.agents], _FEW)
    yield from _cut("document", [line.document.iri for line in lists.documents], _MANY)


def _cut(kind: str, nodes: Sequence[str], most: int, *, drawn: bool = False) -> Iterator[PageBatch]:
    for start in range(0, len(nodes), most):
        yield PageBatch(kind, tuple(nodes[start : start + most]), drawn)


def _slug(iri: str) -> str:
    """Return a file name for an IRI: readable, the same on all systems, no two alike."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(iri.rsplit("/", 2)[-2:])).strip("-")[:_LONGEST]
    return f"{readable.lower()}-{hashlib.sha256(iri.encode()).hexdigest()[:8]}"


def _inside(file: str) -> str:
    """Return a script that does not share its names with others."""
    return f"{{\n{(_STATIC / file).read_text(encoding='utf-8')}}}\n"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

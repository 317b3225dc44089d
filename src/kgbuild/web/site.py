"""Pages for analysts, rendered from the views: the same whether they are served or written to files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from kgbuild.documents.texts import TextOf
from kgbuild.errors import KGBuildError
from kgbuild.views import home
from kgbuild.views.agent import AgentView, agent
from kgbuild.views.around import around_agent, around_event
from kgbuild.views.asking import AskedGraph
from kgbuild.views.claims import claims
from kgbuild.views.contents import entries
from kgbuild.views.document import DocumentView, document
from kgbuild.views.event import EventView
from kgbuild.views.facets import Facets
from kgbuild.views.home import AgentLine, DocumentLine, EventLine
from kgbuild.views.map import BESIDE, DRAWN, KINDS, MapView, map_of
from kgbuild.views.matrix import Matrix, matrix
from kgbuild.views.model import ClaimView, Node
from kgbuild.views.remembering import GraphLists
from kgbuild.views.search import search
from kgbuild.views.wording import plain
from kgbuild.web.contents import as_contents
from kgbuild.web.diagram import diagram
from kgbuild.web.links import Links
from kgbuild.web.pictures import Pictures
from kgbuild.web.rendering import drawing_of, environment, rendered

T = TypeVar("T")
_FIRST = 12
"""Lines of a list on the opening page."""
_CHIPS = 30
_SHOWN = 500
"""Lines of a list that one page shows, where somebody answers who can narrow it down."""
LINES = 1000
"""Lines of a list that a file shows; the rest follow in others."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list can be narrowed down to."""

    states: tuple[Node, ...]
    publishers: tuple[Node, ...]


class Site:
    """Renders pages about one graph. All raise what its engines raise."""

    def __init__(
        self,
        graph: AskedGraph,
        links: Links,
        name: str,
        text_of: TextOf = lambda _: None,
        *,
        changes: bool = False,
        layout: str = "base.html",
        lists: GraphLists | None = None,
    ) -> None:
        """Take the graph and what people call it.

        `changes` says whether it may change meanwhile; `layout` is the template around each page; `lists` are
        what the graph tells of, where that is known.
        """
        self.graph = graph
        self.links = links
        self._name = name
        self._text_of = text_of
        self._layout = layout
        self._templates = environment(links)
        self.pictures = Pictures(links)

        def kept(ask: Callable[[], T]) -> Callable[[], T]:
            return ask if changes else _once(ask)

        self._events: Callable[[], list[EventLine]] = kept(
            lambda: lists.events if lists else home.ranked_events(graph)
        )
        self._agents: Callable[[], list[AgentLine]] = kept(
            lambda: lists.agents if lists else home.ranked_agents(graph)
        )
        self._states: Callable[[], list[Node]] = kept(self._named_states)
        self.documents: Callable[[], list[DocumentLine]] = kept(
            lambda: lists.documents if lists else home.documents(graph)
        )
        self.whole_matrix: Callable[[], Matrix] = kept(lambda: matrix(graph, lines=self._events()))
        self.whole_map: Callable[[], MapView] = kept(
            lambda: map_of(graph, lines=home.unnamed(self._events()))
        )

    def get_ready(self) -> None:
        """Ask what the opening page shows, so that the first to open it need not wait."""
        with suppress(
            KGBuildError, OSError, RuntimeError, ValueError
        ):  # whoever opens it is told what is wrong
            self.home()

    def events(self) -> list[EventLine]:
        """Return all events, with their names."""
        return home.named_events(self.graph, self._events())

    def agents(self) -> list[AgentLine]:
        """Return all who speak, with their names."""
        return home.named_agents(self.graph, self._agents())

    def ranked_events(self, facets: Facets) -> list[EventLine]:
        """Return the events that fit, without their names."""
        return home.ranked_events(self.graph, facets, self._events) if facets.told() else self._events()

    def agent_view(self, iri: str) -> AgentView:
        """Return an agent. Raises MissingGraphError."""
        return agent(self.graph, iri, self._events)

    def _named_states(self) -> list[Node]:
        states = [line for line in self._agents() if line.agent.kind == "State"]
        return sorted(line.agent for line in home.named_agents(self.graph, states))

    def choices(self) -> Choices:
        """Return what lists can be narrowed down to."""
        return Choices(tuple(self._states()), tuple(home.publishers(self.documents())))

    def home(self) -> str:
        """Return the opening page."""
        documents_, events_, agents_ = self.documents(), self._events(), self._agents()
        return self._page(
            "home.html",
            "home",
            tab="home",
            events=home.named_events(self.graph, self._first(events_)),
            of_events=len(events_),
            agents=home.named_agents(self.graph, agents_[:_CHIPS]),
            of_agents=len(agents_),
            documents=self._first(documents_),
            of_documents=len(documents_),
            total_claims=sum(line.claims for line in documents_),
        )

    def _first(self, lines: Sequence[T]) -> Sequence[T]:
        """Return the lines that the opening page shows: where they are few, a file shows them all."""
        return lines[:_FIRST] if self.links.live or len(lines) > LINES else lines

    def event_list(self, facets: Facets, part: int = 1) -> str:
        """Return the list of events that fit; of a long one, one part."""
        lines = self.ranked_events(facets)
        shown = home.named_events(self.graph, self._part(lines, part))
        return self._list("events", "Events and treaties", shown, len(lines), facets, part)

    def agent_list(self, part: int = 1) -> str:
        """Return the list of those who speak; of a long one, one part."""
        lines = self._agents()
        shown = home.named_agents(self.graph, self._part(lines, part))
        return self._list("agents", "States, organizations and people", shown, len(lines), part=part)

    def document_list(self, part: int = 1) -> str:
        """Return the list of documents; of a long one, one part."""
        lines = self.documents()
        return self._list("documents", "Documents", self._part(lines, part), len(lines), part=part)

    def _part(self, lines: Sequence[T], part: int) -> Sequence[T]:
        return lines[:_SHOWN] if self.links.live else lines[(part - 1) * LINES : part * LINES]

    def search(self, words: str) -> str:
        """Return what goes by some words."""
        found = search(self.graph, words)
        return self._page(
            "search.html",
            "search",
            q=words,
            found=found,
            claims=claims(self.graph, found.claims) if found else [],
        )

    def contents(self, claims_: Iterable[ClaimView]) -> Iterator[str]:
        """Yield, in pieces, the page that finds what goes by some words where nobody can be asked."""
        found = entries(self.graph, self.events(), self.agents(), self.documents())
        contents = as_contents(found, claims_, self.links)
        values = self._values("search", tab="search", contents=contents)
        return self._templates.get_template("find.html").generate(values)

    def event(self, view: EventView, facets: Facets | None = None, *, drawn: bool = True) -> str:
        """Return the page on an event, with its pictures unless they are not to be `drawn`."""
        now = drawn and not self.links.live
        return self._page(
            "event.html",
            view.event.iri,
            tab="events",
            view=view,
            facets=facets or Facets(),
            choices=self.choices() if self.links.live else None,
            # A server sends the page first, and its pictures when they are drawn
            timeline=self.pictures.timeline(view) if now else self.links.live and _has_timeline(view),
            figures=self.pictures.figures(view) if now else self.links.live and len(view.figures) > 1,
            around=diagram(around_event(view)),
            undrawn=not drawn and _has_timeline(view),
        )

    def agent(self, view: AgentView) -> str:
        """Return the page on an agent."""
        return self._page(
            "agent.html", view.agent.iri, tab="agents", view=view, around=diagram(around_agent(view))
        )

    def around(self, view: EventView | AgentView) -> str:
        """Return what lies around an event or agent as an SVG file, "" where nothing does."""
        shown = around_event(view) if isinstance(view, EventView) else around_agent(view)
        return drawing_of(self._templates, shown)

    def document_view(self, iri: str) -> DocumentView:
        """Return a document with its text, if that is at hand. Raises MissingGraphError."""
        return document(self.graph, iri, self._text_of)

    def document(self, view: DocumentView, review: Mapping[str, object] | None = None) -> str:
        """Return the page on a document, with forms for a `review` where there is one."""
        titles = {claim.anchor: f"{claim.who}: {plain(claim.stance)}" for claim in view.claims}
        return self._page(
            "document.html", view.source.iri, tab="documents", view=view, titles=titles, review=review
        )

    def matrix(self, view: Matrix, facets: Facets | None = None) -> str:
        """Return the page with the matrix."""
        choices = self.choices() if self.links.live else None
        return self._page(
            "matrix.html", "matrix", tab="matrix", view=view, facets=facets or Facets(), choices=choices
        )

    def map(self, view: MapView, facets: Facets | None = None) -> str:
        """Return the page with the map."""
        has_any = any(way.is_drawn for way in view.ways)
        return self._page(
            "map.html",
            "map",
            tab="map",
            view=view,
            facets=facets or Facets(),
            kinds_of=KINDS,
            most=DRAWN,
            beside=BESIDE,
            choices=self.choices() if self.links.live else None,
            drawn=has_any if self.links.live else self.pictures.map(view),
        )

    def failed(self, problem: str) -> str:
        """Return a page that says what is wrong."""
        return self._page("problem.html", "problem", problem=problem)

    def _list(
        self,
        name: str,
        heading: str,
        lines: Sequence[Any],
        total: int,
        facets: Facets | None = None,
        part: int = 1,
    ) -> str:
        facets = facets or Facets()
        return self._page(
            "list.html",
            part_name(name, part),
            tab=name,
            part=part,
            before=(part - 1) * LINES,
            parts=[] if self.links.live else [part_name(name, each) for each in parts_of(total)],
            heading=heading,
            lines=lines,
            total=total,
            facets=facets,
            wishes=facets.told(),
            choices=self.choices() if name == "events" and self.links.live else None,
        )

    def _page(self, template: str, page: str, **values: Any) -> str:
        return rendered(self._templates, template, self._values(page, **values))

    def _values(self, page: str, **values: Any) -> dict[str, Any]:
        given = {"graph": self._name, "tab": "", "q": "", "layout": self._layout}
        return {**given, "pre": self.links.prefix(page), **values}


def part_name(name: str, part: int) -> str:
    """Return the name of the page with a part of a list, counted from 1."""
    return name if part == 1 else f"{name}-{part}"


def parts_of(total: int) -> range:
    """Return the numbers of the parts that a list of so many lines has in files."""
    return range(1, max(1, -(-total // LINES)) + 1)


def _once(ask: Callable[[], T]) -> Callable[[], T]:
    """Return what asks once; who comes meanwhile waits for the answer."""
    turn, known = threading.Lock(), lru_cache(maxsize=1)(ask)

    def answer() -> T:
        with turn:
            return known()

    return answer


def _has_timeline(view: EventView) -> bool:
    return sum(bool(claim.said) for claim in view.claims) > 1

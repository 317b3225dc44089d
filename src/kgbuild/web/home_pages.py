"""The pages for analysts, at their addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kgbuild.errors import KGBuildError, MissingGraphError
from kgbuild.views.agent import AgentView
from kgbuild.views.event import EventView, event
from kgbuild.views.facets import Facets
from kgbuild.views.home import events
from kgbuild.views.map import map_of
from kgbuild.views.matrix import matrix
from kgbuild.web import sheets
from kgbuild.web.briefs import FORMS, brief_of
from kgbuild.web.problems import response_to, sentence, status_of
from kgbuild.web.site import Site

_CSV = "text/csv; charset=utf-8"
_KINDS = {"svg": "image/svg+xml", "png": "image/png"}
Handler = Callable[["HomePages", Request], Response]


def _told(handler: Handler) -> Handler:
    """Let a page say what is wrong where it cannot be shown."""

    @wraps(handler)
    def answering(self: HomePages, request: Request) -> Response:
        try:
            return handler(self, request)
        except KGBuildError as error:
            if request.query_params.get("format") or request.url.path.endswith(tuple(_KINDS)):
                return response_to(error)
            return HTMLResponse(self.site.failed(sentence(error)), status_of(error))

    return answering


class HomePages:
    """Answers requests for pages by rendering them."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def routes(self) -> list[BaseRoute]:
        """Return what answers at which address."""
        return [
            Route("/", self.home),
            Route("/search", self.search),
            Route("/events", self.events),
            Route("/agents", self.agents),
            Route("/documents", self.documents),
            Route("/event", self.event),
            Route("/event/{picture:path}", self.event_picture),
            Route("/agent", self.agent),
            Route("/agent/around.{form:str}", self.agent_picture),
            Route("/document", self.document),
            Route("/matrix", self.matrix),
            Route("/matrix.{form:str}", self.matrix_picture),
            Route("/map", self.map),
            Route("/map.{form:str}", self.map_picture),
        ]

    @_told
    def home(self, request: Request) -> Response:
        """Show the opening page; what led to the editor when that stood here still does."""
        if "saved" in request.query_params:
            return RedirectResponse(f"/editor?{request.url.query}")
        page = HTMLResponse(self.site.home())
        _ = self.site.pictures.warmed  # the next page is likely to have one
        return page

    @_told
    def search(self, request: Request) -> Response:
        """Show what goes by some words."""
        return HTMLResponse(self.site.search(request.query_params.get("q", "").strip()))

    @_told
    def events(self, request: Request) -> Response:
        """Show the list of events that fit."""
        facets = Facets.of(request.query_params)
        if _wants_csv(request):
            return Response(sheets.of_events(events(self.site.graph, facets)), media_type=_CSV)
        return HTMLResponse(self.site.event_list(facets))

    @_told
    def agents(self, request: Request) -> Response:
        """Show the list of those who speak."""
        if _wants_csv(request):
            return Response(sheets.of_agents(self.site.agents()), media_type=_CSV)
        return HTMLResponse(self.site.agent_list())

    @_told
    def documents(self, request: Request) -> Response:
        """Show the list of documents."""
        if _wants_csv(request):
            return Response(sheets.of_documents(self.site.documents()), media_type=_CSV)
        return HTMLResponse(self.site.document_list())

    @_told
    def event(self, request: Request) -> Response:
        """Show an event."""
        facets = Facets.of(request.query_params)
        view = event(self.site.graph, _iri(request), facets)
        if _wants_csv(request):
            return Response(sheets.of_claims(view.claims), media_type=_CSV)
        if request.query_params.get("format") in FORMS:
            return _brief(view, request)
        return HTMLResponse(self.site.event(view, facets))

    @_told
    def event_picture(self, request: Request) -> Response:
        """Show a picture of an event, such as timeline.svg."""
        name, _, form = request.path_params["picture"].rpartition(".")
        view = event(self.site.graph, _iri(request), Facets.of(request.query_params))
        if name == "around":
            return _picture(self.site.pictures.converted(self.site.around(view), form), form)
        if "inline" in request.query_params and form == "svg" and name in ("timeline", "figures"):
            return Response(getattr(self.site.pictures, name)(view), media_type=_KINDS[form])
        return _picture(self.site.pictures.file(name, form, view), form)

    @_told
    def agent(self, request: Request) -> Response:
        """Show an agent."""
        view = self.site.agent_view(_iri(request))
        if _wants_csv(request):
            return Response(sheets.of_claims(view.claims), media_type=_CSV)
        if request.query_params.get("format") in FORMS:
            return _brief(view, request)
        return HTMLResponse(self.site.agent(view))

    @_told
    def agent_picture(self, request: Request) -> Response:
        """Show what lies around an agent as a picture."""
        form = request.path_params["form"]
        drawn = self.site.around(self.site.agent_view(_iri(request)))
        return _picture(self.site.pictures.converted(drawn, form), form)

    @_told
    def document(self, request: Request) -> Response:
        """Show a document."""
        view = self.site.document_view(_iri(request))
        if _wants_csv(request):
            return Response(sheets.of_claims(view.claims), media_type=_CSV)
        return HTMLResponse(self.site.document(view))

    @_told
    def matrix(self, request: Request) -> Response:
        """Show who says what of which event."""
        facets = Facets.of(request.query_params)
        view = matrix(self.site.graph, facets) if facets.told() else self.site.whole_matrix()
        if _wants_csv(request):
            return Response(sheets.of_matrix(view), media_type=_CSV)
        return HTMLResponse(self.site.matrix(view, facets))

    @_told
    def matrix_picture(self, request: Request) -> Response:
        """Show the matrix as a picture."""
        form = request.path_params["form"]
        view = matrix(self.site.graph, Facets.of(request.query_params))
        return _picture(self.site.pictures.file("matrix", form, view), form)

    @_told
    def map(self, request: Request) -> Response:
        """Show transfers and deployments on a map."""
        facets = Facets.of(request.query_params)
        view = map_of(self.site.graph, facets) if facets.told() else self.site.whole_map()
        if _wants_csv(request):
            return Response(sheets.of_ways(view), media_type=_CSV)
        return HTMLResponse(self.site.map(view, facets))

    @_told
    def map_picture(self, request: Request) -> Response:
        """Show the map as a picture."""
        form = request.path_params["form"]
        facets = Facets.of(request.query_params)
        view = map_of(self.site.graph, facets) if facets.told() else self.site.whole_map()
        if "inline" in request.query_params and form == "svg":
            return Response(self.site.pictures.map(view), media_type=_KINDS[form])
        return _picture(self.site.pictures.file("map", form, view), form)


def _wants_csv(request: Request) -> bool:
    return request.query_params.get("format") == "csv"


def _brief(view: EventView | AgentView, request: Request) -> Response:
    form = request.query_params["format"]
    kind = "text/markdown" if form == "md" else "text/html"
    return Response(brief_of(view, form), media_type=f"{kind}; charset=utf-8")


def _iri(request: Request) -> str:
    return request.query_params.get("iri", "")


def _picture(content: bytes | None, form: str) -> Response:
    if content is None or form not in _KINDS:
        raise MissingGraphError("there is no such picture")
    return Response(content, media_type=_KINDS[form])

"""What is answered where something is wrong: a status, and one line that says what to do."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from kgbuild.errors import (
    FederationError,
    KGBuildError,
    LimitError,
    MissingGraphError,
    NoFormatError,
    NotSparqlError,
    StoreError,
)

_BY_LIMIT = {"time": 504, "rows": 422, "memory": 507, "turn": 503}


class RequestError(KGBuildError):
    """A request is not what it should be; `status` says how."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def status_of(error: KGBuildError) -> int:
    """Return the HTTP status that stands for an error."""
    if isinstance(error, RequestError):
        return error.status
    if isinstance(error, LimitError):
        return _BY_LIMIT.get(error.kind, 503)
    by_class: tuple[tuple[type[KGBuildError], int], ...] = (
        (FederationError, 403),
        (NoFormatError, 406),
        (MissingGraphError, 404),
        (StoreError, 500),
    )
    return next((status for kind, status in by_class if isinstance(error, kind)), 400)


def sentence(error: KGBuildError) -> str:
    """Return a message as it is shown; what a parser says of a query stays as it is."""
    text = str(error)
    if isinstance(error, NotSparqlError) or not text:
        return text
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"


def response_to(error: KGBuildError) -> Response:
    """Return the answer to a request that cannot be fulfilled."""
    return PlainTextResponse(f"{sentence(error)}\n", status_of(error))

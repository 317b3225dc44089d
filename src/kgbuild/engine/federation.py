"""Whether a query would ask another server: Oxigraph's own parser tells.

SPARQL has one word for each way out: SERVICE in a pattern, LOAD in an update. Each place where its letters
stand is misspelled, and the text is parsed again. If it still is SPARQL, the letters stood in a name, a text
or a comment; if not, one of them was the keyword. No second grammar is involved that could see it otherwise
than the engine does.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kgbuild.errors import FederationError

_SERVICE = re.compile("(?<=servic)e", re.IGNORECASE | re.ASCII)
_LOAD = re.compile("(?<=loa)d", re.IGNORECASE | re.ASCII)
_BASE = "http://localhost/"
"""Lets relative IRIs pass: whether they may stand there is not the question."""
_NO_SPARQL = "\n\x01"
"""Ends what a parser reads before anything is worked out."""


def may_federate(text: str) -> bool:
    """Tell whether a query has the letters of SERVICE anywhere."""
    return _SERVICE.search(text) is not None


def refuse_federation(text: str) -> None:
    """Raise FederationError where a query has a SERVICE, SyntaxError where it is no SPARQL.

    Works it out over an empty store if it has these letters at all, so it belongs where time is limited.
    """
    misspelled = _SERVICE.sub("x", text)
    if misspelled == text:
        return
    try:
        _query(misspelled)
    except SyntaxError:
        _fail("SERVICE", _mistake(text, _query))
    except (OSError, RuntimeError, ValueError):
        return  # it is SPARQL, which is all that was to be known


def refuse_federated_update(text: str) -> None:
    """Raise FederationError where an update has a SERVICE or LOAD, SyntaxError where it is no SPARQL."""
    misspelled = _LOAD.sub("x", _SERVICE.sub("x", text))
    if misspelled == text:
        return
    try:
        _update(misspelled)
    except SyntaxError:
        _fail("SERVICE or LOAD", _mistake(text, _update))
    except (OSError, RuntimeError, ValueError):
        return


def _query(text: str) -> None:
    import pyoxigraph as ox  # noqa: PLC0415 - seldom needed, and never by who only looks for the word

    ox.Store().query(text, base_iri=_BASE)


def _update(text: str) -> None:
    import pyoxigraph as ox  # noqa: PLC0415

    ox.Store().update(text, base_iri=_BASE)


def _mistake(text: str, parse: Callable[[str], None]) -> SyntaxError | None:
    """Return what is wrong with a text as it is written; None where that is SPARQL."""
    try:
        parse(text + _NO_SPARQL)
    except SyntaxError as error:
        last = len(text.split("\n")) + 1
        return None if f"at {last}:" in str(error) else error
    return None


def _fail(word: str, mistake: SyntaxError | None) -> None:
    if mistake is not None:
        raise mistake
    raise FederationError(
        f"the query asks another server ({word}), which is not allowed: "
        "take that out, or start kgbuild with --allow-federation"
    )

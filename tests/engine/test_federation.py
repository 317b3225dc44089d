"""Which texts ask another server, as Oxigraph reads them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kgbuild.engine.federation import refuse_federated_update, refuse_federation
from kgbuild.errors import FederationError

ELSEWHERE = "<http://127.0.0.1:9999/>"
ASKS = (
    f"SELECT * {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {ELSEWHERE} {{ ?s ?p ?o }} }}",
    "SELECT * { ?s ?p ?o . OPTIONAL { SeRvIcE ?s { ?s ?p ?o } } }",
    f"PREFIX : {ELSEWHERE} SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    f"PREFIX service: {ELSEWHERE} SELECT * {{ SERVICE service:x {{ ?s ?p 'service' }} }}",
    f"SELECT * {{ # no comment after this: \r SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p <#a> . SERVICE {ELSEWHERE} {{ ?x ?y ?z }} # b>\n }}",
    f"SELECT * {{ ?s ?p '\\'#' . SERVICE {ELSEWHERE} {{ ?x ?y ?z }} }}",
    f"ASK {{ {{ SELECT * {{ FILTER EXISTS {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }} }} }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"DESCRIBE ?s {{ SERVICE/**/{ELSEWHERE} {{ ?s ?p ?o }} }}".replace("/**/", "#\n"),
)
ASKS_NOBODY = (
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p 'SERVICE <http://e.example/> { }' }",
    'SELECT * { ?s ?p """ " SERVICE "" <http://e.example/> { } """ }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://e.example/> { ?s ?p ?o }",
    "SELECT ?service { ?service <http://e.example/service#SERVICE> ?SERVICE }",
    "PREFIX service: <http://e.example/> SELECT * { service:service service:p service:o }",
    "PREFIX x: <http://e.example/> SELECT * { x:SERVICE a x:service }",
    "SELECT * FROM <http://127.0.0.1:9999/> { ?s ?p ?o }",
)


@pytest.mark.parametrize("text", ASKS)
def test_what_asks_another_server_is_refused(text: str) -> None:
    with pytest.raises(FederationError, match="--allow-federation"):
        refuse_federation(text)


@pytest.mark.parametrize("text", ASKS_NOBODY)
def test_what_asks_nobody_passes(text: str) -> None:
    refuse_federation(text)
    ox.Store().query(text)


def test_what_is_no_sparql_is_told_as_such() -> None:
    with pytest.raises(SyntaxError, match="error at 1:"):
        refuse_federation(f"SELECT ?x ?x FOO {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize(
    "text",
    [
        f"LOAD {ELSEWHERE}",
        f"load silent {ELSEWHERE} INTO GRAPH <http://e.example/load>",
        f"INSERT DATA {{ <http://e.example/load> <http://e.example/p> 1 }} ; LOAD {ELSEWHERE}",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    ],
)
def test_updates_that_ask_another_server_are_refused(text: str) -> None:
    with pytest.raises(FederationError):
        refuse_federated_update(text)


def test_updates_that_only_speak_of_it_pass() -> None:
    refuse_federated_update("INSERT DATA { <http://e.example/load> <http://e.example/service> 'LOAD it' }")

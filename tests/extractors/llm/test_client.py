from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from kgbuild.errors import ModelError
from kgbuild.extractors.llm.client import AskedInVainError, Client, ModelEndpoint, StoppedError
from kgbuild.extractors.llm.prompt import Message, Request
from model_server import Reply, answering, failing, model_server, raw, sent, stalling

REQUEST = Request((Message("user", "Read."),), "m", 0.0, 100)
GOOD = answering("{}")
KEY = "sk-secret-0123456789"


def endpoint(url: str, **settings: Any) -> ModelEndpoint:
    return ModelEndpoint(url, **{"pause": 0.01, "timeout": 5.0, "attempts": 3, **settings})


def test_an_answer_comes_with_what_it_took() -> None:
    with model_server(answering("{}", "length")) as server:
        answered = Client(endpoint(server.url, key=KEY)).ask(REQUEST)
    assert (answered.text, answered.finish, answered.tokens_in, answered.tokens_out) == (
        "{}",
        "length",
        1000,
        50,
    )
    (body,) = server.bodies
    assert body["model"] == "m"
    assert body["messages"] == [{"role": "user", "content": "Read."}]
    assert body["response_format"]["type"] == "json_schema"
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "fault",
    [
        failing(429, "slow down", Retry_After="0"),
        failing(429, "slow down", Retry_After=f"Mon, 06 May {'9' * 30} 18:30:00 GMT"),
        failing(503, "loading"),
        failing(529, "overloaded"),
        raw(b'{"choices": [{"message": {"content": "{}"'),
        raw(b'{"choices": [{"message": {"con', length=500),
        raw(b""),
        raw(b'{"choices": []}'),
        raw(b"null"),
        lambda handler, _: handler.connection.close(),
    ],
)
def test_what_passes_is_borne(fault: Reply) -> None:
    with model_server(fault, GOOD) as server:
        assert Client(endpoint(server.url)).ask(REQUEST).text == "{}"
    assert len(server.bodies) == 2


def test_a_server_says_how_long_to_wait() -> None:
    with model_server(failing(429, Retry_After="0.4"), GOOD) as server:
        began = time.monotonic()
        Client(endpoint(server.url)).ask(REQUEST)
        assert time.monotonic() - began >= 0.4


def test_what_does_not_pass_ends_the_run_after_some_attempts() -> None:
    with (
        model_server(failing(429)) as server,
        pytest.raises(ModelError, match=r"busy .429.*3 attempts.*run again"),
    ):
        Client(endpoint(server.url)).ask(REQUEST)
    assert len(server.bodies) == 3


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(ModelError, match=r"cannot be reached.*is it running"):
            Client(endpoint(url, attempts=2)).ask(REQUEST)


def test_a_server_that_stalls_is_given_up() -> None:
    with (
        model_server(stalling(2, GOOD)) as server,
        pytest.raises(ModelError, match=r"no answer within 0\.2 seconds"),
    ):
        Client(endpoint(server.url, timeout=0.2, attempts=2)).ask(REQUEST)


def test_a_server_that_sends_a_byte_at_a_time_is_given_up() -> None:
    def dripping(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)

    with model_server(dripping) as server, pytest.raises(ModelError, match="no answer within"):
        Client(endpoint(server.url, timeout=0.3, attempts=1)).ask(REQUEST)


@pytest.mark.parametrize("packed", [False, True])
def test_a_response_of_200_mb_is_not_read(packed: bool) -> None:
    def endless(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        part = b" " * 1_000_000
        content = gzip.compress(part * 200, 1) if packed else None
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content) if content else 200_000_000))
        if packed:
            handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        for chunk in [content] if content else [part] * 200:
            handler.wfile.write(chunk)

    with model_server(endless) as server, pytest.raises(AskedInVainError, match="larger than 8 MB"):
        Client(endpoint(server.url)).ask(REQUEST)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (raw(b"<!DOCTYPE html><p>Sign in</p>", "text/html"), "web page"),
        (failing(401, "no"), "asks for a key .401.: set KGBUILD_LLM_KEY"),
        (failing(404, "no such model"), "no chat completion .404: no such model"),
        (failing(302, Location="http://elsewhere.example/"), "no chat completion .302"),
    ],
)
def test_what_no_waiting_mends_ends_the_run_at_once(reply: Reply, message: str) -> None:
    with model_server(reply) as server, pytest.raises(ModelError, match=message):
        Client(endpoint(server.url)).ask(REQUEST)
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "reply", [failing(413), failing(400, "exceeds the maximum context length of 4096 tokens")]
)
def test_a_document_that_is_too_long_is_the_document_s_fault(reply: Reply) -> None:
    with (
        model_server(reply) as server,
        pytest.raises(AskedInVainError, match="longer than the model can read"),
    ):
        Client(endpoint(server.url)).ask(REQUEST)


def _picky(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Take only what a server of one kind takes: no schema, no temperature, another name of the limit."""
    if body.get("response_format"):
        sent(
            handler, 500 if body["response_format"]["type"] == "json_schema" else 400, {"error": "no schema"}
        )
    elif "temperature" in body:
        sent(handler, 400, {"error": {"message": "'temperature' does not support 0 with this model"}})
    elif "max_tokens" in body:
        sent(handler, 400, {"error": {"message": "use 'max_completion_tokens' instead"}})
    else:
        GOOD(handler, body)


def test_what_a_server_does_not_know_is_found_out_once() -> None:
    with model_server(_picky) as server:
        client = Client(endpoint(server.url))
        assert client.ask(REQUEST).text == "{}"
        assert client.ask(REQUEST).text == "{}"
    kinds = [body.get("response_format", {}).get("type") for body in server.bodies]
    assert kinds == ["json_schema", "json_object", None, None, None, None]
    assert server.bodies[1]["response_format"]["schema"]["type"] == "object"
    assert server.bodies[-1].keys() == {"model", "messages", "max_completion_tokens"}


def test_a_format_that_was_asked_for_is_not_given_up() -> None:
    with model_server(_picky) as server, pytest.raises(AskedInVainError, match="no schema"):
        Client(endpoint(server.url, format="json_object")).ask(REQUEST)


@pytest.mark.parametrize(
    ("url", "key", "message"),
    [
        ("127.0.0.1:8080", None, "no address of a model"),
        ("ftp://host/v1", None, "no address of a model"),
        ("http://user:pass@host/v1", None, "does not belong in an address"),
        ("http://models.example/v1", KEY, "in clear"),
    ],
)
def test_an_address_that_cannot_be_is_refused(url: str, key: str | None, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        Client(ModelEndpoint(url, key))
    assert KEY not in str(caught.value)
    assert "pass" not in str(caught.value)


def test_a_key_shows_nowhere() -> None:
    echoing = failing(400, f"Incorrect API key provided: {KEY}")
    with model_server(echoing) as server, pytest.raises(AskedInVainError) as caught:
        Client(endpoint(server.url, key=KEY, format="plain")).ask(REQUEST)
    assert KEY not in str(caught.value)
    assert KEY not in repr(endpoint(server.url, key=KEY))
    assert KEY not in json.dumps(server.bodies)


def test_a_run_that_is_stopped_does_not_wait_for_a_busy_server() -> None:
    stop = threading.Event()
    with model_server(failing(429, Retry_After="500")) as server:
        client = Client(endpoint(server.url), stop)
        threading.Timer(0.3, stop.set).start()
        with pytest.raises(StoppedError):
            client.ask(REQUEST)

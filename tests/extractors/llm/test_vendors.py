"""Servers that speak as the vendors' manuals say: what they understand, how they refuse, what is learnt."""

from __future__ import annotations

import csv
import io
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from kgbuild.cli.llm import model_key
from kgbuild.errors import ModelError
from kgbuild.extractors.llm.client import AskedInVainError, Client, ModelEndpoint
from kgbuild.extractors.llm.prompt import Message, Request
from kgbuild.extractors.llm.refusals import said
from kgbuild.resources import read_text
from model_server import Reply, answering, model_server, sent

REQUEST = Request((Message("system", "Read."), Message("user", "Mali sent tanks.")), "m", 0.0, 100)
KEY = "sk-secret-0123456789"
GOOD = answering('{"claims": []}')


def endpoint(url: str, **settings: Any) -> ModelEndpoint:
    return ModelEndpoint(url, **{"pause": 0.01, "timeout": 5.0, "attempts": 2, "key": KEY, **settings})


def openai(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer as OpenAI's models that reason do."""
    if handler.headers["Authorization"] != f"Bearer {KEY}":
        return sent(handler, 401, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}})
    if "max_tokens" in body:
        told = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        return sent(handler, 400, {"error": {"message": told, "param": "max_tokens"}})
    if "temperature" in body:
        told = "Unsupported value: 'temperature' does not support 0 with this model."
        return sent(handler, 400, {"error": {"message": told, "param": "temperature"}})
    return GOOD(handler, body)


def gemini(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer as Gemini's endpoint in OpenAI's form does: errors come in a list."""
    if handler.path != "/v1/chat/completions":
        return sent(handler, 404, [{"error": {"code": 404, "message": "not found"}}])
    if body.get("response_format", {}).get("type") == "json_schema":
        return sent(handler, 400, [{"error": {"code": 400, "message": "Invalid JSON payload: schema"}}])
    return GOOD(handler, body)


def mistral(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer as Mistral does: what it does not know is an error of a field."""
    form = body.get("response_format", {})
    if "schema" in form:
        fault = {
            "type": "extra_forbidden",
            "loc": ["body", "response_format", "schema"],
            "msg": "not permitted",
        }
        return sent(
            handler, 422, {"object": "error", "message": {"detail": [fault]}, "type": "invalid_request"}
        )
    if form:
        return sent(
            handler, 400, {"object": "error", "message": "response_format is not supported", "code": 1}
        )
    return GOOD(handler, body)


def anthropic(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer as Anthropic's messages do, by a model without structured output."""
    if handler.path != "/v1/messages" or handler.headers["anthropic-version"] != "2023-06-01":
        return sent(handler, 404, {"type": "error", "error": {"type": "not_found_error", "message": "what?"}})
    if handler.headers["x-api-key"] != KEY or handler.headers["Authorization"]:
        told = {"type": "authentication_error", "message": "invalid x-api-key"}
        return sent(handler, 401, {"type": "error", "error": told})
    if "output_config" in body:
        told = {"type": "invalid_request_error", "message": "output_config: not supported by this model"}
        return sent(handler, 400, {"type": "error", "error": told})
    assert body["system"] == [{"type": "text", "text": "Read.", "cache_control": {"type": "ephemeral"}}]
    assert body["messages"] == [{"role": "user", "content": "Mali sent tanks."}]
    usage = {"input_tokens": 10, "cache_read_input_tokens": 5000, "output_tokens": 7}
    content = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": '{"claims": []}'}]
    return sent(handler, 200, {"content": content, "stop_reason": "end_turn", "usage": usage})


@pytest.mark.parametrize(
    ("vendor", "requests"), [(openai, 3), (gemini, 2), (mistral, 3)], ids=["openai", "gemini", "mistral"]
)
def test_what_a_vendor_does_not_know_is_learnt_once(vendor: Reply, requests: int) -> None:
    with model_server(always=vendor) as server:
        client = Client(endpoint(server.url))
        assert client.ask(REQUEST).text == '{"claims": []}'
        assert len(server.bodies) == requests
        client.ask(REQUEST)
    assert len(server.bodies) == requests + 1


def test_anthropic_is_asked_in_its_own_form() -> None:
    with model_server(always=anthropic) as server:
        client = Client(endpoint(f"{server.url}/messages"))
        answered = client.ask(REQUEST)
        assert (answered.text, answered.finish) == ('{"claims": []}', "stop")
        assert (answered.tokens_in, answered.tokens_out) == (5010, 7)
        client.ask(REQUEST)
    schemas = ["output_config" in body for body in server.bodies]
    assert schemas == [True, False, False]
    assert server.bodies[0]["output_config"]["format"]["type"] == "json_schema"
    with model_server(always=anthropic) as server, pytest.raises(ModelError, match="does not take the key"):
        Client(endpoint(f"{server.url}/messages", key="other")).ask(REQUEST)


def test_a_form_that_was_chosen_is_kept() -> None:
    with (
        model_server(always=mistral) as server,
        pytest.raises(AskedInVainError, match="schema: not permitted"),
    ):
        Client(endpoint(server.url, format="json_object")).ask(REQUEST)
    assert len(server.bodies) == 1


def failing_with(status: int, body: Any) -> Reply:
    return lambda handler, _: sent(handler, status, body)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, {"error": {"message": "You exceeded your current quota", "type": "insufficient_quota"}}),
        (429, {"error": {"message": "No prepaid credits.", "code": "credit_balance_exhausted"}}),
        (400, {"type": "error", "error": {"message": "Your credit balance is too low to access the API."}}),
        (402, {"error": {"message": "Insufficient credits"}}),
    ],
)
def test_an_empty_account_is_not_asked_again(status: int, body: Any) -> None:
    with model_server(always=failing_with(status, body)) as server:
        with pytest.raises(ModelError, match="no credit left"):
            Client(endpoint(server.url)).ask(REQUEST)
        assert len(server.bodies) == 1


def test_a_limit_by_the_minute_is_waited_for_as_long_as_gemini_says() -> None:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.05s"}
    limit = [
        {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Slow down", "details": [info]}}
    ]
    with model_server(failing_with(429, limit), GOOD) as server:
        assert Client(endpoint(server.url, pause=60.0)).ask(REQUEST).text == '{"claims": []}'
    assert len(server.bodies) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'[{"error": {"message": "not  found"}}]', ": not found"),
        (b'{"detail": [{"loc": ["body", "model"], "msg": "required"}]}', ": body.model: required;"),
        (b'{"error": "no such model"}', ": no such model"),
        (b'{"message": "key sk-secret-0123456789 is wrong"}', ": key *** is wrong"),
        (b"[]", ""),
        (b"7", ""),
        (b"<html>", ""),
    ],
)
def test_what_servers_say_is_told_in_short(content: bytes, words: str) -> None:
    assert said(content, KEY) == words


def test_each_vendor_has_its_key_and_nobody_else_s(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(read_text("data", "prompts", "vendors.csv"))))
    environment = {row["variable"]: f"key of {row['vendor']}" for row in rows}
    assert len(environment) == len(rows) >= 4
    for row in rows:
        assert model_key(row["url"], environment) == f"key of {row['vendor']}"
    for url in ("http://127.0.0.1:8080/v1", "https://api.openai.com.example.org/v1", "https://openai.com/v1"):
        assert model_key(url, environment) == ""
    assert model_key(rows[0]["url"], environment | {"KGBUILD_LLM_KEY": "mine"}) == "mine"

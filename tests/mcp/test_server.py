"""The tools as a client sees them: the official one, talking to `kgbuild mcp` in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import kgbuild
from builders import claim, deployment, document, state, transfer
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim, DocumentRecord, Quantity, Stance

pytest.importorskip("mcp", reason="the extra mcp is not installed: pip install 'kgbuild[mcp]'")

from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client

CHAD, SUDAN, KENYA = state("TCD", "Chad"), state("SDN", "Sudan"), state("KEN", "Kenya")
SENT = deployment(CHAD, SUDAN)
Asked = tuple[str, dict[str, Any]]


def bundle(name: str, *told: tuple[Any, Stance, Any]) -> Bundle:
    record: DocumentRecord = document(name, issued=f"2024-0{len(name)}-01")
    claims: list[Claim] = [
        claim(record, who, stance=stance, about=(what,), quantity=Quantity(minimum=9, maximum=9))
        for who, stance, what in told
    ]
    return Bundle(record, tuple(claims))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundles = [
        bundle("a", (SUDAN, Stance.ASSERTS, SENT), (CHAD, Stance.DENIES, SENT)),
        bundle("bb", (CHAD, Stance.ASSERTS, SENT), (KENYA, Stance.CONDEMNS, transfer(CHAD, SUDAN, "tank"))),
    ]
    out = tmp_path_factory.mktemp("mcp") / "out.ttl"
    kgbuild.export(kgbuild.derive(kgbuild.build(bundles)), out)
    return out


def asked(graph: Path, *questions: Asked) -> list[Any]:
    """Ask a server of its own; return what its tools are, then each answer, or the error in words."""

    async def talk() -> list[Any]:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "kgbuild", "mcp", "-g", str(graph)]
        )
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            tools = await session.list_tools()
            answers: list[Any] = [tools.tools]
            for name, arguments in questions:
                answer = await session.call_tool(name, arguments)
                answers.append(answer.content[0].text if answer.is_error else answer.structured_content)
            return answers

    with ThreadPoolExecutor(1) as thread:  # that of the tests can have a loop of its own, a browser's
        return thread.submit(lambda: asyncio.run(talk())).result()


def quotes(claims: Sequence[dict[str, Any]]) -> list[str]:
    return [evidence["sentence"] for claim in claims for evidence in claim["evidence"]]


def test_a_client_gets_answers_with_their_sentences(graph: Path) -> None:
    tools, found, event, positions, disputes, unknown, nothing = asked(
        graph,
        ("search", {"words": "chad"}),
        ("event", {"name": "deployment:TCD-SDN"}),
        ("positions", {"agent": "Chad", "event": "deployment:TCD-SDN"}),
        ("contradictions", {}),
        ("event", {"name": "the moon"}),
        ("sentence", {"claim": "https://w3id.org/kgbuild/id/claim/none"}),
    )
    assert [tool.name for tool in tools] == ["search", "event", "positions", "contradictions", "sentence"]
    assert all(tool.annotations.read_only_hint and tool.output_schema for tool in tools)
    assert [agent["name"] for agent in found["agents"]] == ["Chad"]
    assert {each["id"].rpartition("/id/")[2] for each in found["events"]} == {
        "deployment/TCD-SDN",
        "transfer/TCD-SDN-tank",
    }
    assert event["name"] == "Chad in Sudan: forces"
    assert len(event["claims"]) == 3
    assert event["left_out"] == 0
    assert all(quotes([claim]) for claim in event["claims"])
    (position,) = positions["positions"]
    assert [claim["stance"] for claim in position["claims"]] == ["Denies", "Asserts"]
    assert [turn["who"] for turn in position["turns"]] == ["Chad"]
    (dispute,) = disputes["disputes"]
    assert {side["says"]: sorted(side["who"]) for side in dispute["sides"]} == {
        "Asserts": ["Chad", "Sudan"],
        "Denies": ["Chad"],
    }
    assert "nothing in this graph is called 'the moon'" in unknown
    assert "no claim" in nothing

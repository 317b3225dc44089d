"""`kgbuild mcp`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.looking import graphs_option, looked_at


@click.command(short_help="Let language models ask a graph (MCP).")
@graphs_option
def mcp(graphs: tuple[Path, ...]) -> None:
    """Answer a program that speaks the Model Context Protocol, on standard input and output.

    It gets five tools: search, event, positions, contradictions and sentence. Each answer comes with the
    sentences it rests on. Nothing leaves the machine but what the program asks for, and nothing is changed.

    \b
    Examples:
      kgbuild mcp --graph out.ttl
    """  # noqa: D301 - click reads the backspace
    from kgbuild.mcp.server import server  # noqa: PLC0415

    with looked_at(graphs) as (graph, name):
        server(graph, name).run("stdio")

"""What a command prints, for programs: one JSON value on standard output, whose shape docs/json.md has."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import click

F = TypeVar("F", bound=Callable[..., Any])

JSON = "json"
"""The name of the format, wherever an option offers it."""
_OPTION = "format_"


def json_option(command: F) -> F:
    """Add --format text or json to a command without other formats; it arrives as `as_json`."""

    @wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        return command(*arguments, as_json=options.pop(_OPTION) == JSON, **options)

    added = click.option(
        "--format",
        _OPTION,
        type=click.Choice(("text", JSON)),
        default="text",
        show_default=True,
        help="What is told: text for people, or JSON on standard output (docs/json.md).",
    )(wrapped)
    return cast(F, added)


def put_json(value: object) -> None:
    """Print a value as JSON, in ASCII: names and texts may hold what a terminal or a pipe does not take."""
    click.echo(json.dumps(value, indent=1))


def is_json_wanted() -> bool:
    """Return whether the command that is run was asked for JSON."""
    ctx = click.get_current_context(silent=True)
    return ctx is not None and ctx.params.get(_OPTION) == JSON

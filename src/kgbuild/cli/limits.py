"""Options that say how much a query may take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kgbuild.engine import limits as defaults

if TYPE_CHECKING:
    from kgbuild.engine.limits import Limits

F = TypeVar("F", bound=Callable[..., Any])


def limit_options(command: F) -> F:
    """Add --rows, --memory and --allow-federation."""
    return rows_option(memory_option(federation_option(command)))


def rows_option(command: F) -> F:
    """Add --rows."""
    return click.option(
        "--rows",
        type=click.IntRange(min=1),
        default=defaults.ROWS,
        show_default=True,
        metavar="N",
        help="How many rows, or triples, an answer may have.",
    )(command)


def memory_option(command: F) -> F:
    """Add --memory."""
    return click.option(
        "--memory",
        type=click.IntRange(min=16),
        default=defaults.MEGABYTES,
        show_default=True,
        metavar="MB",
        help="How much memory one may take, beyond the graph itself.",
    )(command)


def federation_option(command: F) -> F:
    """Add --allow-federation."""
    return click.option(
        "--allow-federation",
        "federation",
        is_flag=True,
        help="Let other servers be asked (SERVICE, LOAD), which can carry your graph away.",
    )(command)


def limits(seconds: float, rows: int, memory: int, federation: bool) -> Limits:
    """Return the limits that options name; `memory` in megabytes."""
    return defaults.Limits(seconds, rows, memory * defaults.MEGABYTE, federation)

"""The command `kgbuild` and the one place where errors become messages."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import Any

import click

from kgbuild.cli.options import READERS, SKIPPED
from kgbuild.errors import KGBuildError

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
PIPE_CLOSED = 141
"""Exit code when the reader of the output has gone (`| head`), as shells have it."""

_SHOWN = 100
"""Characters of a path."""
_DISK_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
_NAME_TROUBLE = frozenset(
    {errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EROFS}
)
"""What a path that was given can be at fault for, wherever it is first looked at."""


COMMANDS = (
    "brief",
    "cache",
    "check",
    "derive",
    "describe",
    "evaluate",
    "explain",
    "explore",
    "export",
    "extract",
    "extractors",
    "fetch",
    "load",
    "mcp",
    "nanopub",
    "plot",
    "prompt",
    "query",
    "serve",
)
"""Each stands in the module of its name, which is imported when it is run: no command waits for all."""


def command(name: str) -> click.Command:
    """Return one of `COMMANDS`."""
    found = getattr(import_module(f"kgbuild.cli.{name}"), name)
    assert isinstance(found, click.Command)
    return found


class Group(click.Group):
    """Turns errors on purpose into one line; what is left with a traceback is a bug."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, or None where there is none of the name."""
        return command(cmd_name) if cmd_name in COMMANDS else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            result = self._invoked(ctx)
            sys.stdout.flush()
        except KGBuildError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(STOPPED)
        except BrokenPipeError:
            _abandon_output()
            ctx.exit(PIPE_CLOSED)
        except OSError as error:
            if error.errno in _NAME_TROUBLE and (path := error.filename2 or error.filename):
                raise click.ClickException(f"{_shortened(path)}: {(error.strerror or '').lower()}") from error
            if error.errno not in _DISK_TROUBLE:
                raise
            _abandon_output()
            reason = (error.strerror or str(error)).lower()
            raise click.ClickException(f"the output cannot be written: {reason}: make room") from error
        return result

    def _invoked(self, ctx: click.Context) -> Any:
        """Run a command, and tell what became of documents that a language model was to read."""
        code = 0
        result = None
        passed_over = 0
        try:
            result = super().invoke(ctx)
        except click.exceptions.Exit as done:
            code = done.exit_code
        finally:
            if READERS in ctx.meta:
                from kgbuild.cli.llm import tell_readers  # noqa: PLC0415

                passed_over = tell_readers(ctx)
        if code or passed_over:
            ctx.exit(code or SKIPPED)
        return result


def _shortened(path: object) -> str:
    """Return a path as text that fits into a line."""
    shown = os.fsdecode(path) if isinstance(path, bytes) else str(path)
    shown = shown.encode("utf-8", "replace").decode()
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."


def _abandon_output() -> None:
    """Drop what is still buffered: it has nowhere to go, and Python would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all fine; 1 failed, or a check did not pass; 2 wrong usage; "
    "3 finished, but documents or claims named on stderr were left out.",
)
@click.version_option(package_name="kgbuild", prog_name="kgbuild")
def main() -> None:
    """Turn news about the conduct of states into a graph of claims.

    kgbuild reads reports on treaties, arms transfers, troop deployments and casualties, and finds who takes
    which stance on what, in which words, at which place in the text. A claim is never a fact: the graph holds
    what each source says, so that contradictions can be asked for.

    \b
    Start here:
      kgbuild export out.ttl                 the reports shipped with kgbuild become a graph
      kgbuild query                          which questions are saved
      kgbuild query contradictions           who contradicts whom, and where it is written
      kgbuild export my.ttl -d my-reports/   the same with your own documents
    """  # noqa: D301 - click reads the backspace

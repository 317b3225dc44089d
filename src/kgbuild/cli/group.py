"""The command `kgbuild` and the one place where errors become messages."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

from kgbuild.cli.brief import brief
from kgbuild.cli.cache import cache
from kgbuild.cli.check import check
from kgbuild.cli.derive import derive
from kgbuild.cli.evaluate import evaluate
from kgbuild.cli.explain import explain
from kgbuild.cli.explore import explore
from kgbuild.cli.export import export
from kgbuild.cli.extract import extract
from kgbuild.cli.extractors import extractors
from kgbuild.cli.fetch import fetch
from kgbuild.cli.llm import tell_readers
from kgbuild.cli.load import load
from kgbuild.cli.options import SKIPPED
from kgbuild.cli.plot import plot
from kgbuild.cli.prompt import prompt
from kgbuild.cli.query import query
from kgbuild.cli.serve import serve
from kgbuild.errors import KGBuildError

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
PIPE_CLOSED = 141
"""Exit code when the reader of the output has gone (`| head`), as shells have it."""

_DISK_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Group(click.Group):
    """Turns errors on purpose into one line; what is left with a traceback is a bug."""

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
            passed_over = tell_readers(ctx)
        if code or passed_over:
            ctx.exit(code or SKIPPED)
        return result


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


for command in (
    fetch,
    export,
    derive,
    extract,
    prompt,
    extractors,
    query,
    explore,
    plot,
    brief,
    explain,
    check,
    evaluate,
    load,
    serve,
    cache,
):
    main.add_command(command)

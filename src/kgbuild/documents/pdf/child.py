"""The process that reads one PDF file, from standard input; what it holds goes to standard output as JSON."""

from __future__ import annotations

import contextlib
import json
import sys

from kgbuild.documents.pdf.document import read_pdf
from kgbuild.errors import DocumentError

_MEMORY = 3_000_000_000
"""Bytes of address space; a large newspaper takes a tenth of it."""
_SECONDS = 110
"""Of processor time."""


def main() -> None:
    """Read a file and tell what it holds, or why it is refused."""
    _limit()
    try:
        found = read_pdf(sys.stdin.buffer.read())
        told = {"text": found.text, "pages": found.pages, "title": found.title, "problems": found.problems}
    except DocumentError as error:
        told = {"refused": str(error)}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _limit() -> None:
    """Give up memory and time without end, where the system lets a process do so."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        for kind, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_CPU, _SECONDS),
        ):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()

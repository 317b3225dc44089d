"""PDF files with text in them: PDFium finds the letters, kgbuild puts them in the order they are read in.

The stored text has one paragraph a line, without running headers, footers and page numbers, and with words
whole that were broken at the end of a line. Where each page begins in it is kept.

PDFium is compiled code that strangers' files are let into. So each file is read by a process of its own, with
limits of time and memory, and whatever becomes of that, the others are read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from kgbuild.documents.decoding import storable
from kgbuild.documents.metadata import Metadata, from_fields
from kgbuild.documents.portions import Portion
from kgbuild.errors import DocumentError

_SECONDS = 120.0
"""How long one file may take."""
_ADVICE = "print it to a new PDF, or save its text as .txt"


def read(data: bytes) -> list[Portion]:
    """Return the text of a PDF file, with where its pages begin.

    Raises DocumentError when it is encrypted, damaged, holds no text, or takes too much time or memory.
    """
    told = _asked(data)
    if "refused" in told:
        raise DocumentError(told["refused"])
    metadata = from_fields({"title": storable(told["title"])}, "PDF")
    problems = Metadata(problems=tuple(told["problems"]))
    return [Portion(told["text"], metadata.over(problems), pages=tuple(told["pages"]))]


def _asked(data: bytes) -> dict[str, Any]:
    """Have a process read a file. Raises DocumentError where it takes too much, or breaks down."""
    # -P: no code from the current folder
    command = [sys.executable, "-P", "-m", "kgbuild.documents.pdf.child"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"takes over {_SECONDS:.0f} seconds to read: {_ADVICE}") from error
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        raise DocumentError(f"is a PDF that cannot be read, or takes too much memory: {_ADVICE}") from error
    return dict(told)

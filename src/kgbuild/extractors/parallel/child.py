"""What a process that reads does: it takes documents from a pipe, and sends back what it finds in each."""

from __future__ import annotations

import os
import pickle
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path

from kgbuild.claims.bundle import Bundle
from kgbuild.documents.model import Document
from kgbuild.extractors.base import Extractor

Given = Sequence[Document]
"""What it is sent; nothing ends it."""


@dataclass(frozen=True, slots=True)
class Done:
    """It is ready for documents: at first, and when it has sent what it found in those it was given."""

    memory: int
    """Bytes that it took at most so far; 0 where the system does not tell."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What was raised; it takes no more documents."""

    error: Exception


Answer = Bundle | Done | Failed


def read(pipe: Connection, packed: bytes) -> None:
    """Make an extractor, and read documents until no more come, or who sends them is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        extractor: Extractor = pickle.loads(packed)()
        pipe.send(Done(_peak()))
        while given := pipe.recv():
            for bundle in extractor.extract(given):
                pipe.send(bundle)
            pipe.send(Done(_peak()))
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:
        pipe.send(Failed(_portable(error)))


def _end_with_parent() -> None:
    """End at once when the parent does, however that ends, and in the middle of a document too."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return an exception that survives the way, with the lines where it was raised."""
    lines = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # what it holds may be anything
        return RuntimeError(lines)
    error.add_note(lines)
    return error


def _peak() -> int:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    peaks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peaks[0]) * 1024 if peaks else 0

"""Processes of the program as users run it, and what is left of them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Ends after the universe where the graph has a few hundred triples."""
DOUBLING = (
    "SELECT ?x36 { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(36))
    + " }"
)
"""A text of a terabyte."""


def kgbuild(
    *arguments: str | Path, cwd: Path | None = None, seconds: float = 240
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "kgbuild", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        cwd=cwd,
    )


def failed_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command that failed says, which is one line."""
    assert done.returncode == 1, done
    (line,) = (line for line in done.stderr.splitlines() if not line.startswith("Note: "))
    assert line.startswith("Error: ")
    return line.removeprefix("Error: ")


def children(pid: int) -> list[int]:
    """The processes that a process has started and that have not been waited for."""
    found = []
    for entry in Path("/proc").iterdir():
        # Asked of the children: a thread of the parent may end while one asks, and hands its own on.
        with suppress(FileNotFoundError, ProcessLookupError, NotADirectoryError):
            if entry.name.isdecimal():
                after_name = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
                if int(after_name.split()[1]) == pid:
                    found.append(int(entry.name))
    return sorted(found)


def is_running(pid: int) -> bool:
    """Whether a process does anything yet."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def all_end(pids: Iterable[int], seconds: float = 20) -> bool:
    """Whether processes end within a time."""
    end = time.monotonic() + seconds
    left = [pid for pid in pids if is_running(pid)]
    while left and time.monotonic() < end:
        time.sleep(0.05)
        left = [pid for pid in left if is_running(pid)]
    return not left


def peak(pid: int) -> int:
    """The most memory that a process has had, in bytes; 0 where it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) << 10

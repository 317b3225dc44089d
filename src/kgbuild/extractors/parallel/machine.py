"""How many processes a machine has room for."""

from __future__ import annotations

import os
from pathlib import Path

MEMORY = 700_000_000
"""Bytes that a process that reads may need: the rules take 0.3 GB, and more on very long documents."""
_GROUP = Path("/sys/fs/cgroup")
_MEMINFO = Path("/proc/meminfo")


def processes(group: Path = _GROUP, meminfo: Path = _MEMINFO) -> int:
    """Return how many processes can read at once: one for each core this one may use, if memory is enough."""
    return max(1, min(_cores(group), _memory(group, meminfo) // MEMORY))


def _cores(group: Path) -> int:
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cores = os.cpu_count() or 1
    # A container may have less time than its cores give: "200000 100000" is two of them, "max 100000" all
    quota, _, period = _words(group / "cpu.max").partition(" ")
    return min(cores, max(1, int(quota) // int(period))) if quota.isdigit() and period.isdigit() else cores


def _memory(group: Path, meminfo: Path) -> int:
    """Return the bytes that are free, or many where the system does not tell."""
    free = [1 << 62]
    for line in _words(meminfo).splitlines():
        name, _, size = line.partition(":")
        if name == "MemAvailable":
            free.append(int(size.split()[0]) * 1024)
    limit, used = _words(group / "memory.max"), _words(group / "memory.current")
    if limit.isdigit() and used.isdigit():
        free.append(max(0, int(limit) - int(used)))
    return min(free)


def _words(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""

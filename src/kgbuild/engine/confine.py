"""What a process gives up of its own accord: the network, memory without end, a life after its parent.

All of it by the kernel, since a query that is being worked out listens to nobody. Where the system lacks one
of these means (others than Linux, mostly) that one is left out; the rest holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_FILTER_MODE = 2
_M_ARENA_MAX = -8
_LEAST = 4 << 20
"""Bytes without which nothing works at all."""
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: its mark in the kernel's audit, and the number of the system call `socket`."""
_IO_URING_SETUP = 425
_OTHER_ABI = 0x40000000
_LOAD, _IS, _IS_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _FAIL_WITH_EACCES = 0x7FFF0000, 0x00050000 | 13


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def use_few_arenas() -> None:
    """Keep malloc from setting aside address space for each thread, which would count as taken (glibc)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def end_with_parent(parent: int) -> None:
    """Have the kernel end this process with the one that started it, however that ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)


def forbid_network() -> bool:
    """Have the kernel refuse every new socket to this process, and its threads to come; tell if it does."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    machine, socket = _MACHINES[platform.machine()]
    steps = (_Step * 8)(
        _Step(_LOAD, 0, 0, 4),
        _Step(_IS, 0, 5, machine),
        _Step(_LOAD, 0, 0, 0),
        _Step(_IS_AT_LEAST, 3, 0, _OTHER_ABI),
        _Step(_IS, 2, 0, socket),
        _Step(_IS, 1, 0, _IO_URING_SETUP),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _FAIL_WITH_EACCES),
    )
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(_Program(len(steps), steps)), 0, 0)


def limit_memory(more: int | None) -> None:
    """Let this process take `more` bytes than it has now, or without end; no dump is left where it fails."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    # What is written to counts on Linux, and not what is only set aside
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    soft = hard if more is None else _limit(more)
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(kind, (soft, hard))


def end_after(seconds: float | None) -> None:
    """Have the kernel end this process after so many seconds; None takes it back."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds or 0)


def _limit(more: int) -> int:
    """Return the limit at which this process has `more` bytes than now."""
    try:
        told = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return more
    size = os.sysconf("SC_PAGE_SIZE")
    _, resident, shared, _, _, written, *_ = (int(pages) * size for pages in told)
    # Stacks are set aside, and hardly filled: they are no part of what a query may have
    return max(resident - shared + more, written + _LEAST)

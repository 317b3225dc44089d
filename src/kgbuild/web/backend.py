"""Oxigraph's server as a process of its own: it knows the SPARQL protocol, and ends what takes too long."""

from __future__ import annotations

import ctypes
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kgbuild.errors import StoreError

_HOST = "127.0.0.1"
_START = 30.0
"""Seconds until the server has to answer."""
_STOP = 10.0
_PR_SET_PDEATHSIG = 1
_TRIES = 3
"""Ports to try: a free one may be taken before the server has it."""
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Backend:
    """A running server; its address is for this process alone."""

    url: str
    writable: bool
    timeout: float
    """Seconds that a query may take."""
    process: subprocess.Popen[bytes]

    def is_alive(self) -> bool:
        """Tell whether it answers."""
        return self.process.poll() is None and _answers(self.url)


@contextmanager
def running(store: Path, *, writable: bool = False, timeout: float = 60) -> Iterator[Backend]:
    """Yield a server over the Oxigraph store in a folder, and stop it at the end.

    Its default graph is the union of all. Raises StoreError when it does not start.
    """
    backend = _started(store, writable, timeout)
    try:
        yield backend
    finally:
        _stop(backend.process)


def _started(store: Path, writable: bool, timeout: float) -> Backend:
    with TemporaryFile() as log:
        for _ in range(_TRIES):
            port = _free_port()
            process = _start(store, port, writable, timeout, log)
            url = f"http://{_HOST}:{port}"
            end = time.monotonic() + _START
            while process.poll() is None and time.monotonic() < end:
                if _answers(url):
                    return Backend(url, writable, timeout, process)
                time.sleep(0.01)
            _stop(process)
        log.seek(0)
        told = log.read().decode("utf-8", "replace").strip().splitlines()
    raise StoreError(
        f"{store}: the server of this store does not start: {told[-1] if told else 'no reason given'}"
    )


def _start(store: Path, port: int, writable: bool, timeout: float, log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [
        _program(),
        "serve" if writable else "serve-read-only",
        f"--location={store}",
        f"--bind={_HOST}:{port}",
        "--union-default-graph",
        f"--timeout-s={max(1, round(timeout))}",
    ]
    # A session of its own: Ctrl-C is for this process, which then stops that one
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=log,
        start_new_session=True,
        preexec_fn=_end_with_parent() if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads yet
    )


def _end_with_parent() -> Callable[[], None]:
    """Return what has the kernel end a process with its parent, however that ends."""
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM) and None


def _program() -> str:
    """Return the path of Oxigraph's server, which is installed beside Python or on the path."""
    beside = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("oxigraph")
    if found is None:
        raise StoreError("the program oxigraph is missing: run `pip install oxigraph`")
    return found


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        with _DIRECT.open(f"{url}/query?query=ASK%7B%7D", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((_HOST, 0))
        return int(found.getsockname()[1])

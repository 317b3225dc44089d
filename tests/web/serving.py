"""A real `kgbuild serve` for the tests."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import json_shapes

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[str, int]]:
    """Run the command on a free port; yield its address and its process."""
    command = [sys.executable, "-m", "kgbuild", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stderr
    try:
        line = process.stdout.readline()
        if "json" in arguments:
            address = json_shapes.check("serve", line)["address"]
        else:
            match = re.match(r"Serving at (\S+)", line)
            assert match, line + process.stderr.read()
            address = match[1]
        yield address, process.pid
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """Run the command on a free port; yield its address."""
    with serving(*arguments) as (address, _):
        yield address

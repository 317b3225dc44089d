"""Options that several commands share."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from kgbuild.cli.options import OUT_FILE


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_a_pipe_or_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    place = tmp_path / "pipe"
    os.mkfifo(place)
    reader = os.open(place, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with OUT_FILE.convert(str(place), None, None) as stream:
            stream.write("told")
        assert os.read(reader, 9) == b"told"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(place.stat().st_mode)


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "out.jsonl"
    place.write_text("before")
    with OUT_FILE.convert(str(place), None, None) as stream:
        stream.write("after")
        stream.flush()
        assert place.read_text() == "before"
    assert place.read_text() == "after"

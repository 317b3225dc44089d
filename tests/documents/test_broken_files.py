"""Broken files: some of those that benchmarks/fuzz.py makes by the hundred thousand, for every reader."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.fuzz import made, read
from benchmarks.sound import SOUND


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("reader", SOUND)
def test_a_broken_file_is_read_or_refused_in_a_line(reader: str) -> None:
    sound = SOUND[reader]()
    outcomes = [read(reader, made(reader, 1, number, sound)) for number in range(60)]
    assert any(outcomes)
    assert not all(outcomes) or reader == ".mbox"  # of which a message breaks, hardly ever the box
    assert all(read(reader, data, isolated=True) for data in sound)

"""What the options offer, written out so that help loads nothing, is what the library has."""

from __future__ import annotations

from pathlib import Path

from kgbuild.cli import export, load
from kgbuild.engine.files import FORMATS as READ
from kgbuild.engine.files import format_of
from kgbuild.export import FORMATS
from kgbuild.export.formats import SUFFIXES
from kgbuild.stores import KINDS


def test_the_choices_are_those_of_the_library() -> None:
    (chosen,) = (p for p in export.export.params if p.name == "format_")
    assert tuple(chosen.type.choices) == (*FORMATS, "json")  # type: ignore[attr-defined]
    (chosen,) = (p for p in load.load.params if p.name == "kind")
    assert tuple(chosen.type.choices) == KINDS  # type: ignore[attr-defined]


def test_every_suffix_that_is_written_is_read() -> None:
    assert set(READ) - set(SUFFIXES) == {".nt"}
    assert format_of(Path("OUT.TTL")) == READ[".turtle"]

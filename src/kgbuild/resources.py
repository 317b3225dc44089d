"""The one place that knows where `ontology/`, `data/` and `queries/` lie.

In a wheel they travel inside the package; in a checkout (editable install) they are the folders at its top.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kgbuild.errors import ResourceError

_TEXTS = (".csv", ".yaml", ".json", ".ttl", ".py")


def folder(*parts: str) -> Traversable:
    """Return a folder of the shipped resources, such as `folder("data", "gazetteer")`.

    Raises ResourceError when the installation lacks it.
    """
    packaged = files("kgbuild").joinpath("/".join(("_resources", *parts)))
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[2].joinpath(*parts)
    if checkout.is_dir():
        return checkout
    raise ResourceError(f"kgbuild's own folder {'/'.join(parts)} is missing: reinstall kgbuild")


def read_text(*parts: str) -> str:
    """Return the text of one shipped file, such as `read_text("ontology", "kgbuild.ttl")`."""
    found = folder(*parts[:-1]).joinpath(parts[-1])
    if not found.is_file():
        raise ResourceError(f"kgbuild's own file {'/'.join(parts)} is missing: reinstall kgbuild")
    return found.read_text(encoding="utf-8")


def contents(place: Traversable, suffixes: tuple[str, ...] = _TEXTS) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file in a folder and all below it, in the order of their names."""
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from ((f"{entry.name}/{name}", content) for name, content in contents(entry, suffixes))
        elif entry.name.endswith(suffixes):
            yield entry.name, entry.read_bytes()


def names(*parts: str, suffix: str) -> list[str]:
    """Return the sorted names of the files with this suffix in a shipped folder."""
    return sorted(entry.name for entry in folder(*parts).iterdir() if entry.name.endswith(suffix))

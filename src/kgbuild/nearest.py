"""Names that were probably meant, for an error that says so instead of listing all there are."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

MOST = 3
"""How many names are suggested."""
_LEAST = 3
"""Letters from which one name is looked for inside another."""


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return a hint such as " did you mean denials?", a space before it; empty where nothing comes near."""
    near = nearest(name, known)
    return f" did you mean {', '.join(near[:-1])}{' or ' if near[1:] else ''}{near[-1]}?" if near else ""


def nearest(name: str, known: Collection[str]) -> list[str]:
    """Return the known names that a name comes near, by spelling or as a part, the nearest first."""
    wanted = name.casefold()
    folded = {each.casefold(): each for each in sorted(known)}
    near = get_close_matches(wanted, folded, n=MOST)
    if len(wanted) >= _LEAST:
        near += [each for each in folded if each not in near and _part_of(wanted, each)]
    return [folded[each] for each in near[:MOST]]


def _part_of(one: str, other: str) -> bool:
    return one in other or (len(other) >= _LEAST and other in one)

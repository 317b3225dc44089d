"""What is told of documents: one line for each kind of it, however many documents it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FEW = 3
"""Documents up to which each has a line of its own; of more, so many are named."""
_VARIES = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")
"""What differs between notes of one kind: what was found, and at which line."""


@dataclass(slots=True)
class _Alike:
    """Notes of one kind: whom each is about, and what it says."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class FoldedNotes:
    """Notes that wait to be told, by kind."""

    def __init__(self, whole: bool = False) -> None:
        """With `whole`, each note has its line."""
        self._few = None if whole else _FEW
        self._kinds: dict[tuple[str, str], _Alike] = {}

    def add(self, sort: str, name: str, text: str, kind: str = "") -> None:
        """Add a note of a sort ("Note", "Skipped") about a document; notes alike are folded."""
        alike = self._kinds.setdefault((sort, kind or _VARIES.sub("…", text)), _Alike())
        alike.names.append(name)
        alike.texts.append(text)

    def lines(self) -> Iterator[str]:
        """Yield what there is to tell, in the order of the first of each kind, and forget it."""
        for (sort, _), alike in self._kinds.items():
            if self._few is None or len(alike.names) <= self._few:
                pairs = zip(alike.names, alike.texts, strict=True)
                yield from (f"{sort}: {name}: {text}" for name, text in pairs)
            else:
                yield f"{sort}: {_folded(alike, self._few)}"
        self._kinds.clear()


def _folded(alike: _Alike, few: int) -> str:
    more = f"{len(alike.names) - few:,} more"
    if len(set(alike.texts)) == 1:
        return f"{', '.join(alike.names[:few])} and {more}: {alike.texts[0]} (--verbose names them)"
    others = ", ".join(alike.names[1:few])
    return f"{alike.names[0]}: {alike.texts[0]} (alike {others} and {more}; --verbose tells of each)"

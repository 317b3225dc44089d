"""How many statements a file holds, those of several graphs counted once."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

import pyoxigraph as ox

from kgbuild.export.sorting import Description

AT_HAND = 1 << 16
"""Numbers that are kept in memory; more than that go to disk."""
_PARTS = 64
"""Files they go to, each with numbers of its own, so that it can be counted by itself."""


class Count:
    """Counts what passes by; of quads it lays eight bytes each aside, to know those of several graphs."""

    def __init__(self, at_hand: int = AT_HAND) -> None:
        self._triples = 0
        self._digests = array("q")
        self._at_hand = at_hand
        self._files: list[IO[bytes]] = []
        self._open = ExitStack()

    def merged(self, found: Iterable[Description]) -> Iterator[Description]:
        """Pass descriptions on whose statements come once."""
        for each in found:
            self._triples += len(each.said)
            yield each

    def described(self, found: Iterable[Description]) -> Iterator[Description]:
        """Pass the descriptions of several graphs on; raises OSError where there is no room on disk."""
        for each in found:
            subject = each.subject
            self._digests.extend([hash((subject, *said)) for said in each.said])
            if len(self._digests) >= self._at_hand:
                self._lay_aside()
            yield each

    def quads(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Pass quads on; raises OSError where there is no room on disk."""
        for quad in quads:
            self._digests.append(hash((str(quad.subject), str(quad.predicate), str(quad.object))))
            if len(self._digests) >= self._at_hand:
                self._lay_aside()
            yield quad

    def __int__(self) -> int:
        """How many different triples there were; can be asked once all have passed."""
        if not self._files:
            return self._triples + len(set(self._digests))
        self._lay_aside()
        with self._open:
            return self._triples + sum(map(_different, self._files))

    def _lay_aside(self) -> None:
        """Write the numbers at hand to disk, each range of them to its file."""
        import numpy as np  # noqa: PLC0415 - only large graphs need it

        if not self._files:
            for _ in range(_PARTS):
                aside = tempfile.TemporaryFile(prefix="kgbuild-")  # noqa: SIM115 - closed once it is counted
                self._files.append(self._open.enter_context(aside))
        digests = np.frombuffer(self._digests, dtype=np.int64)
        digests.sort()
        ranges = np.searchsorted(digests, np.linspace(-(2.0**63), 2.0**63, _PARTS + 1)[1:-1])
        for file, part in zip(self._files, np.split(digests, ranges), strict=True):
            file.write(part.tobytes())
        self._digests = array("q")


def _different(file: IO[bytes]) -> int:
    """Count the different numbers of a file."""
    import numpy as np  # noqa: PLC0415 - only large graphs need it

    file.seek(0)
    digests = np.fromfile(file, dtype=np.int64)
    digests.sort()  # in place; np.unique makes a set of them, of ten times the memory
    return int(len(digests) > 0) + int(np.count_nonzero(digests[1:] != digests[:-1]))

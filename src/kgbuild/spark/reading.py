"""From files to documents: workers read them, and tell apart what is named or written twice."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from kgbuild.documents.model import Document, Skipped
from kgbuild.documents.reader import ListedFile, read_file, read_twice
from kgbuild.spark.rows import Row

FILES = "number long, file binary"
FOUND = "called string, number long, part long, sha string, file binary, found binary"
_NO_PART = -1
"""The part of a file that holds its name alone."""


def rows_of(files: Sequence[ListedFile]) -> Iterator[Row]:
    """Yield the files that are to be read, by their numbers."""
    for number, file in enumerate(files):
        yield number, pickle.dumps(file)


def read(rows: Iterable[Row]) -> Iterator[Row]:
    """Read files: yields each name that is given away, then what was found by the name that it asks for."""
    for number, packed in rows:
        file: ListedFile = pickle.loads(packed)
        yield file.identifier, number, _NO_PART, "", b"", b""
        slim = pickle.dumps(replace(file, file=replace(file.file, data=None)))
        for part, (found, own_name) in enumerate(read_file(file)):
            unique = f"\0{number}#{part}"
            sha = found.sha256 if isinstance(found, Document) else unique
            yield own_name or unique, number, part, sha, slim, pickle.dumps(found)


def named(rows: Iterable[Row]) -> Iterator[Row]:
    """Give documents the names they ask for, where they are the first: rows come by name, number and part.

    The names of files come before all.
    """
    for called, group in groupby(rows, key=itemgetter(0)):
        asking = list(group)
        files = [row for row in asking if row[2] == _NO_PART]
        parts = sorted((row for row in asking if row[2] != _NO_PART), key=itemgetter(1, 2))
        for place, (_, number, part, sha, file, packed) in enumerate(parts):
            if place == 0 and not files and not called.startswith("\0"):
                packed = pickle.dumps(replace(pickle.loads(packed), identifier=called))
            yield called, number, part, sha, file, packed


def once(rows: Iterable[Row]) -> Iterator[tuple[int, int, Document | Skipped]]:
    """Yield each text once, the others as skipped: rows come by digest, number and part."""
    for _, group in groupby(rows, key=itemgetter(3)):
        first = ""
        for _, number, part, _, file, packed in group:
            found: Document | Skipped = pickle.loads(packed)
            if isinstance(found, Document):
                if first:
                    found = read_twice(pickle.loads(file), found, first)
                else:
                    first = found.identifier
            yield number, part, found

"""From addresses to files: pages as they are, feeds by the pages of their entries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgbuild.documents.model import Skipped
from kgbuild.errors import DocumentError
from kgbuild.fetching.client import PoliteClient, WebAnswer
from kgbuild.fetching.feeds import FeedEntry, entries
from kgbuild.fetching.folder import FetchedFolder

MOST_ENTRIES = 100
"""Entries of one feed that are fetched, the first ones."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address: the file it was saved as, or None where it has not changed."""

    address: str
    file: str | None


def fetch(
    addresses: Iterable[str], client: PoliteClient, folder: FetchedFolder, most: int = MOST_ENTRIES
) -> Iterator[Fetched | Skipped]:
    """Fetch pages, and of feeds the pages of their first `most` entries, into a folder.

    What has not changed since the last time is not fetched again. An address that cannot be fetched comes as
    Skipped; the folder's table is written whatever happens. Raises DocumentError where it cannot be.
    """
    seen: set[str] = set()
    try:
        for address in addresses:
            if address not in seen:
                seen.add(address)
                yield from _fetched(address, client, folder, most, seen)
    finally:
        folder.close()


def _fetched(
    address: str, client: PoliteClient, folder: FetchedFolder, most: int, seen: set[str]
) -> Iterator[Fetched | Skipped]:
    """Fetch one address that was asked for, and the entries behind it where it is a feed."""
    try:
        answer = client.get(address, folder.known(address))
        if answer.content is None:
            yield Fetched(address, None)
            return
        found = entries(answer.content, answer.url)
        if found is None:
            yield _saved(FeedEntry(address), "", answer, folder)
            return
    except DocumentError as error:
        yield Skipped(address, str(error))
        return
    missed = False
    for entry in found[:most]:
        if entry.address in seen:
            continue
        seen.add(entry.address)
        try:
            page = client.get(entry.address, folder.known(entry.address))
            yield (
                Fetched(entry.address, None) if page.content is None else _saved(entry, address, page, folder)
            )
        except DocumentError as error:
            missed = True
            yield Skipped(entry.address, str(error))
    if not missed:  # else it is read again the next time, for what could not be fetched now
        folder.remember(address, answer.headers)


def _saved(entry: FeedEntry, feed: str, answer: WebAnswer, folder: FetchedFolder) -> Fetched:
    row = {
        "title": entry.title,
        "publisher": entry.publisher,
        "issued": entry.issued,
        "retrieved": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "feed": feed,
    }
    file = folder.save(answer.url, answer.content or b"", answer.headers, row)
    folder.remember(entry.address, answer.headers, file)
    return Fetched(entry.address, file)

"""From documents to bundles of claims that are proved, and what there is to tell of them."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Treaty
from kgbuild.claims.proof import Proof, proved
from kgbuild.claims.sure import LeftOut, at_least
from kgbuild.documents.model import Document, Skipped
from kgbuild.extractors.base import Extractor
from kgbuild.extractors.registry import load_extractor
from kgbuild.identity.readings import readings_of
from kgbuild.identity.unify import settle
from kgbuild.pipeline.bundles import in_another_language
from kgbuild.spark.reading import once
from kgbuild.spark.rows import Row, packed

EXTRACTED = "kind string, key string, number long, part long, data binary"
BUNDLE, READINGS, SKIPPED, OPENED, REFUSED, COUNTS = (
    "bundle",
    "readings",
    "skipped",
    "opened",
    "refused",
    "counts",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the documents of a partition."""

    read: int
    kept: int
    """Documents in a language that the extractor reads."""
    less_sure: int
    """Claims that were left out."""
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Finds claims with an extractor, which each process that works loads once."""

    name: str
    settings: Mapping[str, str]
    least: float
    """Confidence from which claims are kept."""

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield bundles, readings of treaties, and what there is to tell."""
        extractor = _loaded(self.name, tuple(sorted(self.settings.items())))
        desk = _Desk(frozenset(extractor.languages))
        documents = desk.documents(once(rows))
        proof, left_out = Proof(), LeftOut()
        for bundle in at_least(proved(extractor.extract(documents), proof, None), self.least, left_out):
            yield from desk.waiting()
            place = desk.place(bundle)
            yield from _rows(bundle, place)
            for refusal in proof.refusals:
                yield REFUSED, "", *place, pickle.dumps(refusal)
            proof.refusals.clear()
        yield from desk.waiting()
        counts = Counts(desk.read, desk.kept, left_out.claims, tuple(sorted(desk.languages)))
        yield COUNTS, "", 0, 0, pickle.dumps(counts)


@cache
def _loaded(name: str, settings: tuple[tuple[str, str], ...]) -> Extractor:
    return load_extractor(name, dict(settings))


@dataclass(slots=True)
class _Desk:
    """Notes on the way to the extractor what is to be told of documents, and where they stood."""

    languages: Collection[str]
    read: int = 0
    kept: int = 0
    _told: list[Row] = field(default_factory=list)
    _places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def documents(self, found: Iterable[tuple[int, int, Document | Skipped]]) -> Iterator[Document]:
        """Yield the documents in a language that the extractor reads."""
        for number, part, each in found:
            place = number, part
            if isinstance(each, Skipped):
                self._told.append((SKIPPED, "", *place, pickle.dumps(each)))
                continue
            self.read += 1
            if each.notices:
                self._told.append((OPENED, "", *place, pickle.dumps(replace(each, text=""))))
            other = in_another_language(each, self.languages)
            if other is None:
                self.kept += 1
                self._places[each.key] = place
                yield each
            else:
                self._told.append((SKIPPED, "", *place, pickle.dumps(other)))

    def place(self, bundle: Bundle) -> tuple[int, int]:
        """Return the number of the file of a bundle, and its place in it."""
        return self._places.pop(bundle.document.key, (0, 0))

    def waiting(self) -> Iterator[Row]:
        """Yield what has been noted since."""
        told, self._told = self._told, []
        yield from told


def _rows(bundle: Bundle, place: tuple[int, int]) -> Iterator[Row]:
    key = bundle.document.key
    lines = "\n".join(record.model_dump_json(exclude_none=True) for record in bundle.records())
    yield BUNDLE, key, *place, packed(lines.encode())
    told = (subject for claim in bundle.claims for subject in (*claim.about, *claim.alleges_breach_of))
    if any(isinstance(subject, Treaty) for subject in told):
        document, claims = settle(bundle.document, bundle.claims)
        yield READINGS, key, *place, pickle.dumps(readings_of(document.key, claims)[0])

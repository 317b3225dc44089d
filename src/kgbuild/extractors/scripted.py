"""A stand-in for tests: an extractor that answers what it was told."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import read_records
from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.documents.model import Document
from kgbuild.extractors.base import Fingerprint
from kgbuild.extractors.records import document_record


class ScriptedExtractor:
    """Answers what it was told, right or wrong: a stand-in for tests of what comes after the reading.

    Example:
        >>> extractor = ScriptedExtractor({"note.txt": [claim]})
        >>> [bundle] = extractor.extract([Document("note.txt", "Chad denied it.")])

    """

    def __init__(
        self, answers: Mapping[str, Iterable[Claim]] | None = None, languages: Collection[str] = ()
    ) -> None:
        """Take claims by the identifier of their document; whichever document they name, they become its."""
        self._answers = {name: tuple(claims) for name, claims in (answers or {}).items()}
        self.languages = tuple(languages)

    @classmethod
    def load(cls, file: str | None = None) -> ScriptedExtractor:
        """Take the answers from a claims file, by the identifiers of its documents.

        Raises ClaimError where it does not follow the schema.
        """
        names: dict[str, str] = {}
        answers: dict[str, list[Claim]] = {}
        for record in read_records(Path(file)) if file else ():
            if isinstance(record, DocumentRecord):
                names[record.key] = record.identifier
            else:
                answers.setdefault(names[record.document], []).append(record)
        return cls(answers)

    def fingerprint(self) -> Fingerprint:
        """Return the digest of the answers."""
        digest = hashlib.sha256()
        for name in sorted(self._answers):
            for told in (name, *(claim.model_dump_json() for claim in self._answers[name])):
                digest.update(f"{told}\n".encode())
        return Fingerprint(name="scripted", version="1", data=digest.hexdigest())

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield the answers for each document."""
        for document in documents:
            claims = self._answers.get(document.identifier, ())
            own = (claim.model_copy(update={"document": document.key}) for claim in claims)
            yield Bundle(document_record(document), tuple(own))

"""From a document to the answers on it: asked, or taken from the record, and asked again where they fail.

The same steps are taken with answers from the record as with new ones, so that a run can be replayed: an
answer that was cut off or malformed stands on record too, and leads to the same next request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from kgbuild.documents.model import Document
from kgbuild.extractors.llm.answer import Answer
from kgbuild.extractors.llm.client import AskedInVainError
from kgbuild.extractors.llm.parse import MalformedAnswerError, Parsed, parse_answer
from kgbuild.extractors.llm.prompt import Request, messages, tokens
from kgbuild.extractors.llm.record import Answered, AnswerRecord
from kgbuild.extractors.llm.sections import Section, halves, sections

_CUTS = 3
"""How often a section is halved for an answer that was cut off."""


class Answerer(Protocol):
    """Whoever answers requests."""

    def ask(self, request: Request) -> Answered:
        """Return the answer. Raises ModelError, AskedInVainError, StoppedError."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What answers depend on, besides the prompt."""

    model: str = "unnamed"
    temperature: float = 0.0
    max_tokens: int = 16_384
    corrections: int = 2
    """How often a model is told what was wrong with its answer, and asked again."""

    def request(self, document: Document, section: Section) -> Request:
        """Return the first request on a section."""
        return Request(messages(document, section), self.model, self.temperature, self.max_tokens)


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in any currency."""

    read: float
    written: float

    def of(self, tokens_in: int, tokens_out: int) -> float:
        """Return the price of an exchange."""
        return (tokens_in * self.read + tokens_out * self.written) / 1e6


class UnansweredError(Exception):
    """No answer is on record, and there is nobody to ask."""

    def __init__(self, request: Request) -> None:
        super().__init__("no answer is on record")
        self.request = request


class OverBudgetError(Exception):
    """The next answer could cost more than is left."""


@dataclass(slots=True)
class Purse:
    """Holds a run to its budget: each answer is reserved at its highest price before it is asked for."""

    price: Price | None = None
    budget: float | None = None
    spent: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0
    answers: int = 0
    _reserved: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def reserve(self, request: Request) -> float:
        """Set aside what a request may cost. Raises OverBudgetError."""
        if self.price is None:
            return 0.0
        most = self.price.of(tokens(request.messages), request.max_tokens)
        with self._lock:
            if self.budget is not None and self.spent + self._reserved + most > self.budget:
                raise OverBudgetError
            self._reserved += most
        return most

    def settle(self, reserved: float, request: Request, answered: Answered | None) -> None:
        """Note what an answer took; None where there was none."""
        with self._lock:
            self._reserved -= reserved
            if answered is None:
                return
            read = answered.tokens_in or tokens(request.messages)
            written = answered.tokens_out or tokens(answered.text)
            self.answers += 1
            self.tokens_in += read
            self.tokens_out += written
            if self.price is not None:
                self.spent += self.price.of(read, written)


class Asker:
    """Gets answers: from the record, else from whoever is there to ask, which is put on record at once."""

    def __init__(self, record: AnswerRecord, client: Answerer | None, purse: Purse | None = None) -> None:
        self.record = record
        self.client = client
        self.purse = purse or Purse()

    def answer(self, request: Request) -> Answered:
        """Return the answer. Raises UnansweredError, OverBudgetError and what a client raises."""
        digest = request.digest
        found = self.record.get(digest)
        if found is not None:
            return found
        if self.client is None:
            if digest in self.record.failed:
                raise AskedInVainError(f"the batch has no answer: {self.record.failed[digest]}")
            raise UnansweredError(request)
        reserved = self.purse.reserve(request)
        answered = None
        try:
            answered = self.client.ask(request)
        finally:
            self.purse.settle(reserved, request, answered)
        self.record.put(digest, answered, request.model)
        return answered


def answers(document: Document, asker: Asker, settings: Settings) -> Iterator[tuple[int, Parsed]]:
    """Yield what is answered on each section of a document, with the offset of the section.

    Raises AskedInVainError where an answer cannot be used, also when asked again, and what `Asker` raises.
    """
    for section in sections(document.text):
        yield from _on_section(document, section, asker, settings, 0)


def unanswered(document: Document, asker: Asker, settings: Settings) -> Iterator[Request]:
    """Yield the requests on a document that have no answer on record yet."""
    for section in sections(document.text):
        try:
            for _ in _on_section(document, section, asker, settings, 0):
                pass
        except UnansweredError as error:
            yield error.request
        except AskedInVainError:
            continue


def _on_section(
    document: Document, section: Section, asker: Asker, settings: Settings, cuts: int
) -> Iterator[tuple[int, Parsed]]:
    if not any(map(str.isalpha, section.text)):
        yield section.start, Parsed(Answer())
        return
    request = settings.request(document, section)
    fault = ""
    for _ in range(settings.corrections + 1):
        answered = asker.answer(request)
        if answered.finish == "refusal":
            fault = "you refused; the text is news, and only what it says is asked for"
        elif answered.finish == "length":
            parts = halves(section, document.text) if cuts < _CUTS else None
            if parts is not None:
                for part in parts:
                    yield from _on_section(document, part, asker, settings, cuts + 1)
                return
            fault = "it was cut off because it was too long; leave out what you may leave out"
        else:
            try:
                parsed = parse_answer(answered.text)
            except MalformedAnswerError as error:
                fault = str(error)
            else:
                yield section.start, parsed
                return
        request = request.corrected(answered.text[:2000], fault)
    raise AskedInVainError(f"no answer that can be used in {settings.corrections + 1} attempts: {fault}")

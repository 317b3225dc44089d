"""From documents to claims by a language model: asked or replayed, and proved by the text."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from threading import Event

import platformdirs

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Agent, Claim, DocumentRecord
from kgbuild.documents.model import Document
from kgbuild.errors import ExtractorError, ModelError
from kgbuild.extractors.base import Fingerprint
from kgbuild.extractors.llm.answer import Answer
from kgbuild.extractors.llm.asking import (
    Asker,
    OverBudgetError,
    Price,
    Purse,
    Settings,
    UnansweredError,
    answers,
    unanswered,
)
from kgbuild.extractors.llm.client import AskedInVainError, Client, ModelEndpoint, StoppedError
from kgbuild.extractors.llm.ground import AnswerGrounder, Dropped
from kgbuild.extractors.llm.parse import Parsed
from kgbuild.extractors.llm.prompt import Request, task, tokens
from kgbuild.extractors.llm.record import AnswerRecord
from kgbuild.extractors.llm.sureness import WHY, Doubts, Sureness
from kgbuild.extractors.records import document_record

FORMATS = ("auto", "json_schema", "json_object", "plain")
_WRITTEN, _LEAST = 4.0, 100
"""Tokens of an answer for each of the document, and at least; seen in the answers that the tests hold."""
_FORM = "1"
"""Raised when the same answer comes to mean other claims."""


@dataclass(frozen=True, slots=True)
class Cost:
    """About what asking would take."""

    requests: int
    tokens_in: int
    tokens_out: int
    price: float | None


@dataclass(slots=True)
class Report:
    """What became of the documents and answers of a run; filled while it goes on."""

    passed_over: list[tuple[str, str]] = field(default_factory=list)
    """Identifier of each document without a usable answer, and why."""
    dropped: list[Dropped] = field(default_factory=list)
    """What the answers said that the documents do not."""
    kept: int = 0
    """Claims that were proved."""
    purse: Purse = field(default_factory=Purse)

    def words(self) -> Iterator[str]:
        """Yield the report in short: what was dropped, and what was asked."""
        counts = Counter(item.what for item in self.dropped)
        if counts:
            told = (f"{n} {what}{'' if n == 1 else 's'}" for what, n in sorted(counts.items()))
            yield f"dropped as not in the text: {', '.join(told)}"
        if self.purse.answers:
            cost = f", cost {self.purse.spent:.4f}" if self.purse.price is not None else ""
            yield (
                f"{self.purse.answers:,} asked ({self.purse.tokens_in:,} tokens in, "
                f"{self.purse.tokens_out:,} out{cost})"
            )


class ModelExtractor:
    """Asks a language model, keeps its answers on record, and takes of them what the text proves."""

    languages = ()

    def __init__(
        self,
        asker: Asker,
        settings: Settings,
        grounder: AnswerGrounder,
        concurrency: int = 4,
        stop: Event | None = None,
    ) -> None:
        self._asker = asker
        self._settings = settings
        self._grounder = grounder
        self._sureness = Sureness.load()
        self._concurrency = concurrency
        self._stop = stop or Event()
        self.report = Report(purse=asker.purse)
        self.waiting: Callable[[], None] = lambda: None
        """Called when a run is stopped while answers are under way."""
        self.excerpt: Callable[[Document], Document] = lambda document: document
        """What of a document is asked about; the whole of it, unless told otherwise."""

    @classmethod
    def load(  # noqa: PLR0913, PLR0917 - each is a setting that a user can give
        cls,
        url: str = "",
        model: str = "unnamed",
        answers: str = "",
        key: str = "",
        format: str = "auto",  # noqa: A002 - the name of the setting
        temperature: str = "0",
        max_tokens: str = "16384",
        concurrency: str = "4",
        timeout: str = "600",
        price: str = "",
        budget: str = "",
        replay: str = "",
    ) -> ModelExtractor:
        """Make one from words. Raises ExtractorError for a setting that cannot be, ModelError, ResourceError.

        Args:
            url: of an OpenAI-compatible endpoint; without one only answers on record count.
            model: its name there.
            answers: a folder for answers on record, or a file of a batch.
            key: who asks; never give it on a command line.
            format: how JSON is asked for, one of `FORMATS`.
            temperature: 0 for the same answer each time, as far as the server can.
            max_tokens: the longest answer.
            concurrency: how many documents are asked about at once.
            timeout: seconds to wait for an answer.
            price: of a million tokens read and written, such as "0.25/2".
            budget: the most that a run may cost, in the currency of `price`.
            replay: "only" where nobody is to be asked, and the record may be empty.

        """
        if format not in FORMATS:
            raise ExtractorError(f"format: {format!r} is none of {', '.join(FORMATS)}")
        settings = Settings(model, _number("temperature", temperature), _whole("max_tokens", max_tokens))
        if not (url or answers or replay):
            raise ExtractorError(
                "the extractor llm needs somebody to ask, or answers on record: give --llm-url or --answers"
            )
        purse = Purse(_price(price), _number("budget", budget) if budget else None)
        if purse.budget is not None and purse.price is None:
            raise ExtractorError("a budget needs a price: give --llm-price IN/OUT, for a million tokens each")
        stop, at_once = Event(), _whole("concurrency", concurrency)
        own = Path(platformdirs.user_data_dir("kgbuild")) / "answers"
        record = AnswerRecord(Path(answers) if answers else own)
        endpoint = ModelEndpoint(url, key or None, format, _number("timeout", timeout))
        client = Client(endpoint, stop) if url else None
        asker = Asker(record, client, purse)
        return cls(asker, settings, AnswerGrounder.load(), at_once, stop)

    def fingerprint(self) -> Fingerprint:
        """Return the model, and a digest of the prompt and the settings."""
        settings = self._settings
        asked = f"{task()}\n{settings.temperature}\n{settings.max_tokens}\n{_FORM}"
        digest = hashlib.sha256(asked.encode()).hexdigest()
        return Fingerprint(name="llm", version=version("kgbuild"), model=settings.model, data=digest)

    def unanswered(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Request]]:
        """Yield every request that would be sent for these documents, since no answer is on record."""
        asker = Asker(self._asker.record, None)
        for document in documents:
            asked = self.excerpt(document)
            yield from ((document, request) for request in unanswered(asked, asker, self._settings))

    def cost(self, documents: Sequence[Document]) -> Cost:
        """Return about what it takes to ask all that has no answer on record."""
        requests = list(self.unanswered(documents))
        read = sum(tokens(request.messages) for _, request in requests)
        fixed = tokens(task())
        written = sum(
            _LEAST + round(_WRITTEN * max(tokens(request.messages) - fixed, 0)) for _, request in requests
        )
        price = self._asker.purse.price
        return Cost(len(requests), read, written, price.of(read, written) if price is not None else None)

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield the proved claims on each document, in the order given; several are asked about at once.

        A document without a usable answer has no claims and stands in `report.passed_over`. Raises ModelError
        when nobody answers any more; what was answered stays on record. When the run is stopped, answers
        under way are waited for and kept.
        """
        pool = ThreadPoolExecutor(self._concurrency, thread_name_prefix="ask")
        pending: deque[tuple[Document, Future[list[tuple[int, Parsed]]]]] = deque()
        try:
            for document in documents:
                pending.append((document, pool.submit(self._ask, document, self.excerpt(document))))
                if len(pending) > 2 * self._concurrency:
                    yield self._bundle(*pending.popleft())
            while pending:
                yield self._bundle(*pending.popleft())
        finally:
            if any(future.running() for _, future in pending):
                self.waiting()
            self._stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            self._stop.clear()

    def _ask(self, document: Document, excerpt: Document) -> list[tuple[int, Parsed]]:
        found = answers(excerpt, self._asker, self._settings)
        return [(start if excerpt is document else 0, parsed) for start, parsed in found]

    def _bundle(self, document: Document, future: Future[list[tuple[int, Parsed]]]) -> Bundle:
        record = document_record(document, self._known_publisher(document))
        try:
            found = future.result()
        except UnansweredError:
            return self._passed_over(document, record, "no answer to its prompt is on record")
        except OverBudgetError:
            return self._passed_over(document, record, "the budget does not reach for it")
        except AskedInVainError as error:
            return self._passed_over(document, record, str(error))
        except StoppedError as error:
            raise ModelError("the run was stopped: answers so far are kept, run again to go on") from error
        return self.ground(document, found)

    def _passed_over(self, document: Document, record: DocumentRecord, reason: str) -> Bundle:
        self.report.passed_over.append((document.identifier, reason))
        return Bundle(record)

    def ground(self, document: Document, found: Iterable[tuple[int, Parsed]]) -> Bundle:
        """Return what the text proves of the answers on a document; the rest is noted in the report."""
        told: list[tuple[int, Answer]] = []
        for start, parsed in found:
            told.append((start, parsed.answer))
            self.report.dropped += [
                Dropped(document.identifier, "malformed claim", f"{quote}: {fault}")
                for quote, fault in parsed.faults
            ]
        grounded = self._grounder.ground(document, told)
        claims = tuple(self._sure(grounded.claims))
        self.report.dropped += grounded.dropped
        self.report.kept += len(grounded.claims)
        return Bundle(document_record(document, self._known_publisher(document)), claims)

    def _sure(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """Yield the claims of a document in the order of its text, each with how sure it is."""
        doubts = Doubts()
        for claim in sorted(claims, key=lambda claim: claim.evidence[0].span):
            confidence, why = self._sureness.of("llm", doubts.of(claim))
            explanation = (*claim.explanation, f"{WHY}{why}")
            yield claim.model_copy(update={"confidence": confidence, "explanation": explanation})

    def _known_publisher(self, document: Document) -> Agent | None:
        return self._grounder.publisher(document) if document.publisher else None


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ExtractorError(f"{name}: {text!r} is no number of 0 or more")
    return value


def _whole(name: str, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ExtractorError(f"{name}: {text!r} is no whole number of 1 or more")
    return int(text)


def _price(text: str) -> Price | None:
    if not text:
        return None
    read, slash, written = text.partition("/")
    if not slash:
        raise ExtractorError(f"price: {text!r} is not of the form IN/OUT, for a million tokens each")
    return Price(_number("price", read), _number("price", written))

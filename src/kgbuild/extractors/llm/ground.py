"""From an answer to claims: every quote aligned with the stored text, every name and figure proved by it.

What the document does not say is dropped and counted: a claim whose quote or claimant it lacks, a party, a
figure, a place or a date that it does not carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kgbuild.claims.align import Aligned, StoredText, is_within_word
from kgbuild.claims.model import Agent, Claim, Evidence, Quantity, Reader, Subject
from kgbuild.documents.model import Document
from kgbuild.extractors.llm.answer import Answer, ClaimAnswer, Number
from kgbuild.extractors.llm.numbers import NumberReader
from kgbuild.extractors.llm.people import Cast
from kgbuild.extractors.llm.subjects import Grounders, Topics
from kgbuild.extractors.llm.times import event_time
from kgbuild.extractors.llm.witness import Witness
from kgbuild.grounding.agents import AgentGrounder
from kgbuild.grounding.entities import EntityTable, agent
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.knowledge.measures import QuantityLexicon
from kgbuild.knowledge.thesaurus import Thesaurus
from kgbuild.spans import Span

_AROUND = 250
"""Characters around a quote in which its cue and its figure may stand, within one paragraph."""
_LONGEST = 600
"""Characters of a quote."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of an answer that the document does not carry."""

    document: str
    """Identifier of the document."""
    what: str
    """What was dropped: "quote", "claimant", "party", "quantity", "place", "date", "claim"."""
    words: str
    """The words of the answer."""


@dataclass(slots=True)
class Grounded:
    """The claims of an answer that are proved, and what was dropped."""

    claims: list[Claim] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hearing:
    """One document with all by which answers on it are proved."""

    document: Document
    stored: StoredText
    witness: Witness
    topics: Topics
    cast: Cast
    numbers: NumberReader


class AnswerGrounder:
    """Grounds answers on documents; holds what is the same for all."""

    def __init__(self, gazetteer: Gazetteer, thesaurus: Thesaurus, lexicon: QuantityLexicon) -> None:
        self._gazetteer = gazetteer
        self._table = EntityTable(gazetteer)
        self._grounders = Grounders.of(gazetteer, thesaurus)
        self._agents = AgentGrounder(gazetteer, self._table)
        self._lexicon = lexicon

    @classmethod
    def load(cls) -> AnswerGrounder:
        """Read the data files. Raises ResourceError."""
        return cls(Gazetteer.load(), Thesaurus.load(), QuantityLexicon.load())

    def publisher(self, document: Document) -> Agent:
        """Return who speaks where nobody is quoted; unknown publishers are told apart by document."""
        if document.publisher is None:
            name = f"publisher of {document.identifier}"
            return Agent(kind="Organization", name=name, anonymous=True)
        return agent(self._table.publisher(document.publisher))

    def ground(self, document: Document, answers: Iterable[tuple[int, Answer]]) -> Grounded:
        """Return the proved claims of the answers on a document, each with the offset of its section."""
        grounded = Grounded()
        stored, witness = (
            StoredText(document.text, document.language),
            Witness(document.text, self._gazetteer, document.language),
        )
        foreign = not document.language.lower().startswith("en")
        for start, answer in answers:
            cast = Cast(answer.cast, self.publisher(document), witness, self._agents, foreign)
            topics = Topics(cast, witness, self._grounders, foreign)
            numbers = NumberReader(self._lexicon, document.language[:2].lower())
            hearing = _Hearing(document, stored, witness, topics, cast, numbers)
            self._hear(hearing, answer, start, grounded)
        grounded.claims = list(dict.fromkeys(grounded.claims))
        return grounded

    def _hear(self, hearing: _Hearing, answer: Answer, start: int, grounded: Grounded) -> None:
        at = start
        for told in answer.claims:
            found = _aligned(hearing.stored, told.quote, at)
            if found is None:
                grounded.dropped.append(Dropped(hearing.document.identifier, "quote", told.quote))
                continue
            at = found.evidence.span.start
            claim, lost = self._claim(hearing, told, found)
            grounded.dropped += [Dropped(hearing.document.identifier, what, words) for what, words in lost]
            if claim is not None:
                grounded.claims.append(claim)

    def _claim(
        self, hearing: _Hearing, told: ClaimAnswer, found: Aligned
    ) -> tuple[Claim | None, list[tuple[str, str]]]:
        lost: list[tuple[str, str]] = []
        claimants = _agents(hearing.cast, told.claimants, "claimant", lost)
        if not claimants:
            return None, lost
        subject, unproved = hearing.topics.subject(told.about)
        lost += [("party", name) for name in unproved]
        if subject is None:
            return None, lost
        quantity, evidence = self._quantity(hearing, told.quantity, found.evidence)
        if quantity is None and told.quantity is not None and _has_bounds(told.quantity):
            lost.append(("quantity", told.quantity.words or ""))
        claim = self._written(hearing, told, (claimants, subject, quantity, evidence), lost)
        return claim.model_copy(update={"explanation": (f"quote: {found.alignment}",)}), lost

    def _written(
        self,
        hearing: _Hearing,
        told: ClaimAnswer,
        core: tuple[tuple[Agent, ...], Subject, Quantity | None, Evidence],
        lost: list[tuple[str, str]],
    ) -> Claim:
        claimants, subject, quantity, evidence = core
        document, witness = hearing.document, hearing.witness
        times = [event_time(when, witness, document.issued) for when in (told.time, told.said)]
        for when, time in zip((told.time, told.said), times, strict=True):
            if when is not None and when.start is not None and time is None:
                lost.append(("date", f"{when.words}: {when.start}"))
        places = hearing.topics.places(told.places, subject)
        lost += [
            ("place", place.name or place.words or "")
            for place in told.places
            if not hearing.topics.places([place], subject)
        ]
        cue = _near(told.cue, evidence.span, document.text)
        said = [
            when.words for when in (told.time, told.said) if when is not None and witness.says(when.words)
        ]
        return Claim(
            read_by=(Reader.MODEL,),
            document=document.key,
            claimants=claimants,
            stance=told.stance,
            modality=told.modality,
            about=(subject,),
            act=told.act,
            relayed_by=_agents(hearing.cast, told.relayed_by, "relay", lost),
            quantity=quantity,
            measure=told.measure if subject.kind == "Casualties" else None,
            cumulative=True if quantity is not None and told.quantity and told.quantity.total else None,
            places=places,
            event_time=times[0],
            made_on=times[1].start if times[1] is not None else None,
            time_expressions=tuple(dict.fromkeys(words for words in said if words is not None)),
            alleges_breach_of=hearing.topics.breached(told.breach_of),
            cue=document.text[cue.start : cue.end] if cue is not None else None,
            cue_span=cue,
            evidence=(evidence,),
            content_spans=(evidence.span,),
        )

    def _quantity(
        self, hearing: _Hearing, told: Number | None, evidence: Evidence
    ) -> tuple[Quantity | None, Evidence]:
        """Return a figure that stands in the quote, which is widened to it where it stands beside."""
        if told is None or not _has_bounds(told):
            return None, evidence
        bounds = [bound for bound in (told.min, told.max) if bound is not None]
        if told.min is not None and told.max is not None and told.min > told.max:
            return None, evidence
        if not set(bounds) <= hearing.numbers.numbers(evidence.quote):
            span = _near(told.words, evidence.span, hearing.document.text)
            if span is None:
                return None, evidence
            whole = Span(min(span.start, evidence.span.start), max(span.end, evidence.span.end))
            quote = hearing.document.text[whole.start : whole.end]
            if not set(bounds) <= hearing.numbers.numbers(quote):
                return None, evidence
            evidence = Evidence(span=whole, quote=quote)
        unit = self._grounders.concepts.unit(told.unit) if told.unit else None
        return (
            Quantity(minimum=told.min, maximum=told.max, unit=unit, approximate=told.approximate),
            evidence,
        )


def _aligned(stored: StoredText, quote: str, near: int) -> Aligned | None:
    """Return where a quote stands, the first place from an offset on, else the first."""
    bare = quote.strip().strip("…").strip()
    bare = re.sub(r"^\.\.\.|\.\.\.$", "", bare).strip()
    if len(bare) > _LONGEST or not any(map(str.isalnum, bare)):
        return None
    start = max(stored.text.find(bare, near), near)
    found = stored.align(Evidence(span=Span(start, start + len(bare)), quote=bare))
    return found if found is not None and _is_whole(found.evidence.span, stored.text) else None


def _is_whole(span: Span, text: str) -> bool:
    """Whether a span begins and ends between words."""
    return not any(is_within_word(text, at) for at in span)


def _agents(cast: Cast, names: Iterable[str], what: str, lost: list[tuple[str, str]]) -> tuple[Agent, ...]:
    found: dict[Agent, None] = {}
    for name in names:
        known = cast.agent(name)
        if known is None:
            lost.append((what, name))
        else:
            found[known] = None
    return tuple(found)


def _near(words: str | None, span: Span, text: str) -> Span | None:
    """Return where words stand in the paragraph of a span and not far from it, the nearest place."""
    if not words:
        return None
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    end = text.find("\n", span.end)
    end = min(len(text) if end < 0 else end, span.end + _AROUND)
    places = [m.start() for m in re.finditer(re.escape(words), text[start:end], re.IGNORECASE)]
    if not places:
        return None
    nearest = min(places, key=lambda at: (_distance(start + at, span), at))
    return Span(start + nearest, start + nearest + len(words))


def _distance(at: int, span: Span) -> int:
    return max(span.start - at, at - span.end, 0)


def _has_bounds(told: Number) -> bool:
    return told.min is not None or told.max is not None


def dropped_words(dropped: Iterable[Dropped]) -> Iterator[str]:
    """Yield how many of what were dropped, the commonest first."""
    counts: dict[str, int] = {}
    for item in dropped:
        counts[item.what] = counts.get(item.what, 0) + 1
    for what, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{count} {what}{'' if count == 1 else 's'}"

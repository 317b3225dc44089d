"""Which paragraphs the rules leave open, so that a model need not be asked about the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kgbuild.claims.model import Casualties, Claim, Deployment, Subject, Transfer, Treaty
from kgbuild.claims.sentences import Sentences
from kgbuild.documents.model import Document
from kgbuild.extractors.llm.sections import speakers
from kgbuild.knowledge.thesaurus import Thesaurus
from kgbuild.resources import read_text
from kgbuild.spans import Span

SURE = 0.7
"""Confidence from which a claim of the rules is taken without asking; see docs/llm for what others cost."""
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Triggers:
    """Words that may tell of a transfer, a deployment, losses or a treaty."""

    pattern: re.Pattern[str]

    @classmethod
    def load(cls) -> Triggers:
        """Make them of `data/prompts/triggers.txt` and the thesaurus' kinds. Raises ResourceError."""
        thesaurus = Thesaurus.load()
        words = set(read_text("data", "prompts", "triggers.txt").split("\n")) - {""}
        for scheme in (thesaurus.materiel, thesaurus.force_type):
            words |= scheme.forms.keys()
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        return cls(re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b", re.IGNORECASE))

    def in_(self, text: str, span: Span) -> bool:
        """Whether a stretch of text has one."""
        return self.pattern.search(text, span.start, span.end) is not None


class Openness:
    """Tells the paragraphs in which the rules found something unsure, or a trigger without a whole claim."""

    def __init__(self, triggers: Triggers, sure: float = SURE) -> None:
        self._triggers = triggers
        self._sure = sure

    def paragraphs(self, document: Document, claims: Sequence[Claim]) -> Iterator[tuple[Span, bool]]:
        """Yield every paragraph, and whether the rules leave it open."""
        text = document.text
        told = [claim for claim in claims if claim.about]
        sentences = Sentences(text, document.language)
        for match in _PARAGRAPH.finditer(text):
            paragraph = Span(*match.span())
            here = [claim for claim in told if _meet(claim.evidence[0].span, paragraph)]
            unsure = any((claim.confidence or 0.0) < self._sure or not _is_whole(claim) for claim in here)
            yield paragraph, unsure or self._has_more(text, paragraph, here, sentences)

    def _has_more(self, text: str, paragraph: Span, here: Sequence[Claim], sentences: Sentences) -> bool:
        """Whether a sentence of a paragraph has a trigger, and no claim."""
        read = [sentences.around(claim.evidence[0].span) for claim in here]
        at = paragraph.start
        while (found := self._triggers.pattern.search(text, at, paragraph.end)) is not None:
            sentence = sentences.around(Span(*found.span()))
            if not any(_meet(sentence, each) for each in read):
                return True
            at = max(sentence.end, found.end())
        return False


def excerpt(document: Document, paragraphs: Sequence[tuple[Span, bool]]) -> Document:
    """Return a document of its open paragraphs alone; for each run of others stands who is named there."""
    parts: list[str] = []
    left_out: list[str] = []
    for span, is_open in paragraphs:
        words = document.text[span.start : span.end]
        if is_open:
            parts += [*_note(left_out), words]
            left_out = []
        else:
            left_out.append(words)
    if not parts:
        return replace(document, text="")
    return replace(document, text="\n\n".join([*parts, *(["[...]"] if left_out else [])]))


def _note(left_out: Sequence[str]) -> Iterator[str]:
    if left_out:
        named = "; ".join(speakers("\n".join(left_out)))
        yield f"[... named here: {named}]" if named else "[...]"


def _is_whole(claim: Claim) -> bool:
    return all(_parties_known(subject) for subject in claim.about)


def _parties_known(subject: Subject) -> bool:
    match subject:
        case Transfer():
            return None not in (subject.supplier, subject.recipient, subject.materiel)
        case Deployment():
            return None not in (subject.sender, subject.destination)
        case Casualties():
            return subject.force is not None
        case Treaty():
            return len(subject.parties) > 1 or subject.name is not None
        case _:
            return True


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end

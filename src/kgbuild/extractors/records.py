"""What every extractor tells: a bundle of a document's record and claims, and words of it as evidence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Agent, Claim, DocumentRecord, Evidence, Stance
from kgbuild.documents.model import Document
from kgbuild.grounding.agents import AgentGrounder
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.spans import Span


def bundle(document: Document, claims: Iterable[Claim]) -> Bundle:
    """Return what an extractor yields for a document: its record with the claims found in it."""
    return Bundle(document_record(document), tuple(claims))


def claim(
    document: Document, words: str | tuple[int, int], claimant: str | Agent, stance: Stance | str, **more: Any
) -> Claim:
    """Return the claim that somebody makes in the words of a document.

    Args:
        document: where the words stand.
        words: the quote, or where it begins and ends in code points of the text. A quote that stands there
            several times is taken where it stands first; one that stands nowhere is refused on its way into a
            graph, as all evidence that is not the text.
        claimant: who makes it. A name is that of the state, body or organization that the gazetteer knows by
            it, else of an organization that it does not know.
        stance: what the claimant does with what the words say, such as "Denies".
        more: further fields of a `Claim`, such as `about` or `confidence`.

    Raises pydantic's ValidationError where a field cannot be what it is given.

    """
    return Claim(
        document=document.key,
        claimants=(_names().agent(claimant) if isinstance(claimant, str) else claimant,),
        stance=Stance(stance),
        evidence=(evidence(document, *words) if isinstance(words, tuple) else _quoted(document, words),),
        **more,
    )


def document_record(document: Document, publisher: Agent | None = None) -> DocumentRecord:
    """Return what the graph tells of a document.

    `publisher` is who published it, where the extractor knows more of it than its name.
    """
    if publisher is None and document.publisher:
        publisher = Agent(kind="Organization", name=document.publisher)
    return DocumentRecord(
        key=document.key,
        sha256=document.sha256,
        identifier=document.identifier,
        title=document.title,
        publisher=publisher,
        issued=document.issued,
        source=document.source,
        language=document.language,
        pages=document.pages or None,
        text=document.text,
    )


def evidence(document: Document, start: int, end: int) -> Evidence:
    """Return the words of a document between two places, in code points of its text."""
    return Evidence(span=Span(start, end), quote=document.text[start:end])


def _quoted(document: Document, quote: str) -> Evidence:
    start = max(document.text.find(quote), 0)
    return Evidence(span=Span(start, start + len(quote)), quote=quote)


@cache
def _names() -> AgentGrounder:
    return AgentGrounder(Gazetteer.load())

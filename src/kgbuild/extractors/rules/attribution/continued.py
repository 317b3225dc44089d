"""What somebody goes on to say without a verb of saying: "The delegate denied it. His country had ..."."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from kgbuild.extractors.rules.model import Attribution, Range

_OWN = frozenset({"his", "her"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BACK = 2
"""Sentences back in which whoever goes on has spoken."""
_CERTAINTY = 0.6


def continued(doc: Doc, said: Sequence[Attribution], homes: Collection[str]) -> Iterator[Attribution]:
    """Yield a statement for each sentence in which somebody who spoke before goes on, in order.

    Args:
        doc: the whole document.
        said: the statements found already.
        homes: nouns by which one speaks of one's own state ("his country", "her delegation").

    """
    sentences = list(doc.sents)
    for number, sentence in enumerate(sentences):
        own = next((t for t in sentence if _speaks_of_own(t, homes)), None)
        if own is None or any(part.start <= own.i < part.end for a in said for part in a.content):
            continue
        before = sentences[max(0, number - _BACK) : number]
        teller = next((a for s in reversed(before) if (a := _speaking_in(s, said)) is not None), None)
        if teller is None or "\n" in doc[before[-1].start : sentence.start].text:
            continue
        content = (Range(sentence.start, sentence.end),)
        yield Attribution(
            teller.source,
            teller.source_head,
            (own.i,),
            content,
            "Asserts",
            rule="continued",
            certainty=_CERTAINTY,
        )


def _speaks_of_own(word: Token, homes: Collection[str]) -> bool:
    """Whether a word is the "his" of a subject such as "his country"."""
    noun = word.head
    return word.lower_ in _OWN and noun.dep_ in _SUBJECTS and noun.lemma_.lower() in homes


def _speaking_in(sentence: Span, said: Sequence[Attribution]) -> Attribution | None:
    """Return the statement of a sentence by whoever is its subject."""
    own = (a for a in said if a.source_head is not None and a.source is not None and a.cue)
    inside = [a for a in own if sentence.start <= (a.source_head or 0) < sentence.end]
    return next((a for a in inside if sentence.doc[a.source_head or 0].dep_ in _SUBJECTS), None)

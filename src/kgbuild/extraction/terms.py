"""Words of a thesaurus in a text: kinds of materiel and of forces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgbuild.extraction.grammar import conjuncts
from kgbuild.extraction.model import Range
from kgbuild.knowledge.thesaurus import Scheme

_LISTING = frozenset({"including", "like", "alongside", "plus", "besides", "with", "as", "excluding", "from"})

_CARRIERS = frozenset(
    "battery system launcher unit kit set package squadron variant model complex crew consignment shipment cargo load stock batch".split()
)
"""Nouns that take the name of the thing before them ("Patriot batteries")."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a thesaurus at a place in the text."""

    concept: str
    range: Range
    head: int


class Terms:
    """The terms of one document, by the token that heads them."""

    def __init__(self, doc: Doc, found: list[Term]) -> None:
        self._doc = doc
        self.all = tuple(found)
        self._by_head = {term.head: term for term in found}
        self._by_token = {i: term for term in found for i in range(*term.range)}

    def token(self, index: int) -> Token:
        """Return a token of the document."""
        return self._doc[index]

    def without(self, other: Terms) -> Terms:
        """Return the terms that share no word with those of another scheme."""
        taken = {i for term in other.all for i in range(*term.range)}
        return Terms(self._doc, [t for t in self.all if taken.isdisjoint(range(*t.range))])

    def free(self, words: Range) -> bool:
        """Whether no term stands among these words."""
        return self._by_token.keys().isdisjoint(range(*words))

    def at(self, token: Token) -> Term | None:
        """Return the term that this token heads or belongs to."""
        return self._by_head.get(token.i) or self._by_token.get(token.i)

    def of_phrase(self, head: Token, depth: int = 0) -> Term | None:
        """Return the term that a noun phrase names, looking through "batch of", "5 million rounds of"."""
        if depth < 4 and head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
            for below in head.rights:
                if below.dep_ == "prep" and below.lower_ == "of":
                    for item in below.children:
                        term = self.of_phrase(item, depth + 1) if item.dep_ == "pobj" else None
                        if term is not None:
                            return term
        term = self._by_head.get(head.i) or self._by_token.get(head.i)
        if term is None and head.lemma_.lower() in _CARRIERS:
            term = next(
                (t for c in head.lefts if c.dep_ in ("compound", "nmod", "amod") and (t := self.at(c))), None
            )
        return term

    def in_list(self, head: Token, depth: int = 0) -> Iterator[Term]:
        """Yield the terms of a phrase and of what is listed with it ("tanks, shells and fuel", "including fuel")."""
        for item in conjuncts(head):
            term = self.of_phrase(item)
            listed = list(self._listed_under(item, depth)) if depth < 3 else []
            # "other supplies, including fuel": the general word only opens the list
            if term is not None and not (listed and any(t.lower_ == "other" for t in item.lefts)):
                yield term
            yield from listed
            # "5 million rounds of shells and dozens of missiles": coordinated with the thing, not with its measure
            if term is not None and term.head != item.i and depth < 3:
                for other in conjuncts(self._doc[term.head])[1:]:
                    yield from self.in_list(other, depth + 1)

    def _listed_under(self, item: Token, depth: int) -> Iterator[Term]:
        for below in item.rights:
            if below.dep_ in ("prep", "appos", "acl") and (
                below.lower_ in _LISTING or below.lower_ == "such"
            ):
                for thing in below.children:
                    if thing.dep_ in ("pobj", "dobj"):
                        yield from self.in_list(thing, depth + 1)
                    elif thing.dep_ == "prep":
                        for deeper in thing.children:
                            if deeper.dep_ == "pobj":
                                yield from self.in_list(deeper, depth + 1)


class TermFinder:
    """Finds the terms of one scheme in documents, the longest first."""

    def __init__(self, nlp: Language, scheme: Scheme, without: frozenset[str] = frozenset()) -> None:
        self._scheme = scheme
        self._without = without
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        labels = sorted({label for concept in scheme.concepts.values() for label in concept.labels})
        self._matcher.add("term", list(nlp.tokenizer.pipe(labels)))

    def find(self, doc: Doc) -> Terms:
        """Return the terms of a document in order, without overlaps."""
        found = []
        for span in filter_spans([Span(doc, start, end) for _, start, end in self._matcher(doc)]):
            concept = self._scheme.find(span.text)
            if (
                concept is not None
                and concept not in self._without
                and span.root.pos_ not in ("VERB", "AUX", "ADV", "ADP")
            ):
                found.append(Term(concept, Range(span.start, span.end), _head(span)))
        return Terms(doc, found)


def _head(span: Span) -> int:
    """Return the head noun: the last word of an English compound, whatever the parse says."""
    root = span.root
    return (
        root.i
        if root.i == span.end - 1 or root.pos_ in ("NOUN", "PROPN") and span[-1].dep_ in ("pobj", "prep")
        else span.end - 1
    )

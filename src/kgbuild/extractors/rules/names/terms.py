"""Words of a thesaurus in a text: kinds of materiel and of forces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.syntax.grammar import conjuncts
from kgbuild.extractors.rules.syntax.plain import parsed
from kgbuild.knowledge.thesaurus import Scheme
from kgbuild.knowledge.words import TermWords

_DESIGNATION = re.compile(r"[A-Z][A-Za-z]*-?\d+")
_VERSION = re.compile(rf"({_DESIGNATION.pattern})(?:[A-Z]{{1,4}}|s|[A-Z]{{1,4}}s)")
"""A designation in the plural, or with the letters of a version."""
_DEPTH = 3
"""Lists inside lists that are followed."""


@dataclass(frozen=True, slots=True)
class ThesaurusTerm:
    """A word of a thesaurus at a place in the text."""

    concept: str
    range: Range
    head: int


class Terms:
    """The terms of one document, by the token that heads them."""

    def __init__(self, doc: Doc, found: list[ThesaurusTerm], words: TermWords) -> None:
        self._doc = doc
        self._words = words
        self.all = tuple(found)
        self._by_head = {term.head: term for term in found}
        self._by_token = {i: term for term in found for i in range(*term.range)}

    def token(self, index: int) -> Token:
        """Return a token of the document."""
        return self._doc[index]

    def without(self, other: Terms) -> Terms:
        """Return the terms that share no word with those of another scheme."""
        taken = {i for term in other.all for i in range(*term.range)}
        left = [t for t in self.all if taken.isdisjoint(range(*t.range))]
        return Terms(self._doc, left, self._words)

    def free(self, words: Range) -> bool:
        """Whether no term stands among these words."""
        return self._by_token.keys().isdisjoint(range(*words))

    def at(self, token: Token) -> ThesaurusTerm | None:
        """Return the term that this token heads or belongs to."""
        return self._by_head.get(token.i) or self._by_token.get(token.i)

    def of_phrase(self, head: Token, depth: int = 0) -> ThesaurusTerm | None:
        """Return the term that a noun phrase names, looking through "batch of", "5 million rounds of"."""
        if depth < _DEPTH + 1 and head.pos_ in (
            "NOUN",
            "PROPN",
            "NUM",
            "PRON",
            "ADJ",
        ):  # "most of its troops"
            for item in _behind_of(head, self._words.money):
                term = self.of_phrase(item, depth + 1)
                if term is not None:
                    return term
        term = self.at(head)
        if term is None and head.lemma_.lower() in self._words.carriers:
            carried = (self.at(c) for c in head.lefts if c.dep_ in ("compound", "nmod", "amod"))
            term = next((t for t in carried if t is not None), None)
        return term

    def in_list(self, head: Token, depth: int = 0) -> Iterator[ThesaurusTerm]:
        """Yield the terms of a phrase and of what is listed with it ("tanks, shells", "including fuel")."""
        for item in conjuncts(head):
            term = self.of_phrase(item)
            listed = list(self._listed_under(item, depth)) if depth < _DEPTH else []
            # "other supplies, including fuel": the general word only opens the list
            if term is not None and not (listed and any(t.lower_ == "other" for t in item.lefts)):
                yield term
            yield from listed
            # "5 million rounds of shells and dozens of missiles" lists things, not measures
            if term is not None and term.head != item.i and depth < _DEPTH:
                for other in conjuncts(self._doc[term.head])[1:]:
                    yield from self.in_list(other, depth + 1)

    def _listed_under(self, item: Token, depth: int) -> Iterator[ThesaurusTerm]:
        for below in item.rights:
            if below.dep_ in ("prep", "appos", "acl") and below.lower_ in self._words.listing:
                for thing in _listed(below):
                    yield from self.in_list(thing, depth + 1)


def _behind_of(head: Token, sums: frozenset[str]) -> Iterator[Token]:
    """Yield what stands behind "of", and behind "in" of a sum ("$330 million in spare parts")."""
    links = ("of", "in") if head.lemma_.lower() in sums or head.tag_ == "$" else ("of",)
    for below in head.rights:
        if below.dep_ == "prep" and below.lower_ in links:
            yield from (item for item in below.children if item.dep_ == "pobj")


def _listed(opener: Token) -> Iterator[Token]:
    """Yield what stands behind "including", "such as"."""
    for thing in opener.children:
        if thing.dep_ in ("pobj", "dobj"):
            yield thing
        elif thing.dep_ == "prep":
            yield from (deeper for deeper in thing.children if deeper.dep_ == "pobj")


class TermFinder:
    """Finds the terms of one scheme in documents, the longest first."""

    def __init__(
        self,
        nlp: Language,
        scheme: Scheme,
        words: TermWords,
        without: frozenset[str] = frozenset(),
        unsure: frozenset[str] = frozenset(),
    ) -> None:
        self._scheme = scheme
        self._unsure = unsure
        self._words = words
        self._without = without
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        labels = sorted({label for concept in scheme.concepts.values() for label in concept.labels})
        self._designations = {label: found for label in labels if (found := _designated(scheme, label))}
        self._matcher.add("term", [nlp.make_doc(label) for label in labels])

    def find(self, doc: Doc) -> Terms:
        """Return the terms of a document in order, without overlaps."""
        found: list[ThesaurusTerm] = []
        for span in filter_spans([doc[start:end] for _, start, end in self._matcher(parsed(doc))]):
            concept = self._scheme.find(span.text)
            if (
                concept is not None
                and concept not in self._without
                and span.root.pos_ not in ("VERB", "AUX", "ADV", "ADP")
            ):
                found.append(ThesaurusTerm(concept, Range(span.start, span.end), _head(span)))
        found = sorted([*found, *self._versions(doc, found)], key=lambda term: term.range)
        found = [term for term in found if self._is_meant(doc, term, found)]
        return Terms(doc, self._joined(doc, found), self._words)

    def _versions(self, doc: Doc, found: Sequence[ThesaurusTerm]) -> Iterator[ThesaurusTerm]:
        """Yield designations in the plural or with letters behind them: "17 TB2s", "Su-30SME"."""
        taken = {i for term in found for i in range(*term.range)} if self._designations else set()
        for token in doc if self._designations else ():
            if token.is_alpha or token.like_num or token.i in taken:
                continue
            named = _VERSION.fullmatch(token.text)
            concept = self._designations.get(named[1]) if named is not None else None
            if concept is not None and concept not in self._without:
                yield ThesaurusTerm(concept, Range(token.i, token.i + 1), token.i)

    def _is_meant(self, doc: Doc, term: ThesaurusTerm, found: Sequence[ThesaurusTerm]) -> bool:
        """Whether a word with other meanings has this one: another term of its sentence is of its kind."""
        start, end = term.range
        if end - start > 1 or doc[start].lower_ not in self._unsure:
            return True
        sentence = doc[start].sent
        return any(
            other.range != term.range
            and sentence.start <= other.range.start < sentence.end
            and (
                self._scheme.is_a(other.concept, term.concept)
                or self._scheme.is_a(term.concept, other.concept)
            )
            for other in found
        )

    def _joined(self, doc: Doc, terms: Sequence[ThesaurusTerm]) -> list[ThesaurusTerm]:
        """Make one term of a designation and its kind: "F-16 fighter jets" are F-16s."""
        joined: list[ThesaurusTerm] = []
        for term in terms:
            last = joined[-1] if joined else None
            # "HIMARS launchers" are HIMARS too
            start, end = term.range
            carrier = end - start == 1 and doc[start].lemma_.lower() in self._words.carriers
            if (
                last is not None
                and last.range.end == term.range.start
                and (carrier or self._scheme.is_a(last.concept, term.concept))
            ):
                joined[-1] = ThesaurusTerm(last.concept, Range(last.range.start, term.range.end), term.head)
            else:
                joined.append(term)
        return joined


def _designated(scheme: Scheme, label: str) -> str | None:
    """Return the concept of a label that is a designation of letters and figures ("K2")."""
    return scheme.find(label) if _DESIGNATION.fullmatch(label) else None


def _head(span: Span) -> int:
    """Return the head noun: the last word of an English compound, whatever the parse says."""
    root = span.root
    behind_preposition = root.pos_ in ("NOUN", "PROPN") and span[-1].dep_ in ("pobj", "prep")
    return root.i if behind_preposition else span.end - 1

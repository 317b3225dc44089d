"""A `Doc` as plain lists, read once, so that many rules can walk it cheaply."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

from spacy.tokens import Doc

from kgbuild.extractors.rules.layout import Line
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.syntax.marks import DOUBLE, can_open, closes, mark
from kgbuild.knowledge.cues import AttributionWords
from kgbuild.spans import Span

_CLOSING = '”»«“›」"'
_STRAIGHT = frozenset({*DOUBLE, "`", "<", ">"})
_SINGLE = frozenset({"'", "‘", "’"})
"""They open quotations too, in paragraphs without any other marks."""
_LONGEST_SINGLE = 300
"""Tokens in which a quotation between single marks closes."""
_STOPS = frozenset({"PUNCT", "SPACE"})


class View:
    """Tokens of one `Doc`: heads, labels, children, subtree edges, sentences, paragraphs, quotations.

    All positions are token numbers of the `Doc`; all ends are exclusive.
    """

    def __init__(self, doc: Doc, around: AttributionWords) -> None:
        self.doc = doc
        self.around = around
        self.saying: frozenset[int] = frozenset()
        """Tokens that are verbs of saying, filled in once the lexicon has been matched."""
        self.speakers: frozenset[str] = frozenset()
        """Lemmas of nouns that name who can speak."""
        self.cues: frozenset[int] = frozenset()
        """Tokens that are cues of any kind, likewise."""
        self.lines: tuple[Line, ...] = ()
        """The lines of the text, filled in by those who need them."""
        tokens = list(doc)
        self.size = len(tokens)
        self.head: list[int] = [token.head.i for token in tokens]
        self.dep: list[str] = [token.dep_ for token in tokens]
        self.lemma: list[str] = [token.lemma_.lower() for token in tokens]
        self.lower: list[str] = [token.lower_ for token in tokens]
        self.pos: list[str] = [token.pos_ for token in tokens]
        self.tag: list[str] = [token.tag_ for token in tokens]
        self.children: list[list[int]] = [[] for _ in range(self.size)]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self._sentences([token.is_sent_start is True for token in tokens])
        self._edges()

    def _sentences(self, starts: list[bool]) -> None:
        """Count the sentences; a paragraph ends at a token of white space with a line break."""
        self.sentence_of: list[int] = []
        self.sentences: list[Range] = []
        begin = 0
        for i, start in enumerate(starts):
            if start and i > begin:
                self.sentences.append(Range(begin, i))
                begin = i
            self.sentence_of.append(len(self.sentences))
        if self.size:
            self.sentences.append(Range(begin, self.size))
        self.paragraph_of: list[int] = []
        self.paragraphs: list[Range] = []
        begin = number = 0
        for i, (pos, lower) in enumerate(zip(self.pos, self.lower, strict=True)):
            self.paragraph_of.append(number)
            if pos == "SPACE" and ("\n" in lower or "\r" in lower):
                if i > begin:
                    self.paragraphs.append(Range(begin, i))
                    number += 1
                    self.paragraph_of[i] = number - 1
                begin = i + 1
        if begin < self.size:
            self.paragraphs.append(Range(begin, self.size))

    def _edges(self) -> None:
        """First and last token of every subtree, from the leaves up."""
        left = list(range(self.size))
        right = list(range(1, self.size + 1))
        pending = [len(children) for children in self.children]
        ready = [i for i, count in enumerate(pending) if count == 0]
        while ready:
            i = ready.pop()
            head = self.head[i]
            if head == i:
                continue
            left[head] = min(left[head], left[i])
            right[head] = max(right[head], right[i])
            pending[head] -= 1
            if pending[head] == 0:
                ready.append(head)
        self.left: list[int] = left
        self.right: list[int] = right

    @cached_property
    def quotations(self) -> list[Range]:
        """Stretches between quotation marks, the marks included, in order, never nested.

        A mark left open runs to the end of its paragraph, as in a quotation of several paragraphs.
        """
        found: list[Range] = []
        marks = {i: kind for i in range(self.size) if (kind := mark(self.doc, i)) is not None}
        doubled = {self.paragraph_of[i] for i in marks}
        for paragraph in self.paragraphs:
            begin, opener = None, ""
            for i in range(*paragraph):
                kind = marks.get(i)
                if kind is not None and begin is None:
                    if can_open(self.doc, i, kind):
                        begin, opener = i, kind
                elif kind is not None and begin is not None and closes(self.doc, i, kind, opener):
                    found.append(Range(begin, i + 1 + (kind == ">")))
                    begin = None
                elif self.lower[i] in _SINGLE and self.paragraph_of[i] not in doubled:
                    if self._opens_single(i) and begin is None and self._closed_behind(i, paragraph.end):
                        begin = i
                    elif begin is not None and self._closes_single(i):
                        found.append(Range(begin, i + 1))
                        begin = None
            if begin is not None and paragraph.end - begin > 1:
                found.append(Range(begin, paragraph.end))
        return found

    def _opens_single(self, i: int) -> bool:
        """Whether a single mark opens a quotation: a space or nothing before it, a word right behind."""
        free = i == 0 or bool(self.doc[i - 1].whitespace_) or self.is_stop(i - 1)
        return free and not self.doc[i].whitespace_ and self.tag[i] == "``"

    def _closes_single(self, i: int) -> bool:
        """Whether a single mark closes one: right behind a word or stop, and no apostrophe of a plural."""
        return self.tag[i] == "''" and not self.doc[i - 1].whitespace_

    def _closed_behind(self, i: int, end: int) -> bool:
        near = range(i + 1, min(end, i + _LONGEST_SINGLE))
        return any(self.lower[k] in _SINGLE and self._closes_single(k) for k in near)

    @cached_property
    def quotation_of(self) -> list[int]:
        """For each token the number of its quotation, or -1."""
        numbers = [-1] * self.size
        for number, (start, end) in enumerate(self.quotations):
            numbers[start:end] = [number] * (end - start)
        return numbers

    def token_at(self, character: int) -> int:
        """Return the first token that begins at or behind a character of the text."""
        return bisect_left(self._starts, character)

    def stretch(self, span: Span | Line) -> Range:
        """Return the tokens of a stretch of the text, given in characters."""
        return Range(self.token_at(span.start), self.token_at(span.end))

    @cached_property
    def _starts(self) -> list[int]:
        return [token.idx for token in self.doc]

    def closes(self, i: int) -> bool:
        """Whether the token is a closing quotation mark."""
        if self.lower[i] in _SINGLE:
            return self.quotation_of[i] >= 0 and self._closes_single(i)
        return self.lower[i][0] in _CLOSING or self.lower[i] in _STRAIGHT

    def sentence(self, i: int) -> Range:
        """Return the sentence of a token."""
        return self.sentences[self.sentence_of[i]]

    def paragraph(self, i: int) -> Range:
        """Return the paragraph of a token."""
        return self.paragraphs[min(self.paragraph_of[i], len(self.paragraphs) - 1)]

    def subtree(self, i: int) -> Range:
        """Return the stretch from the first to the last token below this one."""
        return Range(self.left[i], self.right[i])

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child with one of these labels."""
        for child in self.children[i]:
            if self.dep[child] in deps:
                return child
        return None

    def is_stop(self, i: int) -> bool:
        """Whether the token is punctuation (quotation marks too) or white space."""
        return self.pos[i] in _STOPS or self.lower[i] in _STRAIGHT

    def trim(self, start: int, end: int) -> Range:
        """Return the stretch without punctuation and white space at its ends."""
        while start < end and self.is_stop(start):
            start += 1
        while end > start and self.is_stop(end - 1):
            end -= 1
        return Range(start, end)

    def words(self, start: int, end: int) -> int:
        """How many tokens of the stretch are words."""
        return self._words_before[end] - self._words_before[start] if end > start else 0

    @cached_property
    def _words_before(self) -> list[int]:
        return list(accumulate((not self.is_stop(i) for i in range(self.size)), initial=0))

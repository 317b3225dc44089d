"""A parsed `Doc` as plain objects that answer like spaCy's, read once: the rules ask each token many times.

spaCy makes a new object whenever a token is asked for, and looks a string up whenever its label is. Here each
token is one object with its labels, head and children at hand, which makes the rules twice as fast. What the
rules seldom ask goes on to spaCy's own token.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, cast, overload

from spacy.tokens import Doc, Span

_LABELS: list[int | str] = ["LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "ORTH"]
_NUMBERS: list[int | str] = ["HEAD", "SENT_START", "ENT_IOB", "SPACY"]
_FLAGS: list[int | str] = [
    "IS_ALPHA",
    "IS_PUNCT",
    "IS_SPACE",
    "IS_TITLE",
    "IS_UPPER",
    "IS_QUOTE",
    "IS_CURRENCY",
    "LIKE_NUM",
]
_IOB = ("", "I", "O", "B")
_NONE: tuple[PlainToken, ...] = ()


def plain(doc: Doc) -> Doc:
    """Return a parsed document whose tokens are plain objects; it is to be changed no more."""
    given: object = doc  # to the type checker no `Doc` can be a plain one
    return doc if isinstance(given, PlainDoc) else cast(Doc, PlainDoc(doc))


def parsed(doc: Doc) -> Doc:
    """Return spaCy's own document behind a plain one, for its matchers."""
    given: object = doc
    return given.parsed if isinstance(given, PlainDoc) else doc


class PlainToken:
    """A token: what spaCy's `Token` says, under the same names."""

    __slots__ = (
        "_subtree",
        "children",
        "dep_",
        "doc",
        "ent_iob_",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_alpha",
        "is_currency",
        "is_punct",
        "is_quote",
        "is_sent_start",
        "is_space",
        "is_title",
        "is_upper",
        "left_edge",
        "lefts",
        "lemma_",
        "like_num",
        "lower_",
        "pos_",
        "right_edge",
        "rights",
        "tag_",
        "text",
        "whitespace_",
    )
    doc: PlainDoc
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    whitespace_: str
    is_sent_start: bool | None
    head: PlainToken
    left_edge: PlainToken
    right_edge: PlainToken
    lefts: tuple[PlainToken, ...]
    rights: tuple[PlainToken, ...]
    children: tuple[PlainToken, ...]
    is_alpha: bool
    is_currency: bool
    is_punct: bool
    is_quote: bool
    is_space: bool
    is_title: bool
    is_upper: bool
    like_num: bool
    _subtree: tuple[PlainToken, ...] | None

    @property
    def subtree(self) -> tuple[PlainToken, ...]:
        """The token and all that hangs on it, in order."""
        if self._subtree is None:
            before = (below for child in self.lefts for below in child.subtree)
            behind = (below for child in self.rights for below in child.subtree)
            self._subtree = (*before, self, *behind) if self.children else (self,)
        return self._subtree

    @property
    def ancestors(self) -> Iterator[PlainToken]:
        """What the token hangs on, from its head up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def sent(self) -> PlainSpan:
        """The sentence of the token."""
        return self.doc.sentence(self.i)

    @property
    def text_with_ws(self) -> str:
        """The text with the space behind it."""
        return self.text + self.whitespace_

    def nbor(self, i: int = 1) -> PlainToken:
        """Return the token so many places further on. Raises IndexError at the ends of the document."""
        if self.i + i < 0:
            raise IndexError(self.i + i)
        return self.doc.tokens[self.i + i]

    def is_ancestor(self, descendant: PlainToken) -> bool:
        """Whether another token hangs on this one."""
        return any(above is self for above in descendant.ancestors)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.doc.parsed[self.i], name)

    def __len__(self) -> int:
        return len(self.text)

    def __lt__(self, other: PlainToken) -> bool:
        return self.i < other.i

    def __repr__(self) -> str:
        return self.text


class PlainSpan:
    """A run of tokens: what spaCy's `Span` says, under the same names."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: PlainDoc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    @property
    def text(self) -> str:
        """The text, without the space behind it."""
        tokens = self.doc.tokens
        if self.start >= self.end:
            return ""
        last = tokens[self.end - 1]
        return self.doc.text[tokens[self.start].idx : last.idx + len(last.text)]

    @property
    def root(self) -> PlainToken:
        """The token nearest to the root of its sentence, the first of several."""
        tokens, start, end = self.doc.tokens, self.start, self.end
        best, fewest = tokens[start], len(tokens)
        for token in tokens[start:end]:
            if token.head is token:
                return token
        for token in tokens[start:end]:
            if not start <= token.head.i < end:
                # Marks and white space only where nothing better is there
                bare = (token.is_space or token.is_punct) and not token.children
                above = len(tokens) - 1 if bare else sum(1 for _ in token.ancestors)
                if above < fewest:
                    best, fewest = token, above
        return best

    @property
    def sent(self) -> PlainSpan:
        """The sentence in which the span begins."""
        return self.doc.sentence(self.start)

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[PlainToken]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, i: int) -> PlainToken: ...
    @overload
    def __getitem__(self, i: slice) -> PlainSpan: ...
    def __getitem__(self, i: int | slice) -> PlainToken | PlainSpan:
        if isinstance(i, slice):
            start, end, _ = i.indices(self.end - self.start)
            return PlainSpan(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start : self.end][i]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainSpan) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def _key(self) -> tuple[int, int, int, str]:
        return id(self.doc), self.start, self.end, self.label_

    def __repr__(self) -> str:
        return self.text


class PlainDoc:
    """A document: what spaCy's `Doc` says, under the same names."""

    def __init__(self, doc: Doc) -> None:
        self.parsed = doc
        self.text: str = doc.text
        self.user_data = doc.user_data
        self.tokens = self._tokens(doc)

    def _tokens(self, doc: Doc) -> list[PlainToken]:
        labels: Any = doc.to_array([*_LABELS, *_NUMBERS, *_FLAGS])
        strings = doc.vocab.strings
        columns = [labels[:, k].tolist() for k in range(len(_LABELS))]
        names = {key: strings[key] for key in {key for column in columns for key in column}}
        numbers = labels[:, len(_LABELS) : len(_LABELS) + len(_NUMBERS)].astype("int64").T.tolist()
        flags = labels[:, len(_LABELS) + len(_NUMBERS) :].astype(bool).T.tolist()
        tokens: list[PlainToken] = []
        idx = 0
        for i, row in enumerate(zip(*columns, *numbers, *flags, strict=True)):
            lower, lemma, pos, tag, dep, entity, orth, _, begins, iob, space, *flagged = row
            token = PlainToken()
            token.doc, token.i, token.idx = self, i, idx
            token.text, token.lower_, token.lemma_ = names[orth], names[lower], names[lemma]
            token.pos_, token.tag_, token.dep_ = names[pos], names[tag], names[dep]
            token.ent_type_, token.ent_iob_ = names[entity], _IOB[iob]
            token.whitespace_ = " " if space else ""
            token.is_sent_start = begins > 0 if begins else None
            token.is_alpha, token.is_punct, token.is_space, token.is_title = flagged[:4]
            token.is_upper, token.is_quote, token.is_currency, token.like_num = flagged[4:]
            token.lefts = token.rights = token.children = _NONE
            token._subtree = None
            idx += len(token.text) + space
            tokens.append(token)
        self._linked(tokens, numbers[0], doc)
        return tokens

    @staticmethod
    def _linked(tokens: list[PlainToken], steps: list[int], doc: Doc) -> None:
        """Let tokens know their heads, children and edges."""
        lefts: dict[int, list[PlainToken]] = {}
        rights: dict[int, list[PlainToken]] = {}
        for token, step, own in zip(tokens, steps, doc, strict=True):
            token.head = tokens[token.i + step]
            token.left_edge, token.right_edge = tokens[own.left_edge.i], tokens[own.right_edge.i]
            if step:
                (lefts if step > 0 else rights).setdefault(token.i + step, []).append(token)
        for side, found in (("lefts", lefts), ("rights", rights)):
            for i, children in found.items():
                setattr(tokens[i], side, tuple(children))
        for i in lefts.keys() | rights.keys():
            tokens[i].children = tokens[i].lefts + tokens[i].rights

    @property
    def vocab(self) -> Any:
        """Vocabulary of the language model."""
        return self.parsed.vocab

    @cached_property
    def ents(self) -> tuple[PlainSpan, ...]:
        """Names, as the language model sees them."""
        return tuple(PlainSpan(self, ent.start, ent.end, ent.label_) for ent in self.parsed.ents)

    @cached_property
    def _begins(self) -> list[int]:
        """The first tokens of the sentences."""
        return [token.i for token in self.tokens if token.is_sent_start or not token.i]

    @cached_property
    def sents(self) -> tuple[PlainSpan, ...]:
        """The sentences."""
        ends = [*self._begins[1:], len(self.tokens)] if self.tokens else []
        return tuple(PlainSpan(self, *edges) for edges in zip(self._begins, ends, strict=True))

    def sentence(self, i: int) -> PlainSpan:
        """Return the sentence of a token."""
        return self.sents[bisect_right(self._begins, i) - 1]

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> PlainSpan | None:
        """Return the tokens of a stretch of characters, as spaCy finds them."""
        span: Span | None = self.parsed.char_span(start, end, alignment_mode=alignment_mode)
        return None if span is None else PlainSpan(self, span.start, span.end)

    def to_array(self, names: list[int | str]) -> Any:
        """Return attributes as spaCy gives them."""
        return self.parsed.to_array(names)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[PlainToken]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, i: int) -> PlainToken: ...
    @overload
    def __getitem__(self, i: slice) -> PlainSpan: ...
    def __getitem__(self, i: int | slice) -> PlainToken | PlainSpan:
        if isinstance(i, slice):
            start, end = i.start, i.stop
            if (
                i.step is not None
                or start is None
                or end is None
                or start < 0
                or not start <= end <= len(self)
            ):
                start, end, _ = slice(start, end).indices(len(self.tokens))
                end = max(start, end)
            return PlainSpan(self, start, end)
        return self.tokens[i]

    def __repr__(self) -> str:
        return self.text

"""Offices that stand beside a person's name: "Russian President", "Kenya's ambassador"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.gazetteer import Title
from kgbuild.knowledge.words import NameWords

_WINDOW = 14
"""Tokens beside a name in which its office is looked for."""
_TITLE_LENGTH = 5
_BRACKETS = (";", ":", "–", "—", "(", ")")
_MODIFIERS = ("compound", "amod", "nmod", "poss")
_STRUCTURE = ("VERB", "AUX", "SCONJ", "CCONJ", "PRON")


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is, and for whom."""

    title: Title
    represents: Entity | None
    words: str


class Offices:
    """The titles of one document."""

    def __init__(self, doc: Doc, names: Mentions, titles: Mapping[str, Title], words: NameWords) -> None:
        self._doc = doc
        self._names = names
        self._titles = titles
        self._military = words.military

    def is_title(self, token: Token) -> bool:
        """Whether the word by itself is a title."""
        return token.lower_ in self._titles

    def can_be_name(self, token: Token) -> bool:
        """Whether a title is a given name as well: the "Sheikh" of "Hassan Sheikh Omar"."""
        title = self._titles.get(token.lower_)
        return title is not None and title.role == "religious"

    def titles_in(self, window: Range) -> Iterator[tuple[Range, Title]]:
        """Yield the titles among these words, the longest first where they overlap."""
        i = window.start
        while i < window.end:
            for length in range(min(_TITLE_LENGTH, window.end - i), 0, -1):
                title = self._titles.get(self._doc[i : i + length].text.lower())
                if title is not None:
                    yield Range(i, i + length), title
                    i += length
                    break
            else:
                i += 1

    def of(self, name: Range) -> Office | None:
        """Return the office that stands before or behind a name; one that says for whom is best."""
        before = self._before(name) or self._possessed(name)
        if before is not None and before.represents is not None:
            return before
        return self._after(name) or self._behind_of(name, before) or self._apposed(name) or before

    def _behind_of(self, name: Range, rank: Office | None) -> Office | None:
        """Return for whom "Colonel Ama Osei of the Ghanaian army" speaks."""
        if rank is None or name.end >= len(self._doc) or self._doc[name.end].lower_ != "of":
            return None
        first = next((m for m in self._names.all if name.end < m.range.start <= name.end + 3), None)
        if (
            first is None
            or first.entity is None
            or first.entity.kind == "Person"
            or first.entity.state is None
        ):
            return None
        return Office(rank.title, first.entity, rank.words)

    def _apposed(self, name: Range) -> Office | None:
        """Return the office in "the Ghanaian chief of mission in Lima, Ama Osei", "envoy of Ghana, Osei"."""
        root = self._doc[name.start : name.end].root
        noun = root.head
        if root.dep_ != "appos" or noun.i >= name.start:
            return None
        titles = [t for at, t in self.titles_in(Range(noun.left_edge.i, noun.i + 1)) if at.end == noun.i + 1]
        title = titles[-1] if titles else None
        if title is None or title.role != "official":
            return None
        of = (c for t in noun.rights if t.lower_ == "of" for c in t.children if c.dep_ == "pobj")
        beside = [self._names.at.get(t.i) for t in (*noun.lefts, *of) if t.dep_ in (*_MODIFIERS, "pobj")]
        state = next((m.entity for m in beside if m and m.entity and m.entity.kind == "State"), None)
        return Office(title, state, noun.text) if state is not None else None

    def _possessed(self, name: Range) -> Office | None:
        """Return whom a person without an office stands for in "the North's Kim Song"."""
        if name.start < 2 or self._doc[name.start - 1].tag_ != "POS":
            return None
        mention = self._names.at.get(name.start - 2)
        if mention is None or mention.entity is None or mention.entity.kind == "Person":
            return None
        return Office(Title("", "", "official"), mention.entity, "")

    def _before(self, name: Range) -> Office | None:
        start = name.start
        first = max(self._doc[name.start].sent.start, name.start - _WINDOW)
        while start > first and self._reaches_over(self._doc[start - 1], Range(start, name.start)):
            start -= 1
        window = self._from_last_comma(Range(start, name.start))
        found = list(self.titles_in(window))
        return self._office(*found[-1], window) if found else None

    def _from_last_comma(self, window: Range) -> Range:
        """Cut off what stands before a comma and is no office: "sent tanks to Mali, Minister X said"."""
        comma = next((i for i in reversed(range(*window)) if self._doc[i].text == ","), None)
        if comma is None or any(True for _ in self.titles_in(Range(window.start, comma))):
            return window
        return Range(comma + 1, window.end)

    def _reaches_over(self, token: Token, behind: Range) -> bool:
        """Whether the phrase of an office goes on to the left with this word."""
        if token.i in self._names.at or self.is_title(token):
            return True
        if token.pos_ in _STRUCTURE and token.tag_ not in ("PRP$", "VBN", "VBG"):
            return False
        if token.is_quote or token.is_space or token.text in _BRACKETS:
            return False
        if token.pos_ == "ADP" and token.lower_ not in ("of", "to", "for"):
            return False  # "a ceremony witnessed by President X"
        return token.text != "," or self._all_ranks(behind)

    def _all_ranks(self, words: Range) -> bool:
        """Whether nothing but ranks and honours stands here ("Lt Gen" between an office and a name)."""
        ranks = (at for at, title in self.titles_in(words) if title.role not in ("official", "expert"))
        return sum(at.end - at.start for at in ranks) == words.end - words.start

    def _after(self, name: Range) -> Office | None:
        doc, start = self._doc, name.end
        if start >= len(doc) or doc[start].text not in (",", "(", "–", "—"):
            return None
        end = start + 1
        while end < len(doc) and end - start < _WINDOW and not _closes(doc[end]):
            end += 1
        window = Range(start + 1, end)
        found = next(self.titles_in(window), None)
        return self._office(*found, window) if found is not None else self._delegate(window)

    def _delegate(self, brackets: Range) -> Office | None:
        """Return for whom somebody speaks in "Ama Osei (Ghana)": nothing but a state in the brackets."""
        if self._doc[brackets.start - 1].text != "(":
            return None
        named = [m for m in self._names.all if brackets.start <= m.range.start < brackets.end]
        state = named[0].entity if len(named) == 1 else None
        words = [t for t in self._doc[brackets.start : brackets.end] if t.lower_ != "the"]
        if state is None or state.kind != "State" or len(words) > named[0].range.end - named[0].range.start:
            return None
        return Office(Title("", "", "official"), state, "")

    def _office(self, at: Range, title: Title, window: Range) -> Office:
        entities = [
            m.entity
            for m in self._names.all
            if window.start <= m.range.start < window.end and m.entity is not None
        ]
        states = [e for e in entities if e.kind == "State"]
        others = [e for e in entities if e.kind != "State"]
        words = self._doc[at.start : at.end].text
        # "The US ambassador to the UN" speaks for the US, a commander of rebels for the rebels
        if others and (not states or others[0].type in ("armed-group", "company")):
            return Office(title, others[0], words)
        return Office(title, states[0] if states else self._body_before(window), words)

    def _body_before(self, window: Range) -> Entity | None:
        """Return the state whose army was named last before "army spokesman" without a state.

        It has to be near: in the same paragraph, or with no other state named since.
        """
        words = {token.lower_ for token in self._doc[window.start : window.end]}
        if not words & self._military:
            return None
        between: set[Entity | None] = set()
        for mention in reversed(self._names.all):
            entity = mention.entity
            if mention.head >= window.start or entity is None:
                continue
            if entity.type == "military" and self._doc[mention.head].dep_ in _MODIFIERS:
                continue  # "bombed a Chadian military target"
            if entity.type == "military":
                beside = not any(
                    t.is_space and "\n" in t.text for t in self._doc[mention.head : window.start]
                )
                return entity.state if beside or between <= {entity.state} else None
            between |= {entity} if entity.kind == "State" else set()
        return None


def _closes(token: Token) -> bool:
    """Whether the phrase behind a name ends here."""
    return (
        token.pos_ in ("VERB", "AUX")
        or token.text in (",", "–", "—", ";", ".")
        or token.text[0] == ")"
        or token.is_quote
    )

"""What a sentence leaves to the list below it: "the following had been sent to Chad:" and items."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.layout import Line

_FOLLOWING = frozenset({"following", "these"})
_NOMINAL = ("NOUN", "PROPN")


class Lists:
    """The lists of one document, each under the colon that opens it."""

    def __init__(self, doc: Doc, lines: Sequence[Line]) -> None:
        self._doc = doc
        self._items: dict[int, list[Token]] = {}
        """Heads of the items, by the end of the line above their list."""
        opening = 0
        for line in lines:
            if not line.item:
                opening = line.end
            elif (head := self._head(line)) is not None:
                self._items.setdefault(opening, []).append(head)

    def below(self, verb: Token, thing: Token | None) -> list[Token]:
        """Return the heads of the items that a verb tells of, in place of its object.

        Args:
            verb: the verb, which must stand in the sentence that opens the list.
            thing: its object: "the following", "these weapons", or nothing at all.

        """
        if verb.pos_ != "VERB" or not (thing is None or _points_below(thing)):
            return []
        last = verb.sent.end - 1
        while last > verb.i and self._doc[last].is_space:
            last -= 1
        colon = self._doc[last]
        return self._items.get(colon.idx + 1, []) if colon.text == ":" else []

    def _head(self, line: Line) -> Token | None:
        """Return the noun that an item is about."""
        words = self._doc.char_span(line.body, line.end, alignment_mode="expand")
        root = words.root if words is not None else None
        return root if root is not None and root.pos_ in _NOMINAL else None


def _points_below(thing: Token) -> bool:
    return thing.lower_ in _FOLLOWING or any(t.lower_ in _FOLLOWING for t in thing.lefts)

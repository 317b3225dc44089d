"""People and places called like a state: "Congressman Jim Jordan", "Athens, Georgia", "Niger Delta"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.mentions import Mention
from kgbuild.knowledge.gazetteer import Gazetteer, PlaceEntry
from kgbuild.knowledge.words import NameWords

_FORMS = ("name", "capital", "seat")
"""How a state is named by words that may name somebody or somewhere else."""
_BEHIND_COMMA = 7
"""Tokens behind a name and a comma in which what its bearer is may stand."""
_LONGEST = 4
"""Words in a first name, and in a place behind a comma."""
_WHERE = frozenset({"in", "to", "from", "into", "across", "with", "against", "inside", "near", "for", "by"})


class Namesakes:
    """Tells states from their namesakes in one document.

    Args:
        doc: the whole document.
        found: its names.
        gazetteer: titles of people, places, and those places that are called like a state.
        words: words beside names.
        speaking: dictionary forms of verbs by which people speak.

    """

    def __init__(
        self,
        doc: Doc,
        found: Iterable[Mention],
        gazetteer: Gazetteer,
        words: NameWords,
        speaking: frozenset[str],
    ) -> None:
        self._doc = doc
        self._gazetteer = gazetteer
        self._words = words
        self._speaking = speaking
        self._all = list(found)
        self._at = {i: m for m in self._all for i in range(*m.range)}
        self.people: list[Range] = []
        """Where people are named by a word that names a state too."""
        self._learn()

    def mentions(self) -> list[Mention]:
        """Return the names without those of people, and namesakes as the places that they are."""
        taken = {i for at in self.people for i in range(*at)}
        kept = (m for m in self._all if not self._is_state_form(m) or m.range.start not in taken)
        return [self._placed(m) for m in kept]

    def _is_state_form(self, mention: Mention) -> bool:
        entity = mention.entity
        return entity is not None and entity.kind == "State" and mention.role in _FORMS

    # People

    def _learn(self) -> None:
        families: set[str] = set()
        first: set[str] = set()
        single = [m for m in self._all if self._is_state_form(m) and m.range.end - m.range.start == 1]
        for mention in single:
            token = self._doc[mention.head]
            name = self._full_name(token)
            if name is not None:
                self.people.append(name)
                families.add(self._doc[name.end - 1].text)
                first.add(self._doc[name.start].text)
            elif self._is_described(token):
                self.people.append(Range(token.i, token.i + 1))
                families.add(token.text)
        first |= {d[0].text for d in self._doc.ents if d.label_ == "PERSON" and len(d) > 1}
        for mention in single:
            token = self._doc[mention.head]
            at = Range(token.i, token.i + 1)
            if any(at.start in range(*known) for known in self.people):
                continue
            named = token.text in families or (token.text in first and not self._is_meant(token.text, single))
            if named and self._speaks(token):
                self.people.append(at)

    def _full_name(self, token: Token) -> Range | None:
        """Return the name of a person whose last or first word this is."""
        start = token.i
        while start > 0 and token.i - start < _LONGEST and self._is_given(self._doc[start - 1], token):
            start -= 1
        if start < token.i:
            titled = start > 0 and self._is_title(self._doc[start - 1])
            person = any(t.ent_type_ == "PERSON" for t in self._doc[start : token.i + 1])
            return Range(start, token.i + 1) if titled or person or self._is_described(token) else None
        end = token.i + 1
        while end < len(self._doc) and end - token.i < _LONGEST and self._is_family(self._doc[end], token):
            end += 1
        titled = token.i > 0 and self._is_title(self._doc[token.i - 1])
        return Range(token.i, end) if end > token.i + 1 and titled else None

    def _is_given(self, word: Token, name: Token) -> bool:
        return (
            word.i not in self._at
            and self._is_part(word)
            and word.dep_ in ("compound", "nmod", "amod")
            and (word.head.i == name.i)
        )

    def _is_family(self, word: Token, first: Token) -> bool:
        return word.i not in self._at and self._is_part(word) and first.dep_ == "compound"

    def _is_part(self, word: Token) -> bool:
        plain = word.pos_ == "PROPN" and word.text[0].isupper() and not word.text.isupper()
        lower = word.lower_
        return plain and not self._is_title(word) and lower not in self._words.no_first_names

    def _is_title(self, word: Token) -> bool:
        return word.lower_ in self._gazetteer.titles

    def _is_described(self, token: Token) -> bool:
        """Whether "Jordan, a Republican congressman" says that the name is a person's."""
        behind = self._doc[token.i + 1 : token.i + 3]
        if len(behind) < 2 or behind[0].text != "," or behind[1].lower_ not in ("a", "an"):
            return False
        for word in self._doc[token.i + 3 : token.i + 2 + _BEHIND_COMMA]:
            if word.tag_ == "NN" and word.lower_ in self._gazetteer.titles:
                return word.lower_ not in self._words.offices_of_states and self._is_closed(word)
            if word.pos_ in ("VERB", "AUX", "ADP", "PUNCT"):
                return False
        return False

    def _is_closed(self, title: Token) -> bool:
        """Whether an apposition ends before the next verb: not "sent to Jordan, a general said"."""
        behind = self._doc[title.i + 1 : title.i + 1 + _BEHIND_COMMA]
        end = next((t for t in behind if t.is_punct or t.pos_ in ("VERB", "AUX")), None)
        return end is not None and end.is_punct

    def _speaks(self, token: Token) -> bool:
        return token.dep_ == "nsubj" and token.head.lemma_.lower() in self._speaking

    def _is_meant(self, text: str, single: Sequence[Mention]) -> bool:
        """Whether the state itself is surely named somewhere by this word: "in Chad", "Chad's army"."""
        tokens = (self._doc[m.head] for m in single if self._doc[m.head].text == text)
        return any((t.dep_ == "pobj" and t.head.lower_ in _WHERE) or t.dep_ == "poss" for t in tokens)

    # Places

    def _placed(self, mention: Mention) -> Mention:
        place = self._namesake(mention) if self._is_state_form(mention) else None
        return replace(mention, entity=None, place=place, role="place") if place is not None else mention

    def _namesake(self, mention: Mention) -> PlaceEntry | None:
        """Return the place that is meant by a word that names a state or capital too."""
        text = self._doc[mention.range.start : mention.range.end].text
        around = self._region_behind(mention)
        if around is not None:
            return around
        known = self._gazetteer.namesakes.get(text)
        state = mention.entity.iso3 if mention.entity is not None else None
        if known is None or state is None:
            return None
        place = self._gazetteer.places[known.place]
        line = self._line(mention)
        for tokens in (line, list(self._doc)):
            here = self._signs(tokens, known.signs, place.iso3 or "")
            there = self._forms_of(tokens, state, text)
            if here != there:
                return place if here > there else None
        return None

    def _region_behind(self, mention: Mention) -> PlaceEntry | None:
        """Return the region of another state behind a comma: "Lebanon, Pennsylvania"."""
        end = mention.range.end
        if end + 1 >= len(self._doc) or self._doc[end].text != ",":
            return None
        state = mention.entity.iso3 if mention.entity is not None else None
        for length in range(_LONGEST, 0, -1):
            words = self._doc[end + 1 : end + 1 + length]
            known = self._gazetteer.namesakes.get(words.text)
            regions = [p for p in self._gazetteer.places_named(words.text) if p.kind == "region"]
            regions = regions or self._town_in(mention, words.text)
            named = self._at.get(end + 1)
            taken = named is not None and named.entity is not None and named.entity.iso3 == state
            if (
                regions
                and not taken
                and regions[0].iso3 not in (None, state)
                and self._ends(end + 1 + length)
            ):
                return regions[0] if known is None or mention.role == "capital" else None
        return None

    def _town_in(self, mention: Mention, state: str) -> list[PlaceEntry]:
        """Return the town that is called like a capital, in the state named behind it: "Tripoli, Lebanon"."""
        senses = self._gazetteer.forms.get(state, ())
        codes = {s.key for s in senses if s.kind == "state" and s.role == "name"}
        text = self._doc[mention.range.start : mention.range.end].text
        return [p for p in self._gazetteer.places_named(text) if p.iso3 in codes]

    def _ends(self, i: int) -> bool:
        """Whether a name behind a comma ends its phrase, as a region behind a town does."""
        return i >= len(self._doc) or self._doc[i].is_punct or self._doc[i].is_space

    def _line(self, mention: Mention) -> list[Token]:
        start = end = mention.range.start
        while start > 0 and "\n" not in self._doc[start - 1].text:
            start -= 1
        while end < len(self._doc) and "\n" not in self._doc[end].text:
            end += 1
        return list(self._doc[start:end])

    def _signs(self, tokens: Sequence[Token], signs: frozenset[str], state: str) -> int:
        """Count what points to the namesake: words of its life, and other places of its state."""
        if not tokens:
            return 0
        text = f" {' '.join(t.lower_ for t in tokens)} "
        return sum(f" {sign} " in text for sign in signs) + sum(self._lies_in(t, state) for t in tokens)

    def _lies_in(self, token: Token, state: str) -> bool:
        """Whether a word names a place in a state, also in the capitals of a dateline."""
        mention = self._at.get(token.i)
        if mention is not None:
            return _is_in(mention, state)
        shouted = token.is_upper and len(token) > _LONGEST
        return shouted and any(p.iso3 == state for p in self._gazetteer.places_named(token.text.title())[:1])

    def _forms_of(self, tokens: Sequence[Token], state: str, form: str) -> int:
        """Count what points to the state: its other names, its capital, its places."""
        return sum(
            1
            for t in tokens
            if t.text != form
            and (m := self._at.get(t.i)) is not None
            and ((m.entity is not None and m.entity.iso3 == state) or _is_in(m, state))
        )


def _is_in(mention: Mention, state: str) -> bool:
    return mention.place is not None and mention.place.iso3 == state and mention.entity is None

"""People learned from the text: "Malian President Moussa Keita", "Amina Njoroge, Kenya's ambassador".

A full name is read once with whatever office stands beside it; later mentions of a part of the name
resolve to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.mentions import Mention, Mentions
from kgbuild.extractors.rules.names.offices import Office, Offices
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.gazetteer import Title
from kgbuild.knowledge.words import NameWords

_LONGEST = 6
"""Words in a name."""
_INITIALS = 4
"""Characters up to which capitals are initials."""
_NAME_POS = ("PROPN", "NOUN", "ADJ", "X", "INTJ", "VERB")
"""What the tagger takes capitalised foreign names for."""


def find_people(
    doc: Doc, names: Mentions, titles: Mapping[str, Title], words: NameWords, known: Sequence[Range] = ()
) -> list[Mention]:
    """Return mentions of people, each with the person it stands for, in order.

    Args:
        doc: the whole document.
        names: names of states, bodies and places in it.
        titles: titles of people, by their words.
        words: words in names.
        known: where people are surely named.

    """
    offices = Offices(doc, names, titles, words)
    roll = _Roll()
    found = [
        Mention(at, doc[at.start : at.end].root.i, Entity("Person", name), role="person")
        for at in _without_overlaps({*known, *_PersonNames(doc, names, offices, words).find()})
        if (name := roll.enter(doc[at.start : at.end], offices.of(at))) is not None
    ]
    # What is learned late about a person holds for the early mentions too.
    return [replace(m, entity=roll.people[m.entity.name]) for m in found if m.entity is not None]


class _Roll:
    """Who was named so far in a document, by full name and by single words of it."""

    def __init__(self) -> None:
        self.people: dict[str, Entity] = {}
        self._latest: dict[str, str] = {}

    def enter(self, span: Span, office: Office | None) -> str | None:
        """Learn from a name and the office beside it; return the full name, None where it is nobody's."""
        words = [token.text for token in span]
        name = self._known(words)
        if name is None:
            if len(words) < 2 and office is None and span[0].ent_type_ != "PERSON":
                return None
            name = " ".join(span.text.split())
            name = name.title() if name.isupper() and len(name) > _INITIALS else name
        self.people[name] = _merged(self.people.get(name, Entity("Person", name)), office)
        for word in words:
            if (
                _is_of(span) and len(words) > 1
            ):  # "Tariq Saleh, a nephew of Ali Saleh": later "Saleh" is the first
                self._latest.setdefault(_fold(word), name)
            else:
                self._latest[_fold(word)] = name
        return name

    def _known(self, words: Sequence[str]) -> str | None:
        """Return the full name, learned before, that these words are a part or a spelling of."""
        folded = [_fold(w) for w in words if w != "-"]
        if len(folded) == 1:
            return self._latest.get(folded[0])
        for name in self.people:
            parts = [_fold(w) for w in name.replace("-", " ").split()]
            if parts == folded or (set(folded) <= set(parts) and folded[-1] == parts[-1]):
                return name
        return None


class _PersonNames:
    """Finds where the names of people stand in one document."""

    def __init__(self, doc: Doc, names: Mentions, offices: Offices, words: NameWords) -> None:
        self._doc = doc
        self._names = names
        self._offices = offices
        self._words = words

    def find(self) -> Iterator[Range]:
        """Yield names, also inside others: the model's, those behind titles, and parts of them."""
        known: set[str] = set()
        full: set[str] = set()
        for at in (*self._of_model(), *self._behind_titles(), *self._beside_titles(), *self._delegates()):
            words = [_fold(t.text) for t in self._doc[at.start : at.end] if len(t.text) > 2]
            known.update(words)
            full.update(words if len(words) > 1 else ())
            yield at
        for token in self._doc:
            if (
                token.text[0].isupper()
                and (token.ent_type_ not in ("GPE", "NORP") or _fold(token.text) in full)
                and token.i not in self._names.at
                and _fold(token.text) in known
            ):
                part = self._run(token.i)
                if part is not None:
                    yield part

    def _of_model(self) -> Iterator[Range]:
        for ent in self._doc.ents:
            if ent.label_ == "PERSON":
                at = self._trimmed(ent)
                if at is not None:
                    yield at

    def _trimmed(self, ent: Span) -> Range | None:
        """Cut titles, names of states and possessive endings off an entity of the model."""
        start, end = ent.start, ent.end
        ending = next((t.i for t in ent if t.tag_ == "POS"), None)
        if ending is not None and ending + 1 < end:
            start = ending + 1
        elif ending is not None:
            end = ending
        while start < end and self._precedes_name(self._doc[start]):
            start += 1
        if start == ent.start and start < end and self._is_first_name(start - 1, range(start, end)):
            start -= 1
        run = self._run(start)
        return run if run is not None and run.start < end else None

    def _is_first_name(self, i: int, rest: range) -> bool:
        """Whether a capitalised word before a name, unknown to the model, opens it: "(Salim) Okello"."""
        if i < 0 or self._doc[i].head.i not in rest or self._doc[i].dep_ != "compound":
            return False
        token = self._doc[i]
        unknown = not token.ent_type_ and token.pos_ == "PROPN" and token.text.istitle()
        return unknown and not self._precedes_name(token)

    def _precedes_name(self, token: Token) -> bool:
        return token.i in self._names.at or self._offices.is_title(token) or not token.text[0].isalpha()

    def _behind_titles(self) -> Iterator[Range]:
        """Yield names right behind a title, or behind a comma after one."""
        doc = self._doc
        for token in doc[:-1]:
            if not self._offices.is_title(token):
                continue
            first = token.i + (2 if doc[token.i + 1].text == "," and token.i + 2 < len(doc) else 1)
            particle = self._is_particle(doc[first]) and first + 2 < len(doc)
            if particle or (doc[first].pos_ == "PROPN" and not self._offices.is_title(doc[first])):
                at = self._run(first)
                if at is not None:
                    yield at

    def _beside_titles(self) -> Iterator[Range]:
        """Yield names in apposition to a title, which the model often takes for bodies."""
        for token in self._doc:
            if token.dep_ != "appos":
                continue
            if self._offices.is_title(token.head):  # "the president of Chad, Idriss Oumar"
                name = token
            elif self._offices.is_title(token) and token.i > token.head.i:  # "Idriss Oumar, Chad's president"
                name = token.head
            else:
                continue
            first = min((t.i for t in name.lefts if t.dep_ == "compound"), default=name.i)
            at = self._run(first) if name.pos_ == "PROPN" and first < name.i else None
            if at is not None and at.start == first and at.end == name.i + 1:
                yield at

    def _delegates(self) -> Iterator[Range]:
        """Yield names before the brackets that say for which state they speak: "Ama Osei (Ghana)"."""
        doc = self._doc
        for mention in self._names.all:
            start, end = mention.range
            state = mention.entity is not None and mention.entity.kind == "State"
            if (
                not state
                or start < 2
                or end >= len(doc)
                or doc[start - 1].text != "("
                or doc[end].text[0] != ")"
            ):
                continue
            first = last = start - 1
            while first > 0 and doc[first - 1].pos_ == "PROPN" and doc[first - 1].is_alpha:
                first -= 1
            at = self._run(first) if first < last else None
            if at is not None and at.end == last and (at.end - at.start > 1 or at.start > first):
                yield at

    def _run(self, start: int) -> Range | None:
        """Return the capitalised words from here on that can make up one name."""
        doc = self._doc
        start = self._behind_titles_at(start)
        end = start
        while end < len(doc) and end - start < _LONGEST:
            length = self._piece(start, end)
            if not length:
                break
            end += length
        while end > start and not doc[end - 1].text[0].isalpha():
            end -= 1
        return Range(start, end) if end > start and doc[start].text[0].isalpha() else None

    def _behind_titles_at(self, start: int) -> int:
        while True:
            title = next(self._offices.titles_in(Range(start, min(start + 3, len(self._doc)))), None)
            if title is None or title[0].start != start or title[0].end >= len(self._doc):
                return start
            start = title[0].end

    def _piece(self, start: int, i: int) -> int:
        """Return how many tokens from here on belong to the name that starts there; 0 where it has ended."""
        doc = self._doc
        token = doc[i]
        after = doc[i + 1] if i + 1 < len(doc) else None
        # "al-Sudani" comes as three tokens
        if (
            self._is_particle(token)
            and i + 2 < len(doc)
            and doc[i + 1].text == "-"
            and _is_capital(doc[i + 2])
        ):
            return 3
        if token.text == "-" and i > start and after is not None and not doc[i - 1].whitespace_:
            return 1
        particle = self._is_particle(token) and after is not None and _is_capital(after)
        joined = i > start and doc[i - 1].text == "-" and token.is_alpha
        if not (particle or joined or _is_initial(token) or (_is_capital(token) and token.pos_ in _NAME_POS)):
            return 0
        hyphened = after is not None and after.text == "-" and not token.whitespace_  # "Amir-Abdollahian"
        ended = i > start and self._offices.is_title(token) and not (hyphened or self._is_between(token))
        return 0 if i in self._names.at or ended else 1

    def _is_between(self, title: Token) -> bool:
        """Whether a title stands inside one name, as a part of it: "Hussein Sheikh Ali"."""
        before, after = title.nbor(-1), title.nbor() if title.i + 1 < len(self._doc) else None
        if after is None or after.pos_ != "PROPN" or not self._offices.can_be_name(title):
            return False
        return before.pos_ == "PROPN" and {before.head.i, title.head.i} <= {title.i, after.i, after.head.i}

    def _is_particle(self, token: Token) -> bool:
        return token.lower_ in self._words.particles


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _is_of(span: Span) -> bool:
    """Whether a name only says whose somebody or something is."""
    return span.root.dep_ == "pobj" and span.root.head.lower_ == "of"


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper()


def _is_initial(token: Token) -> bool:
    return len(token.text) == 2 and token.text[1] == "." and _is_capital(token)


def _without_overlaps(ranges: Iterable[Range]) -> list[Range]:
    kept: list[Range] = []
    for at in sorted(ranges, key=lambda r: (r.start, -r.end)):
        if not kept or at.start >= kept[-1].end:
            kept.append(at)
    return kept


def _merged(person: Entity, office: Office | None) -> Entity:
    """Return a person with what an office beside the name adds; what was learned first stays."""
    if office is None:
        return person
    if office.title.role in ("honorific", "journalistic") and office.represents is None:
        return person
    represents = person.represents or office.represents
    kind = "Official" if represents is not None and office.title.role != "journalistic" else person.kind
    return replace(person, kind=kind, represents=represents, office=person.office or office.words or None)

"""People learned from the text: "Russian President Vladimir Putin", "Kim Song, North Korea's U.N. envoy".

A full name is read once with whatever office stands beside it; later mentions of a part of the name resolve to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kgbuild.extraction.entities import Entity, Mention, Mentions
from kgbuild.extraction.model import Range
from kgbuild.knowledge.gazetteer import Title

_WINDOW = 14
"""Tokens beside a name in which its office is looked for."""
_PARTICLES = frozenset("al el bin ibn abu van von de der den di da dos la le ben ul ur".split())
_TITLE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class _Office:
    title: Title
    represents: Entity | None
    words: str


def find_people(doc: Doc, names: Mentions, titles: Mapping[str, Title]) -> list[Mention]:
    """Return mentions of people, each with the person it stands for, in order."""
    candidates = sorted(set(_candidates(doc, names, titles)))
    people: dict[str, Entity] = {}
    found: list[Mention] = []
    latest: dict[str, str] = {}
    for at in _without_overlaps(candidates):
        words = [t.text for t in doc[at.start : at.end]]
        office = _office(doc, at, names, titles)
        name = _resolve(words, latest, people)
        if name is None:
            if len(words) < 2 and office is None and doc[at.start].ent_type_ != "PERSON":
                continue
            name = " ".join(doc[at.start : at.end].text.split())
        people[name] = _merged(people.get(name, Entity("Person", name)), office)
        for word in words if len(words) > 1 else ():
            latest[_fold(word)] = name
        latest[_fold(words[-1])] = name
        found.append(Mention(at, doc[at.start : at.end].root.i, Entity("Person", name), role="person"))
    # What is learned late about a person holds for the early mentions too.
    return [replace(m, entity=people[m.entity.name]) for m in found if m.entity is not None]


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _candidates(doc: Doc, names: Mentions, titles: Mapping[str, Title]) -> Iterator[Range]:
    known: set[str] = set()
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            at = _trimmed(doc, ent.start, ent.end, names, titles)
            if at is not None:
                known.update(_fold(t.text) for t in doc[at.start : at.end] if len(t.text) > 2)
                yield at
    for end in _title_ends(doc, titles):
        at = _proper_run(doc, end, names, titles)
        if at is not None:
            known.update(_fold(t.text) for t in doc[at.start : at.end] if len(t.text) > 2)
            yield at
    for token in doc:
        if (
            token.text[0].isupper()
            and token.ent_type_ not in ("GPE", "NORP")
            and token.i not in names.at
            and _fold(token.text) in known
        ):
            at = _proper_run(doc, token.i, names, titles)
            if at is not None:
                yield at


def _trimmed(doc: Doc, start: int, end: int, names: Mentions, titles: Mapping[str, Title]) -> Range | None:
    """Cut titles, names of states and possessive endings off an entity of the model."""
    for i in range(start, end):
        if doc[i].tag_ == "POS":
            if i + 1 < end:
                start = i + 1
            else:
                end = i
            break
    while start < end and (
        start in names.at or doc[start].lower_ in titles or not doc[start].text[0].isalpha()
    ):
        start += 1
    run = _proper_run(doc, start, names, titles)
    return run if run is not None and run.start < end else None


def _title_ends(doc: Doc, titles: Mapping[str, Title]) -> Iterator[int]:
    """Yield where a name would start: right behind a title, or behind a comma after one."""
    for token in doc[:-1]:
        if token.lower_ not in titles:
            continue
        following = doc[token.i + 1]
        if following.text == "," and token.i + 2 < len(doc):
            following = doc[token.i + 2]
        particle = following.lower_ in _PARTICLES and following.i + 2 < len(doc)
        if particle or (following.pos_ == "PROPN" and following.lower_ not in titles):
            yield following.i


def _proper_run(doc: Doc, start: int, names: Mentions, titles: Mapping[str, Title]) -> Range | None:
    """Return the capitalised words from here on that can make up one name."""
    while (title := next(_titles_in(doc, Range(start, min(start + 3, len(doc))), titles), None)) is not None:
        if title[0].start != start or title[0].end >= len(doc):
            break
        start = title[0].end
    end = start
    while end < len(doc) and end - start < 6:
        token = doc[end]
        if (
            token.lower_ in _PARTICLES
            and end + 2 < len(doc)
            and doc[end + 1].text == "-"
            and doc[end + 2].text[0].isupper()
        ):
            end += 3
            continue
        if token.text == "-" and end > start and end + 1 < len(doc) and not doc[end - 1].whitespace_:
            end += 1
            continue
        capital = token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "INTJ", "VERB")
        particle = token.lower_ in _PARTICLES and end + 1 < len(doc) and doc[end + 1].text[0].isupper()
        initial = len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()
        joined = end > start and doc[end - 1].text == "-" and token.is_alpha
        if not (capital or particle or initial or joined) or end in names.at:
            break
        if token.lower_ in titles and end > start:
            break
        end += 1
    while end > start and not doc[end - 1].text[0].isalpha():
        end -= 1
    return Range(start, end) if end > start and doc[start].text[0].isalpha() else None


def _without_overlaps(ranges: list[Range]) -> list[Range]:
    kept: list[Range] = []
    for at in sorted(ranges, key=lambda r: (r.start, -r.end)):
        if not kept or at.start >= kept[-1].end:
            kept.append(at)
    return kept


def _resolve(words: list[str], latest: Mapping[str, str], people: Mapping[str, Entity]) -> str | None:
    """Return the full name, learned before, that these words are a part or a spelling of."""
    folded = [_fold(w) for w in words if w != "-"]
    if len(folded) == 1:
        return latest.get(folded[0])
    for name in people:
        parts = [_fold(w) for w in name.replace("-", " ").split()]
        if parts == folded or (set(folded) <= set(parts) and folded[-1] == parts[-1]):
            return name
    return None


def _merged(person: Entity, office: _Office | None) -> Entity:
    if office is None:
        return person
    represents = person.represents or office.represents
    if office.title.role in ("honorific", "journalistic") and office.represents is None:
        return person
    kind = "Official" if represents is not None and office.title.role != "journalistic" else person.kind
    named = person.office or office.words or None
    return replace(person, kind=kind, represents=represents, office=named)


def _office(doc: Doc, at: Range, names: Mentions, titles: Mapping[str, Title]) -> _Office | None:
    before = _office_before(doc, at, names, titles) or _possessed(doc, at, names)
    if before is not None and before.represents is not None:
        return before
    return _office_after(doc, at, names, titles) or before


def _possessed(doc: Doc, at: Range, names: Mentions) -> _Office | None:
    """Return whom a person without an office stands for in "the North's Kim Song"."""
    if at.start < 2 or doc[at.start - 1].tag_ != "POS":
        return None
    mention = names.at.get(at.start - 2)
    if mention is None or mention.entity is None or mention.entity.kind == "Person":
        return None
    return _Office(Title("", "", "official"), mention.entity, "")


def _office_before(doc: Doc, at: Range, names: Mentions, titles: Mapping[str, Title]) -> _Office | None:
    start = at.start
    sentence = doc[at.start].sent.start
    while start > sentence and at.start - start < _WINDOW:
        token = doc[start - 1]
        if start - 1 in names.at or token.lower_ in titles:
            start -= 1
            continue
        if token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ", "PRON") and token.tag_ not in (
            "PRP$",
            "VBN",
            "VBG",
        ):
            break
        if token.is_quote or token.text in (";", ":", "–", "—", "(", ")") or token.is_space:
            break
        if token.text == "," and not _all_titles(doc, Range(start, at.start), titles):
            break
        start -= 1
    # The office must touch the name: nothing but a comma or "of the U.N." between.
    return _office_in(doc, Range(start, at.start), names, titles, last=True)


def _all_titles(doc: Doc, words: Range, titles: Mapping[str, Title]) -> bool:
    """Whether nothing but titles stands here ("Lt Gen" between an office and a name)."""
    covered = sum(at.end - at.start for at, _ in _titles_in(doc, words, titles))
    return covered == words.end - words.start


def _office_after(doc: Doc, at: Range, names: Mentions, titles: Mapping[str, Title]) -> _Office | None:
    start = at.end
    if start >= len(doc) or doc[start].text not in (",", "(", "–", "—"):
        return None
    end = start + 1
    while end < len(doc) and end - start < _WINDOW:
        token = doc[end]
        if token.pos_ in ("VERB", "AUX") or token.text in (",", ")", "–", "—", ";", ".") or token.is_quote:
            break
        end += 1
    return _office_in(doc, Range(start + 1, end), names, titles, last=False)


def _office_in(
    doc: Doc, window: Range, names: Mentions, titles: Mapping[str, Title], *, last: bool
) -> _Office | None:
    found = list(_titles_in(doc, window, titles))
    if not found:
        return None
    at, title = found[-1] if last else found[0]
    # One noun phrase: for an office before the name, states count from the possessor or adjective on.
    entities = [
        m.entity for m in names.all if window.start <= m.range.start < window.end and m.entity is not None
    ]
    states = [e for e in entities if e.kind == "State"]
    others = [e for e in entities if e.kind != "State"]
    represents = states[0] if states else others[0] if others else None
    if represents is None:
        represents = next((o.state for o in others if o.state is not None), None)
    if others and not states and title.role in ("official", "military"):
        represents = others[0]
    elif others and others[0].party is not None and others[0].party is not others[0].state:
        represents = others[0]
    return _Office(title, represents, doc[at.start : at.end].text)


def _titles_in(doc: Doc, window: Range, titles: Mapping[str, Title]) -> Iterator[tuple[Range, Title]]:
    i = window.start
    while i < window.end:
        for length in range(min(_TITLE_LENGTH, window.end - i), 0, -1):
            title = titles.get(doc[i : i + length].text.lower())
            if title is not None:
                yield Range(i, i + length), title
                i += length
                break
        else:
            i += 1


def is_person_word(token: Token) -> bool:
    """Whether a pronoun stands for one person."""
    return token.lower_ in ("he", "she", "him", "her", "his", "hers", "himself", "herself")

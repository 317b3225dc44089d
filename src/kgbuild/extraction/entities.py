"""Names in a text and what they stand for: states, organizations, treaties, places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgbuild.extraction.model import Range
from kgbuild.knowledge.gazetteer import Gazetteer, OrganizationEntry, PlaceEntry, Sense, StateEntry

MEDIA: frozenset[str | None] = frozenset({"news-agency", "broadcaster", "newspaper"})
"""Types of organizations that pass on what others say."""
NON_STATE = frozenset({"armed-group", "company"})
"""Types of organizations that can supply, receive or send for themselves."""
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_PLACE_PREPOSITIONS = frozenset(
    "in at near from to around outside inside towards toward into over off across of on against".split()
)


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what a mention stands for, before it becomes an agent of a claim."""

    kind: Literal["State", "Organization", "Person", "Official"]
    name: str
    iso3: str | None = None
    key: str | None = None
    """Key in the gazetteer, for organizations that have one."""
    aliases: tuple[str, ...] = ()
    part_of: Entity | None = None
    represents: Entity | None = None
    office: str | None = None
    anonymous: bool = False
    type: str | None = None
    """Type of an organization of the gazetteer ("news-agency")."""

    @property
    def state(self) -> Entity | None:
        """The state it is, belongs to or speaks for."""
        if self.kind == "State":
            return self
        above = self.represents or self.part_of
        return above.state if above is not None else None

    @property
    def party(self) -> Entity | None:
        """Who acts when it acts: an armed group or company itself, else the state behind it."""
        if self.kind == "Organization" and self.type in NON_STATE:
            return self
        if self.represents is not None and self.represents.type in NON_STATE:
            return self.represents
        return self.state

    @property
    def is_media(self) -> bool:
        """Whether it passes on what others say."""
        return self.type in MEDIA


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place in the text."""

    range: Range
    head: int
    entity: Entity | None = None
    """The agent it can stand for."""
    place: PlaceEntry | None = None
    """The place it can stand for."""
    role: str = "name"
    """How it stands for a state ("capital", "adjective"); "person" for people."""
    treaty: str | None = None
    """Key of a treaty of the gazetteer."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """All names of one document, in order, and by the tokens they cover."""

    all: tuple[Mention, ...]
    at: Mapping[int, Mention] = field(hash=False)

    @classmethod
    def of(cls, found: Iterable[Mention]) -> Mentions:
        """Order mentions and index them by token."""
        ordered = tuple(sorted(found, key=lambda m: m.range))
        return cls(ordered, {i: m for m in ordered for i in range(*m.range)})

    def covering(self, token: Token) -> Mention | None:
        """Return the mention that covers a token."""
        return self.at.get(token.i)


class EntityTable:
    """Entities of the gazetteer, made once each."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._states: dict[str, Entity] = {}
        self._organizations: dict[str, Entity] = {}

    def state(self, iso3: str) -> Entity:
        """Return the state of a code."""
        if iso3 not in self._states:
            self._states[iso3] = _state_entity(self._gazetteer.states[iso3])
        return self._states[iso3]

    def organization(self, key: str) -> Entity:
        """Return the organization of a gazetteer key."""
        if key not in self._organizations:
            self._organizations[key] = self._organization_entity(self._gazetteer.organizations[key])
        return self._organizations[key]

    def _organization_entity(self, entry: OrganizationEntry) -> Entity:
        above: Entity | None = None
        if entry.part_of is not None:
            above = self.organization(entry.part_of)
        elif entry.state is not None:
            above = self.state(entry.state)
        if above is not None and above.state is None and entry.state is not None:
            above = self.state(entry.state)
        return Entity("Organization", entry.name, None, entry.key, entry.aliases, above, type=entry.type)

    def named(self, name: str) -> Entity | None:
        """Return the organization or state that a full name stands for, such as a publisher's."""
        for sense in self._gazetteer.forms.get(name, ()):
            if sense.kind == "organization":
                return self.organization(sense.key)
        return None

    def body(self, state: Entity, body: str) -> Entity:
        """Return a generic body of a state ("Foreign Ministry"), its own entry where it has one."""
        if state.iso3 is not None:
            entry = self._gazetteer.organization_of(state.iso3, body)
            if entry is not None:
                return self.organization(entry.key)
        return Entity("Organization", f"{body} of {state.name}", aliases=(body,), part_of=state)


def _state_entity(entry: StateEntry) -> Entity:
    aliases = tuple(sorted({*entry.names, entry.official_name} - {entry.name}))
    return Entity("State", entry.name, entry.iso3, aliases=aliases)


class NameFinder:
    """Finds the gazetteer's names, and the model's names of places and organizations, in a document."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer, table: EntityTable) -> None:
        self._gazetteer = gazetteer
        self._table = table
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        forms = sorted(gazetteer.forms)
        self._matcher.add("name", list(nlp.tokenizer.pipe(forms)))
        headline = sorted({form.upper() for form in forms if len(form) > 4} - set(forms))
        self._matcher.add("upper", list(nlp.tokenizer.pipe(headline)))
        self._upper = {form.upper(): form for form in forms}

    def find(self, doc: Doc) -> list[Mention]:
        """Return the mentions of names, without overlaps, in order. People are found elsewhere."""
        matches = [Span(doc, start, end, label=label) for label, start, end in self._matcher(doc)]
        longest = {span.start: span.end for span in sorted(matches, key=lambda s: s.end)}
        # "the North Koreans" is not "the North" with something behind it.
        spans = filter_spans(
            [s for s in matches if s[0].lower_ != "the" or longest.get(s.start + 1, 0) <= s.end]
        )
        short = _abbreviations(doc)
        spans = [span for span in spans if span.text not in short]
        named = {
            sense.key
            for span in spans
            for sense in self._senses(span)
            if sense.kind == "state" and sense.role not in ("context", "capital")
        }
        found = [m for span in spans if (m := self._mention(span, named)) is not None]
        taken = {i for m in found for i in range(*m.range)}
        found.extend(self._places(doc, taken))
        taken = {i for m in found for i in range(*m.range)}
        found.extend(_organizations(doc, taken))
        found.extend(_abbreviated(doc, short, found))
        return sorted(found, key=lambda m: m.range)

    def _senses(self, span: Span) -> tuple[Sense, ...]:
        senses = self._gazetteer.forms.get(span.text)
        if senses is None:
            senses = self._gazetteer.forms.get(self._upper.get(span.text, ""), ())
        return senses

    def _mention(self, span: Span, named: set[str]) -> Mention | None:
        if any(token.ent_type_ == "PERSON" and _inside_longer_person(span, token) for token in span):
            return None
        at = Range(span.start, span.end)
        senses = [s for s in self._senses(span) if s.role != "context" or s.key in named]
        if not senses:
            return None
        # Of several states, one that the document names otherwise; else the gazetteer's first.
        chosen = next((s for s in senses if s.key in named), senses[0])
        head = span.root.i
        if chosen.kind == "treaty":
            return Mention(at, head, treaty=chosen.key, role="treaty")
        if chosen.kind == "organization":
            if _is_cut_short(span) or self._is_elsewhere(chosen.key, named, span):
                return None
            return Mention(at, head, self._table.organization(chosen.key), role="organization")
        place = self._place_of_state_form(span.text, chosen)
        return Mention(at, head, self._table.state(chosen.key), place, chosen.role)

    def _is_elsewhere(self, key: str, named: set[str], span: Span) -> bool:
        """Whether a name that many states' bodies share means a state that the document never names."""
        entry = self._gazetteer.organizations[key]
        shared = entry.body is not None and span.text.lower() in self._gazetteer.bodies
        return shared and entry.state is not None and entry.state not in named

    def _place_of_state_form(self, text: str, sense: Sense) -> PlaceEntry | None:
        if sense.role != "capital":
            return None
        return next((p for p in self._gazetteer.places_named(text) if p.iso3 == sense.key), None)

    def _places(self, doc: Doc, taken: set[int]) -> list[Mention]:
        found: list[Mention] = []
        i = 0
        while i < len(doc):
            if i in taken or not doc[i].text[:1].isupper():
                i += 1
                continue
            length, place = self._longest_place(doc, i, taken)
            if place is not None and _is_place_here(doc[i], doc[i + length - 1]):
                head = doc[i : i + length].root.i
                found.append(Mention(Range(i, i + length), head, None, place, "place"))
            i += length
        return found

    def _longest_place(self, doc: Doc, start: int, taken: set[int]) -> tuple[int, PlaceEntry | None]:
        for length in (4, 3, 2, 1):
            end = start + length
            if end > len(doc) or any(i in taken for i in range(start, end)):
                continue
            places = self._gazetteer.places_named(doc[start:end].text)
            if places:
                return length, places[0]
        return 1, None


def _is_cut_short(span: Span) -> bool:
    """Whether a name is only the end of a longer one ("Security Council" of "National Security Council")."""
    if span.start == 0:
        return False
    before = span.doc[span.start - 1]
    return (
        before.pos_ == "PROPN"
        and before.dep_ == "compound"
        and before.head.i == span.root.i
        and before.ent_type_ != "GPE"
    )


def _inside_longer_person(span: Span, token: Token) -> bool:
    """Whether a name of the gazetteer is only a part of a person's name ("Jordan Smith")."""
    following = span.end
    doc = span.doc
    return (
        following < len(doc)
        and doc[following].ent_type_ == "PERSON"
        and doc[following].ent_iob_ == "I"
        and doc[following].pos_ == "PROPN"
        and token.ent_iob_ in ("B", "I")
    )


def _is_place_here(first: Token, last: Token) -> bool:
    """Whether a capitalised word that names a place is used as one."""
    if any(t.ent_type_ in _PLACE_LABELS for t in (first, last)):
        return True
    if first.ent_type_ == "PERSON" and first.i == last.i and _stands_alone(first):
        return True
    if last.pos_ not in ("PROPN", "NOUN", "X"):
        return False
    if first.i == 0:
        return False
    before = first.nbor(-1)
    if before.lower_ in _PLACE_PREPOSITIONS or before.lower_ in ("and", "or", ","):
        return first.ent_type_ != "PERSON" or before.lower_ in _PLACE_PREPOSITIONS
    after = last.nbor(1) if last.i + 1 < len(last.doc) else last
    return before.tag_ == "POS" or before.lower_.endswith(_COMPASS) or after.lower_ in _PLACE_NOUNS


def _stands_alone(token: Token) -> bool:
    """Whether a word that the model took for a person is no part of a longer name."""
    neighbours = [token.nbor(k) for k in (-1, 1) if 0 <= token.i + k < len(token.doc)]
    return all(n.ent_type_ != "PERSON" and n.pos_ != "PROPN" for n in neighbours) and token.dep_ in (
        "pobj",
        "dobj",
        "conj",
    )


def _abbreviations(doc: Doc) -> dict[str, int]:
    """Return the short names that the text itself explains ("Conflict Armament Research (CAR)") and where it does.

    The initials of the capitalised words before the bracket must spell the short name (after Schwartz and Hearst 2003).
    """
    found: dict[str, int] = {}
    for token in doc[1:-1]:
        if (
            token.text.isupper()
            and 2 <= len(token.text) <= 8
            and token.nbor(-1).text == "("
            and token.nbor(1).text in (")", ",", ";")
        ):
            i, letters = token.i - 2, list(token.text)
            while (
                i >= 0
                and letters
                and (
                    doc[i].text[0].isupper() or doc[i].lower_ in ("of", "for", "and", "the", "on", "’s", "'s")
                )
            ):
                if doc[i].text[0] == letters[-1]:
                    letters.pop()
                i -= 1
            if not letters:
                found[token.text] = token.i
    return found


def _abbreviated(doc: Doc, short: Mapping[str, int], found: Sequence[Mention]) -> list[Mention]:
    """Return mentions of explained short names, each as the organization it was explained for."""
    mentions: list[Mention] = []
    for text, at in short.items():
        full = next((m for m in found if m.range.end == at - 1 and m.entity is not None), None)
        if full is None or full.entity is None:
            continue
        entity = replace(full.entity, aliases=tuple(sorted({*full.entity.aliases, text})))
        mentions.extend(
            Mention(Range(t.i, t.i + 1), t.i, entity, role="organization") for t in doc if t.text == text
        )
    return mentions


_COMPASS = ("eastern", "western", "northern", "southern", "central")
_PLACE_NOUNS = frozenset(
    "region province oblast district city town border governorate island airport port area state front".split()
)
_ORGANIZATION_STOP = frozenset(
    {"parliament", "state", "government", "army", "navy", "air force", "congress", "embassy"}
)


def _organizations(doc: Doc, taken: set[int]) -> list[Mention]:
    """Return organizations that only the model knows, with at least two words or an acronym."""
    found: list[Mention] = []
    for ent in doc.ents:
        if ent.label_ != "ORG" or any(i in taken for i in range(ent.start, ent.end)):
            continue
        start = ent.start + (1 if ent[0].lower_ in ("the", "a", "an") else 0)
        end = ent.end - (1 if ent[-1].tag_ == "POS" else 0)
        if start >= end:
            continue
        span = doc[start:end]
        text = span.text
        if text.lower() in _ORGANIZATION_STOP or not text[0].isupper() or "\n" in text:
            continue
        if len(span) < 2 and not (text.isupper() and len(text) > 1):
            continue
        found.append(
            Mention(Range(start, end), span.root.i, Entity("Organization", text), role="organization")
        )
    return found


def with_state(entity: Entity, state: Entity) -> Entity:
    """Return an official or organization as speaking for or belonging to a state."""
    if entity.kind == "Organization":
        return replace(entity, part_of=state)
    return replace(entity, kind="Official", represents=state)

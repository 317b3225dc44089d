"""Finds names in a text: states, organizations, treaties and places. People are found in `people.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.abbreviations import abbreviated, explained
from kgbuild.extractors.rules.names.mentions import Mention
from kgbuild.extractors.rules.syntax.plain import parsed
from kgbuild.grounding.entities import ORGANS, Entity, EntityTable
from kgbuild.knowledge.gazetteer import Gazetteer, PlaceEntry, Sense
from kgbuild.knowledge.words import NameWords

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_PLACE_PREPOSITIONS = frozenset(
    {
        "in",
        "at",
        "near",
        "from",
        "to",
        "around",
        "outside",
        "inside",
        "towards",
        "toward",
        "into",
        "over",
        "off",
        "across",
        "of",
        "on",
        "against",
    }
)
_PLACE_WORDS = (4, 3, 2, 1)
"""How many words the name of a place can have, the longest first."""
_SMALL = frozenset({"of", "the", "and", "for"})
_SHORT_FORM = 4
"""Forms up to this length are no headline spelling of a longer one ("US" stays apart from "us")."""


class NameFinder:
    """Finds the gazetteer's names, and the model's names of places and organizations, in a document."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer, table: EntityTable, words: NameWords) -> None:
        self._gazetteer = gazetteer
        self._table = table
        self._words = words
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        forms = sorted(gazetteer.forms)
        self._matcher.add("name", [nlp.make_doc(form) for form in forms])
        opening = {f"The {form[4:]}": form for form in forms if form.startswith("the ")}  # of a sentence
        self._matcher.add("opening", [nlp.make_doc(form) for form in sorted(opening.keys() - set(forms))])
        headline = sorted({form.upper() for form in forms if len(form) > _SHORT_FORM} - set(forms))
        self._matcher.add("upper", [nlp.make_doc(form) for form in headline])
        self._body_words = {word for form in gazetteer.bodies for word in form.split()} | _SMALL
        self._upper = opening | {form.upper(): form for form in forms}

    def find(self, doc: Doc) -> list[Mention]:
        """Return the mentions of names, without overlaps, in order."""
        short = explained(doc)
        spans = [span for span in self._matched(doc) if span.text not in short]
        named = {
            sense.key
            for span in spans
            for sense in self._senses(span)
            if sense.kind == "state" and sense.role not in ("context", "capital")
        }
        found = [m for span in spans if (m := self._mention(span, named)) is not None]
        found.extend(self._places(doc, _covered(found)))
        found.extend([*self._organizations(doc, found)])
        return sorted([*found, *abbreviated(doc, short, found)], key=lambda m: m.range)

    def _matched(self, doc: Doc) -> list[Span]:
        matches = [doc[start:end] for _, start, end in self._matcher(parsed(doc))]
        longest = {span.start: span.end for span in sorted(matches, key=lambda s: s.end)}
        # "the North Koreans" is not "the North" with something behind it.
        plain = [s for s in matches if s[0].lower_ != "the" or longest.get(s.start + 1, 0) <= s.end]
        # "South Sudan's army" is not "Sudan's army" with something before it.
        whole = {i: s for s in plain if s[0].lower_ != "the" for i in range(s.start + 1, s.end)}
        return filter_spans([s for s in plain if s.start not in whole])

    def _senses(self, span: Span) -> tuple[Sense, ...]:
        senses = self._gazetteer.forms.get(span.text)
        if senses is None:
            senses = self._gazetteer.forms.get(self._upper.get(span.text, ""), ())
        return senses

    def _mention(self, span: Span, named: Set[str]) -> Mention | None:
        if any(token.ent_type_ == "PERSON" and _inside_longer_person(span, token) for token in span):
            return None
        if self._inside_longer_place(span) or self._ends_name_of_firm(span):
            return None  # "Niger Delta", "New Mexico", "KNDS France"
        at = Range(span.start, span.end)
        if span.start and f"{span.doc[span.start - 1].text} {span.text}".lower() in self._gazetteer.regions:
            return None  # "South American countries" are not American
        senses = [s for s in self._senses(span) if s.role != "context" or s.key in named]
        behind = span.doc[span.end].tag_ if span.end < len(span.doc) else ""
        senses = [s for s in senses if s.role != "prefix" or behind == "HYPH"]  # "Franco-Greek"
        if not senses:
            return None
        # Of several states, one that the document names otherwise; else the gazetteer's first.
        chosen = next((s for s in senses if s.key in named), senses[0])
        head = span.root.i
        if chosen.kind == "treaty":
            return Mention(at, head, treaty=chosen.key, role="treaty")
        if chosen.kind == "organization":
            if _is_cut_short(span) or _goes_on(span) or self._is_elsewhere(chosen.key, named, span):
                return None
            return Mention(at, head, self._table.organization(chosen.key), role="organization")
        place = self._place_of_state_form(span.text, chosen)
        role = "adjective" if chosen.role == "prefix" else chosen.role
        return Mention(at, head, self._table.state(chosen.key), place, role)

    def _ends_name_of_firm(self, span: Span) -> bool:
        """Whether the name of a state only ends that of an organization: "KNDS France"."""
        first = span[0]
        if first.i == 0 or first.ent_iob_ != "I" or any(t.ent_type_ != "ORG" for t in span):
            return False
        before = first.nbor(-1)
        alone = all(s.kind == "state" and s.role == "name" for s in self._senses(span))
        return alone and before.pos_ == "PROPN" and before.text[0].isupper()

    def _inside_longer_place(self, span: Span) -> bool:
        """Whether a name is only a part of the name of a place in another state, or in none."""
        doc, codes = span.doc, {s.key for s in self._senses(span) if s.kind == "state"}
        for start in range(max(span.start - 2, 0), span.start + 1):
            for end in range(span.end, min(span.end + 3, len(doc)) + 1):
                longer = doc[start:end]
                if codes and len(longer) > len(span) and longer[0].text[0].isupper():
                    places = self._gazetteer.places_named(longer.text)
                    if places and places[0].iso3 not in codes:
                        return True
        return False

    def _is_elsewhere(self, key: str, named: Set[str], span: Span) -> bool:
        """Whether a name that bodies of many states share means that of a state the document never names."""
        entry = self._gazetteer.organizations[key]
        if entry.state is None or entry.type not in ORGANS:
            return False
        return self._is_body(span.text) and entry.state not in named

    def _is_body(self, name: str) -> bool:
        """Whether a name is made of the words for bodies that any state may have."""
        return all(word.lower() in self._body_words for word in name.split())

    def _place_of_state_form(self, text: str, sense: Sense) -> PlaceEntry | None:
        if sense.role != "capital":
            return None
        return next((p for p in self._gazetteer.places_named(text) if p.iso3 == sense.key), None)

    def _places(self, doc: Doc, taken: Set[int]) -> list[Mention]:
        found: list[Mention] = []
        unsure: list[Mention] = []
        i = 0
        while i < len(doc):
            if i in taken or not doc[i].text[:1].isupper():
                i += 1
                continue
            length, place = self._longest_place(doc, i, taken)
            if place is not None:
                head = doc[i : i + length].root.i
                mention = Mention(Range(i, i + length), head, None, place, "place")
                sure = self._is_place_here(doc[i], doc[i + length - 1])
                (found if sure else unsure).append(mention)
            i += length
        # What is surely a place once is one wherever the document says it
        surely = {mention.place for mention in found}
        return [*found, *(m for m in unsure if m.place in surely and doc[m.head].ent_type_ != "PERSON")]

    def _longest_place(self, doc: Doc, start: int, taken: Set[int]) -> tuple[int, PlaceEntry | None]:
        for length in _PLACE_WORDS:
            end = start + length
            if end > len(doc) or any(i in taken for i in range(start, end)):
                continue
            places = self._gazetteer.places_named(doc[start:end].text)
            if places:
                return (1, None) if self._is_end_of_name(doc[start]) else (length, places[0])
        return 1, None

    def _is_end_of_name(self, word: Token) -> bool:
        """Whether a word only ends the name of another place: "New York"."""
        if word.i == 0 or word.ent_iob_ != "I" or word.ent_type_ not in _PLACE_LABELS:
            return False
        before = word.nbor(-1)
        named = before.pos_ == "PROPN" and before.text[0].isupper()
        return named and (
            before.lower_ in self._words.of_places or before.lower_ not in self._words.no_first_names
        )

    def _is_place_here(self, first: Token, last: Token) -> bool:
        """Whether a capitalised word that names a place is used as one."""
        if first.ent_type_ in _PLACE_LABELS or last.ent_type_ in _PLACE_LABELS:
            return True
        if first.ent_type_ == "PERSON" and first.i == last.i and _stands_alone(first):
            return True
        if last.pos_ not in ("PROPN", "NOUN", "X") or first.i == 0:
            return False
        before = first.nbor(-1)
        if before.lower_ in _PLACE_PREPOSITIONS:
            return True
        if before.lower_ in ("and", "or", ","):
            return first.ent_type_ != "PERSON"
        after = last.nbor(1) if last.i + 1 < len(last.doc) else last
        if last.dep_ == "dobj" and last.head.lemma_.lower() in self._words.place_verbs:
            return True
        pointed_at = any(before.lower_.endswith(word) for word in self._words.compass)
        return before.tag_ == "POS" or pointed_at or after.lower_ in self._words.place_nouns

    def _organizations(self, doc: Doc, named: Sequence[Mention]) -> Iterator[Mention]:
        """Yield organizations that only the model knows, with at least two words or an acronym."""
        taken = _covered(named)
        states = {m.range.end: m.entity for m in named if m.entity is not None and m.entity.kind == "State"}
        for ent in doc.ents:
            if ent.label_ != "ORG" or any(i in taken for i in range(ent.start, ent.end)):
                continue
            start = ent.start + (1 if ent[0].lower_ in ("the", "a", "an") else 0)
            if (
                start == ent.start
                and start > 1
                and doc[start - 1].text == "-"
                and not doc[start - 1].whitespace_
            ):
                start += 1  # "the Kenyan-(led Security Support Mission)"
            end = ent.end - (1 if ent[-1].tag_ in ("POS", "IN") else 0)
            if end - start > 2 and doc[end - 1].text.islower() and doc[end - 1].lemma_ in self._words.groups:
                end -= 1  # "Kataib Hezbollah militia"
            if start < end and self._is_organization(doc[start:end]) and not self._is_person(doc[start:end]):
                before = start - 1 if start and doc[start - 1].tag_ == "POS" else start
                owner = states.get(before) if self._is_body(doc[start:end].text) else None
                entity = Entity("Organization", doc[start:end].text, part_of=owner)
                yield Mention(Range(start, end), doc[start:end].root.i, entity, role="organization")

    def _is_person(self, span: Span) -> bool:
        """Whether a title right before, or a rank in front, says that a name is a person's."""
        rank = self._gazetteer.titles.get(span[0].lower_)
        if rank is not None and rank.role == "military" and 2 < len(span) < 5:
            return all(token.text.istitle() and token.pos_ == "PROPN" for token in span)
        title = span.doc[span.start - 1] if span.start else None
        if title is None or title.lower_ not in self._gazetteer.titles or title.dep_ != "compound":
            return False
        names = all(token.text.istitle() and token.pos_ == "PROPN" for token in span)
        return names and title.head.i == span.root.i and 1 < len(span) < 4 and title.text.islower()

    def _is_organization(self, span: Span) -> bool:
        text = span.text
        if text.lower() in self._gazetteer.bodies:
            return False  # "Chad's Defence Ministry": whose it is stands beside it
        if text.lower() in self._words.no_organizations or not text[0].isupper() or "\n" in text:
            return False
        return len(span) > 1 or (text.isupper() and len(text) > 1)


def _covered(found: Iterable[Mention]) -> set[int]:
    return {i for mention in found for i in range(*mention.range)}


def _is_cut_short(span: Span) -> bool:
    """Whether a name is only the end of a longer one ("Security Council" of "National Security Council")."""
    if span.start == 0:
        return False
    before = span.doc[span.start - 1]
    return (
        before.pos_ == "PROPN"
        and before.text[0].isupper()  # not "the institute SIPRI"
        and before.dep_ == "compound"
        and before.head.i == span.root.i
        and before.ent_type_ != "GPE"
    )


def _goes_on(span: Span) -> bool:
    """Whether a name with an article only begins a longer one ("the National Security Council")."""
    if span[0].lower_ != "the" or span.end >= len(span.doc):
        return False
    behind, last = span.doc[span.end], span[-1]
    return last.dep_ in ("compound", "amod", "nmod") and last.head.i >= span.end and behind.text[0].isupper()


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


def _stands_alone(token: Token) -> bool:
    """Whether a word that the model took for a person is no part of a longer name."""
    neighbours = [token.nbor(k) for k in (-1, 1) if 0 <= token.i + k < len(token.doc)]
    return all(n.ent_type_ != "PERSON" and n.pos_ != "PROPN" for n in neighbours) and token.dep_ in (
        "pobj",
        "dobj",
        "conj",
    )

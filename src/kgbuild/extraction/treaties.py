"""Agreements that a text speaks of, what is done with them, and resolutions that are said to be broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kgbuild.extraction.agents import AgentResolver
from kgbuild.extraction.entities import Entity, EntityTable, Mentions
from kgbuild.extraction.grammar import conjuncts, subject
from kgbuild.extraction.model import Range
from kgbuild.knowledge.frames import ResolutionFrame, TreatyFrame
from kgbuild.knowledge.gazetteer import Gazetteer

_QUOTES = "“”\"'‘’«»"
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class TreatyMention:
    """One mention of an agreement, with what is said to be done with it."""

    noun: int
    range: Range
    """The words that tell what is done, or the noun phrase where nothing is."""
    parties: tuple[Entity, ...] = ()
    signatories: tuple[Entity, ...] = ()
    name: str | None = None
    key: str | None = None
    """Key in the gazetteer, for a well-known one."""
    obligations: tuple[str, ...] = ()
    act: str | None = None
    predicate: int | None = None
    """The verb that it is subject or object of; None where it is only mentioned in the background."""
    breach: bool = False
    weak: bool = False
    """Said with a word that need not mean a treaty ("deal")."""


@dataclass(frozen=True, slots=True)
class ResolutionMention:
    """Resolutions named together, one for each year or number."""

    noun: int
    range: Range
    adopter: Entity | None
    years: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    breach: bool = False


class TreatyFinder:
    """Finds agreements in one document."""

    def __init__(
        self, doc: Doc, mentions: Mentions, agents: AgentResolver, frame: TreatyFrame, gazetteer: Gazetteer, table: EntityTable
    ) -> None:
        self._doc = doc
        self._mentions = mentions
        self._agents = agents
        self._frame = frame
        self._gazetteer = gazetteer
        self._table = table

    def find(self) -> list[TreatyMention]:
        """Return all mentions of agreements, those in the background too, in order."""
        found: list[TreatyMention] = []
        for token in self._doc:
            mention = self._mentions.covering(token)
            if mention is not None and mention.treaty is not None:
                if token.i == mention.head:
                    found.append(self._known(token, mention.treaty))
                continue
            lemma = token.lemma_.lower()
            if token.pos_ not in ("NOUN", "PROPN"):
                continue
            if lemma in self._frame.nouns and token.dep_ != "compound":
                found.append(self._read(token, weak=False))
            elif lemma in self._frame.weak_nouns and token.dep_ != "compound":
                qualified = self._is_qualified(token)
                if qualified or (found and _is_definite(token)):
                    found.append(self._read(token, weak=not qualified))
        return found

    def _is_qualified(self, noun: Token) -> bool:
        words = [t.lower_ for t in self._left_words(noun)]
        words += [d.lower_ for t in noun.rights if t.dep_ in ("prep", "acl") for d in t.subtree if d.i < noun.i + 9]
        return any(word in self._frame.qualifiers for word in words)

    def _left_words(self, noun: Token) -> Iterator[Token]:
        for token in noun.lefts:
            if token.dep_ in ("amod", "compound", "nmod", "npadvmod"):
                yield from token.subtree

    def _known(self, token: Token, key: str) -> TreatyMention:
        entry = self._gazetteer.treaties[key]
        parties = tuple(self._table.state(iso3) for iso3 in entry.parties)
        read = self._read(token, weak=False)
        return replace(
            read, name=entry.name, key=key, parties=parties or read.parties, obligations=entry.obligations or read.obligations
        )

    def _read(self, noun: Token, *, weak: bool) -> TreatyMention:
        predicate, act, breach = self._predicate(noun)
        signers = self._signers(noun, predicate, act)
        parties = self._parties(noun, signers)
        return TreatyMention(
            noun.i,
            self._range(noun, predicate),
            parties,
            tuple(e for e in signers if e.kind in ("Person", "Official") and not e.anonymous) if act == "Signed" else (),
            self._name(noun),
            None,
            self.obligations(noun.sent.text) if not weak or predicate is not None else (),
            act,
            predicate,
            breach,
            weak,
        )

    # Who is party

    def _parties(self, noun: Token, signers: list[Entity]) -> tuple[Entity, ...]:
        found: list[Entity] = []
        for token in noun.lefts:
            if token.dep_ in ("poss", "amod", "compound", "nmod"):
                for item in (token, *token.lefts, *(c for c in token.children if c.dep_ == "conj")):
                    found.extend(self._states_of(item))
        for token in noun.rights:
            if token.dep_ in ("prep", "acl", "relcl"):
                found.extend(self._states_behind(token))
        if not found and noun.dep_ == "attr" and noun.head.lemma_ == "be":
            for head in self._heads(subject(noun.head)):
                found.extend(self._states_of(head))
        found.extend(e.state for e in signers if e.state is not None)
        return tuple(sorted({e.iso3: e for e in found if e.iso3}.values(), key=lambda e: e.iso3 or ""))

    def _states_behind(self, token: Token) -> list[Entity]:
        found: list[Entity] = []
        if token.dep_ == "prep" and token.lower_ in ("between", "with", "among", "of", "by", "for"):
            for below in token.children:
                if below.dep_ == "pobj":
                    for item in conjuncts(below):
                        found.extend(self._states_of(item))
        elif token.dep_ in ("acl", "relcl"):
            for name in token.children:
                if name.dep_ == "prep" and name.lower_ in ("between", "with"):
                    found.extend(self._states_behind(name))
                if name.dep_ == "agent":
                    for item in name.children:
                        found.extend(self._states_of(item))
        return found

    def _states_of(self, token: Token) -> list[Entity]:
        mention = self._mentions.covering(token)
        if mention is not None:
            return [mention.entity.state] if mention.entity is not None and mention.entity.state is not None else []
        if token.lower_ in ("their", "our", "its", "his", "her") and token.dep_ == "poss":
            return [e.state for e in self._agents.resolve(token) if e.state is not None]
        if token.pos_ in ("NOUN", "PROPN"):
            return [e.state for e in self._agents.resolve(token) if e.state is not None]
        return []

    def _heads(self, token: Token | None) -> list[Token]:
        return conjuncts(token) if token is not None else []

    def _signers(self, noun: Token, predicate: int | None, act: str | None) -> list[Entity]:
        if predicate is None:
            return []
        verb = self._doc[predicate]
        if verb.pos_ != "VERB" or act not in ("Signed", "Ratified"):
            return []
        found: list[Entity] = []
        who = subject(verb)
        for head in self._heads(who if who is not None and who.i != noun.i else None):
            found.extend(self._agents.resolve(head))
        for token in verb.children:
            if token.dep_ == "prep" and token.lower_ in ("with", "between"):
                for item in (i for below in token.children if below.dep_ == "pobj" for i in conjuncts(below)):
                    found.extend(self._agents.resolve(item))
        # "meeting X in the capital and signing an agreement"
        head = verb.head
        if verb.dep_ == "conj" and head.lemma_ in ("meet", "host", "visit", "receive", "welcome"):
            for token in head.children:
                if token.dep_ == "dobj":
                    found.extend(self._agents.resolve(token))
        return [e for e in found if e.kind != "Organization" or e.state is not None]

    # What is done with it

    def _predicate(self, noun: Token) -> tuple[int | None, str | None, bool]:
        frame = self._frame
        head = noun.head
        if noun.dep_ in ("dobj", "nsubjpass") or (noun.dep_ == "attr" and head.lemma_ == "be"):
            lemma = head.lemma_.lower()
            if lemma in frame.objects:
                return head.i, frame.objects[lemma] or None, lemma in frame.breaches["verbs"]
            return (head.i, None, False) if noun.dep_ == "nsubjpass" else (None, None, False)
        if noun.dep_ in ("nsubj",):
            return head.i, frame.subjects.get(head.lemma_.lower()), False
        acl = next((c for c in noun.rights if c.dep_ == "acl" and c.lemma_.lower() in frame.objects and c.tag_ == "VBN"), None)
        if noun.dep_ == "pobj":
            return self._behind_preposition(noun, head)
        if noun.dep_ in ("ROOT", "appos") and acl is not None:
            return acl.i, frame.objects[acl.lemma_.lower()] or None, False
        if noun.dep_ == "conj" and noun.head.i != noun.i and noun.head.lemma_.lower() in frame.nouns:
            return None, None, False
        return None, None, False

    def _behind_preposition(self, noun: Token, preposition: Token) -> tuple[int | None, str | None, bool]:
        frame = self._frame
        governor = preposition.head
        if preposition.dep_ == "prep" and governor.dep_ == "prep":
            governor = governor.head
        lemma = governor.lemma_.lower()
        for entry in frame.prepositional:
            if lemma in entry.verbs and preposition.lower_ in entry.prepositions:
                return governor.i, entry.act, False
        if preposition.dep_ == "agent":
            return None, None, False
        if governor.pos_ == "VERB" and any(
            c.dep_ in ("dobj", "nsubj", "nsubjpass") and c.lemma_.lower() in frame.bridges for c in governor.children
        ):
            return governor.i, None, lemma in frame.breaches["verbs"]
        if governor.pos_ in ("NOUN", "PROPN") and lemma in frame.bridges:
            breach = lemma in frame.breaches["nouns"]
            verb = governor.head
            act = frame.bridge_acts.get(lemma)
            if governor.dep_ in ("dobj", "nsubj", "nsubjpass", "attr") and verb.pos_ in ("VERB", "AUX"):
                return verb.i, act, breach
            if breach or act is not None:
                return governor.i, act, breach
        return None, None, False

    def _range(self, noun: Token, predicate: int | None) -> Range:
        start = min([noun.i, *(t.i for t in noun.lefts )])
        end = noun.i + 1
        if predicate is not None:
            verb = self._doc[predicate]
            start = min(start, verb.i, *(t.i for t in verb.lefts if t.dep_ in ("aux", "neg", "auxpass")), verb.i)
            end = max(end, verb.i + 1)
            if noun.dep_ in ("nsubj", "nsubjpass"):
                end = max([end, *(t.i + 1 for t in verb.rights if t.dep_ in ("dobj", "attr", "acomp", "prep", "advmod"))])
        return Range(max(start, noun.sent.start), min(end, noun.sent.end))

    # What it is called and what it obliges to

    def _name(self, noun: Token) -> str | None:
        quoted = self._quoted_name(noun)
        if quoted is not None:
            return quoted
        if not noun.text[0].isupper() or noun.is_sent_start:
            return None
        start = noun.i
        while start > noun.sent.start and (self._doc[start - 1].text[0].isupper() or self._doc[start - 1].text == "-"):
            if start - 1 in self._mentions.at:
                break
            start -= 1
        end = noun.i + 1
        while end + 1 < noun.sent.end and (
            self._doc[end].text[0].isupper() or (self._doc[end].lower_ in ("on", "of", "for", "and", "the") and self._doc[end + 1].text[0].isupper())
        ):
            if end in self._mentions.at:
                break
            end += 1
        words = self._doc[start:end].text.strip(_QUOTES + " ")
        return words if len(words.split()) > 1 else None

    def _quoted_name(self, noun: Token) -> str | None:
        """Return the words between quotation marks that hold the noun or follow it ("a treaty on a “…”")."""
        text = self._doc[max(0, noun.i - 8) : noun.i + 12]
        opened: int | None = None
        for token in text:
            if token.text in _QUOTES and token.text:
                if opened is None:
                    opened = token.i
                    continue
                inner = self._doc[opened + 1 : token.i]
                near = opened < noun.i < token.i or (noun.i < opened <= noun.i + 4)
                if near and 1 < len(inner) < 9 and sum(t.text[0].isupper() for t in inner) >= 2:
                    words = inner.text.strip(_QUOTES + " ,.")
                    return words if noun.lower_ in words.lower() else f"{words} {noun.text.lower()}"
                opened = token.i
        return None

    def obligations(self, text: str) -> tuple[str, ...]:
        """Return the obligations that the words of a text tell of."""
        lower = text.lower()
        return tuple(
            key for key, entry in sorted(self._frame.obligations.items()) if any(word in lower for word in entry.words)
        )


def _is_definite(noun: Token) -> bool:
    return any(t.lower_ in ("the", "this", "that", "their", "its", "such") for t in noun.lefts)


def find_resolutions(
    doc: Doc, mentions: Mentions, frame: ResolutionFrame, treaty: TreatyFrame, table: EntityTable
) -> list[ResolutionMention]:
    """Return the resolutions that a text names, with their years or numbers."""
    found = []
    for noun in doc:
        if noun.lemma_.lower() not in frame.nouns or noun.pos_ not in ("NOUN", "PROPN"):
            continue
        phrase = sorted(noun.subtree, key=lambda t: t.i)
        words = " ".join(t.text for t in phrase)
        years = tuple(dict.fromkeys(int(t.text) for t in phrase if _YEAR.fullmatch(t.text)))
        numbers = tuple(
            dict.fromkeys(t.text for t in phrase if t.like_num and t.text.isdigit() and 100 <= int(t.text) < 1900 or _YEAR.fullmatch(t.text) and t.i == noun.i + 1)
        )
        if any(m.treaty is not None for t in phrase if (m := mentions.covering(t))) or not (years or numbers):
            continue
        years = tuple(y for y in years if str(y) not in numbers)
        adopter = next((table.organization(key) for form, key in sorted(frame.adopters.items()) if form in words.lower()), None)
        if adopter is None:
            adopter = table.organization(frame.default_adopter) if "U.N." in words or "UN " in words else None
        governor = noun.head
        breach = governor.lemma_.lower() in treaty.breaches["verbs"] or (
            noun.dep_ == "pobj" and governor.head.lemma_.lower() in treaty.breaches["nouns"]
        )
        found.append(ResolutionMention(noun.i, Range(phrase[0].i, phrase[-1].i + 1), adopter, years, numbers, breach))
    return found


"""Who speaks where the words only describe somebody: "some in the capital", "port workers", "a website"."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.model import STRUCTURAL, Attribution, Range
from kgbuild.extractors.rules.reading import Reading
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.words import grammar_words

_SOME = frozenset({"some", "many", "others", "several", "most", "those"})
_WITHIN = frozenset({"in", "at", "within", "inside", "on"})
_PLAIN = 0.7
"""Certainty from which a statement by somebody unknown counts as somebody's."""


class Nameless:
    """Describes the speakers of one reading whom nothing names.

    Args:
        reading: the document.
        things: nouns that are nobody ("records show").

    """

    def __init__(self, reading: Reading, things: frozenset[str]) -> None:
        self._reading = reading
        self._things = things

    def of(self, attribution: Attribution, nominal: bool = False) -> tuple[Entity, ...]:
        """Return who makes a statement whose source nothing names, described by its words.

        Args:
            attribution: the statement.
            nominal: whether a noun phrase is enough of what is said.

        """
        if attribution.rule in STRUCTURAL and attribution.source is not None:
            return self._labelled(attribution.source, attribution.rule)
        if attribution.source is None or attribution.source_head is None or attribution.certainty < _PLAIN:
            return ()
        doc = self._reading.doc
        head = doc[attribution.source_head]
        if head.lower_ in _SOME and any(t.dep_ == "prep" and t.lower_ in _WITHIN for t in head.rights):
            words = " ".join(doc[head.i : head.right_edge.i + 1].text.split())
            return (Entity("Person", words, anonymous=True),)  # "some in the capital"
        head = _author(head)
        bare = attribution.nominal and not nominal and head.pos_ != "PROPN"  # "Abiy admitted it"
        if head.pos_ not in ("NOUN", "PROPN") or head.lemma_.lower() in self._things or bare:
            return ()
        for named in (t for t in head.rights if t.dep_ == "appos"):  # "the media wing, the X Service"
            if called := tuple(e for e in self._reading.agents.resolve(named) if e.kind != "State"):
                return called
            if head.pos_ == "NOUN" and named.pos_ == "PROPN" and named.ent_type_ != "PERSON":
                start = min([named.i, *(t.i for t in named.lefts if t.dep_ in ("amod", "compound", "nmod"))])
                called_so = doc[start : _end_of_name(named)].text
                return (Entity("Organization", " ".join(called_so.split())),)  # "the website Harbour Watch"
        owner = next((t for t in head.lefts if t.dep_ == "poss" and t.pos_ == "PROPN"), None)
        beside = (t for t in head.lefts if t.dep_ in ("amod", "compound", "nmod", "nummod"))
        start = min([head.i, *(t.i for t in beside if t.lower_ not in grammar_words().pointing)])
        start = owner.left_edge.i if owner is not None else start  # "Ruritania's foreign ministry"
        words = " ".join(doc[start : _end_of_name(head)].text.split())
        kind = "Person" if head.tag_ == "NNS" else "Organization"
        unnamed = head.pos_ == "NOUN" and owner is None
        return (Entity(kind, words, anonymous=unnamed),)  # type: ignore[arg-type]

    def _labelled(self, source: Range, rule: str) -> tuple[Entity, ...]:
        """Return whom a label or signature names, where nothing more is known: never the publisher."""
        doc = self._reading.doc
        end = next((i for i in range(*source) if doc[i].text in (",", "(")), source.end)
        start = source.start
        while start < end - 1 and (not doc[start].is_alpha or self._reading.agents.is_title(doc[start])):
            start += 1
        words = " ".join(doc[start : max(end, start + 1)].text.split())
        words = words.title() if words.isupper() else words
        return (Entity("Person", words, anonymous=rule == "answered" or not words[:1].isupper()),)


def _author(head: Token) -> Token:
    """Return who is behind a text that is cited in their place: "a tally by the website"."""
    made = [c for t in head.rights if t.dep_ == "acl" for c in t.rights]  # "a count kept by the institute"
    by = (t for t in (*head.rights, *made) if t.dep_ in ("prep", "agent") and t.lower_ == "by")
    return next((o for t in by for o in t.children if o.dep_ == "pobj"), head)


def _end_of_name(head: Token) -> int:
    """Return where the name of a body ends: behind "of Public Works" where it is one."""
    end = head.i + 1
    if not head.text[0].isupper() or end >= len(head.doc) or head.doc[end].lower_ != "of":
        return end
    last = end + 1
    while last < head.sent.end and (
        head.doc[last].text[0].isupper() or head.doc[last].lower_ in ("and", "the")
    ):
        last += 1
    while last > end and not head.doc[last - 1].text[0].isupper():
        last -= 1
    return last if last > end + 1 else head.i + 1

"""What makes a statement about no event unsure: who says it, what it points at, how it is cut out."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kgbuild.extractors.rules.events.triggers import has_company
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import POINTERS
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import Frames

_LONGEST = 45
"""Tokens beyond which a statement seldom says one thing."""
_LOOSE_RULES = frozenset({"according-to", "citing", "put-at", "noun-clause", "transcript"})
"""Rules that take along whatever else the sentence says, or leave out what is told of."""
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_SHOWING = frozenset({"this", "that", "these", "those"})
_STOPS = frozenset(".!?\u2026")
_CLOSING = "\"'\u201d\u2019) "
_PAIRS = (("\u201c", "\u201d"), ("\u2018", "\u2019"))
_NAMED_BY = ("PRON", "PROPN")


class StatementDoubts:
    """Tells what speaks against printing a statement about no event, in one reading."""

    def __init__(self, reading: Reading, frames: Frames) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._triggers = reading.triggers
        treaty, people = frames.treaty, frames.people
        self._agreements = treaty.nouns | (treaty.weak_nouns - treaty.loose_nouns)
        self._losses = people.dead | people.hurt
        self._elliptic = people.elliptic

    def of(self, draft: Draft, said: Attribution, quote: Range) -> list[str]:
        """Return each doubt about a statement, by name; a sure one has none.

        Args:
            draft: the statement.
            said: who says so, in which words.
            quote: the words that are printed of it.

        """
        found = {
            "who speaks": self._is_odd_speaker(draft, said),
            "points outside": self._points_outside(quote),
            "an event not seen": self._tells_of_event(quote),
            "no whole clause": self._is_fragment(said, quote),
            "no plain sentence": self._is_no_sentence(quote),
        }
        return [name for name, doubtful in found.items() if doubtful]

    # Who speaks

    def _is_odd_speaker(self, draft: Draft, said: Attribution) -> bool:
        """Whether it is not sure who speaks: nobody named, or somebody found by way of another word."""
        if said.source is None or said.source_head is None or said.rule in _LOOSE_RULES:
            return True
        words = self._doc[said.source.start : said.source.end]
        head = self._doc[said.source_head]
        if any(t.tag_ == "PRP$" for t in words) or len(draft.claimants) > 1:
            return True
        claimant = draft.claimants[0]
        if head.pos_ == "PRON":
            known = claimant.kind in ("Person", "Official") and not claimant.anonymous
            return not known or "Number=Sing" not in head.morph
        if claimant.anonymous:
            return claimant.represents is None
        named = any(t.pos_ == "PROPN" for t in words) or self._is_named_in(words, claimant)
        return not named or not claimant.name[:1].isupper()

    def _is_named_in(self, words: Span, claimant: Entity) -> bool:
        """Whether an adjective among the words gives the state: "the Malian army"."""
        state = claimant.state
        return state is not None and any(
            (m := self._reading.mentions.covering(t)) is not None
            and m.entity is not None
            and m.entity.state == state
            for t in words
        )

    # What it speaks of

    def _points_outside(self, quote: Range) -> bool:
        """Whether a word stands for what the quote does not name: "it was meant to", "many are worn out"."""
        words = self._doc[quote.start : quote.end]
        for token in words:
            if _stands_for_other(token) and not any(
                _may_be_meant(t, token) for t in self._doc[quote.start : token.i]
            ):
                return True
            if token.dep_ in _SUBJECTS and token.i < token.head.i and _is_left_short(token, self._elliptic):
                return True
            if token.dep_ == "det" and token.lower_ in _SHOWING:
                return True  # "reports of this kind"
            if token.lower_ == "so" and token.head.lemma_ == "do":
                return True  # "doing so"
        return False

    def _tells_of_event(self, quote: Range) -> bool:
        """Whether a word tells of arms, forces, losses or agreements, though no event was made out."""
        for token in self._doc[quote.start : quote.end]:
            reading = self._reading
            if reading.materiel.at(token) is not None or reading.forces.at(token) is not None:
                return True
            lemma = token.lemma_.lower()
            if lemma in self._losses or token.lower_ in self._losses:
                return True
            if token.pos_ in ("NOUN", "PROPN") and (lemma in self._agreements or self._is_trigger(token)):
                return True
        return False

    def _is_trigger(self, noun: Token) -> bool:
        """Whether a noun tells of an event by itself: not a common one that needs its parties beside it."""
        lemma = noun.lemma_.lower()
        return any(
            has_company(pattern, noun) and not (pattern.strict and lemma in pattern.strict.nouns)
            for _, pattern in self._triggers.of(noun)
        )

    # How it is cut out

    def _is_fragment(self, said: Attribution, quote: Range) -> bool:
        """Whether the words are no clause of their own: no verb with a subject, a "that" or adverb first."""
        words = self._doc[quote.start : quote.end]
        first = words[0]
        if first.pos_ in ("ADV", "CCONJ") or first.lower_ == "that" or first.tag_ in ("WDT", "WP", "WP$"):
            return True
        before = first.nbor(-1).lower_ if first.i else ""
        if first.tag_ == "NN" and first.dep_ in _SUBJECTS and before in POINTERS:
            return True  # "that plan holds", cut after what was taken for a conjunction
        root = words.root
        if root.dep_ == "relcl" or any(self._doc[i].dep_ == "relcl" for i in said.cue):
            return True  # "the planes that he said X had bought"
        finite = root.pos_ in ("VERB", "AUX") and any(c.dep_ in _SUBJECTS for c in root.children)
        if not finite or quote.end - quote.start > _LONGEST:
            return True
        if said.stance == "Asserts" and any(quote.start <= i < quote.end for i in said.cue):
            return True
        return any(words.text.count(one) != words.text.count(other) for one, other in _PAIRS[:1]) or (
            words.text.count('"') % 2 == 1
        )

    def _is_no_sentence(self, quote: Range) -> bool:
        """Whether the words stand in a headline or a question, or in more sentences than one."""
        sentence = self._doc[quote.start].sent
        text = sentence.text.rstrip(_CLOSING + "\n")
        return not sentence.start <= quote.end - 1 < sentence.end or text[-1:] not in (_STOPS - {"?"})


def _stands_for_other(token: Token) -> bool:
    """Whether a pronoun or demonstrative of the third person stands for a thing or for somebody."""
    if token.tag_ in ("PRP", "PRP$"):
        return "Person=3" in token.morph and token.dep_ != "expl"
    return token.tag_ == "DT" and token.pos_ == "PRON" and token.dep_ != "det"


def _may_be_meant(noun: Token, pronoun: Token) -> bool:
    """Whether a pronoun can stand for a noun before it: "they" for no single name."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    many = noun.tag_ in ("NNS", "NNPS") or any(t.dep_ == "conj" for t in noun.children)
    return many or "Number=Plur" not in pronoun.morph


def _is_left_short(subject: Token, elliptic: frozenset[str]) -> bool:
    """Whether a subject has no noun of its own: "many fell", "47 were hurt", "the planes had brought"."""
    if subject.tag_ == "DT" or subject.pos_ in ("NUM", "ADJ", "DET", "ADV") or subject.lemma_ in elliptic:
        return not any(
            t.dep_ == "prep" or (t.dep_ == "det" and t.lower_ not in POINTERS) for t in subject.children
        )
    if subject.pos_ != "NOUN":
        return False
    whole = [t for t in subject.subtree if t.i != subject.i]
    pointing = any(t.dep_ == "det" and t.lower_ in POINTERS for t in whole)
    return pointing and not any(t.pos_ in (*_NAMED_BY, "NOUN", "ADJ") for t in whole)

"""What in a statement points back to something told before: "denied it", "has not commented on the sale"."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Token

from kgbuild.claims.model import Stance
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import child, is_definite
from kgbuild.extractors.rules.telling.judgements import judged, judgement
from kgbuild.knowledge.evaluations import Evaluations
from kgbuild.knowledge.words import SilenceWords

POINTING = frozenset({"it", "this", "that", "them", "these", "those"})
_TAKEN_UP = frozenset({"it", "them"})
"""Pronouns for what was sent or done, as objects."""
_PROFORMS = frozenset({"have", "do", "be", "will", "would"})
"""Verbs that stand for the one that is left out ("said it had not")."""
_ASKING = frozenset({"whether", "which", "how", "what", "when", "where", "who", "why", "if"})
"""Words that open a question."""


class Pointers:
    """Finds the words of the statements of one reading that point back, and what these then say of it."""

    def __init__(self, reading: Reading, words: Evaluations, silence: SilenceWords) -> None:
        self._reading = reading
        self._words = words
        self._silence = silence

    def stance_on_report(self, attribution: Attribution) -> Stance:
        """Return the stance on what a report told: to condemn it, or call it baseless, is to deny."""
        stance = Stance(attribution.stance)
        if stance is Stance.ASSERTS and self._elliptic(attribution) is not None:
            return Stance.DENIES
        if stance is Stance.ASSERTS and self._confirms_none(attribution):
            return Stance.WITHHOLDS
        words = " ".join(
            self._reading.doc[part.start : part.end].text.lower() for part in attribution.content
        )
        if stance in (Stance.ASSERTS, Stance.CONDEMNS) and any(
            f" {word} " in f" {' '.join(_words_of(words))} " for word in self._words.rejects
        ):
            return Stance.DENIES
        if stance is Stance.ASSERTS:
            called = judgement(attribution, self._reading.doc, self._words)
            clause = judged(attribution, self._reading.doc, self._words) if called is None else None
            return called or (clause[1] if clause is not None else stance)
        if stance is Stance.CONDEMNS:
            pointer = self.pointer(attribution)
            if pointer is not None and pointer.lemma_.lower() in self._words.pointers:
                return Stance.DENIES
        return stance

    def _confirms_none(self, attribution: Attribution) -> bool:
        """Whether one confirms nothing of what was told: "has confirmed neither figure"."""
        words = self._reading.doc
        first = words[attribution.content[0].start] if attribution.content and attribution.nominal else None
        return first is not None and first.lower_ in ("neither", "none", "no", "nothing")

    def _elliptic(self, attribution: Attribution) -> Token | None:
        """Return the auxiliary of a denial that leaves its verb out: "said it had not"."""
        doc = self._reading.doc
        said = [t for part in attribution.content for t in doc[part.start : part.end] if not t.is_punct]
        said = said[1:] if said and said[0].lower_ == "that" else said
        if not 2 < len(said) < 6 or said[0].pos_ != "PRON" or said[-1].pos_ in ("VERB", "NOUN"):
            return None
        verbs = [t for t in said if t.lemma_ in _PROFORMS and t.tag_ != "VBG"]
        denied = any(t.dep_ == "neg" or t.lower_ == "never" for t in said)
        short = all(t.pos_ in ("PRON", "AUX", "VERB", "PART", "ADV") for t in said)
        return verbs[0] if len(verbs) == 1 and denied and short else None

    def rejection(self, attribution: Attribution) -> list[int]:
        """Return the words of a statement that call a report untrue."""
        doc = self._reading.doc
        said = [t for part in attribution.content for t in doc[part.start : part.end]]
        alone = [t.i for t in said if t.lower_ in self._words.rejects]
        pairs = pairwise(said)  # "hot air"
        return alone[:1] or [b.i for a, b in pairs if f"{a.lower_} {b.lower_}" in self._words.rejects][:1]

    def pointer(self, attribution: Attribution) -> Token | None:
        """Return the word of the content that points to something told before."""
        words = self._words
        doc = self._reading.doc
        elliptic = self._elliptic(attribution)
        if elliptic is not None:
            return elliptic
        clause = judged(attribution, doc, words)
        if clause is not None:
            return clause[0]
        for part in attribution.content:
            for token in doc[part.start : part.end]:
                lemma = token.lemma_.lower()
                denies = attribution.stance in ("Denies", "Condemns")
                demanded = attribution.stance == "Demands"  # "asked for time to check the report"
                named = token.pos_ == "NOUN" and lemma in words.pointers and not demanded
                if named and (denies or _is_definite(token)):
                    return token if not _says_what(token) else None
                deed = token.pos_ == "NOUN" and lemma in words.deeds and _is_definite(token)
                if deed and not (words.kinds_of(lemma) and _names_its_own(token)):
                    return token
                judges = attribution.stance in ("Asserts", "Condemns", "Endorses") and attribution.nominal
                if judges and token.dep_ != "pobj" and _is_definite(token) and self.is_thing(token):
                    return token  # "called the equipment purely defensive"
                if token.lower_ in POINTING and token.i == part.start and attribution.nominal:
                    return token
        return self._unnamed(attribution)

    def _unnamed(self, attribution: Attribution) -> Token | None:
        """Return the word for what a denial or silence is about, where none of its words points back."""
        if attribution.stance == "Denies":
            return self._paraphrased(attribution)
        if attribution.stance != "Withholds":
            return None
        return (
            self._pronoun(attribution)
            or self._commented(attribution)
            or self._asked(attribution)
            or self._kept_back(attribution)
        )

    def _kept_back(self, attribution: Attribution) -> Token | None:
        """Return the word of a silence that names what it is about loosely or not at all.

        "Does not comment on sales to Chad", "declined to give a timetable", "said it had no comment".
        """
        doc, words = self._reading.doc, self._silence
        silent = words.answering | words.speculating | words.confirming
        for i in reversed(attribution.cue):
            if doc[i].lemma_.lower() in silent | words.saying:
                return doc[i]
        for part in attribution.content:
            root = doc[part.start : part.end].root
            told = child(root, "dobj") if root.lemma_.lower() in words.telling else None
            noun = root if attribution.nominal else told
            if noun is not None and noun.lemma_.lower() in words.details:
                return noun
            if not attribution.nominal and root.lemma_.lower() in silent:
                return root
        return None

    def _paraphrased(self, attribution: Attribution) -> Token | None:
        """Return the noun of a denial that takes up what was told: "ruled out a base"."""
        if not attribution.content:
            return None
        part = attribution.content[0]
        words = self._reading.doc[part.start : part.end]
        taken_up = child(words.root, "dobj") if words.root.tag_ == "VBG" else None
        if taken_up is not None and taken_up.lower_ in _TAKEN_UP:
            return taken_up  # "denied receiving them"
        return next((t for t in words if t.pos_ == "NOUN" and self._words.kinds_of(t.lemma_.lower())), None)

    def is_loose(self, attribution: Attribution, pointer: Token) -> bool:
        """Whether a statement names what it is about so loosely that it means what was told just before."""
        return pointer in (self._kept_back(attribution), self._paraphrased(attribution))

    def _asked(self, attribution: Attribution) -> Token | None:
        """Return the first word of what is left open: "declined to say whether", "never said which"."""
        if attribution.nominal or not attribution.content:
            return None
        first = self._reading.doc[attribution.content[0].start]
        return first if first.lower_ in _ASKING else None

    def is_thing(self, noun: Token) -> bool:
        """Whether a noun names materiel or forces."""
        return self._reading.materiel.at(noun) is not None or self._reading.forces.at(noun) is not None

    def _commented(self, attribution: Attribution) -> Token | None:
        """Return "the flight" of "has not commented on the flight"."""
        if not attribution.nominal or not attribution.content:
            return None
        part = attribution.content[0]
        noun = self._reading.doc[part.start : part.end].root
        known = _is_definite(noun) or noun.lower_ in POINTING
        return noun if noun.pos_ in ("NOUN", "PRON") and known else None

    def _pronoun(self, attribution: Attribution) -> Token | None:
        """Return the pronoun of "would not say how large it was"."""
        doc = self._reading.doc
        said = [t for part in attribution.content for t in doc[part.start : part.end]]
        asks = bool(said) and said[0].lower_ == "how"
        return next((t for t in said if asks and t.lower_ in ("it", "they") and t.dep_ == "nsubj"), None)


def _says_what(pointer: Token) -> bool:
    """Whether a noun tells itself what it is about ("accusations that rebels were trained there")."""
    clauses = [c for c in pointer.rights if c.dep_ in ("acl", "ccomp") and c.tag_ != "VBN"]
    return any(t.lower_ == "that" for c in clauses for t in c.lefts)


def _names_its_own(deed: Token) -> bool:
    """Whether a noun says itself whose or of what it is: "the presence of Chad", "the sale of tanks"."""
    return any(t.dep_ == "prep" and t.lower_ == "of" for t in deed.rights)


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’-]\w+)*", text)


def _is_definite(token: Token) -> bool:
    return (
        is_definite(token, "such", "any", "all", "neither", "either", "both")
        or child(token, "poss") is not None
    )

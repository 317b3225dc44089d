"""Which attributions are somebody's stance: no plan, no faint guess, no deed told with a verb of judging."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import child, subject
from kgbuild.knowledge.frames import ModalityLexicon

_FAINT = 0.2
"""Certainty below which a statement does not count."""
_FAINT_STANCE = 0.15
"""The same where a stance is taken on a noun phrase."""
_FAINT_UTTERED = 0.1
"""The same where the noun is the object of a verb of its holder."""
_FAINT_PHRASE = 0.3
"""The same where only a noun phrase is asserted."""
_FELT = ("felt", "feeling-caused")
"""Rules that find whom something angers or pleases."""


def is_statement(reading: Reading, said: Attribution, words: ModalityLexicon) -> bool:
    """Whether an attribution is somebody's stance, not a mere plan or a faint guess of the rules."""
    if _is_plan(reading, said, words) or _is_deed(reading, said, words):
        return False
    asserted = said.stance == "Asserts"
    if asserted and any(reading.doc[i].lemma_.lower() in words.perceptions for i in said.cue):
        return _is_finding(reading, said, words) or _is_broadcast(reading, said, words)
    if said.stance in ("Withholds", "Denies") or said.source is None:
        return True
    if not asserted and _is_uttered(reading, said):
        return said.certainty >= _FAINT_UTTERED
    if not said.nominal:
        return said.certainty >= _FAINT
    return said.certainty >= (_FAINT_PHRASE if asserted else _FAINT_STANCE)


def is_question(reading: Reading, said: Attribution, words: ModalityLexicon) -> bool:
    """Whether what a cue governs is only asked: "was asked how many soldiers it has there"."""
    if said.nominal or not said.content:
        return False
    asks = any(reading.doc[i].lemma_.lower() in words.asking for i in said.cue)
    return asks and any(reading.doc[part.start].lower_ in words.openings for part in said.content)


def _is_finding(reading: Reading, said: Attribution, words: ModalityLexicon) -> bool:
    """Whether somebody found out that something is so: "the panel has found that Chad sent tanks"."""
    if said.nominal or said.source_head is None or not said.content:
        return False
    found = any(reading.doc[i].lemma_.lower() in words.finding for i in said.cue)
    head = reading.doc[said.source_head].lemma_.lower()
    return found and head not in words.things and reading.doc[said.content[0].start].lower_ == "that"


def _is_broadcast(reading: Reading, said: Attribution, words: ModalityLexicon) -> bool:
    """Whether a medium shows what it reports: "state television showed tanks arriving"."""
    if said.source_head is None or said.certainty < _FAINT_PHRASE:
        return False
    shown = any(reading.doc[i].lemma_.lower() in words.showing for i in said.cue)
    return shown and reading.doc[said.source_head].lemma_.lower() in words.screens


def _is_plan(reading: Reading, said: Attribution, words: ModalityLexicon) -> bool:
    """Whether somebody only plans or wants to do something themselves: "wants to buy tanks"."""
    if said.stance == "Pledges":
        return any(reading.doc[i].lemma_.lower() in words.plans for i in said.cue)
    wish = said.stance == "Demands" and said.rule == "infinitive" and bool(said.content)
    return wish and reading.doc[said.content[0].start].tag_ == "TO" and not _is_bidden(reading, said)


def _is_bidden(reading: Reading, said: Attribution) -> bool:
    """Whether what is wanted is for somebody named to do: "has called on Chad to withdraw"."""
    verb = reading.doc[said.content[0].start].head
    before = [t for t in verb.head.rights if t.i < verb.i]
    objects = [child(t, "pobj") if t.dep_ in ("prep", "prt") else t for t in before]
    return any(t is not None and reading.mentions.covering(t) is not None for t in objects)


def _is_deed(reading: Reading, said: Attribution, words: ModalityLexicon) -> bool:
    """Whether a verb of judging tells a deed or a feeling: "attacked the soldiers", "to support its war"."""
    if not said.nominal or said.stance not in ("Condemns", "Endorses") or not said.cue:
        return False
    if said.rule in _FELT:
        return True  # whom it angered has said nothing
    verb = next((reading.doc[i] for i in said.cue if reading.doc[i].pos_ == "VERB"), None)
    if verb is None or verb.lemma_.lower() not in words.bodily:
        return False
    if verb.tag_ == "VB" and any(t.lower_ == "to" for t in verb.lefts) and _is_purpose(verb, words):
        return True
    charge = any(t.dep_ == "pcomp" for part in said.content for t in reading.doc[part.start : part.end])
    return not charge and any(_is_bodily(reading, part.start, part.end) for part in said.content)


def _is_purpose(verb: Token, words: ModalityLexicon) -> bool:
    """Whether an infinitive says what something is done for: "sent soldiers to oppose the deployment"."""
    of_noun = verb.dep_ in ("acl", "relcl") and verb.head.lemma_.lower() not in words.plan_nouns
    return verb.dep_ == "advcl" or of_noun


def _is_bodily(reading: Reading, start: int, end: int) -> bool:
    """Whether a phrase names people, arms, a place or a state, at which one can shoot."""
    head: Token = reading.doc[start:end].root
    if head.pos_ not in ("NOUN", "PROPN", "PRON"):
        return False
    if head.pos_ == "PRON" or reading.mentions.covering(head) is not None:
        return True
    return reading.forces.at(head) is not None or reading.materiel.at(head) is not None


def _is_uttered(reading: Reading, attribution: Attribution) -> bool:
    """Whether a noun is what its holder utters: "voiced the demand to", "reiterated its call for"."""
    noun = reading.doc[attribution.cue[0]]
    if noun.pos_ != "NOUN" or noun.dep_ != "dobj" or attribution.source_head is None:
        return False
    doer = subject(noun.head)
    return doer is not None and attribution.source_head in (doer.i, *(t.i for t in noun.lefts))

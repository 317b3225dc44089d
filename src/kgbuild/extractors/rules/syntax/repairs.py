"""Mends a few readings that the parser gets wrong again and again, where the words leave no doubt.

A reduced relative clause read as the main one ("three Kenyans deployed with it were wounded"); an attribution
behind its statement read as one more deed ("..., the ministry announced on Friday"); a name behind a common
noun read as a second subject ("troops from former colonial power France have left"); the first of two things
read as a part of the second ("gave Chad a cargo plane and two tanks"); what is handed over read as where
("handing over weapons"); an auxiliary before its subject read as a verb ("at no point had it sent"); who
speaks read as a part of what is said ("sent tanks to Mali, the country's army chief said"); a remark on what
was said read as its object ("sent tanks to Mali, Chad said, something Oslo denies"); what does something read
as what is said ("says the pact, signed in May, gives it a base"). Charges are mended in `charges`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.syntax.charges import (
    charge_of_gerund,
    denied_by_both,
    gerund_of_charge,
    remark_by_name,
    second_gerund,
)
from kgbuild.extractors.rules.syntax.figures import bounded_object, letter_of_number
from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.extractors.rules.syntax.said import behind_inserted, said_since, told_that
from kgbuild.extractors.rules.syntax.whens import name_before_time

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL = ("NOUN", "PROPN", "NUM")
_AUXILIARIES = frozenset({"have", "do"})
_BARE = frozenset({"VBN", "VBD", "VB"})
_LINKS = frozenset({"and", "or", "but", "in", "on", "as", "while", "which", "who"})
"""Words that do not stand in the phrase of somebody who speaks behind what is said."""
_PLACES_OF_NOUNS = frozenset({"dobj", "pobj", "nsubjpass", "attr"})
_OBJECTS = ("dobj", "attr", "acomp", "oprd", "ccomp", "xcomp")


def repaired(doc: Doc) -> Doc:
    """Return a parsed document with its misread clauses mended; the same object where nothing is to mend."""
    changes: dict[int, tuple[Token, str]] = {}
    nouns: list[int] = []
    for token in doc:
        found: dict[int, tuple[Token, str]] | None = None
        if token.pos_ == "VERB" and _is_noun(token):
            nouns.append(token.i)
            found = _named_by(token)
        elif token.pos_ == "VERB":
            found = _inverted(token) or _behind_remark(token) or _garden_path(token)
            found = found or _trailing_attribution(token) or second_gerund(token) or _lost_speaker(token)
            found = (
                found
                or gerund_of_charge(token)
                or said_since(token)
                or told_that(token)
                or behind_inserted(token)
                or _each_did(token)
            )
        elif token.dep_ in ("nsubj", "nsubjpass") and _is_label(token):
            found = {token.i: (token, "ROOT")}
        elif token.dep_ in ("nsubj", "nsubjpass") and token.pos_ == "PROPN":
            found = _second_subject(token)
        elif token.dep_ in ("nmod", "compound"):
            found = (
                _first_of_two(token) or _who_acts(token) or remark_by_name(token) or name_before_time(token)
            )
        elif token.dep_ in ("appos", "pobj"):
            found = _behind_quotation(token)
        elif token.dep_ == "preconj":
            found = denied_by_both(token)
        elif token.dep_ == "prt":
            found = _behind_particle(token)
        elif token.dep_ == "dobj":
            found = _remark(token) or _object_that_acts(token)
        elif token.dep_ == "prep":
            found = bounded_object(token) or charge_of_gerund(token)
        if not found and token.pos_ != "VERB":
            found = letter_of_number(token)
        if found and not found.keys() & changes.keys():
            changes.update(found)
    return _changed(doc, changes, nouns) if changes or nouns else doc


def _is_noun(token: Token) -> bool:
    """Whether a word read as a verb stands where only a noun can: "delivered 17 TB2 drones to Mali"."""
    read = token.tag_ == "VBZ" and token.dep_ in _PLACES_OF_NOUNS
    if not read or child(token, *_SUBJECTS) is not None:
        return False
    return token.dep_ == "pobj" or any(t.dep_ in ("nummod", "compound", "amod", "det") for t in token.lefts)


def _named_by(noun: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "despite UN reports that": the name before the noun is a part of its phrase."""
    before = noun.nbor(-1) if noun.i else noun
    beside = noun.dep_ == "pobj" and before.dep_ == "pobj" and before.head.i == noun.head.i
    return {before.i: (noun, "compound")} if beside else None


def _changed(doc: Doc, changes: dict[int, tuple[Token, str]], nouns: Iterable[int] = ()) -> Doc:
    columns: list[Any] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START"]
    values: Any = doc.to_array(columns)
    for i, (head, label) in changes.items():
        values[i, 4] = doc.vocab.strings.add(label)
        values[i, 5] = (head.i - i) % 2**64  # an offset, in the unsigned array of the whole
    for i in nouns:
        values[i, 0], values[i, 1] = doc.vocab.strings.add("NNS"), doc.vocab.strings["NOUN"]
    mended = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    mended.from_array(columns, values)
    return mended


def _inverted(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "at no point had it sent drones": the auxiliary before the subject read as a verb of its own."""
    had, doer = verb.head, child(verb, *_SUBJECTS)
    if verb.dep_ not in ("ccomp", "xcomp") or had.lemma_ not in _AUXILIARIES or verb.tag_ not in _BARE:
        return None
    if (
        doer is None
        or not had.i < doer.left_edge.i == had.i + 1
        or child(had, *_SUBJECTS, "dobj") is not None
    ):
        return None
    changes = {t.i: (verb, t.dep_) for t in had.children if t.i != verb.i}
    above = verb if had.dep_ == "ROOT" else had.head
    return changes | {verb.i: (above, had.dep_), had.i: (verb, "aux")}


def _each_did(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "Chad and Mali had each sent arms": what each did, read as a word for the arms."""
    noun, had = verb.head, verb.head.head
    if verb.tag_ != "VBN" or verb.dep_ != "amod" or noun.dep_ != "dobj" or had.lemma_ not in _AUXILIARIES:
        return None
    if had.i != verb.i - 2 or verb.nbor(-1).dep_ != "det" or verb.nbor(-1).head.i != noun.i:
        return None
    changes = {t.i: (verb, t.dep_) for t in had.children if t.i != noun.i}
    above = verb if had.dep_ == "ROOT" else had.head
    changes |= {verb.i: (above, had.dep_), had.i: (verb, "aux"), noun.i: (verb, "dobj")}
    return changes | {verb.i - 1: (verb, "advmod")}


def _behind_remark(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "the group, which seldom speaks, acknowledged that": the verb read as a second remark."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD") or noun.dep_ != "ROOT" or verb.i == 0:
        return None
    remark = next((t for t in noun.rights if t.dep_ == "relcl" and t.i < verb.i), None)
    if remark is None or child(remark, "nsubj") is None or verb.nbor(-1).text != ",":
        return None
    if child(verb, "aux", "auxpass", "agent") is not None:
        return None
    changes = {verb.i: (verb, "ROOT"), noun.i: (verb, "nsubj")}
    for token in noun.rights:
        if token.i > verb.i:
            that = token.dep_ == "relcl" and child(token, "mark") is not None
            changes[token.i] = (verb, "ccomp" if that else token.dep_)
    return changes


def _garden_path(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "Kenyans deployed with the mission were wounded": the participle read as what they did."""
    patient = child(verb, "nsubj")
    if verb.tag_ not in ("VBD", "VBN") or patient is None or patient.pos_ not in _NOMINAL:
        return None
    if any(c.dep_ in ("aux", "auxpass", "dobj", "neg") for c in verb.children) or patient.i > verb.i:
        return None
    main = next((v for v in _behind(verb) if _lacks_subject(v)), None)
    if main is None or any(c.dep_ in ("ccomp", "xcomp") and c.i < main.i for c in verb.rights):
        return None
    if any(t.is_quote or t.text in (",", ";", ":") for t in verb.doc[verb.i : main.i]):
        return None
    above = main if verb.dep_ == "ROOT" else verb.head
    passive = child(main, "auxpass") is not None
    changes = {
        main.i: (above, verb.dep_),
        verb.i: (patient, "acl"),
        patient.i: (main, "nsubjpass" if passive else "nsubj"),
    }
    for token in verb.children:
        if token.i not in changes and (token.i < patient.left_edge.i or token.i > main.i):
            changes[token.i] = (main, token.dep_)
    counted = child(patient, "nummod") is not None or patient.pos_ == "NUM"
    for token in verb.subtree:  # "two men deployed with the mission and seven others"
        if counted and token.dep_ == "conj" and token.lower_ == "others" and token.i < main.i:
            changes[token.i] = (patient, "conj")
    return changes


def _behind(verb: Token) -> Iterable[Token]:
    """Return the verbs that can be the main one behind a participle, the nearest first."""
    beside = [t for t in verb.head.rights if verb.dep_ in ("ccomp", "advcl", "conj") and t.i > verb.i]
    return sorted([t for t in (*verb.rights, *beside) if t.pos_ in ("VERB", "AUX")], key=lambda t: t.i)


def _lacks_subject(verb: Token) -> bool:
    """Whether a finite verb, with an auxiliary, has nobody who does it and nothing that links it."""
    finite = verb.tag_ in _FINITE and verb.pos_ == "AUX"
    finite = finite or any(c.dep_ in ("aux", "auxpass") and c.tag_ in _FINITE for c in verb.lefts)
    if not finite or verb.dep_ not in ("ccomp", "conj", "dep", "advcl"):
        return False
    linked = any(c.dep_ in (*_SUBJECTS, "mark", "cc", "advmod") and c.i < verb.i for c in verb.children)
    before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i else verb
    return not linked and before.dep_ != "cc" and before.tag_ not in ("WDT", "WP", ",", "``", "''")


def _trailing_attribution(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "..., the president and the minister announced on Tuesday": the speakers read as an apposition."""
    if (
        verb.dep_ not in ("conj", "advcl", "parataxis")
        or verb.tag_ not in ("VBD", "VBZ")
        or child(verb, *_SUBJECTS, *_OBJECTS) is not None
    ):
        return None
    top = verb.head
    if (
        top.dep_ != "ROOT"
        or top.pos_ not in ("VERB", "AUX")
        or child(verb, "aux", "auxpass", "mark") is not None
    ):
        return None
    speaker = next((t for t in verb.doc[top.i + 1 : verb.i] if _ends_before(t, verb)), None)
    if speaker is None or any(t.dep_ == "cc" and t.head.i == top.i for t in top.rights):
        return None
    before = verb.doc[speaker.left_edge.i - 1]
    if before.text not in (",", "”", '"'):
        return None
    remarks = {t.i: (verb, "npadvmod") for t in top.rights if t.i > verb.i and t.dep_ == "dobj"}
    return {verb.i: (verb, "ROOT"), top.i: (verb, "ccomp"), speaker.i: (verb, "nsubj")} | remarks


def _lost_speaker(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "sent tanks to Mali, the country's army chief, Ali Keita, said": no apposition to Mali.

    The speaker goes from the last comma up to the verb; where two enclose an apposition, from the one before.
    """
    said = child(verb, "ccomp")
    if (
        verb.dep_ != "ROOT"
        or verb.tag_ not in ("VBD", "VBZ")
        or said is None
        or said.i > verb.i
        or child(verb, *_SUBJECTS) is not None
    ):
        return None
    commas = [t.i for t in verb.doc[said.i + 1 : verb.i] if t.text == ","]
    closed = bool(commas) and commas[-1] == verb.i - 1
    if len(commas) < 1 + 2 * closed:
        return None
    start = commas[-3 if closed else -1] + 1
    speaker = verb.doc[start : verb.i]
    if any(t.pos_ in ("VERB", "AUX") or t.is_quote or t.lower_ in _LINKS for t in speaker):
        return None
    tops = [t for t in speaker if not start <= t.head.i < verb.i and t.pos_ in _NOMINAL]
    if len(tops) != 1 or tops[0].head.i == verb.i:
        return None
    top = tops[0]
    changes = {top.i: (verb, "nsubj")}
    strays = [t for t in verb.doc[said.i : start] if t.i > said.i and start <= t.head.i < verb.i]
    for stray in strays:  # "to Armenia, Azerbaijan's minister": read as one name
        if stray.dep_ != "punct":
            changes[stray.i] = (top.head, top.dep_)
    return changes


def _ends_before(noun: Token, verb: Token) -> bool:
    """Whether an apposition goes up to a verb."""
    return noun.dep_ == "appos" and noun.pos_ in _NOMINAL and noun.right_edge.i == verb.left_edge.i - 1


def _is_label(noun: Token) -> bool:
    """Whether a subject only says who speaks: a colon, a quotation and its own subject stand behind it."""
    own = next((t for t in noun.head.lefts if t.dep_ in _SUBJECTS and t.i > noun.i), None)
    between = noun.doc[noun.i : own.i] if own is not None else ()
    return any(t.text == ":" and t.i + 1 < len(noun.doc) and t.nbor().is_quote for t in between)


def _second_subject(name: Token) -> dict[int, tuple[Token, str]]:
    """Mend "troops from former colonial power France have left": the name goes with the noun before it."""
    first = next((t for t in name.head.lefts if t.dep_ == name.dep_ and t.i < name.i), None)
    if first is None or name.left_edge.i != first.right_edge.i + 1 or name.left_edge.i == 0:
        return {}
    noun = name.doc[name.left_edge.i - 1]
    return {name.i: (noun, "appos")} if noun.pos_ == "NOUN" and noun.i != first.i else {}


def _remark(noun: Token) -> dict[int, tuple[Token, str]]:
    """Mend "Chad sent arms, a minister said, a charge Oslo rejects": the charge is not what was said."""
    verb = noun.head
    before = noun.doc[noun.left_edge.i - 1] if noun.left_edge.i else noun
    told = next((t for t in verb.lefts if t.dep_ == "ccomp"), None)
    if told is None or before.text not in (",", "–", "—", "-") or child(noun, "relcl") is None:
        return {}
    return {noun.i: (verb, "npadvmod")} if noun.left_edge.i > verb.i + 1 else {}


def _object_that_acts(noun: Token) -> dict[int, tuple[Token, str]]:
    """Mend "Chad says the deal, signed in May, gives it a base": the deal is what gives it."""
    verb = noun.head
    clause = next((t for t in verb.rights if t.dep_ == "ccomp" and t.i > noun.right_edge.i), None)
    if clause is None or clause.tag_ not in ("VBZ", "VBD", "VBP") or child(clause, *_SUBJECTS) is not None:
        return {}
    closed = noun.doc[clause.left_edge.i - 1].text == "," and noun.right_edge.i < clause.left_edge.i
    return {noun.i: (clause, "nsubj")} if closed and noun.i > verb.i else {}


def _behind_quotation(noun: Token) -> dict[int, tuple[Token, str]]:
    """Mend 'rejected as "pure fiction" a report': the report is what is rejected."""
    phrase, start = noun.head, noun.left_edge
    before = start if start.is_quote or start.i == 0 else start.nbor(-1)
    verb = phrase.head.head
    if noun.dep_ == "pobj":  # both read as what stands behind "as"
        verb, phrase = (
            phrase.head,
            next((t for t in phrase.rights if t.i < before.i and t.dep_ == "pobj"), noun),
        )
    if not before.is_quote or before.i < phrase.i or phrase.dep_ != "pobj" or verb.pos_ != "VERB":
        return {}
    return {noun.i: (verb, "dobj")} if child(verb, "dobj", "ccomp") is None and verb.i < phrase.i else {}


def _who_acts(name: Token) -> dict[int, tuple[Token, str]]:
    """Mend "Norway trains the army": a name before a finite verb without a subject is who acts."""
    verb = name.head
    finite = verb.pos_ == "VERB" and verb.tag_ in ("VBZ", "VBD") and child(verb, *_SUBJECTS) is None
    if name.pos_ != "PROPN" or not finite or verb.dep_ not in ("ROOT", "ccomp"):
        return {}
    return {name.i: (verb, "nsubj")} if name.i == verb.i - 1 else {}


def _first_of_two(noun: Token) -> dict[int, tuple[Token, str]]:
    """Mend "a cargo plane and two tanks": the second noun has a number or article of its own behind "and"."""
    link, second = child(noun, "cc"), noun.head
    if link is None or not noun.i < link.i < second.i or second.head.i == second.i:
        return {}
    if not any(t.dep_ in ("nummod", "det") and t.i > link.i for t in second.lefts):
        return {}
    changes = {noun.i: (second.head, second.dep_), second.i: (noun, "conj")}
    changes.update({t.i: (noun, t.dep_) for t in second.lefts if t.i < noun.i})
    return changes


def _behind_particle(particle: Token) -> dict[int, tuple[Token, str]]:
    """Mend "is handing over weapons": what stands behind the particle is the object of the verb."""
    thing = child(particle, "pobj")
    return (
        {thing.i: (particle.head, "dobj")}
        if thing is not None and child(particle.head, "dobj") is None
        else {}
    )

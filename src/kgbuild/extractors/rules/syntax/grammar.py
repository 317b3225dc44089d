"""Who does what to whom in a dependency parse: logical subjects, objects and prepositional complements.

The labels are those of ClearNLP, which spaCy's English models use. Passives, control ("urged X to send"),
participles, relative clauses and coordination are undone here, so that frames need only speak of slots.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kgbuild.knowledge.words import grammar_words

_SUBJECTS = ("nsubj", "csubj")
_PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_VERBAL = ("VERB", "AUX")
_PREPOSITIONAL = ("prep", "dative", "agent", "prt")
_PREPOSITION_POS = ("ADP", "SCONJ", "VERB", "ADV")
_BARE_PASSIVE = ("ROOT", "ccomp", "advcl", "xcomp", "oprd", "dep")
"""Where a participle without an auxiliary can stand ("Asked to leave, the crew left")."""
_MAX_CLIMB = 6
POINTERS = frozenset({"the", "this", "that", "these", "those"})
"""Determiners that point at somebody or something known."""
INTRODUCERS = frozenset({"a", "an", "another"})
"""Determiners of what is brought up as new."""
POSSESSIVES = frozenset({"its", "their", "his", "her", "our"})


def child(token: Token, *labels: str) -> Token | None:
    """Return the first child with one of these dependency labels."""
    for found in token.children:
        if found.dep_ in labels:
            return found
    return None


def is_definite(noun: Token, *others: str) -> bool:
    """Whether a noun phrase points at something known ("the group"); `others` show it too."""
    return any(t.lower_ in POINTERS or t.lower_ in others for t in noun.lefts)


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, with or without its auxiliary."""
    if verb.lemma_ in grammar_words().intransitive:
        return False
    if child(verb, "auxpass", "nsubjpass", "agent") is not None:
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ in ("acl", "amod"):
        return True
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN" and child(verb, "nsubj", "aux") is None:
        return is_passive(verb.head)
    return verb.dep_ in _BARE_PASSIVE and child(verb, "aux", "nsubj") is None


def conjuncts(token: Token) -> list[Token]:
    """Return the token and all that is coordinated with it, in order of the text."""
    found = [token]
    queue = [token]
    while queue:
        for sub in queue.pop().children:
            if sub.dep_ == "conj" and sub.i != token.i:
                found.append(sub)
                queue.append(sub)
    if len(found) == 1 and token.dep_ in ("nsubj", "nsubjpass") and child(token, "cc") is not None:
        # The parser now and then makes two subjects of one: "12 soldiers and 40 civilians were killed"
        found += [t for t in token.head.lefts if t.dep_ == token.dep_ and t.i > token.i]
    return sorted(found, key=lambda t: t.i)


def _antecedent(token: Token, verb: Token) -> Token:
    """Return what a relative pronoun stands for, else the token itself."""
    if token.lower_ in _RELATIVE and token.pos_ in ("PRON", "DET", "SCONJ"):
        clause = verb
        for _ in range(_MAX_CLIMB):
            if clause.dep_ == "relcl":
                return clause.head
            if clause.head.i == clause.i:
                break
            clause = clause.head
    return token


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Return the head of the logical subject: who does what the verb says."""
    if depth > _MAX_CLIMB:
        return None
    if is_passive(verb):
        agent = child(verb, "agent")
        if agent is None and verb.dep_ == "amod":
            return child(verb, "npadvmod")  # "US-supplied"
        return child(agent, "pobj") if agent is not None else None
    own = child(verb, *_SUBJECTS, *_PASSIVE_SUBJECTS)
    if own is not None:
        return _antecedent(own, verb)
    return _controller(verb, depth)


def _controller(verb: Token, depth: int) -> Token | None:
    """Return the logical subject of a verb that has none of its own."""
    head = verb.head
    match verb.dep_:
        case "xcomp" | "ccomp" | "oprd":
            return _controller_of_complement(verb, depth)
        case "conj" | "advcl" | "dep" if head.pos_ in _VERBAL:
            return _controller_of_adjunct(verb, depth)
        case "acl":
            return head if verb.tag_ == "VBG" else _owner(head, depth)
        case "pcomp" | "prep":
            return _controller_over_preposition(head, depth)
        case "relcl":  # "Chad was in no position to send": not the position sends
            return _owner(head, depth) if _is_ability(head) and verb.tag_ == "VB" else head
        case _:
            return None


def _controller_of_complement(verb: Token, depth: int) -> Token | None:
    """Return who is meant in "urged X to send", "X was seen sending", "X plans to send"."""
    head = verb.head
    if is_passive(head):
        patient = object_(head, depth + 1)
        return patient if patient is not None else subject(head, depth + 1)
    addressee = child(head, "dobj", "dative") or _called_on(head)
    if (
        addressee is not None
        and addressee.dep_ in ("dobj", "pobj")
        and addressee.i < verb.i
        and head.lemma_ not in grammar_words().promising
    ):
        return addressee
    return subject(head, depth + 1) if head.pos_ in _VERBAL else _owner(head, depth)


def _controller_of_adjunct(verb: Token, depth: int) -> Token | None:
    """Return who is meant in "X came and sent", "X went home, sending"."""
    offered = child(verb.head, "dobj") if verb.tag_ == "VB" and verb.dep_ == "advcl" else None
    if offered is not None and offered.lemma_ in grammar_words().offers and offered.i < verb.i:
        maker = _maker(offered)  # "accepted the offer of Chad to send"
        if maker is not None:
            return maker
    passive = is_passive(verb.head)
    found = subject(verb.head, depth + 1) if verb.dep_ == "conj" or not passive else None
    return object_(verb.head, depth + 1) if found is None and passive else found


def _called_on(verb: Token) -> Token | None:
    """Return whom "called on them to leave" asks."""
    for token in verb.children:
        if token.dep_ == "prep" and token.lower_ in ("on", "upon"):
            return child(token, "pobj")
    return None


def _controller_over_preposition(preposition: Token, depth: int) -> Token | None:
    """Return who is meant in "accused X of sending", "suspected of sending", "after sending"."""
    governor = preposition.head
    if governor.pos_ == "ADV" and governor.head.pos_ in _VERBAL:
        governor = governor.head  # "far from sending", "stopped short of sending"
    if governor.pos_ not in _VERBAL:
        return _owner(governor, depth)
    if is_passive(governor):
        return object_(governor, depth + 1)
    if preposition.lower_ in ("of", "for", "from", "against", "into"):
        patient = child(governor, "dobj")
        if patient is not None:
            return patient
    return subject(governor, depth + 1)


def _is_ability(noun: Token) -> bool:
    """Whether a noun says what somebody can do: "was in a position to"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.lemma_ == "be"


def _maker(noun: Token) -> Token | None:
    """Return who makes "the offer of Chad to send"."""
    named = (c for p in noun.rights if p.lower_ == "of" for c in p.children if c.dep_ == "pobj")
    return next((name for name in named if name.pos_ == "PROPN"), None)


def _owner(noun: Token, depth: int) -> Token | None:
    """Return whose plan, decision or ability a noun speaks of."""
    owner = child(noun, "poss")
    if owner is not None:
        return owner
    maker = _maker(noun)
    if maker is not None:
        return maker
    if noun.dep_ in ("dobj", "attr", "acomp", "pobj") and depth <= _MAX_CLIMB:
        governor = noun.head if noun.dep_ != "pobj" else noun.head.head
        if governor.pos_ in _VERBAL and governor.lemma_ not in grammar_words().judging:
            return subject(governor, depth + 1)
    return None


def object_(verb: Token, depth: int = 0) -> Token | None:
    """Return the head of the logical object: what the verb is done to."""
    if depth > _MAX_CLIMB:
        return None
    passive = child(verb, *_PASSIVE_SUBJECTS)
    if passive is not None:
        return _antecedent(passive, verb)
    if is_passive(verb):
        return _passive_patient(verb, depth)
    direct = child(verb, "dobj", "attr")
    return _antecedent(direct, verb) if direct is not None else _object_outside(verb)


def given(verb: Token) -> tuple[Token, Token] | None:
    """Return who is given what in "Oman was sold tanks"; None where a passive has no object of its own."""
    receiver, thing = child(verb, "nsubjpass"), child(verb, "dobj")
    return (_antecedent(receiver, verb), thing) if receiver is not None and thing is not None else None


def _object_outside(verb: Token) -> Token | None:
    """Return the object of "the arms they sent", "the arms which they agreed to send"."""
    if verb.dep_ == "relcl" and verb.pos_ == "VERB":
        own = child(verb, "nsubj")
        if own is not None and own.lower_ not in _RELATIVE:
            return verb.head
    if verb.dep_ == "xcomp" and verb.head.pos_ == "VERB":
        raised = child(verb.head, "dobj")
        if raised is not None and raised.lower_ in _RELATIVE:
            return _antecedent(raised, verb.head)
    return None


def _passive_patient(verb: Token, depth: int) -> Token | None:
    """Return what a participle without a subject of its own is done to."""
    if verb.dep_ in ("acl", "amod", "relcl"):
        return verb.head
    if verb.dep_ == "conj":
        if is_passive(verb.head):
            return object_(verb.head, depth + 1)
        return subject(verb.head, depth + 1)
    if verb.dep_ in ("xcomp", "oprd", "advcl"):
        return _controller(verb, depth)
    return None


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Yield (preposition, head of its complement) of a verb or noun, coordinated complements too.

    Of two in a row ("along with shells") both are yielded: "along with" and "with".
    """
    for found in token.children:
        if found.dep_ not in _PREPOSITIONAL or found.pos_ not in _PREPOSITION_POS:
            continue
        name = found.lower_
        if name == "according":
            continue  # "to" whom is no direction
        for below in found.children:
            if below.dep_ in ("pobj", "pcomp"):
                yield from ((name, item) for item in conjuncts(below))
            elif below.dep_ == "prep":
                for item in (
                    i for deeper in below.children if deeper.dep_ == "pobj" for i in conjuncts(deeper)
                ):
                    yield f"{name} {below.lower_}", item
                    yield below.lower_, item


def figure_between(one: Token, other: Token) -> bool:
    """Whether a number stands between two words."""
    low, high = sorted((one.i, other.i))
    return any(t.pos_ == "NUM" or t.like_num for t in one.doc[low + 1 : high])


def sentence_before(doc: Doc, start: int) -> int:
    """Return where the sentence before one that starts here begins; what parts paragraphs is none."""
    while start > 0:
        start = int(doc[start - 1].sent.start)
        if not doc[start].is_space:
            break
    return start

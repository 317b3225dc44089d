"""Who does what to whom in a dependency parse: logical subjects, objects and prepositional complements.

The labels are those of ClearNLP, which spaCy's English models use. Passives, control ("urged X to send"),
participles, relative clauses and coordination are undone here, so that frames need only speak of slots.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

_SUBJECTS = ("nsubj", "csubj")
_PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_MAX_CLIMB = 6


def child(token: Token, *labels: str) -> Token | None:
    """Return the first child with one of these dependency labels."""
    for found in token.children:
        if found.dep_ in labels:
            return found
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, with or without its auxiliary."""
    if child(verb, "auxpass", "nsubjpass", "agent") is not None:
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ == "acl" or verb.dep_ == "amod":
        return True
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN" and child(verb, "nsubj", "aux") is None:
        return is_passive(verb.head)
    return child(verb, "aux", "nsubj") is None and verb.dep_ in (
        "ROOT",
        "ccomp",
        "advcl",
        "xcomp",
        "oprd",
        "dep",
    )


def conjuncts(token: Token) -> list[Token]:
    """Return the token and all that is coordinated with it, in order of the text."""
    found = [token]
    queue = [token]
    while queue:
        for sub in queue.pop().children:
            if sub.dep_ == "conj" and sub.i != token.i:
                found.append(sub)
                queue.append(sub)
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
        return child(agent, "pobj") if agent is not None else None
    own = child(verb, *_SUBJECTS)
    if own is not None:
        return _antecedent(own, verb)
    return _controller(verb, depth)


def _controller(verb: Token, depth: int) -> Token | None:
    """Return the logical subject of a verb that has none of its own."""
    head = verb.head
    if head.i == verb.i:
        return None
    if verb.dep_ in ("xcomp", "ccomp", "oprd"):
        if is_passive(head):
            patient = object_(head, depth + 1)
            return patient if patient is not None else subject(head, depth + 1)
        addressee = child(head, "dobj", "dative") or _called_on(head)
        if addressee is not None and head.lemma_ != "promise" and addressee.i < verb.i:
            return addressee if addressee.dep_ in ("dobj", "pobj") else subject(head, depth + 1)
        return subject(head, depth + 1) if head.pos_ in ("VERB", "AUX") else _owner(head, depth)
    if verb.dep_ in ("conj", "advcl", "dep") and head.pos_ in ("VERB", "AUX"):
        if is_passive(head) and verb.dep_ != "conj":
            return object_(head, depth + 1)
        found = subject(head, depth + 1)
        if found is None and is_passive(head):
            return object_(head, depth + 1)
        return found
    if verb.dep_ == "acl":
        return head if verb.tag_ == "VBG" else _owner(head, depth)
    if verb.dep_ in ("pcomp", "prep"):
        return _controller_over_preposition(head, depth)
    if verb.dep_ == "relcl":
        return head
    return None


def _called_on(verb: Token) -> Token | None:
    """Return whom "called on them to leave" asks."""
    for token in verb.children:
        if token.dep_ == "prep" and token.lower_ in ("on", "upon"):
            return child(token, "pobj")
    return None


def _controller_over_preposition(preposition: Token, depth: int) -> Token | None:
    """Return who is meant in "accused X of sending", "suspected of sending", "after sending"."""
    governor = preposition.head
    if governor.pos_ not in ("VERB", "AUX"):
        return _owner(governor, depth)
    if is_passive(governor):
        return object_(governor, depth + 1)
    if preposition.lower_ in ("of", "for", "from", "against", "into"):
        patient = child(governor, "dobj")
        if patient is not None:
            return patient
    return subject(governor, depth + 1)


def _owner(noun: Token, depth: int) -> Token | None:
    """Return whose plan, decision or ability a noun speaks of."""
    owner = child(noun, "poss")
    if owner is not None:
        return owner
    if noun.dep_ in ("dobj", "attr", "acomp", "pobj") and depth <= _MAX_CLIMB:
        governor = noun.head if noun.dep_ != "pobj" else noun.head.head
        if governor.pos_ in ("VERB", "AUX"):
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
    if direct is not None:
        return _antecedent(direct, verb)
    if verb.dep_ == "relcl" and child(verb, "nsubj") is not None and verb.pos_ == "VERB":
        pronoun = child(verb, "nsubj")
        if pronoun is not None and pronoun.lower_ not in _RELATIVE:
            return verb.head
    if verb.dep_ == "xcomp" and verb.head.pos_ == "VERB":
        raised = child(verb.head, "dobj")
        if raised is not None and raised.lower_ in _RELATIVE:
            return _antecedent(raised, verb.head)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.i < verb.head.i + 4:
        return None
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


def prepositions(token: Token, depth: int = 0) -> Iterator[tuple[str, Token]]:
    """Yield (preposition, head of its complement) of a verb or noun, coordinated complements too."""
    for found in token.children:
        if found.dep_ not in ("prep", "dative", "agent", "prt") or found.pos_ not in (
            "ADP",
            "SCONJ",
            "VERB",
            "ADV",
        ):
            continue
        name = found.lower_
        for below in found.children:
            if below.dep_ in ("pobj", "pcomp"):
                for item in conjuncts(below):
                    yield name, item
            elif below.dep_ == "prep" and depth < 2:
                for deeper in below.children:
                    if deeper.dep_ == "pobj":
                        for item in conjuncts(deeper):
                            yield name + " " + below.lower_, item
                            yield below.lower_, item


def modifiers(noun: Token) -> Iterator[Token]:
    """Yield the words that modify a noun from the left: adjectives, compounds, possessors."""
    for found in noun.lefts:
        if found.dep_ in ("amod", "compound", "nmod", "poss", "nummod", "advmod", "npadvmod"):
            yield found
            yield from modifiers(found)


def clause_head(token: Token) -> Token:
    """Return the verb (or other root) of the clause that the token stands in."""
    current = token
    while current.head.i != current.i and current.dep_ not in _CLAUSES:
        current = current.head
    return current


_CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "conj_verb"})

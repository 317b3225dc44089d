"""Whom pronouns point back to."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.agents.history import SUBJECTS, History
from kgbuild.extractors.rules.agents.owners import Resolve
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, subject
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.words import AgentWords

PERSONAL = frozenset({"he", "she", "him", "her", "himself", "herself"})
FIRST = frozenset({"i", "me", "my", "we", "us", "our", "ours", "myself", "ourselves"})
SPEAKING = PERSONAL | {"it", "itself", "they"}
"""Pronouns that go on where somebody left off: "he added"."""
_OF_PERSONS = PERSONAL | {"his", "hers"}
_OF_BODIES = frozenset({"it", "itself", "its"})
_OF_SEVERAL = frozenset({"they", "them", "themselves", "both", "neither", "each", "their", "theirs"})
_ALL = _OF_PERSONS | _OF_BODIES | _OF_SEVERAL | {"whose"}
_PEOPLE = ("Person", "Official")
_BODIES = ("State", "Organization")
_RELATIVE = frozenset({"which", "who", "that"})
_BODY = "ORG"
"""What the model takes a name for that "he" cannot stand for."""
_MAX_CLIMB = 12
_DATELINE = 6
"""Tokens of the longest line that only says where a report comes from."""


def is_pronoun(token: Token) -> bool:
    """Whether a word is a pronoun of the third person, or "whose"."""
    return token.lower_ in _ALL


class Pronouns:
    """Resolves the pronouns of one document."""

    def __init__(self, doc: Doc, words: AgentWords, history: History, resolve: Resolve) -> None:
        self._doc = doc
        self._bidding = words.bidding
        self._history = history
        self._resolve = resolve

    def resolve(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return whom a pronoun of the third person stands for."""
        word = pronoun.lower_
        if word == "whose":
            return self._antecedent(pronoun)
        if word in _OF_PERSONS:
            return self._person(pronoun)
        return self._body(pronoun) if word in _OF_BODIES else self._several(pronoun)

    def _antecedent(self, pronoun: Token) -> tuple[Entity, ...]:
        current = pronoun
        while current.head.i != current.i:
            current = current.head
            if current.dep_ == "relcl":
                return self._resolve(current.head)
        return ()

    def _person(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return the person who was subject last, else who was named last."""
        if pronoun.dep_ == "poss" and (meant := self._asked(pronoun)):
            return meant
        barred = () if pronoun.dep_ == "poss" else self._of_own_clause(pronoun)
        people = [(i, e) for i, e in self._history.before(pronoun) if e.kind in _PEOPLE and e not in barred]
        unknown = self._unknown_before(pronoun)
        people = [(i, e) for i, e in people if i > unknown]  # "Mensah told the paper that he": not another
        subjects = [e for i, e in people if self._history.is_subject(i)]
        return tuple(subjects[:1] or [e for _, e in people[:1]])

    def _unknown_before(self, pronoun: Token) -> int:
        """Return where somebody whom nobody knows is the subject of a pronoun's sentence, or -1."""
        found = [
            t.i
            for t in self._doc[pronoun.sent.start : pronoun.i]
            if t.pos_ == "PROPN"
            and t.dep_ == "nsubj"
            and t.ent_type_ != _BODY
            and not self._history.knows(t.i)
        ]
        return found[-1] if found else -1

    def _asked(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return who is asked in "urged him to pull his forces back"."""
        verb = next((t for t in pronoun.ancestors if t.pos_ == "VERB"), None)
        doer = (
            subject(verb)
            if verb is not None and verb.dep_ in ("xcomp", "ccomp") and verb.tag_ == "VB"
            else None
        )
        if doer is None or doer.dep_ != "dobj" or doer.i >= pronoun.i:
            return ()
        return tuple(e for e in self._resolve(doer) if e.kind in _PEOPLE)

    def _body(self, pronoun: Token) -> tuple[Entity, ...]:
        governing = self._governing(pronoun) or self._teller(pronoun)
        if governing:
            return governing
        met = (*self._met(pronoun), *self._of_own_clause(pronoun), *self._at_home_in(pronoun))
        bodies = [
            (i, e)
            for i, e in self._history.before(pronoun)
            if e.kind in _BODIES
            and e not in met
            and self._doc[i].dep_ not in ("amod", "compound", "nmod")
            and not self._is_one_of_several(i)
            and not self._is_dateline(i)
        ]
        same = [pair for pair in bodies if self._history.sentences_between(pair[0], pronoun.i) == 0]
        pool = same or bodies
        # The first subject of the sentence governs "it"; across sentences the nearest subject does.
        subjects = [e for i, e in pool if self._history.is_subject(i)]
        if subjects:
            return (subjects[-1 if same else 0],)
        return (pool[0][1],) if pool else ()

    def _is_dateline(self, i: int) -> bool:
        """Whether a name stands alone before a report: "UNITED NATIONS |"."""
        token = self._doc[i]
        return token.dep_ == "ROOT" and len(token.sent) <= _DATELINE and token.sent.text[-1:] not in ".?!"

    def _is_one_of_several(self, i: int) -> bool:
        """Whether a name is one of those who act together: "Chad, Mali and Niger met it" is none of them."""
        first = self._doc[i]
        while first.dep_ == "conj":
            first = first.head
        return self._history.is_subject(i) and len(conjuncts(first)) > 1

    def _met(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return to whom a pronoun does something: "they condemned Chad" are not Chad."""
        other = child(pronoun.head, "dobj") if pronoun.dep_ == "nsubj" else None
        return self._resolve(other) if other is not None and other.pos_ == "PROPN" else ()

    def _at_home_in(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return where who does something to a pronoun is: "firms in Chad sold it arms" to another."""
        verb = pronoun.head if pronoun.dep_ in ("dobj", "dative") else pronoun.head.head
        doer = subject(verb) if pronoun.dep_ != "nsubj" and verb.pos_ == "VERB" else None
        if doer is None or doer.pos_ not in ("NOUN", "PROPN"):
            return ()
        places = (o for p in doer.rights if p.dep_ == "prep" for o in p.children if o.dep_ == "pobj")
        return tuple(e for place in places if place.pos_ == "PROPN" for e in self._resolve(place))

    def _several(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return those that were subject together ("Mali and Niger said they")."""
        telling = self._teller(pronoun)
        if telling:
            return telling
        for i, _ in self._history.before(pronoun):
            group = conjuncts(self._doc[i])
            if len(group) > 1 and self._history.is_subject(i) and group[-1].i < pronoun.i:
                return tuple(e for token in group for e in self._resolve(token))
        found = self._body(pronoun)
        states = [i for i, e in self._history.before(pronoun) if e in found and e.kind == "State"]
        acting = [i for i in states if self._history.is_subject(i) and self._doc[i].dep_ != "ROOT"]
        if states and pronoun.dep_ in SUBJECTS and not acting:
            return ()  # "the hills in Lebanon from which they withdrew"
        return found

    def _teller(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return whose "admission that they", "the acknowledgement by X that it" is."""
        clause = pronoun.head if pronoun.dep_ in SUBJECTS else pronoun
        if clause.dep_ not in ("acl", "ccomp", "relcl") or not any(t.lower_ == "that" for t in clause.lefts):
            return ()
        noun = clause.head
        if noun.lemma_ == "be":  # "it was the first admission by X that they"
            noun = next((c for c in noun.rights if c.dep_ == "attr"), noun)
        if noun.dep_ == "pobj" and noun.head.lower_ == "by":
            return self._fitting(noun, True)
        by = [t for p in noun.children if p.lower_ == "by" for t in p.children if t.dep_ == "pobj"]
        named = [t for t in noun.lefts if t.dep_ == "poss"] + by
        return self._fitting(named[0], True) if noun.pos_ == "NOUN" and named else ()

    def _governing(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return the state or body that is subject of the nearest clause above, or its object for "its"."""
        possessive = pronoun.dep_ == "poss"
        barred = () if possessive else self._of_own_clause(pronoun)
        current = pronoun
        for _ in range(_MAX_CLIMB):
            head = current.head
            if head.i == current.i:
                break
            if head.pos_ in ("VERB", "AUX") and (possessive or current.dep_ not in SUBJECTS):
                found = self._argument(head, current, pronoun) or self._controller(head, pronoun)
                if found and found != barred:
                    return found
            current = head
        return ()

    def _controller(self, verb: Token, pronoun: Token) -> tuple[Entity, ...]:
        """Return who is meant to do what an infinitive says: "asked Mali to recall its envoy"."""
        possessive = pronoun.dep_ == "poss"
        bid = self._bid(verb, pronoun) if possessive and verb.tag_ == "VB" else None
        if bid is not None:
            return self._fitting(bid, possessive)
        if not possessive or verb.dep_ not in ("xcomp", "ccomp", "advcl") or verb.tag_ != "VB":
            return ()
        doer = subject(verb)
        known = doer is not None and doer.i < pronoun.i
        return self._fitting(doer, possessive) if doer is not None and known else ()

    def _bid(self, verb: Token, pronoun: Token) -> Token | None:
        """Return who is bid in "gave Chad until May to recall its envoy", wherever the infinitive hangs."""
        above = next(
            (t for t in verb.ancestors if t.pos_ == "VERB" and t.lemma_.lower() in self._bidding), None
        )
        bid = child(above, "dative", "dobj") if above is not None else None
        return bid if bid is not None and bid.i < pronoun.i and bid.pos_ == "PROPN" else None

    def _of_own_clause(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return who does what is done to a pronoun; it stands for another ("offered to sell it jets")."""
        verb = pronoun.head if pronoun.dep_ in ("dobj", "dative") else None
        verb = pronoun.head.head if pronoun.dep_ == "pobj" else verb
        doer = subject(verb) if verb is not None and verb.pos_ == "VERB" else None
        return self._resolve(doer) if doer is not None and doer.i != pronoun.i else ()

    def _argument(self, verb: Token, below: Token, pronoun: Token) -> tuple[Entity, ...]:
        """Return who an argument of a verb above the pronoun, before it in the text, stands for."""
        possessive = pronoun.dep_ == "poss"
        # "urged Mali over its troops": whoever was urged comes first
        labels = ("dobj",) if possessive and below.dep_ == "prep" else ()
        for label in (*labels, "nsubj", "nsubjpass"):
            for candidate in verb.children:
                if candidate.dep_ == label and candidate.i < pronoun.i and candidate.i != below.i:
                    relative = candidate.lower_ in _RELATIVE and verb.dep_ == "relcl"
                    candidate = verb.head if relative else candidate  # "Peru, which lost its ships"
                    found = self._fitting(candidate, possessive)
                    one = pronoun.lower_ in _OF_BODIES  # "it" is neither people nor several
                    several = len(found) > 1 or len(conjuncts(candidate)) > 1
                    if found and not (one and (found[0].kind in _PEOPLE or several)):
                        return found
        return ()

    def _fitting(self, candidate: Token, possessive: bool) -> tuple[Entity, ...]:
        """Return whom "it" can mean of those a phrase stands for; "its" also the state of officials."""
        found = self._resolve(candidate)
        owner = next((c for c in candidate.lefts if c.dep_ == "poss"), None)
        if not found and owner is not None:  # "Mali's ties with Chad have soured since it ..."
            return self._fitting(owner, possessive)
        if possessive:
            fitting = [e if e.kind == "Organization" else e.state or e for e in found]
        else:
            fitting = [e for e in found if e.kind in _BODIES]
        return tuple(dict.fromkeys(fitting))

"""Those who were hurt: which words in which slot of a trigger name soldiers, civilians or a mere figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kgbuild.extractors.rules.agents import AgentResolver
from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.names.terms import Terms
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, object_, prepositions
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import PeopleLexicon
from kgbuild.knowledge.words import grammar_words

_CLIPPED = ("nsubj", "nummod", "nsubjpass")
_NUMBER_REACH = 3
_LIST_REACH = 16
_PART_OPENERS = frozenset({"including", "among", "whom"})
_LIST_OPENERS = frozenset({",", ":", "—", "–", "(", "including", "among"})
_RESULTS = ("advmod", "acomp", "oprd", "amod", "ccomp")
"""What the parser takes "dead" for behind "left three people"."""


class PeopleReader:
    """Reads who was hurt in one document."""

    def __init__(
        self, agents: AgentResolver, mentions: Mentions, forces: Terms, words: PeopleLexicon
    ) -> None:
        self._agents = agents
        self._mentions = mentions
        self._forces = forces
        self._words = words

    def fillers(self, trigger: Token, slot: str, heads: Callable[[Token, str], list[Token]]) -> list[Filler]:
        """Return those who were hurt in a slot, with their state where one is named.

        Args:
            trigger: the word that tells of the losses.
            slot: where to look; see data/en/frames/casualties.yaml.
            heads: reads the slots that all events share.

        """
        if self._by_accident(trigger):
            return []
        match slot:
            case "kind":
                owner = self._agents.owner(trigger)
                return [
                    Filler(c.i, owner, civilian=True)
                    for c in trigger.lefts
                    if c.lower_ in self._words.unarmed
                ]
            case "counted":
                counted = [Filler(number.i) for number in self._counted(trigger)]
                return [*counted, *self._listed(trigger)] if counted else []
            case "patient":
                # "will hurt Greece": a state is nobody who can be hurt
                patients = [p for p in _patients(trigger) if not self._is_state(p)]
                along = _along(trigger, self._words.along) if patients else []
                return self._all([*patients, *_broken_down([*patients, trigger]), *along])
            case "subject":
                return self._all([*heads(trigger, slot), *_along(trigger, self._words.along)])
            case "lives":
                return self._lives(trigger)
            case "lightsubject":
                return self._all(heads(trigger, slot)) or self._all(self._sufferers(trigger))
            case _:
                return self._all(heads(trigger, slot))

    def _is_state(self, head: Token) -> bool:
        mention = self._mentions.covering(head)
        if mention is None or mention.entity is None:
            return False
        return mention.role in ("name", "capital", "seat") or mention.entity.type in ("igo", "regional")

    def _all(self, heads: list[Token]) -> list[Filler]:
        return [filler for head in heads for filler in self._in(head)]

    def _in(self, head: Token, depth: int = 0) -> Iterator[Filler]:
        """Yield those that a noun phrase names, looking through "scores of", "14 of its"."""
        mention = self._mentions.covering(head)
        if mention is not None and mention.role == "person":
            if any(t.lemma_.lower() in self._words.ranks for t in head.lefts):  # "Constable Kamau was killed"
                yield Filler(
                    head.i, mention.entity.state if mention.entity is not None else None, civilian=False
                )
            return
        if mention is not None:
            if mention.role == "people" and mention.entity is not None:
                yield Filler(head.i, mention.entity)
            elif mention.entity is not None and mention.entity.party is not None:
                yield Filler(head.i, mention.entity.party)
            return
        lemma = head.lemma_.lower()
        words = self._words
        if lemma == "one" and any(t.lower_ == "no" for t in head.lefts):
            return
        below = [item for name, item in prepositions(head) if name in ("of", "among")]
        if (head.like_num or head.pos_ == "NUM" or lemma in words.counting) and below and depth < 3:
            for item in below:
                yield from self._in(item, depth + 1)
        elif lemma in words.civilians:
            yield Filler(head.i, self._agents.owner(head), civilian=not self._is_mixed(head))
        elif lemma in words.military or lemma in words.irregulars or self._forces.at(head) is not None:
            yield Filler(head.i, self._whose(head), civilian=False)
        elif head.like_num or head.pos_ == "NUM" or lemma in words.elliptic or lemma in words.counting:
            yield Filler(head.i)
        elif lemma in words.groups and self._agents.owner(head) is not None:
            yield Filler(head.i, self._agents.owner(head), civilian=False)
        elif lemma in words.neutral and head.pos_ in ("NOUN", "ADJ"):
            yield Filler(head.i, self._agents.owner(head) or self._whole(head))

    def _is_mixed(self, people: Token) -> bool:
        """Whether only a part of some people are civilians: "17 people, among them 11 civilians"."""
        doc, words, opened = people.doc, self._words, False
        for token in doc[people.i + 1 : min(people.i + _LIST_REACH, people.sent.end)]:
            if token.pos_ in ("VERB", "AUX") and token.lower_ not in _PART_OPENERS:
                return False
            lemma = token.lemma_.lower()
            if opened and lemma in words.unarmed | words.military | words.irregulars:
                return True
            opened = opened or token.lower_ in _PART_OPENERS
        return False

    def _whose(self, soldiers: Token) -> Entity | None:
        """Return whose soldiers they are: "Chadian soldiers", "soldiers of the Chadian army"."""
        owner = self._agents.owner(soldiers)
        bodies = (item for name, item in prepositions(soldiers) if name in ("of", "from") and owner is None)
        served = (e for body in bodies for e in self._agents.resolve(body) if e.kind == "Organization")
        return owner or next((e.party for e in served if e.party is not None), None)

    def _whole(self, part: Token) -> Entity | None:
        """Return whose force "members of X" belong to."""
        below = (item for name, item in prepositions(part) if name == "of")
        found = next((filler for item in below for filler in self._in(item, 1)), None)
        return found.entity if found is not None else None

    def _counted(self, trigger: Token) -> list[Token]:
        """Return the figure before a word that has no noun of its own ("57 hurt", "two others wounded")."""
        for found in trigger.lefts:
            near = trigger.i - found.i <= _NUMBER_REACH and found.dep_ in _CLIPPED
            if (
                near
                and child(found, "prep") is None
                and (found.pos_ == "NUM" or found.like_num or found.lemma_.lower() in self._words.elliptic)
            ):
                return [found]
        before = trigger.doc[max(trigger.i - 2, 0) : trigger.i]
        if len(before) > 1 and before[0].lower_ == "with" and before[1].like_num:
            return [before[1]]  # "with 46 wounded"
        governor = trigger.head
        if (
            trigger.dep_ in ("acl", "amod")
            and governor.pos_ == "NUM"
            and 0 < trigger.i - governor.i <= _NUMBER_REACH
        ):
            return [governor]
        return []

    def _listed(self, trigger: Token) -> Iterator[Filler]:
        """Yield those that a list breaks a figure down into: "9 dead, 8 civilians and a guard"."""
        doc, words = trigger.doc, self._words
        for token in doc[trigger.i + 1 : min(trigger.i + _LIST_REACH, trigger.sent.end)]:
            if token.i == trigger.i + 1 and token.lower_ not in _LIST_OPENERS:
                return
            if token.pos_ in ("VERB", "AUX", "ADP") and token.lower_ not in _LIST_OPENERS:
                return
            if token.pos_ == "NOUN" and token.i > trigger.i + 2 and child(token, "nummod", "det") is not None:
                lemma = token.lemma_.lower()
                if lemma in words.civilians or lemma in words.military:
                    yield Filler(token.i, self._agents.owner(token), civilian=lemma in words.civilians)

    def _lives(self, trigger: Token) -> list[Filler]:
        lives = next((c for c in trigger.rights if c.dep_ == "dobj" and c.lemma_.lower() == "life"), None)
        if lives is None:
            return []
        owners = self._all([item for name, item in prepositions(lives) if name == "of"])
        number = child(lives, "nummod")
        return owners or ([Filler(number.i)] if number is not None else [])

    def _sufferers(self, noun: Token) -> list[Token]:
        """Return all subjects the parser gave a verb such as "suffered"; the first may be none."""
        verb = noun.head
        if noun.dep_ != "dobj" or verb.lemma_.lower() not in self._words.suffering:
            return []
        return [c for c in verb.lefts if c.dep_ == "nsubj"]

    def _by_accident(self, trigger: Token) -> bool:
        """Whether an accident or disease is named as the cause, and nothing speaks of an attack."""
        words = self._words
        causes = [item for _, item in prepositions(trigger)]
        causes += [c for c in trigger.children if c.dep_ in ("nsubj", "agent")]
        causes += [c for a in trigger.children if a.dep_ == "agent" for c in a.children]
        if trigger.pos_ == "NOUN":
            causes += [c for c in trigger.lefts if c.dep_ in ("compound", "amod")]
        if not any(c.lemma_.lower() in words.accidents for c in causes):
            return False
        return not any(t.lemma_.lower() in words.attacked for t in trigger.sent)


def _broken_down(heads: list[Token]) -> list[Token]:
    """Return what a figure is broken down into: "30 men - 11 Chadians and 19 Malians", "including 11"."""
    beside = [c for head in heads for c in head.rights if c.dep_ == "appos"]
    opened = [c for head in heads for c in head.rights if c.dep_ == "prep" and c.lower_ == "including"]
    beside += [c for opener in opened for c in opener.children if c.dep_ == "pobj"]
    return [item for c in beside for item in conjuncts(c) if child(item, "nummod") is not None]


def _shared_object(verb: Token) -> Token | None:
    """Return the object of "killed and wounded four men" for its first verb."""
    second = child(verb, "conj")
    near = second is not None and second.i - verb.i <= _NUMBER_REACH and second.tag_ == verb.tag_
    return child(second, "dobj") if near and second is not None else None


def _patients(trigger: Token) -> list[Token]:
    """Return whom it is done to, in clipped style too: "soldiers killed in", "twelve wounded when"."""
    if trigger.pos_ in ("VERB", "AUX"):
        found = object_(trigger)
        if found is not None and found.dep_ in (
            "csubj",
            "csubjpass",
        ):  # "14 of its soldiers serving there were killed"
            found = child(found, "nsubj") or found
        found = found if found is not None else _shared_object(trigger)
        if found is not None:
            return conjuncts(found)
    left = trigger.nbor(-1) if trigger.i > 0 and trigger.dep_ in ("advcl", "conj", "dep") else trigger
    if (
        left.dep_ == "dobj" and left.head.lemma_ in grammar_words().leaving
    ):  # "..., leaving two guards wounded"
        return conjuncts(left)
    if trigger.dep_ in _RESULTS and trigger.head.lemma_ in grammar_words().leaving:  # "left a guard dead"
        found = child(trigger.head, "dobj")
        if found is not None and found.i < trigger.i:
            return conjuncts(found)
    if trigger.dep_ in ("acomp", "attr", "oprd") and trigger.head.pos_ in ("VERB", "AUX"):
        # "left three dead", "were shot dead", "were dead"
        found = child(
            trigger.head, *(("dobj", "nsubjpass") if trigger.dep_ == "oprd" else ("nsubj", "nsubjpass"))
        )
        return conjuncts(found) if found is not None and found.i < trigger.i else []
    if child(trigger, "dobj") is not None:
        return []
    if trigger.dep_ == "amod" and child(trigger.head, "nummod") is not None:  # "three dead sailors"
        return [trigger.head]
    if (
        trigger.dep_ in ("acl", "amod", "relcl")
        and trigger.head.i < trigger.i
        and trigger.head.pos_ in ("NOUN", "PROPN", "NUM")
    ):
        return [trigger.head]
    clipped = child(trigger, "nsubj") if trigger.tag_ in ("VBN", "VBD", "JJ") else None
    return conjuncts(clipped) if clipped is not None else []


def _along(verb: Token, leading: frozenset[str]) -> list[Token]:
    """Return who shares the fate of those told of: "six guards fell, along with two drivers"."""
    found: list[Token] = []
    for token in verb.subtree:
        above = next((t for t in token.ancestors if t.pos_ == "VERB"), None)
        if token.dep_ != "prep" or token.i == 0 or above is None or above.i != verb.i:
            continue
        if token.lower_ in leading or f"{token.nbor(-1).lower_} {token.lower_}" in leading:
            found.extend(t for c in token.children if c.dep_ == "pobj" for t in conjuncts(c))
    return [t for t in found if child(t, "nummod") is not None]

"""Further figures for what was told: "the agency speaks of 136", "387 of them civilians", "up from 90"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kgbuild.claims.model import Measure, Modality, Stance
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.placed import ByPlace
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import child, is_definite, subject
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.voices import Voices
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import PeopleLexicon

_BACK = 60
"""Tokens back that a bare figure can point to what was told before."""
_LEADING = frozenset({"of", "with", "at", "to", "about", "around"})
"""Prepositions behind which a verb of reckoning has its figure."""
_THEM = frozenset({"them", "those", "whom", "which", "these"})
_POINTING = frozenset({"it", "them", "that", "this", "which"})
_AMONG = frozenset({"among", "including"})


class Estimates:
    """Finds the figures of one reading that somebody else gives for what was told just before."""

    def __init__(self, reading: Reading, words: PeopleLexicon, voices: Voices) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words
        self._voices = voices
        self._people = words.neutral | words.military | {"people"}

    def drafts(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Yield a draft for each figure that a verb of reckoning, or a part of a whole, gives."""
        used = {d.quantity.range for d in drafts if d.quantity is not None}
        placed = ByPlace(drafts, lambda draft: draft.anchor)
        for figure in self._reading.quantities:
            if (
                figure.vague
                or figure.money
                or figure.share
                or figure.range in used
                or figure.unit is not None
            ):
                continue
            token = self._doc[figure.range.end - 1]
            if self._reading.is_ignored(token.i):
                continue
            told = placed.inside(token.i - _BACK + 1, token.i)
            draft = self._part(figure, told) or self._replaced(figure, told) or self._reckoned(figure, told)
            if draft is not None:
                yield draft

    # Others' figures

    def _reckoned(self, figure: QuantityFinding, told: Sequence[Draft]) -> Draft | None:
        verb = self._verb_of(figure)
        people = figure.head is not None and self._doc[figure.head].lemma_.lower() in self._people
        fitting = (d for d in reversed(told) if not (people and d.profile.kind == "Transfer"))
        lost = self._are_lost(figure)
        meant = next((d for d in fitting if d.event is not None and _counts(d) and not self._aside(d)), None)
        if meant is not None and lost and meant.profile.kind != "Casualties":
            return None
        if verb is None or meant is None or any(d.anchor == verb.i for d in told):
            return None
        doer = subject(verb)
        claimants = self._who(doer) if doer is not None else ()
        own = meant.quantity is not None and claimants == meant.claimants
        if not claimants or own or doer is None:
            return None
        around = self._voices.at(verb.i)
        relays = tuple(e for e in around.claimants if around.attribution is not None and e not in claimants)
        return replace(
            meant,
            profile=replace(meant.profile, roles=dict(meant.profile.roles), filled=list(meant.profile.roles)),
            anchor=verb.i,
            range=Range(min(doer.left_edge.i, verb.i, figure.range.start), max(verb.i + 1, figure.range.end)),
            claimants=claimants,
            stance=Stance.ASSERTS,
            modality=Modality.ACTUAL,
            attribution=None,
            relays=relays,
            quantity=figure,
            made_on=None,
            explanation=[f"about: a figure for what was told before: {self._doc[meant.anchor].text}"],
        )

    def _are_lost(self, figure: QuantityFinding) -> bool:
        """Whether a word behind a figure says what became of them: "4,000 killed or wounded", "40 dead"."""
        behind = self._doc[figure.range.end : figure.range.end + 1]
        return any(t.tag_ == "VBN" or t.pos_ == "ADJ" for t in behind)

    def _aside(self, told: Draft) -> bool:
        """Whether something is only told of others on the way: "14,000, among them 3,000 who were sent"."""
        anchor = self._doc[told.anchor]
        return any(t.dep_ == "relcl" for t in (anchor, *anchor.ancestors))

    def _verb_of(self, figure: QuantityFinding) -> Token | None:
        """Return the verb of reckoning behind which a bare figure or one of people stands: "speaks of 40"."""
        number = self._doc[figure.range.start : figure.range.end].root
        noun = number
        if number.dep_ == "nummod":
            noun = number.head
            if noun.lemma_.lower() not in self._people or any(t.dep_ in ("amod", "poss") for t in noun.lefts):
                return None
        verb = noun.head
        if noun.dep_ == "pobj" and verb.lower_ in _LEADING:
            verb = verb.head
        elif noun.dep_ not in ("dobj", "ccomp", "attr"):
            return None
        negated = any(c.dep_ == "neg" for c in verb.children)
        thing = child(verb, "dobj")
        if thing is not None and thing.i != noun.i and thing.lower_ not in _POINTING:
            points = thing.lemma_.lower() in self._words.tolls and is_definite(thing, "its", "their")
            if not points or any(t.dep_ == "prep" and t.i < noun.head.i for t in thing.rights):
                return None  # "put the dead at 11"
        known = verb.pos_ == "VERB" and verb.lemma_.lower() in self._words.estimating
        return verb if known and not negated else None

    def _who(self, doer: Token) -> tuple[Entity, ...]:
        """Return who reckons: somebody known, or described by a plural ("analysts")."""
        found = self._reading.agents.resolve(doer)
        if found or doer.pos_ not in ("NOUN", "PROPN"):
            return found
        if doer.tag_ != "NNS" and not doer.text[0].isupper():
            return ()
        start = min([doer.i, *(t.i for t in doer.lefts if t.dep_ in ("amod", "compound", "nmod"))])
        words = " ".join(self._doc[start : doer.i + 1].text.split())
        return (Entity("Person", words, anonymous=True),)

    # Former figures

    def _replaced(self, figure: QuantityFinding, told: Sequence[Draft]) -> Draft | None:
        """Return the telling of the figure that another replaces: "6,000, up from 4,000 in May"."""
        number = self._doc[figure.range.end - 1]
        whole = next((d for d in reversed(told) if d.quantity is not None), None)
        opened = self._opened(figure)
        if whole is None or opened is None or self._doc[whole.anchor].sent.start != number.sent.start:
            return None
        if whole.quantity is None or whole.quantity.range.end > figure.range.start:
            return None
        return replace(
            whole,
            profile=replace(
                whole.profile, roles=dict(whole.profile.roles), filled=list(whole.profile.filled)
            ),
            anchor=number.i,
            range=Range(opened, figure.range.end),
            quantity=figure,
            event_times=(),
            explanation=[*whole.explanation, f"quantity: before: {self._doc[whole.anchor].text}"],
        )

    def _opened(self, figure: QuantityFinding) -> int | None:
        """Return where the words begin that make a figure a former one: "up from", "an initial count of"."""
        start = figure.range.start
        before = " ".join(t.lower_ for t in self._doc[max(start - 2, 0) : start])
        if before in self._words.replacing:
            return start - 2
        if self._is_left_behind(figure):
            return start - 1
        of = self._doc[start - 1] if start > 1 else None
        if of is None or of.lower_ != "of" or of.head.lemma_.lower() not in self._words.tolls:
            return None
        former = next((t for t in of.head.lefts if t.lower_ in self._words.former), None)
        return former.i if former is not None else None

    def _is_left_behind(self, figure: QuantityFinding) -> bool:
        """Whether another figure has risen or fallen from this one: "gone up to 16 from 14"."""
        number = self._doc[figure.range.end - 1]
        link = number.head
        if number.dep_ != "pobj" or link.lower_ != "from" or link.i != figure.range.start - 1:
            return False
        beside = (c for t in (link.head, *link.head.rights) for c in t.rights)  # "gone up (to 16)"
        to = (c for c in beside if c.lower_ == "to" and c.i < link.i)
        return any(t.pos_ == "NUM" for c in to for t in c.children)

    # Parts of a whole

    def _part(self, figure: QuantityFinding, told: Sequence[Draft]) -> Draft | None:
        """Return the telling of a part of the dead: "387 of them civilians", "among them 15 soldiers"."""
        number = self._doc[figure.range.end - 1]
        whole = next((d for d in reversed(told) if d.profile.kind == "Casualties" and _counts(d)), None)
        if whole is None or whole.quantity is None or self._doc[whole.anchor].sent.start != number.sent.start:
            return None
        most, least = whole.quantity.maximum or whole.quantity.minimum, figure.minimum
        if most is None or least is None or least >= most or not self._is_part(figure):
            return None
        kind = next(
            (t for t in self._doc[figure.range.end : figure.range.end + 6] if self._civilian(t) is not None),
            None,
        )
        if kind is None:
            return None
        profile = replace(
            whole.profile, roles=dict(whole.profile.roles), civilian=self._civilian(kind), filled=[]
        )
        return replace(
            whole,
            profile=profile,
            anchor=number.i,
            range=Range(figure.range.start, kind.i + 1),
            quantity=figure,
            measure=whole.measure or Measure.KILLED,
            explanation=[*whole.explanation, f"quantity: a part of: {self._doc[whole.anchor].text}"],
        )

    def _is_part(self, figure: QuantityFinding) -> bool:
        """Whether a figure is said to be a part of what was counted."""
        before = {t.lower_ for t in self._doc[max(figure.range.start - 5, 0) : figure.range.start]}
        behind = [t.lower_ for t in self._doc[figure.range.end : figure.range.end + 2]]
        return (
            bool(before & _AMONG)
            or ("of" in before and bool(before & _THEM))
            or (behind[:1] == ["of"] and bool(_THEM & set(behind)))
        )

    def _civilian(self, token: Token) -> bool | None:
        """Whether a word names civilians; None where it names neither them nor soldiers."""
        lemma = token.lemma_.lower()
        if lemma in self._words.civilians:
            return True
        return False if lemma in self._words.military | {"military"} else None


def _counts(draft: Draft) -> bool:
    """Whether a telling gives a number, or could: not a mere plan to talk of."""
    return draft.quantity is not None or draft.profile.kind in ("Deployment", "Transfer")

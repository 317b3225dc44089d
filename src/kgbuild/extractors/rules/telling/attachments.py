"""Figures, times, places and alleged breaches: which of those in the text belong to which telling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from spacy.tokens import Token

from kgbuild.extractors.rules.agents.phrases import behind
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.placed import ByPlace
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.voices import covers
from kgbuild.extractors.rules.times import TimeFinding

_NEAR = 8
_NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "NUM", "X"})
_PLACE_PREPOSITIONS = frozenset(
    {
        "in",
        "at",
        "near",
        "to",
        "into",
        "on",
        "around",
        "outside",
        "inside",
        "over",
        "along",
        "across",
        "off",
        "from",
        "towards",
        "toward",
    }
)

_ASKED_BY = frozenset({"on", "upon", "to"})
"""Prepositions of whom one calls on, or appeals to."""
_SINGLING = frozenset({"only", "first", "last"})
"""Words that single somebody out of a region."""


class Attachments:
    """Hands out the figures, times and places of one reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._used: set[int] = set()
        self._counting: dict[int, list[int]] = defaultdict(list)
        """The figures at each token, by their numbers."""
        for number, finding in enumerate(reading.quantities):
            for token in {finding.head, *range(finding.range.start, finding.range.end)}:
                self._counting[token].append(number)
        self._demanding = {i for said in reading.attributions if said.stance == "Demands" for i in said.cue}
        self._timed = ByPlace(reading.times, lambda finding: finding.range.start)
        self._placed = ByPlace(reading.mentions.all, lambda mention: mention.range.start)

    def of_event(self, draft: Draft, trigger: Token) -> None:
        """Give a telling of an event its figure, times and places."""
        self._quantity(draft, trigger)
        self._times(draft, trigger)
        self._places(draft, trigger)

    def of_treaty(self, draft: Draft, trigger: Token) -> None:
        """Give a telling of an agreement its times and places."""
        self._times(draft, trigger)
        self._places(draft, trigger)

    # Figures

    def _quantity(self, draft: Draft, trigger: Token) -> None:
        event = draft.event
        if event is None:
            return
        filler = next((event.roles[r] for r in ("materiel", "victims", "force") if r in event.roles), None)
        if filler is not None and filler.pointed:
            return
        heads = {trigger.i} if filler is None else {filler.token}
        if filler is not None:  # "a battalion of 300 Danes"
            noun = self._doc[filler.token]
            heads.update(t.i for t in behind(noun, "of") if child(t, "nummod") is not None)
            if noun.dep_ == "pobj" and noun.head.lower_ == "of":  # "300 members of the Danish army"
                heads.add(noun.head.head.i)
        if draft.profile.kind == "Casualties":  # "the army's dead now number 165"
            heads.add(trigger.i)
            heads.update(
                t.i for t in (trigger.head, *trigger.rights) if t.lemma_.lower() in ("number", "total")
            )
        thing = event.roles.get("materiel") or event.roles.get("force")
        number = self._part_of(filler.token) if filler is not None else None
        if number is None:
            number = self._number_for(heads, trigger, thing.token if thing is not None else None)
        number = self._put_at(draft, trigger) if number is None else number
        if number is not None:
            finding = self._reading.quantities[number]
            if not event.in_passing:  # "ten soldiers in Mali were killed" counts the dead
                self._used.add(number)
            draft.quantity = finding
            last = filler.token + 1 if filler is not None and filler.token < finding.range.end + 1 else 0
            draft.range = Range(
                min(draft.range.start, finding.range.start), max(draft.range.end, finding.range.end, last)
            )

    def _part_of(self, token: int) -> int | None:
        """Return the figure that is only a part of those whom a noun names: "five of the eight people"."""
        noun = self._doc[token]
        if noun.dep_ != "pobj" or noun.head.lower_ != "of" or child(noun, "nummod") is None:
            return None
        part = noun.head.head
        known = part.pos_ == "NUM" and part.dep_ not in ("quantmod", "nummod")
        inside = (n for n in self._counting.get(part.i, ()) if known and n not in self._used)
        return next((n for n in inside if self._reading.quantities[n].head in (token, part.i, None)), None)

    def _number_for(self, heads: set[int], trigger: Token, thing: int | None) -> int | None:
        best: tuple[bool, int, int] | None = None
        near = heads if thing is None else heads.union(range(thing - _NEAR, thing))
        for number in sorted({number for token in near for number in self._counting.get(token, ())}):
            finding = self._reading.quantities[number]
            if number in self._used or finding.money or finding.share or finding.vague:
                continue
            inside = any(finding.range.start <= head < finding.range.end for head in heads)
            leads = thing is not None and self._leads_to(finding, thing)
            if finding.head not in heads and not inside and not leads:
                continue
            if self._is_of_name(finding) or self._is_former(finding):
                continue
            # "seven of its soldiers have been killed, one more": what is counted by name comes first
            distance = (finding.elided, abs(finding.range.start - trigger.i))
            if best is None or distance < best[:2]:
                best = (*distance, number)
        return best[2] if best is not None else None

    def _put_at(self, draft: Draft, trigger: Token) -> int | None:
        """Return the figure at which the number of what is told is put: "put the number of troops at 40"."""
        said = draft.attribution
        if said is None or said.rule != "put-at":
            return None
        if trigger.i not in said.cue and not covers(said.content[:1], trigger.i):
            return None
        last = said.content[1]
        inside = (
            number
            for number, finding in enumerate(self._reading.quantities)
            if last.start <= finding.range.start < last.end and not (finding.money or finding.share)
        )
        return next((number for number in inside if number not in self._used), None)

    def _is_of_name(self, finding: QuantityFinding) -> bool:
        """Whether a number is a part of what a weapon is called: "Hermes 900", "Leopard 2"."""
        term = self._reading.materiel.at(self._doc[finding.range.start])
        return (
            term is not None and term.range.start < finding.range.start < finding.range.end <= term.range.end
        )

    def _is_former(self, finding: QuantityFinding) -> bool:
        """Whether a number is that from which another has changed: "had gone up to 16 from 14"."""
        number = self._doc[finding.range.end - 1]
        link = number.head if number.dep_ == "pobj" else number
        if link.lower_ != "from" or link.head.i == link.i:
            return False
        beside = (c for t in (link.head, *link.head.rights) for c in t.rights)
        to = (c for c in beside if c.lower_ == "to" and c.i != link.i)
        return any(t.pos_ == "NUM" for c in to for t in c.children)

    def _leads_to(self, finding: QuantityFinding, thing: int) -> bool:
        """Whether only names and adjectives stand between a number and a thing: "40 F-16 fighter jets"."""
        between = self._doc[finding.range.end : thing]
        return 0 < len(between) < _NEAR and all(t.pos_ in _NOMINAL or t.text == "-" for t in between)

    def running_totals(self, drafts: list[Draft]) -> None:
        """Add a telling for each figure left over that sums up the one told before it in the sentence."""
        extra: list[Draft] = []
        for number, finding in enumerate(self._reading.quantities):
            if number in self._used or finding.money or finding.share or finding.vague:
                continue
            if not finding.cumulative:
                continue
            token = self._doc[finding.range.start]
            if self._reading.is_ignored(token.i):
                continue
            before = [
                d
                for d in drafts
                if d.event is not None
                and d.anchor < token.i
                and self._doc[d.anchor].sent.start == token.sent.start
            ]
            if not before:
                continue
            told = before[-1]
            if told.quantity is None:
                told.quantity = finding
            else:
                extra.append(self._total(told, finding))
            self._used.add(number)
        drafts.extend(extra)
        drafts.sort(key=lambda d: (d.anchor, d.profile.kind))

    def _total(self, told: Draft, finding: QuantityFinding) -> Draft:
        start = finding.range.start
        head = self._doc[start].head
        while (
            head.dep_ in ("pobj", "prep", "nummod", "dobj") and head.head.i != head.i and head.i > told.anchor
        ):
            head = head.head
        profile = told.profile
        return replace(
            told,
            profile=Profile(profile.kind, dict(profile.roles), profile.concept, profile.civilian),
            anchor=start,
            range=Range(min(start, max(head.i, told.anchor + 1)), finding.range.end),
            quantity=finding,
            explanation=[
                *told.explanation,
                f"quantity: running total: {self._doc[start : finding.range.end].text}",
            ],
        )

    # Times

    def _times(self, draft: Draft, trigger: Token) -> None:
        sentence = trigger.sent
        inside: list[TimeFinding] = []
        for finding in self._timed.inside(sentence.start, sentence.end):
            if self._belongs(finding, trigger, draft):
                inside.append(finding)
        draft.event_times = tuple(inside[:1])
        self.made_on(draft)

    def made_on(self, draft: Draft) -> None:
        """Give a telling the day it was said, where the words around its cue tell."""
        attribution = draft.attribution
        if attribution is None or not attribution.cue:
            return
        cue = self._doc[attribution.cue[0]]
        for finding in self._timed.inside(cue.sent.start, cue.sent.end):
            at = finding.range.start
            if finding.shared is None or finding in draft.event_times:
                continue
            governed = self._governor(finding) in attribution.cue
            if covers(attribution.content, at) and not (governed and attribution.nominal):
                continue
            if not governed and self._is_of_clause(at, attribution.cue):
                continue
            if governed or abs(at - cue.i) <= _NEAR or cue.is_ancestor(self._doc[at]):
                draft.made_on = finding
                return

    def _is_of_clause(self, at: int, cue: tuple[int, ...]) -> bool:
        """Whether a time dates what a clause tells of who speaks: "Chad, which signed it in May, denied"."""
        above = takewhile(lambda token: token.i not in cue, self._doc[at].ancestors)
        return any(token.dep_ == "relcl" for token in above)

    def _governor(self, finding: TimeFinding) -> int:
        """Return the verb or noun that a time expression hangs on."""
        token = self._doc[finding.range.start : finding.range.end].root
        while (
            token.dep_
            in ("pobj", "prep", "npadvmod", "advmod", "nummod", "pcomp", "amod", "compound", "conj", "nmod")
            and token.head.i != token.i
        ):
            token = token.head
            if token.pos_ in ("VERB", "AUX") or (
                token.pos_ == "NOUN" and not finding.range.start <= token.i < finding.range.end
            ):
                break
        return token.i

    def _belongs(self, finding: TimeFinding, trigger: Token, draft: Draft) -> bool:
        """Whether a time is that of the event: it stands with the trigger, or nearest to it."""
        attribution = draft.attribution
        if (
            attribution is not None
            and attribution.content
            and not covers(attribution.content, finding.range.start)
        ):
            return False
        governor = self._governor(finding)
        if attribution is not None and attribution.nominal and governor in attribution.cue:
            return False
        if governor in (trigger.i, draft.anchor):
            return True
        holder = self._doc[governor]
        if holder.pos_ == "NOUN" and holder.head.i == trigger.i:
            return True
        rival = any(e.trigger == governor and e.trigger != trigger.i for e in self._reading.events)
        near = min(abs(finding.range.start - draft.range.end), abs(finding.range.end - draft.range.start))
        within = draft.range.start <= finding.range.start < draft.range.end
        return not rival and (within or near <= 3) and governor != trigger.head.i

    # Places

    def _places(self, draft: Draft, trigger: Token) -> None:
        found = []
        last = max(trigger.i + 25, draft.range.end)
        said = draft.attribution
        speaking = range(*said.source) if said is not None and said.source is not None else range(0)
        # of "put its losses in Gao at 40" the verb tells of the losses too
        saying = said.cue if said is not None and said.rule != "put-at" else ()
        for mention in self._placed.inside(trigger.sent.start, trigger.sent.end):
            if mention.head in speaking or self._hangs_on(mention.head, saying):
                continue  # "according to London", "he said in London": who speaks, and where
            if self._is_addressed(mention.head) or self._is_compared(mention.head):
                continue
            if mention.place is None:
                continue
            if not draft.range.start <= mention.range.start < last or not self._is_where(
                mention.head, trigger
            ):
                continue
            found.append(mention.place)
        draft.places = tuple(dict.fromkeys(found))

    def _hangs_on(self, head: int, verbs: Sequence[int]) -> bool:
        """Whether a place says where one of these verbs is done."""
        before = self._doc[head].head
        return before.dep_ == "prep" and before.lower_ in _PLACE_PREPOSITIONS and before.head.i in verbs

    def _is_addressed(self, head: int) -> bool:
        """Whether a capital stands for the state that is asked: "called on Kigali to withdraw"."""
        token = self._doc[head]
        asked = token.dep_ == "pobj" and token.head.lower_ in _ASKED_BY
        return asked and token.head.i in self._demanding

    def _is_compared(self, head: int) -> bool:
        """Whether a place only says among whom somebody stands out: "the only country in Europe"."""
        token = self._doc[head]
        noun = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "in" else token
        beside = [t for t in noun.lefts if t.dep_ in ("amod", "advmod")]
        return noun.i != token.i and any(t.tag_ == "JJS" or t.lower_ in _SINGLING for t in beside)

    def _is_where(self, head: int, trigger: Token) -> bool:
        """Whether a place stands behind a preposition of place that hangs on the trigger or its object."""
        token = self._doc[head]
        for _ in range(6):
            if token.dep_ == "prep" and token.lower_ in _PLACE_PREPOSITIONS:
                governor = token.head
                while governor.dep_ in ("pobj", "prep", "dobj", "conj") and governor.i not in (
                    trigger.i,
                    governor.head.i,
                ):
                    governor = governor.head
                return governor.i in (trigger.i, trigger.head.i)
            if token.head.i == token.i or token.pos_ in ("VERB", "AUX"):
                return False
            token = token.head
        return False

    # Breaches

    def breaches(self, drafts: Sequence[Draft]) -> None:
        """Give tellings the resolutions and agreements that their sentence says they break."""
        for resolution in self._reading.resolutions:
            if not resolution.breach:
                continue
            sentence = self._doc[resolution.noun].sent
            for draft in drafts:
                if draft.profile.kind != "Treaty" and sentence.start <= draft.anchor < sentence.end:
                    draft.breaches = (*draft.breaches, resolution)
        for treaty in drafts:
            mention = treaty.profile.treaty
            if mention is None or not mention.breach:
                continue
            sentence = self._doc[mention.noun].sent
            for draft in drafts:
                if draft.profile.kind != "Treaty" and sentence.start <= draft.anchor < sentence.end:
                    draft.breaches = (*draft.breaches, mention)

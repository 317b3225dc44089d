"""Who is behind a telling: the innermost statement around it with a known source, and who passed it on."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from spacy.tokens import Token

from kgbuild.extractors.rules.events.mention import EventMention
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.placed import ByPlace
from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.telling.nameless import Nameless
from kgbuild.extractors.rules.telling.utterances import is_question, is_statement
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import ModalityLexicon
from kgbuild.knowledge.words import grammar_words

_REJECTING = frozenset({"Denies", "Withholds"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_MARKS = "“”„«»\"‘’'"
_UNNAMED = Entity("Person", "unnamed speaker", anonymous=True)
"""Who is quoted on a line of its own, with nobody's name to it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who takes a stance on what stands at one place of the text."""

    claimants: tuple[Entity, ...]
    """Nobody where words are quoted and no one is said to speak them."""
    attribution: Attribution | None
    """None where nobody is quoted: the publisher's own words."""
    number: int | None
    """Index of the attribution in the reading."""
    relays: tuple[Entity, ...] = ()
    hearsay: bool = False
    """Between the words and the claimant stands a report without a source ("is believed to")."""
    cue_lemmas: tuple[str, ...] = ()
    """Dictionary forms of the cue."""


class Voices:
    """Finds the voice at any place of one reading."""

    def __init__(self, reading: Reading, publisher: Entity, lexicon: ModalityLexicon) -> None:
        self._reading = reading
        self.publisher = publisher
        self._nameless = Nameless(reading, lexicon.things)
        self._asides = lexicon.asides
        self._resulting = lexicon.resulting
        self._quotations = reading.quotations
        self._speakers: dict[int, tuple[Entity, ...]] = {}
        media = (m for m in reading.mentions.all if m.entity is not None and m.entity.is_media)
        self._media = ByPlace(media, lambda mention: mention.head)
        self._stated: set[int] = set()
        self._around: dict[int, list[tuple[int, Attribution]]] = defaultdict(list)
        """The statements around each token, in their order."""
        self._asked: set[int] = set()
        """Tokens of what is only asked, which nobody claims."""
        self._wishes: dict[int, list[int]] = defaultdict(list)
        """The demands that each token is a cue of."""
        self._pledges: dict[int, list[int]] = defaultdict(list)
        """The same for pledges."""
        for number, attribution in enumerate(reading.attributions):
            for token in attribution.cue if attribution.stance == "Demands" else ():
                self._wishes[token].append(number)
            for token in attribution.cue if attribution.stance == "Pledges" else ():
                self._pledges[token].append(number)
            if is_question(reading, attribution, lexicon):
                self._asked |= _covered(attribution)
            if is_statement(reading, attribution, lexicon):
                self._stated.add(number)
                further = self._results(attribution) | self._going_on(attribution)
                for token in _covered(attribution) | further:
                    self._around[token].append((number, attribution))

    def at(self, token: int) -> Voice:
        """Return the claimants of the innermost statement that covers a token, else the publisher."""
        chain = self._covering(token)
        hearsay = False
        for position, (number, attribution) in enumerate(chain):
            claimants = self.speakers(number)
            if self._is_bidden(attribution, chain[position + 1 :]):
                continue
            if not claimants:
                hearsay = hearsay or attribution.source is None or not attribution.quoted
                continue
            rest = chain[position + 1 :]
            if attribution.stance == "Pledges":
                # "rejected reports that Chad had promised": the promise is what is denied
                denial = next((n for n, a in rest if a.stance == "Denies" and self.speakers(n)), None)
                if denial is not None:
                    return self._as_told(denial, self._reading.attributions[denial], rest)
            # "denied claims that", "rejected accusations of": the noun inside says nothing against the verb
            for n, enclosing in rest:
                stronger = enclosing.stance in _REJECTING and self._is_object(attribution, enclosing)
                if attribution.stance == "Asserts":
                    stronger = enclosing.stance != "Asserts"
                if stronger and self._reading.agents.sources.get(n) == claimants:
                    number, attribution = n, enclosing
                    break
            for n, _ in rest:
                # an official's "China rejects" in the name of the state is the official's own stance
                if _speak_for(self.speakers(n), claimants):
                    claimants = self.speakers(n)
            outer = [n for n, _ in rest if n != number]
            return Voice(claimants, attribution, number, self._relays(claimants, attribution, outer), hearsay)
        if token in self._asked:
            return Voice((), None, None)
        if self._is_quoted(token):
            nobody = self._is_alone(token)
            return Voice((_UNNAMED,) if nobody else (), None, None)
        unsourced = next((pair for pair in chain), None)
        if unsourced is not None:
            if unsourced[1].source is not None and unsourced[1].stance != "Asserts":
                return Voice(
                    (), None, None
                )  # a stance of somebody whom the words do not tell is not the publisher's
            lemmas = tuple(self._reading.doc[i].lemma_.lower() for i in unsourced[1].cue)
            return Voice((self.publisher,), unsourced[1], unsourced[0], (), True, lemmas)
        return Voice((self.publisher,), None, None)

    def _results(self, said: Attribution) -> set[int]:
        """Return the tokens of what follows from what is said: "..., he said, bringing the toll to 40"."""
        verbs = [self._reading.doc[i] for i in said.cue] if said.stance == "Asserts" else []
        below = (c for verb in verbs for c in verb.rights if c.dep_ == "advcl" and c.tag_ == "VBG")
        return {t.i for c in below if c.lemma_.lower() in self._resulting for t in c.subtree}

    def _going_on(self, said: Attribution) -> set[int]:
        """Return the tokens of what goes on behind the cue: "Chad sent jets, he said, and landed 40 men"."""
        cue = self._reading.doc[said.cue[0]] if said.cue else None
        if cue is None or said.rule != "inserted" or said.quoted or not covers(said.content, cue.head.i):
            return set()
        verbs = (c for c in cue.head.rights if c.dep_ == "conj" and c.i > cue.i and c.pos_ == "VERB")
        return {t.i for verb in verbs if not _has_subject(verb) for t in verb.subtree}

    def wishing(self, event: EventMention) -> Voice | None:
        """Return who wants what an event tells, where that verb tells it: "Mali wants them out"."""
        for number in self._wishes.get(event.trigger, ()):
            said = self._reading.attributions[number]
            if number in self._stated:
                forces = (f.token for role, f in event.roles.items() if role == "force")
                if event.act == "Withdrawn" and any(covers(said.content, i) for i in forces):
                    return self.behind(number)
        return None

    def pledging(self, event: EventMention) -> Voice | None:
        """Return who pledges by the verb that tells of the event: "Egypt has pledged 40 soldiers"."""
        for number in self._pledges.get(event.trigger, ()):
            around = self._covering(event.trigger)
            if number in self._stated and self.speakers(number) and not around:
                return self.behind(number)
        return None

    def _as_told(self, number: int, attribution: Attribution, around: list[tuple[int, Attribution]]) -> Voice:
        claimants = self.speakers(number)
        outer = [n for n, _ in around if n != number]
        return Voice(claimants, attribution, number, self._relays(claimants, attribution, outer))

    def _is_bidden(self, inner: Attribution, around: list[tuple[int, Attribution]]) -> bool:
        """Whether somebody is only asked to do what a cue tells: "asked Peru to allow the sale"."""
        verb = self._reading.doc[inner.cue[0]] if inner.cue and inner.source_head is not None else None
        bid = next((t for t in (verb, verb.head) if t.tag_ == "VB"), None) if verb is not None else None
        if bid is None or not any(t.lower_ == "to" for t in bid.lefts):
            return False
        return any(
            a.stance == "Demands" and bid.head.i in a.cue and covers(a.content, inner.source_head or 0)
            for _, a in around
        )

    def _is_quoted(self, token: int) -> bool:
        """Whether a word stands in a whole clause in quotation marks: somebody's, nobody says whose."""
        number = bisect_right(self._quotations, token, key=lambda q: q.start) - 1
        if number < 0 or token >= self._quotations[number].end:
            return False
        doc = self._reading.doc
        start, end = self._quotations[number]
        spoken = (t for t in doc[start:end] if any(c.dep_ in _SUBJECTS for c in t.children))
        return any(t.tag_ in _FINITE or any(c.tag_ in _FINITE for c in t.children) for t in spoken)

    def _is_alone(self, token: int) -> bool:
        """Whether a quotation is all of its line, and no part of the document says it again."""
        text, at = self._reading.doc.text, self._reading.doc[token].idx
        start = text.rfind("\n", 0, at) + 1
        line = text[start : text.find("\n", at) if "\n" in text[at:] else len(text)].strip()
        words = line.strip(_MARKS)
        whole = line[:1] in _MARKS and line[-1:] in _MARKS and not set(_MARKS) & set(words) - set("’'‘")
        return whole and text.count(words.rstrip(".,")) == 1

    def _is_object(self, inner: Attribution, outer: Attribution) -> bool:
        """Whether the noun that is the cue of a statement is the object of the verb that is another's."""
        noun = self._reading.doc[inner.cue[0]] if inner.cue else None
        return noun is not None and noun.dep_ == "dobj" and noun.head.i in outer.cue

    def is_cue_of(self, attribution: Attribution | None, verbs: frozenset[str]) -> bool:
        """Whether one of these verbs is the cue of a statement."""
        cue = attribution.cue if attribution is not None else ()
        return any(self._reading.doc[i].lemma_.lower() in verbs for i in cue)

    def _media_beside(self, attribution: Attribution) -> list[Entity]:
        """Return news organizations in the cue's own clause: "in a statement carried by"."""
        if not attribution.cue:
            return []
        doc = self._reading.doc
        cue = doc[attribution.cue[0]]
        # "contradicting a report by"
        asides = [t for t in cue.subtree if t.dep_ == "advcl" and t.tag_ == "VBG" and t.i != cue.i]
        clause = {t.i for t in cue.subtree} - {t.i for aside in asides for t in aside.subtree}
        source = range(*attribution.source) if attribution.source is not None else range(0)
        return [
            m.entity
            for m in self._media.inside(min(clause), max(clause) + 1)
            if m.entity is not None
            and m.head in clause
            and m.head not in source
            and not covers(attribution.content, m.head)
        ]

    def speakers(self, number: int) -> tuple[Entity, ...]:
        """Return who makes a statement; whom only a noun names ("police") is an unnamed agent."""
        if number not in self._speakers:
            found = self._reading.agents.sources.get(number, ())
            self._speakers[number] = found or self._nameless.of(self._reading.attributions[number])
        return self._speakers[number]

    def rejecting(self, number: int) -> tuple[Entity, ...]:
        """Return who rejects what was told, in however few words ("the ministry called it untrue")."""
        return self.speakers(number) or self._nameless.of(self._reading.attributions[number], nominal=True)

    def outside(self, token: int, inner: Attribution) -> Voice | None:
        """Return who tells the statement that `inner` is a part of; None where nobody is quoted around it."""
        chain = [(n, a) for n, a in self._covering(inner.cue[0] if inner.cue else token) if a is not inner]
        for number, attribution in chain:
            claimants = self.speakers(number)
            if claimants:
                return Voice(claimants, attribution, number, self._relays(claimants, attribution, []))
        return None

    def disputing(self, token: int, inner: Voice) -> Voice | None:
        """Return who takes a stance of their own on what somebody else says: "denied the X claim that"."""
        said = inner.attribution
        if said is None or said.stance not in ("Asserts", "Demands"):
            return None
        for number, attribution in self._covering(token):
            wider = covers(attribution.content, said.cue[0])
            if (
                attribution is said
                or not wider
                or attribution.stance not in ("Denies", "Condemns", "Endorses")
            ):
                continue
            claimants = self._reading.agents.sources.get(number, ())
            if claimants and not set(claimants) & set(inner.claimants):
                return Voice(claimants, attribution, number)
        return None

    def is_stated(self, number: int) -> bool:
        """Whether an attribution is somebody's stance, not a mere plan or a faint guess of the rules."""
        return number in self._stated

    def behind(self, number: int) -> Voice:
        """Return who makes the statement of this index, and through whom it came."""
        said, claimants = self._reading.attributions[number], self.speakers(number)
        around = self._covering(said.cue[0]) if said.cue else []
        outer = [n for n, _ in around if n != number]
        return Voice(claimants, said, number, self._relays(claimants, said, outer))

    def _covering(self, token: int) -> list[tuple[int, Attribution]]:
        """Return the statements whose content covers a token, the innermost first."""
        found = []
        for number, attribution in self._around.get(token, ()):
            aside = self._is_aside(attribution, token) or self._is_before_or_after(attribution, token)
            if not aside and not self._is_left_undone(attribution, token):
                size = sum(part.end - part.start for part in attribution.content)
                found.append((size, number, attribution))
        return [(number, attribution) for _, number, attribution in sorted(found, key=lambda f: (f[0], f[1]))]

    def _is_left_undone(self, attribution: Attribution, token: int) -> bool:
        """Whether what a cue keeps silent about is the deed itself: "stopped short of sending soldiers"."""
        verb = self._reading.doc[token]
        return (
            attribution.stance == "Withholds"
            and verb.tag_ == "VBG"
            and verb.dep_ == "pcomp"
            and verb.head.i in attribution.cue
        )

    def _is_before_or_after(self, attribution: Attribution, token: int) -> bool:
        """Whether a clause set off behind what is said tells when it was said: ", hours after Chad left"."""
        if attribution.rule != "told-clause" or attribution.quoted:
            return False
        for above in (self._reading.doc[token], *self._reading.doc[token].ancestors):
            if above.i in attribution.cue:
                return False
            marks = [c for t in above.lefts if t.dep_ in ("mark", "npadvmod") for c in (t, *t.lefts)]
            timed = any(c.lemma_.lower() in grammar_words().times for c in marks)
            if above.dep_ == "advcl" and timed and any(c.lower_ in ("after", "before") for c in marks):
                start = min(c.left_edge.i for c in marks)
                return start > 0 and self._reading.doc[start - 1].text == ","
        return False

    def _is_aside(self, attribution: Attribution, token: int) -> bool:
        """Whether a word only tells how or when: "backed the war through deliveries"."""
        if not attribution.nominal or attribution.stance == "Asserts":
            return False
        current = self._reading.doc[token]
        while current.i not in attribution.cue and current.head.i != current.i:
            if current.dep_ in ("prep", "mark") and current.lower_ in self._asides:
                return True
            current = current.head
        return False

    def _relays(
        self, claimants: tuple[Entity, ...], attribution: Attribution, outer: list[int]
    ) -> tuple[Entity, ...]:
        found: list[Entity] = []
        for token in attribution.relays:
            for entity in self._reading.agents.resolve(self._reading.doc[token]):
                if entity.kind == "Organization" and (entity.is_media or entity.type is None):
                    found.append(entity)
        found.extend(self._media_beside(attribution))
        for number in outer:
            said = self._reading.attributions[number]
            if said.stance not in ("Asserts", "Withholds"):
                continue  # who denies or condemns a report passes nothing on
            for token in said.relays:
                found.extend(e for e in self._reading.agents.resolve(self._reading.doc[token]) if e.is_media)
            found.extend(e for e in self.speakers(number) if said.rule != "label" or e.kind != "State")
        return tuple(e for e in dict.fromkeys(found) if e not in claimants)


def _speak_for(speakers: tuple[Entity, ...], states: tuple[Entity, ...]) -> bool:
    """Whether all of these people speak for states, and these are the states."""
    if not states or not speakers or any(e.kind != "State" for e in states):
        return False
    return all(e.represents is not None and e.state in states for e in speakers)


def _covered(attribution: Attribution) -> set[int]:
    """Return the tokens of what is said."""
    covered = {token for part in attribution.content for token in range(part.start, part.end)}
    # "put the number of soldiers at 40" is no deed: its verb is said with the figure
    return covered.union(attribution.cue) if attribution.rule == "put-at" else covered


def limit_of(attribution: Attribution | None, token: int) -> int | None:
    """Return the first token of the part of a statement that covers a token."""
    if attribution is None:
        return None
    return next((part.start for part in attribution.content if part.start <= token < part.end), None)


def covers(ranges: tuple[Range, ...], token: int) -> bool:
    """Whether any of these ranges covers a token."""
    return any(part.start <= token < part.end for part in ranges)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in verb.children)

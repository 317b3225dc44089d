"""Who stands behind each statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.agents.history import History
from kgbuild.extractors.rules.agents.owners import Resolve
from kgbuild.extractors.rules.agents.pronouns import PERSONAL, SPEAKING
from kgbuild.extractors.rules.model import STRUCTURAL, Attribution, Range
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.placed import ByPlace
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, subject
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.words import AgentWords

_SENTENCES_BACK = (1, 2)
"""How far back somebody may have spoken last where "he added" goes on."""
_LEAST_CERTAIN = 0.3


_RELATIVE = frozenset({"who", "which"})
_PEOPLE = ("Person", "Official")


class Sources:
    """The agents behind the statements of one document.

    Args:
        doc: the whole document.
        attributions: its statements.
        mentions: its names and people.
        words: the verbs by which somebody joins a source.
        history: who was named where.
        resolve: says whom a noun phrase stands for.
        settle: told whom a pronoun stands for that goes on where somebody left off.

    """

    def __init__(
        self,
        doc: Doc,
        attributions: Sequence[Attribution],
        mentions: Mentions,
        words: AgentWords,
        history: History,
        resolve: Resolve,
        settle: Callable[[Token, tuple[Entity, ...]], None],
    ) -> None:
        self._doc = doc
        self._attributions = attributions
        self._mentions = mentions
        self._words = words
        self._history = history
        self._resolve = resolve
        self._settle = settle
        self._by_head = ByPlace(range(len(attributions)), self._said_at)
        self.all: dict[int, tuple[Entity, ...]] = {}
        """Agents behind each statement read so far, by its index."""

    def read(self) -> None:
        """Resolve the sources of all statements, in order: later ones point back to earlier ones."""
        for number, attribution in enumerate(self._attributions):
            self.all[number] = self._of(attribution)

    def speaking_at(self, token: Token) -> tuple[Entity, ...]:
        """Return whom "I" and "we" stand for: the source of the innermost statement around."""
        covering = [
            (part.end - part.start, attribution)
            for attribution in self._attributions
            for part in attribution.content
            if part.start <= token.i < part.end
        ]
        return self._of(min(covering, key=lambda pair: pair[0])[1]) if covering else ()

    def quoted_state(self, token: Token) -> Entity | None:
        """Return the state whose official or body is quoted at a token, if there is one."""
        for number, agents in self.all.items():
            said = self._attributions[number]
            if said.quoted and any(part.start <= token.i < part.end for part in said.content):
                return next((e.state for e in agents if e.state is not None and not e.is_media), None)
        return None

    def telling_state(self, token: Token) -> Entity | None:
        """Return the state whose official or body tells what stands at a token, where nobody else is named.

        "The army has taken over nine drones, Chad's ministry said": Chad's army.
        """
        inside: list[tuple[int, int, Entity]] = []
        for number, agents in self.all.items():
            said = self._attributions[number]
            part = next((p for p in said.content if p.start <= token.i < p.end), None)
            official = next((e for e in agents if e.state is not None and e.kind != "State"), None)
            if (
                part is not None
                and official is not None
                and official.state is not None
                and not official.is_media
            ):
                inside.append((part.end - part.start, part.start, official.state))
        if not inside:
            return None
        _, start, state = min(inside, key=lambda found: found[:2])
        named = (m for m in self._mentions.all if start <= m.head < token.i)
        others = {m.entity.state for m in named if m.entity is not None} - {None, state}
        return None if others else state

    def _of(self, attribution: Attribution) -> tuple[Entity, ...]:
        if attribution.source_head is None:
            return ()
        head = self._doc[attribution.source_head]
        if head.lower_ in _RELATIVE and head.head.dep_ == "relcl":
            head = head.head.head  # "Mensah, who told the paper that"
        if head.lower_ == "it" and child(head.head, "auxpass") is not None:
            return ()  # "it is believed that": nobody
        if head.lower_ in SPEAKING and head.dep_ in ("nsubj", "nsubjpass", "pobj"):
            speaker = self._last_speaker(head)
            if speaker:
                self._settle(head, speaker)
        if attribution.rule in STRUCTURAL and attribution.source is not None:
            joint = (e for token in conjuncts(head) for e in self._resolve(token))
            return self._named(attribution.source) or tuple(
                dict.fromkeys(joint)
            )  # else `Voices` takes the words
        speaking = (*conjuncts(head), *_beside_name(head), *self._joining(head))
        found = dict.fromkeys(e for token in speaking for e in self._resolve(token))
        if not found and head.lower_ in PERSONAL:
            found = dict.fromkeys(self._described_before(head))
        return tuple(found | dict.fromkeys(self._companions(attribution, found)))

    def _described_before(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return the person without a name of whom the sentence before speaks: "the president was asked"."""
        start = pronoun.sent.start
        while start > 0 and self._doc[start - 1].is_space:
            start -= 1
        before = self._doc[start - 1].sent if start else ()
        for token in before:
            if token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ == "ROOT":
                people = tuple(e for e in self._resolve(token) if e.kind in ("Person", "Official"))
                if len(people) == 1:
                    return people
        return ()

    def _companions(self, attribution: Attribution, found: Iterable[Entity]) -> Iterator[Entity]:
        """Yield who else is named among joint speakers, however the parser joins them."""
        source = attribution.source
        if source is None or not any(self._doc[i].dep_ == "cc" for i in range(*source)):
            return
        if not any(e.kind in ("Person", "Official") and not e.anonymous for e in found):
            return
        for i in range(*source):
            mention = self._mentions.at.get(i)
            if (
                mention is not None
                and mention.role == "person"
                and mention.entity is not None
                and mention.head == i
            ):
                top = self._doc[i]
                while top.dep_ in ("conj", "appos") and source.start <= top.head.i < source.end:
                    top = top.head
                if top.dep_ in ("nsubj", "nsubjpass", "ROOT"):
                    yield mention.entity

    def _named(self, words: Range) -> tuple[Entity, ...]:
        """Return the people named in a label or signature: "Jane Roe, the minister of the interior"."""
        found = (self._mentions.at.get(i) for i in range(*words))
        return tuple(
            dict.fromkeys(
                m.entity for m in found if m is not None and m.role == "person" and m.entity is not None
            )
        )[:1]

    def _last_speaker(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return who spoke last before a pronoun that speaks: "he added" goes on where somebody left off."""
        personal = pronoun.lower_ in PERSONAL
        if not personal and _is_told_of(pronoun):
            return ()
        first = self._history.first_token(pronoun.i, max(_SENTENCES_BACK))
        near = sorted(number for number in self._by_head.inside(first, pronoun.i) if number in self.all)
        for number in sorted(near, key=self._said_at, reverse=True):
            said = self._attributions[number]
            head = said.source_head
            if head is None or said.certainty < _LEAST_CERTAIN:
                continue
            if _is_remark(self._doc[head]):  # "jets that a general said it had bought": not who goes on
                continue
            if self._history.sentences_between(head, pronoun.i) in _SENTENCES_BACK:
                speakers = self.all[number]
                several = pronoun.lower_ == "they" and self._doc[head].tag_ == "NNS"  # "UN experts said"
                fitting = tuple(e for e in speakers if (e.kind in _PEOPLE) == (personal or several))
                if fitting:
                    return fitting
        return ()

    def _said_at(self, number: int) -> int:
        head = self._attributions[number].source_head
        return head if head is not None else -1

    def _joining(self, head: Token) -> list[Token]:
        """Return who speaks along with a source: "Chad, joined by Mali and Niger"."""
        partner = next(self._partners(head), None)
        return conjuncts(partner) if partner is not None else []

    def _partners(self, head: Token) -> Iterator[Token]:
        for token in head.rights:
            partner: Token | None = None
            if token.dep_ == "acl" and token.lemma_.lower() in self._words.joining:
                agent = child(token, "agent")
                partner = child(agent, "pobj") if agent is not None else None
            elif token.dep_ == "prep" and _means_together(token):
                partner = child(token, "pobj")
            if partner is not None:
                yield partner


def _means_together(preposition: Token) -> bool:
    if preposition.lower_ == "alongside":
        return True
    return preposition.lower_ == "with" and any(
        t.lower_ in ("along", "together") for t in preposition.children
    )


def _beside_name(head: Token) -> list[Token]:
    """Return who is joined to the name behind a title: "president Jane Roe and her counterpart, John Doe"."""
    name = next((t for t in head.rights if t.dep_ == "appos" and t.pos_ == "PROPN"), None)
    joined = conjuncts(name)[1:] if name is not None else []
    if name is None or not joined:
        return []
    last = joined[-1]
    named = next((t for t in (*last.rights, *name.rights) if t.dep_ == "appos" and t.i > last.i), None)
    return [*joined[:-1], named if named is not None and named.pos_ == "PROPN" else last]


def _is_told_of(pronoun: Token) -> bool:
    """Whether somebody named before in the sentence tells what a pronoun does: "Peru said it refused"."""
    clause = pronoun.head
    teller = subject(clause.head) if clause.dep_ == "ccomp" and clause.head.i < clause.i else None
    return teller is not None and teller.i < pronoun.i and teller.pos_ == "PROPN"


def _is_remark(speaker: Token) -> bool:
    """Whether somebody speaks only in a relative clause."""
    verb = speaker.head if speaker.dep_ in ("nsubj", "nsubjpass") else speaker
    return any(t.dep_ == "relcl" for t in (verb, *verb.ancestors) if t.pos_ in ("VERB", "AUX"))

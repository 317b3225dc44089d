"""Who is meant: resolves any noun phrase to agents - names, descriptions ("the envoy"), bodies, pronouns.

One resolver serves all that need to know who somebody is: the sources of statements and the roles of events.
It goes through the text in order, so that what was said before can be pointed back to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgbuild.extraction.entities import MEDIA, Entity, EntityTable, Mention, Mentions
from kgbuild.extraction.grammar import child, conjuncts
from kgbuild.extraction.model import Attribution, Range
from kgbuild.knowledge.gazetteer import BodyEntry, Gazetteer

_PERSONAL = frozenset({"he", "she", "him", "her", "himself", "herself"})
_IMPERSONAL = frozenset({"it", "itself"})
_PLURAL = frozenset({"they", "them", "themselves", "both", "neither", "each"})
_THIRD = _PERSONAL | _IMPERSONAL | frozenset({"they"})
_FIRST = frozenset({"i", "me", "my", "we", "us", "our", "ours", "myself", "ourselves"})
_POSSESSIVE = frozenset({"his", "her", "its", "their", "hers", "theirs"})
_COUNTRY = frozenset(
    {"country", "nation", "state", "homeland", "regime", "side", "republic", "kingdom", "leadership"}
)
_PRESS = frozenset(
    {
        "press",
        "media",
        "newspaper",
        "daily",
        "weekly",
        "television",
        "radio",
        "broadcaster",
        "outlet",
        "channel",
    }
)
_WRITINGS = frozenset(
    """report statement letter document dossier study assessment survey communique communiqué note memo analysis paper briefing
    intelligence data figure record remark comment post tweet message speech testimony account announcement release estimate finding
    investigation inquiry probe count tally filing readout""".split()
)
"""What is cited in place of its author."""
_COLLECTIVE = _COUNTRY | frozenset(
    {
        "government",
        "capital",
        "army",
        "military",
        "ministry",
        "leader",
        "party",
        "neighbour",
        "neighbor",
        "president",
        "minister",
    }
)
_BOTH = frozenset({"two", "both", "neither", "each", "either"})
_COUNTING = frozenset({"one", "some", "several", "many", "most", "member", "few", "number", "handful"})
_GENERIC_ORGANIZATION: dict[str, frozenset[str | None]] = {
    "group": frozenset({"ngo", "armed-group", "research", None}),
    "organization": frozenset({"ngo", "igo", "un-body", "regional", None}),
    "organisation": frozenset({"ngo", "igo", "un-body", "regional", None}),
    "body": frozenset({"igo", "un-body", "regional"}),
    "outlet": MEDIA,
    "newspaper": frozenset({"newspaper"}),
    "paper": frozenset({"newspaper"}),
    "broadcaster": frozenset({"broadcaster"}),
    "channel": frozenset({"broadcaster"}),
    "agency": frozenset({"news-agency", "intelligence", "un-body"}),
    "company": frozenset({"company", None}),
    "bloc": frozenset({"igo", "regional"}),
    "alliance": frozenset({"igo", "regional"}),
    "watchdog": frozenset({"ngo", "un-body", "research", None}),
    "militia": frozenset({"armed-group"}),
    "rebel": frozenset({"armed-group"}),
}
_SUBJECT = frozenset({"nsubj", "nsubjpass", "ROOT"})
_LEFT = ("poss", "compound", "amod", "nmod")
_REACH = 4
"""Sentences back that a pronoun can point."""


class AgentResolver:
    """Resolves noun phrases of one document, in any order, against what stands before them.

    Args:
        doc: the whole document.
        mentions: its names and people.
        attributions: its statements, whose sources "I" and "we" stand for.
        home: the state of the publisher, which "the government" means where no other is named.
    """

    def __init__(
        self,
        doc: Doc,
        mentions: Mentions,
        gazetteer: Gazetteer,
        table: EntityTable,
        attributions: Sequence[Attribution],
        home: Entity | None,
    ) -> None:
        self._doc = doc
        self._mentions = mentions
        self._gazetteer = gazetteer
        self._table = table
        self._home = home
        self._attributions = attributions
        self._sentence = _sentence_numbers(doc)
        self._cache: dict[int, tuple[Entity, ...]] = {}
        self._described: list[tuple[int, Entity]] = []
        self._quotes: list[tuple[Range, Attribution]] = []
        self.sources: dict[int, tuple[Entity, ...]] = {}
        """Agents behind each attribution, by its index."""
        for attribution in attributions:
            self._quotes.extend((part, attribution) for part in attribution.content)
        for number, attribution in enumerate(attributions):
            self.sources[number] = self._source(attribution)

    def _source(self, attribution: Attribution) -> tuple[Entity, ...]:
        if attribution.source_head is None:
            return ()
        head = self._doc[attribution.source_head]
        if head.lower_ == "it" and any(c.dep_ == "auxpass" for c in head.head.children):
            return ()  # "it is believed that": nobody
        if head.lower_ in _THIRD and head.dep_ in ("nsubj", "nsubjpass", "pobj"):
            speaker = self._last_speaker(head)
            if speaker:
                self._cache[head.i] = speaker
        found: list[Entity] = []
        for item in conjuncts(head):
            found.extend(e for e in self.resolve(item) if e not in found)
        for item in _joined_by(head):
            found.extend(e for e in self.resolve(item) if e not in found)
        return tuple(found)

    def _last_speaker(self, pronoun: Token) -> tuple[Entity, ...]:
        """Return who spoke last before a pronoun that speaks: "he added" goes on where somebody left off."""
        personal = pronoun.lower_ in _PERSONAL
        here = self._sentence[pronoun.i]
        for number in sorted(self.sources, key=lambda n: self._said_at(n), reverse=True):
            head = self._attributions[number].source_head
            if (
                head is None
                or head >= pronoun.i
                or here - self._sentence[head] > 2
                or here == self._sentence[head]
            ):
                continue
            fitting = tuple(e for e in self.sources[number] if (e.kind in ("Person", "Official")) == personal)
            if fitting and self._attributions[number].certainty >= 0.3:
                return fitting
        return ()

    def _said_at(self, number: int) -> int:
        head = self._attributions[number].source_head
        return head if head is not None else -1

    def resolve(self, head: Token) -> tuple[Entity, ...]:
        """Return the agents that the noun phrase of this head stands for; none where that is unclear."""
        if head.i not in self._cache:
            self._cache[head.i] = ()  # a phrase that leads back to itself stands for nobody
            self._cache[head.i] = self._resolved(head)
        return self._cache[head.i]

    def party(self, head: Token) -> Entity | None:
        """Return the state, armed group or company that acts where this noun phrase acts."""
        for entity in self.resolve(head):
            if entity.party is not None:
                return entity.party
        mention = self._mentions.covering(head)
        if mention is not None and mention.place is not None and mention.place.iso3 is not None:
            return self._table.state(mention.place.iso3)
        return self.owner(head)

    def owner(self, head: Token) -> Entity | None:
        """Return the state or group that a noun's possessor, adjective or "of" names ("Iran's", "Iranian")."""
        for token in head.lefts:
            if token.dep_ not in _LEFT:
                continue
            found = self._named_party(token)
            if found is not None:
                return found
        for token in head.rights:
            if token.dep_ == "prep" and token.lower_ in ("of", "from", "for"):
                for below in token.children:
                    if below.dep_ == "pobj":
                        found = self._named_party(below)
                        if found is not None:
                            return found
        return None

    def _named_party(self, token: Token) -> Entity | None:
        mention = self._mentions.covering(token)
        if mention is not None:
            if mention.entity is not None:
                return mention.entity.party
            if mention.place is not None and mention.place.iso3 is not None:
                return self._table.state(mention.place.iso3)
        if token.dep_ == "poss":
            for entity in self.resolve(token):
                return entity.party
        if token.dep_ in ("compound", "nmod", "amod"):
            for below in token.lefts:
                mention = self._mentions.covering(below)
                if mention is not None and mention.entity is not None and below.dep_ in _LEFT:
                    return mention.entity.party
        return None

    def _resolved(self, head: Token) -> tuple[Entity, ...]:
        mention = self._mentions.covering(head)
        if mention is not None:
            return (mention.entity,) if mention.entity is not None else ()
        word = head.lower_
        if word in _FIRST:
            return self._speaker_at(head)
        if word == "whose":
            return self._antecedent_of_whose(head)
        if word in _PERSONAL or (word in _POSSESSIVE and word not in ("its", "their", "theirs")):
            return self._person_before(head)
        if word in _IMPERSONAL or word == "its":
            return self._body_before(head)
        if word in _PLURAL or word in ("their", "theirs"):
            return self._plural_before(head)
        if head.pos_ in ("NOUN", "PROPN", "ADJ", "X", "VERB", "NUM", "PRON", "DET"):
            return self._described_agent(head)
        return ()

    # Pronouns

    def _antecedent_of_whose(self, pronoun: Token) -> tuple[Entity, ...]:
        current = pronoun
        while current.head.i != current.i:
            current = current.head
            if current.dep_ == "relcl":
                return self.resolve(current.head)
        return ()

    def _speaker_at(self, token: Token) -> tuple[Entity, ...]:
        covering = [(r.end - r.start, a) for r, a in self._quotes if r.start <= token.i < r.end]
        if not covering:
            return ()
        attribution = min(covering, key=lambda pair: pair[0])[1]
        return self._source(attribution)

    def _before(self, token: Token) -> list[tuple[int, Entity]]:
        """Return (token, agent) of what was named or described before, the nearest first."""
        here = self._sentence[token.i]
        found = [
            (m.head, m.entity) for m in self._mentions.all if m.entity is not None and m.range.end <= token.i
        ]
        found.extend((i, e) for i, e in self._described if i < token.i)
        return [
            pair
            for pair in sorted(found, key=lambda p: p[0], reverse=True)
            if here - self._sentence[pair[0]] <= _REACH
        ]

    def _is_subject(self, i: int) -> bool:
        token = self._doc[i]
        while token.dep_ in ("conj", "compound", "appos", "poss", "nmod", "amod") and token.head.i != token.i:
            if token.dep_ in ("poss", "amod", "nmod", "compound"):
                return False
            token = token.head
        return token.dep_ in _SUBJECT

    def _person_before(self, token: Token) -> tuple[Entity, ...]:
        people = [(i, e) for i, e in self._before(token) if e.kind in ("Person", "Official")]
        chosen = next((e for i, e in people if self._is_subject(i)), people[0][1] if people else None)
        return (chosen,) if chosen is not None else ()

    def _governing(self, token: Token) -> tuple[Entity, ...]:
        """Return the state or body that is subject of the nearest clause above a pronoun, or its object for "its"."""
        possessive = token.dep_ == "poss"
        current = token
        for _ in range(12):
            head = current.head
            if head.i == current.i:
                return ()
            if head.pos_ in ("VERB", "AUX") and not (current.dep_ in _SUBJECT and not possessive):
                for label in (("dobj",) if possessive and current.dep_ == "prep" else ()) + (
                    "nsubj",
                    "nsubjpass",
                ):
                    for candidate in head.children:
                        if candidate.dep_ == label and candidate.i < token.i and candidate.i != current.i:
                            found = tuple(
                                e
                                for e in self.resolve(candidate)
                                if e.kind in ("State", "Organization") or possessive
                            )
                            if found:
                                return tuple(
                                    dict.fromkeys(
                                        e.state or e if possessive and e.kind != "Organization" else e
                                        for e in found
                                    )
                                )
            current = head
        return ()

    def _body_before(self, token: Token) -> tuple[Entity, ...]:
        governing = self._governing(token)
        if governing:
            return governing
        bodies = [
            (i, e)
            for i, e in self._before(token)
            if e.kind in ("State", "Organization") and self._doc[i].dep_ not in ("amod", "compound", "nmod")
        ]
        same = [pair for pair in bodies if self._sentence[pair[0]] == self._sentence[token.i]]
        pool = same or bodies
        # The first subject of the sentence governs "it"; across sentences the nearest subject does.
        subjects = [e for i, e in pool if self._is_subject(i)]
        if subjects:
            return (subjects[-1 if same else 0],)
        return (pool[0][1],) if pool else ()

    def _plural_before(self, token: Token) -> tuple[Entity, ...]:
        for i, _ in self._before(token):
            group = conjuncts(self._doc[i])
            if len(group) > 1 and self._is_subject(i) and group[-1].i < token.i:
                return tuple(e for t in group for e in self.resolve(t))
        return self._body_before(token)

    # Descriptions

    def _described_agent(self, head: Token) -> tuple[Entity, ...]:
        word = head.lemma_.lower()
        if word in _COUNTING or head.pos_ == "NUM":
            return self._counted(head)
        if word in _COLLECTIVE and any(t.lower_ in _BOTH for t in head.lefts):
            return self._two_before(head)
        if word in _COUNTRY:
            return self._country(head)
        if head.lower_ in self._gazetteer.unnamed_speakers or word in self._gazetteer.titles:
            return self._unnamed(head)
        if word in _PRESS:
            return self._unnamed_press(head)
        if word in _WRITINGS:
            return self._authors(head)
        body = self._body_form(head)
        if body is not None:
            return self._generic_body(head, body)
        if self._is_definite(head):
            return self._organization_called(word, head)
        return ()

    def _authors(self, head: Token) -> tuple[Entity, ...]:
        """Return who stands behind a report or statement: its possessor, or whom "by", "from" or "of" names."""
        for token in head.lefts:
            if token.dep_ == "poss" or (
                token.dep_ in ("compound", "nmod", "amod") and self._mentions.covering(token)
            ):
                found = self.resolve(token)
                if found:
                    return found
        for token in head.rights:
            if token.dep_ in ("prep", "agent") and token.lower_ in ("by", "from", "of"):
                for below in token.children:
                    if below.dep_ == "pobj":
                        return tuple(e for item in conjuncts(below) for e in self.resolve(item))
        return ()

    def _unnamed_press(self, head: Token) -> tuple[Entity, ...]:
        """Return "the Indian press": an unnamed organization that passes on what others say."""
        named = [
            m.entity for m in self._apposed(head) if m.entity is not None and m.entity.kind == "Organization"
        ]
        if named:
            return (named[0],)
        owner = self.owner(head)
        body = self._body_form(head)
        if owner is not None and owner.kind == "State" and body is not None:
            return (self._table.body(owner, body.body),)
        return (
            (Entity("Organization", self._phrase(head), anonymous=True, type="newspaper"),) if owner else ()
        )

    def _counted(self, head: Token) -> tuple[Entity, ...]:
        """Return whom "one of its representatives", "some of the officials" speaks of."""
        for token in head.rights:
            if token.dep_ == "prep" and token.lower_ in ("of", "from", "among"):
                for below in token.children:
                    if below.dep_ == "pobj":
                        return self.resolve(below)
        return ()

    def _body_form(self, head: Token) -> BodyEntry | None:
        for length in (4, 3, 2, 1):
            start = head.i + 1 - length
            if start >= head.sent.start:
                body = self._gazetteer.bodies.get(self._doc[start : head.i + 1].text.lower())
                if body is not None:
                    return body
        return None

    def _generic_body(self, head: Token, body: BodyEntry) -> tuple[Entity, ...]:
        owner = self.owner(head)
        if owner is None:
            same = (e for i, e in self._before_anywhere(head) if self._realises(e, body))
            earlier = next(same, None)
            if earlier is not None and body.resolves_to == "organization":
                return (earlier,)
            if not self._is_definite(head):
                return ()
            owner = self._governing_state(head)
        if owner is None or owner.kind != "State":
            return (owner,) if owner is not None else ()
        found = owner if body.resolves_to == "state" else self._table.body(owner, body.body)
        self._described.append((head.i, found))
        return (found,)

    def _realises(self, entity: Entity, body: BodyEntry) -> bool:
        if entity.kind != "Organization" or entity.state is None or entity.state.iso3 is None:
            return False
        entry = self._gazetteer.organization_of(entity.state.iso3, body.body)
        return (entry is not None and entry.key == entity.key) or body.body in entity.aliases

    def _before_anywhere(self, token: Token) -> list[tuple[int, Entity]]:
        found = [
            (m.head, m.entity) for m in self._mentions.all if m.entity is not None and m.range.end <= token.i
        ]
        found.extend((i, e) for i, e in self._described if i < token.i)
        return sorted(found, key=lambda p: p[0], reverse=True)

    def _governing_state(self, head: Token) -> Entity | None:
        """Return whose "the government" is where no state is named beside it."""
        for i, entity in self._described[::-1]:
            if i < head.i and self._doc[i].lower_ == head.lower_ and entity.state is not None:
                return entity.state
        return self._home or next((e for _, e in self._before_anywhere(head) if e.kind == "State"), None)

    def _two_before(self, head: Token) -> tuple[Entity, ...]:
        """Return the two states that "neither government", "the two sides" speaks of: those named last before."""
        found: dict[Entity, None] = {}
        for _, entity in self._before(head):
            state = entity.state if entity.kind == "State" or entity.represents is not None else None
            if state is not None:
                found[state] = None
            if len(found) == 2:
                return tuple(sorted(found, key=lambda e: e.iso3 or ""))
        return ()

    def _country(self, head: Token) -> tuple[Entity, ...]:
        owner = self.owner(head)
        if owner is not None:
            return (owner,)
        if not self._is_definite(head):
            return ()
        state = next((e for _, e in self._before(head) if e.kind == "State"), None)
        return (state,) if state is not None else ()

    def _unnamed(self, head: Token) -> tuple[Entity, ...]:
        named = next((m for m in self._apposed(head) if m.role == "person"), None)
        if named is not None and named.entity is not None:
            return (named.entity,)
        owner = self._owner_of_speaker(head)
        if self._is_definite(head):
            earlier = self._earlier_holder(head, owner)
            if earlier is not None:
                return (earlier,)
        entity = Entity("Official", self._phrase(head), represents=owner, anonymous=True)
        if owner is None and not self._speaks_officially(head):
            entity = replace(entity, kind="Person")
        self._described.append((head.i, entity))
        return (entity,)

    def _apposed(self, head: Token) -> list[Mention]:
        near = [c for c in head.children if c.dep_ in ("appos", "compound", "nmod")]
        behind = self._doc[head.i + 1 : head.i + 5]
        if len(behind) > 1 and behind[0].text == ",":
            near.extend(t for t in behind[1:] if t.pos_ == "PROPN")
        if head.dep_ in ("appos", "compound", "nmod"):
            near.append(head.head)
        return [m for c in near if (m := self._mentions.covering(c)) is not None]

    def _owner_of_speaker(self, head: Token) -> Entity | None:
        organization = next(
            (
                m.entity
                for c in head.children
                for m in [self._mentions.covering(c)]
                if m and m.entity and m.entity.kind == "Organization"
            ),
            None,
        )
        owner = self.owner(head)
        if organization is not None and (owner is None or owner == organization.state):
            return organization
        if owner is not None:
            return owner
        for token in head.lefts:
            if token.dep_ in _LEFT:
                for entity in self.resolve(token):
                    if entity.kind in ("State", "Organization"):
                        return entity
        for token in head.rights:
            if token.dep_ == "prep" and token.lower_ in ("of", "at", "for", "from", "in", "with"):
                for below in token.children:
                    if below.dep_ == "pobj":
                        for entity in self.resolve(below):
                            if entity.kind in ("State", "Organization"):
                                return entity
        return None

    def _earlier_holder(self, head: Token, owner: Entity | None) -> Entity | None:
        word = head.lemma_.lower()
        for _, entity in self._before_anywhere(head):
            if entity.kind not in ("Person", "Official"):
                continue
            if owner is not None and entity.represents is not None and entity.state != owner.state:
                continue
            words = (entity.office or "").lower().split() + (
                entity.name.lower().split() if entity.anonymous else []
            )
            if word in words or head.lower_ in words:
                return entity
        return None

    def _speaks_officially(self, head: Token) -> bool:
        speaker = self._gazetteer.unnamed_speakers.get(head.lower_)
        return speaker is not None and speaker.official

    def _phrase(self, head: Token) -> str:
        start = min(
            (t.i for t in head.lefts if t.dep_ in ("amod", "compound", "nmod", "poss", "nummod")),
            default=head.i,
        )
        start = min(
            (t.i for t in self._doc[start : head.i] for t in t.lefts if t.dep_ != "det"), default=start
        )
        words = self._doc[start : head.i + 1]
        while len(words) > 1 and words[0].dep_ == "det":
            words = words[1:]
        return " ".join(words.text.split())

    def _is_definite(self, head: Token) -> bool:
        return any(t.lower_ in ("the", "this", "that", "these", "those") for t in head.lefts)

    def _organization_called(self, word: str, head: Token) -> tuple[Entity, ...]:
        for _, entity in self._before_anywhere(head):
            if entity.kind != "Organization":
                continue
            names = " ".join((entity.name, *entity.aliases)).lower().split()
            if word in names or entity.type in _GENERIC_ORGANIZATION.get(word, ()):
                return (entity,)
        return ()


def _joined_by(head: Token) -> list[Token]:
    """Return who speaks along with a source: "the US, joined by the UK and France"."""
    for token in head.rights:
        if token.dep_ == "acl" and token.lemma_.lower() in ("join", "back", "support", "accompany", "follow"):
            agent = child(token, "agent")
            partner = child(agent, "pobj") if agent is not None else None
        elif token.dep_ == "prep" and token.lower_ in ("with", "alongside"):
            partner = (
                child(token, "pobj")
                if any(t.lower_ in ("along", "together") for t in token.children)
                or token.lower_ == "alongside"
                else None
            )
        else:
            continue
        if partner is not None:
            return conjuncts(partner)
    return []


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers = [0] * len(doc)
    for number, sentence in enumerate(doc.sents):
        for i in range(sentence.start, sentence.end):
            numbers[i] = number
    return numbers

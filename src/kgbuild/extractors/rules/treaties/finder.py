"""Finds the agreements of one document and all that is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.agents import AgentResolver
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.mentions import Mention, Mentions
from kgbuild.extractors.rules.syntax.grammar import INTRODUCERS, POINTERS, POSSESSIVES, conjuncts, subject
from kgbuild.extractors.rules.treaties import naming
from kgbuild.extractors.rules.treaties.backward import TreatyBackReferences
from kgbuild.extractors.rules.treaties.mentions import TreatyMention
from kgbuild.extractors.rules.treaties.parties import Found, PartyReader, is_headline
from kgbuild.extractors.rules.treaties.predicates import Predicate, PredicateReader, is_judged
from kgbuild.grounding.entities import Entity, EntityTable
from kgbuild.knowledge.frames import TreatyFrame
from kgbuild.knowledge.gazetteer import Gazetteer

_DEFINITE = POINTERS | POSSESSIVES | {"such"}
_COMPANY = "company"
_HEADLINE_REACH = 8


class TreatyFinder:
    """Finds agreements in one document."""

    def __init__(
        self,
        doc: Doc,
        mentions: Mentions,
        agents: AgentResolver,
        frame: TreatyFrame,
        gazetteer: Gazetteer,
        table: EntityTable,
    ) -> None:
        self._doc = doc
        self._mentions = mentions
        self._frame = frame
        self._agents = agents
        self._gazetteer = gazetteer
        self._table = table
        self._predicates = PredicateReader(frame)
        self._parties = PartyReader(doc, mentions, agents, frame, table)
        self._famous = {
            form.lower(): entry.key
            for entry in sorted(gazetteer.treaties.values(), key=lambda e: e.key)
            for form in (entry.name, *entry.aliases)
            if " " in form
        }
        self._back = TreatyBackReferences(doc, frame, self._predicates)

    def find(self) -> list[TreatyMention]:
        """Return all that is said of agreements, and their mentions in the background, in order."""
        found: list[TreatyMention] = []
        for token in self._doc:
            found.extend(self._at(token, found))
        # A purchase from a firm is no agreement of states.
        return [m for m in found if all(party.type != _COMPANY for party in m.parties)]

    def _at(self, token: Token, found: Sequence[TreatyMention]) -> Iterator[TreatyMention]:
        mention = self._mentions.covering(token)
        if mention is not None and mention.treaty is not None:
            if token.i == mention.head:
                yield from self._known(token, mention.treaty)
            return
        pointed = self._back.of(token, found)
        if pointed is not None:
            for predicate in pointed[1]:
                yield self._pointing(token, pointed[0], predicate)
        elif token.lemma_.lower() == "agree" and token.pos_ == "VERB":
            yield from self._agreed(token)
        elif mention is not None and mention.entity is not None and not self._is_title(token, mention):
            yield from self._membership(token, mention.entity)
        elif token.pos_ in ("NOUN", "PROPN") and (token.dep_ != "compound" or is_judged(token, self._frame)):
            yield from self._noun(token, found)

    def _is_title(self, token: Token, mention: Mention) -> bool:
        """Whether a name that the gazetteer does not know is the title of an agreement."""
        unknown = (
            mention.entity is not None
            and mention.entity.key is None
            and mention.entity.kind == "Organization"
        )
        return (
            unknown
            and mention.head == token.i
            and token.lemma_.lower() in self._frame.nouns | self._frame.weak_nouns
        )

    # Nouns

    def _noun(self, token: Token, found: Sequence[TreatyMention]) -> Iterator[TreatyMention]:
        frame, lemma = self._frame, token.lemma_.lower()
        key = self._famous.get(self._title_words(token))
        if key is not None:
            yield from self._known(token, key)
            return
        strong = (lemma in frame.nouns or self._phrase(token)) and not self._is_of_another(token)
        if not strong and lemma not in frame.weak_nouns | frame.pointing_nouns:
            return
        if not strong and (self._is_excluded(token) or self._is_of_another(token)):
            return
        loose = not strong and lemma in frame.loose_nouns - frame.pointing_nouns
        said = [p for p in self._said(token) if not (loose and p.common)]
        named = self._parties.named(token)
        back = self._pointed(token, found) if len(named.parties) < 2 else None
        if back is not None and named.parties and not strong:
            named = Found(())  # "the deal, announced by Chad": one of those who made it
        if not strong and not self._counts(token, lemma, said, named, back):
            return
        if not said:
            yield self._read(token, None, named, back)
        for predicate in said:
            yield self._read(token, predicate, named, back)

    def _phrase(self, noun: Token) -> bool:
        """Whether a noun with what stands behind its "of" means an agreement: "letter of intent"."""
        behind = (o for c in noun.rights if c.lower_ == "of" for o in c.rights if o.dep_ == "pobj")
        return any(f"{noun.lemma_.lower()} of {o.lower_}" in self._frame.noun_phrases for o in behind)

    def _title_words(self, noun: Token) -> str:
        lefts = [t.i for t in noun.lefts if t.dep_ in ("compound", "nmod", "amod", "poss")]
        return self._doc[min(lefts, default=noun.i) : noun.i + 1].text.lower()

    def _is_of_another(self, noun: Token) -> bool:
        """Whether it is the "understanding" of a memorandum, not an agreement of its own."""
        return (
            noun.dep_ == "pobj"
            and noun.head.lower_ == "of"
            and noun.head.head.lemma_.lower() in self._frame.nouns
        )

    def _said(self, token: Token) -> list[Predicate]:
        return self._predicates.of(token) or self._in_headline(token)

    def _pointed(self, token: Token, found: Sequence[TreatyMention]) -> TreatyMention | None:
        before = self._doc[token.i - 1].lower_ if token.i > 0 else ""
        if before not in _DEFINITE and not any(t.lower_ in _DEFINITE for t in token.lefts):
            return None
        own = {t.lower_ for t in self._left_words(token)} & self._frame.qualifiers
        fitting = [m for m in found if not own or own & {t.lower_ for t in self._doc[m.noun].sent}]
        # Two words for one agreement do not stand in one sentence.
        fitting = [
            m for m in fitting if m.noun < token.sent.start or self._doc[m.noun].lemma_ == token.lemma_
        ]
        fitting = [m for m in fitting if not m.compared] or fitting
        near = self._back.before(token, fitting)
        same = [m for m in fitting if m.noun < token.i and self._doc[m.noun].lemma_ == token.lemma_]
        return near or (same[-1] if same else self._back.before(token, fitting, len(self._doc)))

    def _counts(
        self, token: Token, lemma: str, said: list[Predicate], named: Found, back: TreatyMention | None
    ) -> bool:
        """Whether a common word means an agreement of states here."""
        frame = self._frame
        if back is not None and (lemma not in frame.loose_nouns or lemma in frame.pointing_nouns):
            return lemma not in frame.pointing_nouns or self._back.before(token, (back,), 3) is not None
        if lemma in frame.pointing_nouns and not self._is_qualified(token):
            return False
        if lemma in frame.loose_nouns:
            if not any(p.act is not None or p.token.lemma_.lower() in frame.says for p in said):
                return False
            if back is not None and self._back.before(token, (back,), 3) is not None:
                return True
        if self._is_qualified(token) or len(named.parties) > 1:
            return True
        with_state = any(t.dep_ == "prep" and t.lower_ == "with" for t in token.rights) and bool(
            named.parties
        )
        signed = [p for p in said if p.act is not None or (with_state and p.link == "object")]
        acting = [self._parties.acting(p.token, token)[0] for p in signed]
        return any(len({*named.parties, *a.parties}) + (named.stranger or a.stranger) > 1 for a in acting)

    def _is_qualified(self, noun: Token) -> bool:
        words = [t.lower_ for t in self._left_words(noun)]
        words += [
            d.lower_ for t in noun.rights if t.dep_ in ("prep", "acl") for d in t.subtree if d.i < noun.i + 9
        ]
        joined = " ".join(words).replace(" - ", "-")
        return any(word in self._frame.qualifiers for word in words) or any(
            phrase in joined for phrase in self._frame.qualifiers if " " in phrase or "-" in phrase
        )

    def _is_excluded(self, noun: Token) -> bool:
        words = [t.lower_ for t in self._left_words(noun)]
        words += [
            d.lower_
            for t in noun.rights
            if t.dep_ in ("prep", "acl", "amod")
            for d in t.subtree
            if d.i < noun.i + 6
        ]
        return any(word in self._frame.excluders for word in words)

    def _left_words(self, noun: Token) -> Iterator[Token]:
        for token in noun.lefts:
            if token.dep_ in ("amod", "compound", "nmod", "npadvmod"):
                yield from token.subtree

    def _in_headline(self, noun: Token) -> list[Predicate]:
        """Return the verb of a headline that the parser took for part of the noun ("X, Y ink pact")."""
        if not is_headline(noun):
            return []
        for token in reversed(self._doc[max(noun.sent.start, noun.i - _HEADLINE_REACH) : noun.i]):
            word = token.lower_
            for lemma in (word, word.removesuffix("s"), word.removesuffix("ed")):
                act = self._frame.objects.get(lemma)
                if act and len(self._parties.acting(token, noun)[0].parties) > 1:
                    return [Predicate(token, "object", act)]
        return []

    # Mentions

    def _read(
        self, noun: Token, said: Predicate | None, named: Found, back: TreatyMention | None = None
    ) -> TreatyMention:
        parties, stranger = named.parties, named.stranger
        people: tuple[Entity, ...] = ()
        if said is not None and self._is_party_verb(said):
            acting, people = self._parties.acting(said.token, noun)
            stranger = stranger or acting.stranger
            if len(parties) < 2 or self._is_with_others(noun):
                parties = tuple(dict.fromkeys((*parties, *acting.parties)))
        if said is not None and said.token.pos_ == "NOUN" and said.act is not None and len(parties) < 2:
            parties = tuple(dict.fromkeys((*parties, *self._owners(said.token))))
        if len(parties) == 1 and said is not None and said.link == "clause":
            parties = tuple(dict.fromkeys((*parties, *self._acting_under(noun))))
        weak = noun.lemma_.lower() not in self._frame.nouns and not self._phrase(noun)
        return TreatyMention(
            noun.i,
            self._range(noun, said),
            parties,
            people if said is not None and said.act == "Signed" else (),
            naming.title(self._doc, noun, self._mentions),
            None,
            naming.obligations(noun.sent.text, self._frame) if not weak or said is not None else (),
            said.act if said is not None else None,
            said.token.i if said is not None else None,
            said is not None and said.breach,
            weak,
            said.attitude if said is not None else None,
            self._parties.holders(said.token) if said is not None and said.attitude is not None else (),
            stranger,
            self._parties.near(noun),
            back.noun if back is not None else None,
            any(t.lower_ in INTRODUCERS for t in noun.lefts),
            self._is_compared(noun),
        )

    def _is_compared(self, noun: Token) -> bool:
        """Whether another agreement is compared with this one: "it differs from the treaty with Chad"."""
        link = noun.head
        if noun.dep_ != "pobj" and noun.head.pos_ != "VERB":
            return False
        words = {link.lower_, link.lemma_.lower(), link.head.lemma_.lower() if noun.dep_ == "pobj" else ""}
        return not words.isdisjoint(self._frame.comparing)

    def _acting_under(self, noun: Token) -> list[Entity]:
        """Return the states that do something under an agreement: "keeps soldiers under a pact with Chad"."""
        preposition = noun.head
        if (
            noun.dep_ != "pobj"
            or preposition.lower_ not in ("under", "of")
            or preposition.head.pos_ != "VERB"
        ):
            return []
        doer = subject(preposition.head)
        found = self._agents.resolve(doer) if doer is not None else ()
        return [e.state for e in found if e.state is not None and not e.is_media]

    def _is_with_others(self, noun: Token) -> bool:
        """Whether the parties named are those that somebody else concludes it with."""
        return any(t.dep_ == "prep" and t.lower_ == "with" for t in noun.rights)

    def _owners(self, act: Token) -> Iterator[Entity]:
        """Yield the states whose act a noun tells: "their withdrawal from the treaty"."""
        for owner in act.lefts:
            if owner.dep_ == "poss":
                for item in conjuncts(owner):
                    yield from (e.state for e in self._agents.resolve(item) if e.state is not None)

    def _is_party_verb(self, said: Predicate) -> bool:
        return said.link in ("object", "clause") and self._lemma(said.token) in self._frame.party_verbs

    def _lemma(self, token: Token) -> str:
        lemma = token.lemma_.lower()
        return lemma if lemma in self._frame.party_verbs else token.lower_.removesuffix("s")

    def _known(self, token: Token, key: str) -> Iterator[TreatyMention]:
        entry = self._gazetteer.treaties[key]
        listed = tuple(self._table.state(iso3) for iso3 in entry.parties)
        said: list[Predicate | None] = list(self._predicates.of(token))
        read = [self._read(token, predicate, Found(())) for predicate in said or [None]]
        acting = {e for m in read if m.act is not None for e in m.parties}
        if listed and acting and not acting & set(listed):
            # Another agreement of that name: none of its parties does what only a party can.
            yield from (replace(m, name=entry.name, partner=True, antecedent=None) for m in read)
            return
        for mention in read:
            obligations = entry.obligations or mention.obligations
            parties = listed or mention.parties
            yield replace(mention, name=entry.name, key=key, parties=parties, obligations=obligations)

    def _membership(self, token: Token, entity: Entity) -> Iterator[TreatyMention]:
        """Yield what a state does with its part in an organization that is a treaty."""
        if entity.key not in self._frame.memberships or token.i != self._mentions.at[token.i].head:
            return
        bridge = token.head.head if token.dep_ == "pobj" else token.head
        part = bridge.lemma_.lower() in self._frame.membership_nouns
        left = bridge.lemma_.lower() in self._frame.leaving
        if not part and not left:
            return
        owner = self._agents.owner(bridge) if part else None
        for said in self._predicates.of(token):
            if said.act is not None:
                read = self._read(token, said, Found((owner,) if owner is not None else ()))
                if read.parties:
                    yield replace(read, name=entity.name, partner=True)

    def _pointing(self, token: Token, meant: TreatyMention, said: Predicate) -> TreatyMention:
        read = self._read(token, said, Found(()), meant)
        told = () if token.pos_ == "PRON" and said.act != "Signed" else read.signatories
        return replace(
            read,
            parties=(),
            name=None,
            weak=True,
            signatories=told,
            obligations=naming.obligations(token.sent.text, self._frame),
        )

    def _agreed(self, verb: Token) -> Iterator[TreatyMention]:
        """Yield an agreement told of by the verb alone ("A and B have agreed to establish relations")."""
        below = [c for c in verb.rights if c.dep_ in ("xcomp", "prep")]
        words = {t.lemma_.lower() for c in below for t in c.subtree} | {
            t.lower_ for c in below for t in c.subtree
        }
        if not words & self._frame.agreed_on or words & self._frame.excluders or words & self._frame.nouns:
            return
        who = self._parties.acting(verb, verb)[0]
        if len(who.parties) > 1:
            said = Predicate(verb, "object", "Signed")
            yield replace(self._read(verb, said, who), name=None, weak=True)

    def _range(self, noun: Token, said: Predicate | None) -> Range:
        start, end = min([noun.i, *(t.i for t in noun.lefts)]), noun.i + 1
        if said is None:
            return Range(start, end)
        verb = said.token
        helpers = [t.i for t in verb.lefts if t.dep_ in ("aux", "neg", "auxpass")]
        if said.link in ("clause", "subject", "term") and verb.i > noun.i:
            start = noun.i if said.link != "subject" else start
            end = max(
                [
                    verb.i + 1,
                    *(
                        t.i + 1
                        for t in verb.rights
                        if t.dep_ in ("dobj", "attr", "acomp", "prep", "advmod", "oprd")
                    ),
                ]
            )
        else:
            start, end = min([start, verb.i, *helpers]), max(end, verb.i + 1)
            end = max([end, *(t.right_edge.i + 1 for t in verb.rights if t.dep_ == "oprd")])
        if said.link == "clause" and verb.i > noun.i:
            start = min([verb.i, *helpers])
        return Range(max(start, noun.sent.start), min(end, noun.sent.end))

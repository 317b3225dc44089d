"""What is given in return for what: "in exchange, Peru has sent fuel", "tanks in return for grain"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.knowledge.words import TellingWords

_BACK = 150
"""Tokens back that "in exchange" can point."""
_LEADING = frozenset({"in", "as"})


class Exchanges:
    """Finds the exchanges of one reading."""

    def __init__(self, reading: Reading, words: TellingWords) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Tell each transfer that is given in return what it is given for."""
        transfers = [d for d in drafts if d.profile.kind == "Transfer"]
        for noun in self._doc if transfers else ():
            if self._is_exchange(noun):
                self._settle_at(noun, transfers)

    def _is_exchange(self, noun: Token) -> bool:
        leads = noun.dep_ == "pobj" and noun.head.lower_ in _LEADING
        return leads and noun.lemma_.lower() in self._words.exchanging

    def _settle_at(self, noun: Token, transfers: Sequence[Draft]) -> None:
        price = next(
            (t for t in (*noun.rights, *noun.head.rights) if t.dep_ == "prep" and t.lower_ == "for"), None
        )
        behind = {t.i for t in price.subtree} if price is not None else set()
        given = [d for d in transfers if d.anchor not in behind and self._is_governed(d, noun)]
        for draft in given:
            if price is None:
                draft.profile.price_of = self._before(draft, noun, transfers)
                continue
            told = next((d.profile for d in transfers if d.anchor in behind), None)
            draft.profile.price_of = told or self._named(draft, price)

    def _is_governed(self, draft: Draft, noun: Token) -> bool:
        """Whether a transfer is told by the word that the exchange hangs on, or by one below or above it."""
        trigger, governor = self._doc[draft.anchor], noun.head.head
        if trigger.sent.start != noun.sent.start:
            return False
        return trigger.i == governor.i or governor.is_ancestor(trigger) or trigger.is_ancestor(governor)

    def _before(self, draft: Draft, noun: Token, transfers: Sequence[Draft]) -> Profile | None:
        """Return the last transfer told before that went the other way."""
        near = [d for d in transfers if noun.i - _BACK < d.anchor < noun.i and d is not draft]
        return next((d.profile for d in reversed(near) if _is_reverse(draft.profile, d.profile)), None)

    def _named(self, draft: Draft, price: Token) -> Profile | None:
        """Return the transfer of goods that stand behind "in exchange for", the other way round."""
        supplier, recipient = draft.profile.roles["supplier"], draft.profile.roles["recipient"]
        if supplier is None or recipient is None:
            return None
        for thing in self._things(price):
            term = self._reading.materiel.of_phrase(thing)
            if term is not None and term.concept is not None:
                return Profile("Transfer", {"supplier": recipient, "recipient": supplier}, term.concept)
        return None

    def _things(self, price: Token) -> Iterator[Token]:
        for token in price.subtree:
            if token.pos_ in ("NOUN", "PROPN") and token.i > price.i:
                yield token


def _is_reverse(one: Profile, other: Profile) -> bool:
    """Whether goods go one way in one transfer and the other way in the other."""
    supplier, recipient = one.roles["supplier"], one.roles["recipient"]
    known = supplier is not None and recipient is not None
    return known and other.roles["supplier"] == recipient and other.roles["recipient"] == supplier

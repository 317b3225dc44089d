"""Whom the parties of an agreement give what it says: "under it, France will deliver howitzers"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.syntax.grammar import prepositions
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.knowledge.words import TellingWords

_BOTH = 2
_BACK = 80
"""Tokens from an agreement to the words under it."""
_PAIRS = {"Transfer": ("supplier", "recipient"), "Deployment": ("sender", "destination")}
_POINTING = frozenset({"it", "this", "which", "that"})


class Pacts:
    """Fills the one open party of what is done under an agreement of two."""

    def __init__(self, reading: Reading, words: TellingWords) -> None:
        self._reading = reading
        self._words = words

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Give each telling under an agreement of two the other party, where one acts and one is open."""
        pacts = [d for d in drafts if d.profile.treaty is not None]
        for draft in drafts if pacts else ():
            pair = _PAIRS.get(draft.profile.kind)
            if pair is None or draft.event is None:
                continue
            actor, open_role = (draft.profile.roles.get(role) for role in pair)
            if actor is None or open_role is not None:
                continue
            noun = self._under(self._reading.doc[draft.anchor])
            pact = self._meant(noun, pacts) if noun is not None else None
            treaty = pact.profile.treaty if pact is not None else None
            if treaty is not None and len(treaty.parties) == _BOTH and actor in treaty.parties:
                draft.profile.roles[pair[1]] = next(e for e in treaty.parties if e != actor)
                draft.profile.filled.append(pair[1])

    def _under(self, trigger: Token) -> Token | None:
        """Return what a telling, or the verb above it, stands under: "under the accord"."""
        for verb in (trigger, *trigger.ancestors):
            if verb.pos_ not in ("VERB", "AUX", "NOUN"):
                continue
            found = [noun for name, noun in prepositions(verb) if name in self._words.under]
            if found:
                return found[0]
            if verb.dep_ in ("ROOT", "ccomp", "relcl"):
                break
        return None

    def _meant(self, noun: Token, pacts: Sequence[Draft]) -> Draft | None:
        """Return the agreement that a noun names, or the last one told before a word that points back."""
        named = [p for p in pacts if (t := p.profile.treaty) is not None and t.noun == noun.i]
        if named or noun.lower_ not in _POINTING:
            return named[0] if named else None
        before = [p for p in pacts if noun.i - _BACK < p.anchor < noun.i]
        return max(before, key=lambda p: p.anchor, default=None)

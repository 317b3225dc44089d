"""What stands in a telling of losses: who was lost, a mere figure or not, and the verb above."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.knowledge.frames import PeopleLexicon

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_LINKS = frozenset(
    {"appos", "ccomp", "xcomp", "dobj", "pobj", "prep", "conj", "oprd", "attr", "acl", "advcl"}
)


def victim(draft: Draft, doc: Doc) -> Token | None:
    """Return the word for those who were lost; None where the telling has only its trigger."""
    roles = draft.event.roles if draft.event is not None else {}
    filler = roles.get("victims") or roles.get("force")
    return doc[filler.token] if filler is not None else None


def is_mere_figure(lost: Token | None, words: PeopleLexicon) -> bool:
    """Whether no noun says who was lost: "and 57 hurt"."""
    if lost is None:
        return True
    return lost.pos_ == "NUM" or lost.like_num or lost.lemma_.lower() in words.elliptic


def verb_above(token: Token, lemmas: frozenset[str]) -> Token | None:
    """Return the verb above a token, through its phrase, if it is one of these."""
    if token.pos_ == "VERB" and token.dep_ == "advcl" and any(t.dep_ in _SUBJECTS for t in token.children):
        return None  # "put it on hold when a mine killed two guards"
    current = token
    while current.dep_ in _LINKS and current.head.i != current.i:
        current = current.head
        if current.pos_ == "VERB":
            return current if current.lemma_.lower() in lemmas else None
    return None

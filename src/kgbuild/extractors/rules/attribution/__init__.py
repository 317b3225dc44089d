"""Who said what: attributions in a parsed text.

Each rule is a small function over a `View` of the `Doc`, in a module by construction;
`merging` settles overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kgbuild.extractors.rules.attribution import clausal, inserted, nominal, passives, phrases
from kgbuild.extractors.rules.attribution.matching import matches
from kgbuild.extractors.rules.attribution.merging import carried, discounted, one_for_each_cue
from kgbuild.extractors.rules.attribution.relays import citing
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.cues import CueLexicon

__all__ = ["PRINTED_FROM", "attributions", "printable"]

PRINTED_FROM = 0.35
"""The certainty from which an attribution is printed as such; the claims weigh the others too."""

_SAYING = 0.9
_VERB_RULES = (*inserted.RULES, *clausal.RULES, *passives.RULES)
_RULES = {
    "VERB": ("verbs", _VERB_RULES),
    "AUX": ("verbs", _VERB_RULES),
    "NOUN": ("nouns", nominal.NOUN_RULES),
    "ADJ": ("adjectives", nominal.ADJECTIVE_RULES),
}


def attributions(doc: Doc, cues: CueLexicon) -> list[Attribution]:
    """Find every attribution in a document, in order of position."""
    view = View(doc)
    view.speakers = cues.speakers
    return discounted(view, citing(view, carried(view, one_for_each_cue(view, _found(view, cues)))))


def printable(attribution: Attribution) -> bool:
    """Whether an attribution is certain enough to be printed as one."""
    return attribution.certainty >= PRINTED_FROM


def _found(view: View, cues: CueLexicon) -> Iterator[Attribution]:
    spotted = [
        (match, rules)
        for head in range(view.size)
        if (entry := _RULES.get(view.pos[head])) is not None
        for kind, rules in (entry,)
        for match in matches(view, cues, kind, head)
    ]
    view.saying = frozenset(
        match.head for match, _ in spotted if match.certainty("inserted", "of") >= _SAYING
    )
    view.cues = frozenset(
        match.head for match, _ in spotted if match.certainty("np", "clause", "infinitive") >= 0.5
    )
    for match, rules in spotted:
        for rule in rules:
            yield from rule(view, match)
    for anywhere in phrases.RULES:
        yield from anywhere(view, cues)

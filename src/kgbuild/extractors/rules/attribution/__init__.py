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
from kgbuild.extractors.rules.attribution.openings import before_rows, inside, into_lists, openings
from kgbuild.extractors.rules.attribution.relays import citing
from kgbuild.extractors.rules.attribution.signed import signed
from kgbuild.extractors.rules.attribution.speeches import speeches
from kgbuild.extractors.rules.attribution.trailing import trailing
from kgbuild.extractors.rules.attribution.transcripts import transcripts
from kgbuild.extractors.rules.layout import read_lines
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.cues import CueLexicon

__all__ = ["PRINTED_FROM", "attributed", "attributions", "printable", "viewed"]

PRINTED_FROM = 0.35
"""The certainty from which an attribution is printed as such; the claims weigh the others too."""

_SAYING = 0.9
_VERB_RULES = (*inserted.RULES, trailing, *clausal.RULES, *passives.RULES)
_RULES = {
    "VERB": ("verbs", _VERB_RULES),
    "AUX": ("verbs", _VERB_RULES),
    "NOUN": ("nouns", nominal.NOUN_RULES),
    "ADJ": ("adjectives", nominal.ADJECTIVE_RULES),
}


def attributions(doc: Doc, cues: CueLexicon) -> list[Attribution]:
    """Find every attribution in a document, in order of position."""
    return attributed(viewed(doc, cues), cues)


def viewed(doc: Doc, cues: CueLexicon) -> View:
    """Return a document as the rules read it."""
    view = View(doc, cues.around)
    view.speakers = cues.speakers
    view.lines = read_lines(doc.text, cues.lines)
    return view


def attributed(view: View, cues: CueLexicon) -> list[Attribution]:
    """Find every attribution in a view of a document, in order of position."""
    found = one_for_each_cue(view, _found(view, cues))
    laid_out = list(_laid_out(view, cues, found))
    found = into_lists(view, one_for_each_cue(view, [*found, *laid_out]))
    return discounted(view, citing(view, carried(view, found)))


def _laid_out(view: View, cues: CueLexicon, found: list[Attribution]) -> Iterator[Attribution]:
    """Yield what the lines show, where no verb says who speaks."""
    said = list(signed(view, found))
    said += openings(view, cues.lines, [*found, *said])
    said += inside(view, [*found, *said])
    said += before_rows(view, [*found, *said])
    yield from said
    yield from transcripts(view)
    yield from speeches(view, cues.lines, found)


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

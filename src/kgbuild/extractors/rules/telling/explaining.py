"""Which rule and which words gave each field of a claim."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.telling.draft import Draft


def explanation(draft: Draft, doc: Doc) -> tuple[str, ...]:
    """Return lines "field: rule: words" for a draft, in order of the fields."""
    return tuple(
        dict.fromkeys((*_voice(draft, doc), *draft.explanation, *_roles(draft, doc), *_details(draft, doc)))
    )


def _words(doc: Doc, words: Range) -> str:
    return " ".join(doc[words.start : words.end].text.split())


def _voice(draft: Draft, doc: Doc) -> Iterator[str]:
    attribution = draft.attribution
    if attribution is None:
        yield "claimant: nobody is quoted: the publisher"
    elif attribution.source is None:
        yield f"claimant: {attribution.rule}: nobody is named"
    else:
        yield f"claimant: {attribution.rule}: {_words(doc, attribution.source)}"
    if draft.relays:
        yield f"relayedBy: statement around it: {', '.join(agent.name for agent in draft.relays)}"


def _roles(draft: Draft, doc: Doc) -> Iterator[str]:
    event = draft.event
    for role, entity in draft.profile.roles.items():
        if entity is None:
            continue
        filler = event.roles.get(role) if event is not None else None
        if role in draft.profile.filled or filler is None:
            yield f"{role}: told elsewhere in the document: {entity.name}"
        else:
            yield f"{role}: {doc[filler.token].text}: {entity.name}"
    if event is not None:
        for role in ("materiel", "force"):
            filler = event.roles.get(role)
            if filler is not None and filler.concept is not None:
                yield f"{role}: {doc[filler.token].text}: {filler.concept}"


def _details(draft: Draft, doc: Doc) -> Iterator[str]:
    if draft.quantity is not None:
        yield f"quantity: {_words(doc, draft.quantity.range)}"
    for time in draft.event_times:
        yield f"eventTime: {time.words}"
    if draft.made_on is not None:
        yield f"madeOn: {draft.made_on.words}"
    for place in draft.places:
        yield f"place: {place.name}"

"""The graph's door: no claim passes whose words are not in its document.

`proved` is a stage between extractors and the graph. It holds each claim's evidence against the stored text,
anchors what stands elsewhere or in another form (`kgbuild.claims.align`), and keeps back the rest with a
reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kgbuild.claims.align import Alignment, StoredText
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim, DocumentRecord, Evidence, Reader
from kgbuild.errors import ClaimError
from kgbuild.spans import Span

CAREFUL = 0.5
"""Confidence in a claim of a program that tells none: as likely wrong as right."""
_SHOWN = 80
"""Characters of a refused quote that are shown."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that did not pass, and why."""

    document: str
    """Identifier of its document."""
    place: str
    """File and line of the claim, else document and number."""
    reason: str
    """What is wrong, with the words."""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(slots=True)
class Proof:
    """What became of the claims that came to the door; filled while bundles pass."""

    refusals: list[Refusal] = field(default_factory=list)
    """The claims that were kept back, in the order in which they came."""
    quotes: Counter[Alignment] = field(default_factory=Counter)
    """How the quotes of the claims that passed were found."""


def proved(
    bundles: Iterable[Bundle], proof: Proof, texts: Mapping[str, str] | None = None
) -> Iterator[Bundle]:
    """Yield the bundles with the claims that pass, each document with its text; note the others in `proof`.

    A confidence that a program does not tell stays untold, so that who sorts by it can tell it apart.

    `texts` are stored texts by document key; of a document that is not among them its own text counts.
    Claims on one that has no text are kept back. Where no `texts` are given at all, it ends the work with a
    ClaimError: nothing unproved enters.
    """
    for bundle in bundles:
        document = bundle.document
        if texts and document.key in texts:
            document = document.model_copy(update={"text": texts[document.key]})
        elif texts is None and bundle.claims:
            stored_text(document, bundle.place(0))
        passed: list[Claim] = []
        places: list[str] = []
        stored = StoredText(document.text or "", document.language)
        for number, claim in enumerate(bundle.claims):
            place = bundle.place(number)
            try:
                if document.text is None:
                    raise ClaimError("its document is not among those given: name it with --documents")
                passed.append(_whole(claim, _anchored(claim, stored, proof), None))
                places.append(place)
            except ClaimError as refused:
                proof.refusals.append(Refusal(document.identifier, place, str(refused)))
        yield Bundle(document, tuple(passed), tuple(places) if bundle.places else ())


def stored_text(document: DocumentRecord, place: str | None = None) -> StoredText:
    """Return a document's text. Raises ClaimError where it is not at hand; `place` says where that shows."""
    if document.text is None:
        raise ClaimError(
            f"{place or document.identifier}: the text of {document.identifier} is not at hand, and nothing "
            "unproved enters a graph: name the documents with --documents, or extract anew"
        )
    return StoredText(document.text, document.language)


def prove(claim: Claim, stored: StoredText, proof: Proof | None = None) -> Claim:
    """Return a claim with its evidence as it stands in its document's text, and all that a graph asks of it.

    Each evidence gets its sentence, the claim a reader and a confidence, where none is told. Raises
    ClaimError where a quote is not in the text, or another span lies outside it.
    """
    return _whole(claim, _anchored(claim, stored, proof), CAREFUL)


def _anchored(claim: Claim, stored: StoredText, proof: Proof | None) -> tuple[Evidence, ...]:
    """Return the evidence of a claim as it stands in the text. Raises ClaimError."""
    found = [(given, stored.align(given)) for given in claim.evidence]
    for given, aligned in found:
        if aligned is None:
            raise ClaimError(f"the quote {_shown(given)} is not in the document")
    for name, spans in _other_spans(claim):
        for span in spans:
            if not stored.holds(span):
                raise ClaimError(f"{name} {span.start}-{span.end} lies outside the document")
    if proof is not None:
        proof.quotes.update(aligned.alignment for _, aligned in found if aligned)
    return tuple(_in_sentence(aligned.evidence, stored) for _, aligned in found if aligned)


def _whole(claim: Claim, evidence: tuple[Evidence, ...], untold: float | None) -> Claim:
    """Return a claim with its reader and confidence; `untold` is that of a program which tells none."""
    read_by = claim.read_by or (Reader.RULES,)
    sure = 1.0 if Reader.PERSON in read_by else untold
    confidence = sure if claim.confidence is None else claim.confidence
    told = {"evidence": evidence, "read_by": read_by, "confidence": confidence}
    if all(getattr(claim, name) == value for name, value in told.items()):
        return claim
    return claim.model_copy(update=told)


def _in_sentence(evidence: Evidence, stored: StoredText) -> Evidence:
    """Return evidence with the sentence that it tells, if that is around the quote, else the one there."""
    told = evidence.sentence
    if told is not None and stored.holds(told) and told.covers(evidence.span):
        return evidence
    return evidence.model_copy(update={"sentence": stored.sentences.around(evidence.span)})


def _other_spans(claim: Claim) -> Iterator[tuple[str, tuple[Span, ...]]]:
    yield "claimant_span", (claim.claimant_span,) if claim.claimant_span else ()
    yield "cue_span", (claim.cue_span,) if claim.cue_span else ()
    yield "content_spans", claim.content_spans


def _shown(evidence: Evidence) -> str:
    words = " ".join(evidence.quote.split())
    cut = words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
    return f"“{cut}”"

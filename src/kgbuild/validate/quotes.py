"""Whether the quotes of a graph are the text: held against the documents, else against themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib.namespace import DCTERMS

from kgbuild.graph.namespaces import KG, OA
from kgbuild.spans import Span
from kgbuild.validate.faults import Fault, short

_SOURCE, _SELECTOR = ox.NamedNode(str(OA.hasSource)), ox.NamedNode(str(OA.hasSelector))
_START, _END, _EXACT = (ox.NamedNode(str(p)) for p in (OA.start, OA.end, OA.exact))
_SENTENCE, _SHA256 = ox.NamedNode(str(KG.sentence)), ox.NamedNode(str(KG.sha256))
_IDENTIFIER = ox.NamedNode(str(DCTERMS.identifier))
_IS_TEXT = "oa:exact is the stored text between oa:start and oa:end, to the letter."
_IS_SENTENCE = "kg:sentence is the stored text around the quote, and contains it."
_ANEW = "Export the document anew: nothing unproved belongs in a graph."


@dataclass(slots=True)
class Quotes:
    """What became of the quotes of a graph."""

    faults: list[Fault] = field(default_factory=list)
    """Quotes that are not the text, or cannot be, in the order of the nodes."""
    proved: int = 0
    """Quotes that are the text of their document."""
    unproved: dict[str, int] = field(default_factory=dict)
    """How many quotes are of documents whose text is not at hand, by the documents' identifiers."""


@dataclass(frozen=True, slots=True)
class _Quote:
    node: ox.NamedNode
    document: ox.NamedNode
    span: Span
    exact: str
    sentence: str | None


def held(store: ox.Store, texts: Mapping[str, str]) -> Quotes:
    """Hold every quote against the text of its document, and its sentence too.

    `texts` are stored texts by their sha256. Of other documents' quotes only this is told: whether their
    length goes with their offsets, and whether their sentence contains them. Quotes without a place are none
    of this: the shapes tell of them.
    """
    found = Quotes()
    for quote in _quotes(store):
        text = texts.get(_first(store, quote.document, _SHA256) or "")
        fault = _alone(quote) if text is None else _in_text(quote, text)
        if fault is not None:
            found.faults.append(fault)
        elif text is None:
            name = _first(store, quote.document, _IDENTIFIER) or short(quote.document.value)
            found.unproved[name] = found.unproved.get(name, 0) + 1
        else:
            found.proved += 1
    found.faults.sort()
    found.unproved = dict(sorted(found.unproved.items()))
    return found


def _alone(quote: _Quote) -> Fault | None:
    """Return what is wrong with a quote whatever its text is."""
    length = quote.span.end - quote.span.start
    if length != len(quote.exact):
        wrong = f"has an oa:exact of {len(quote.exact)} characters at offsets {length} apart"
        return _fault(quote, _IS_TEXT, wrong)
    if quote.sentence is not None and quote.exact not in quote.sentence:
        return _fault(quote, _IS_SENTENCE, "has a kg:sentence without its quote")
    return None


def _in_text(quote: _Quote, text: str) -> Fault | None:
    start, end = quote.span
    if not 0 <= start < end <= len(text) or text[start:end] != quote.exact:
        return _fault(quote, _IS_TEXT, "has an oa:exact that is not the text at its offsets")
    if quote.sentence is None:
        return None  # the shapes tell that
    at = text.find(quote.sentence, max(end - len(quote.sentence), 0))
    if not 0 <= at <= start:
        return _fault(quote, _IS_SENTENCE, "has a kg:sentence that is not the text around its quote")
    return None


def _fault(quote: _Quote, rule: str, wrong: str) -> Fault:
    return Fault(quote.node.value, rule, wrong, _ANEW)


def _quotes(store: ox.Store) -> Iterator[_Quote]:
    for link in store.quads_for_pattern(None, _SOURCE, None):
        if not isinstance(link.subject, ox.NamedNode) or not isinstance(link.object, ox.NamedNode):
            continue
        selectors = [quad.object for quad in store.quads_for_pattern(link.subject, _SELECTOR, None)]
        start, end, exact = (
            next((value for each in selectors if (value := _first(store, each, predicate)) is not None), None)
            for predicate in (_START, _END, _EXACT)
        )
        if start is None or end is None or exact is None or not (start.isdecimal() and end.isdecimal()):
            continue
        sentence = _first(store, link.subject, _SENTENCE)
        yield _Quote(link.subject, link.object, Span(int(start), int(end)), exact, sentence)


def _first(store: ox.Store, node: object, predicate: ox.NamedNode) -> str | None:
    """Return a literal value of a node, the least of several."""
    if not isinstance(node, ox.NamedNode | ox.BlankNode):
        return None
    values = (quad.object for quad in store.quads_for_pattern(node, predicate, None))
    return min((value.value for value in values if isinstance(value, ox.Literal)), default=None)

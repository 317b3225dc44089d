"""The values that all views are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _reduced(value: object) -> tuple[Callable[..., object], tuple[object, ...]]:
    """Return how a value is made again from a pickle: `dataclass` looks its fields up each time."""
    kind = type(value)
    return kind, tuple(getattr(value, name) for name in kind.__dict__["__slots__"])


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A thing of the graph, by what people call it."""

    __reduce__ = _reduced

    name: str
    iri: str
    kind: str = ""
    """The local name of its class ("Deployment"), or "" where it is not known."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document, as a footnote names it."""

    __reduce__ = _reduced

    iri: str
    identifier: str
    title: str
    publisher: Node | None = None
    issued: str = ""
    address: str = ""
    """The source's address on the web, where the graph has one."""
    sha256: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.identifier


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document, within their sentence."""

    __reduce__ = _reduced

    iri: str
    start: int
    """Code points into the stored text."""
    end: int
    quote: str
    sentence: str
    page: int | None = None
    """Of a document that has pages: that on which the words begin, from 1."""

    def parts(self) -> tuple[str, str, str]:
        """Return the sentence as what stands before the quote, the quote, and what stands after it."""
        before, found, after = self.sentence.partition(self.quote)
        return (before, found, after) if found else ("", self.quote, "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or range with what it counts. Bounds are inclusive; None is open."""

    __reduce__ = _reduced

    minimum: float | None
    maximum: float | None
    unit: str
    """What is counted, never empty ("troops", "killed or wounded")."""
    approximate: bool = False
    total: bool = False
    """Whether it is a running total."""

    def words(self) -> str:
        """Return it as text, such as "about 1,500 troops" or "200 or more containers"."""
        return f"{self.number()} {self.unit}"

    def number(self) -> str:
        """Return it without its unit."""
        low, high = map(_written, (self.minimum, self.maximum))
        if low == high:
            text = low
        elif self.maximum is None:
            text = f"{low} or more"
        elif self.minimum is None:
            text = f"up to {high}"
        else:
            text = f"{low}–{high}"
        return f"about {text}" if self.approximate else text


def _written(number: float | None) -> str:
    return "" if number is None else f"{number:,.10g}" if number % 1 else f"{number:,.0f}"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with all that is shown of it; words of the ontology in plain English."""

    __reduce__ = _reduced

    iri: str
    claimants: tuple[Node, ...]
    stance: str
    """Local name ("Denies")."""
    modality: str
    about: tuple[Node, ...]
    source: SourceDocument
    passages: tuple[Passage, ...]
    act: str = ""
    on_behalf: tuple[Node, ...] = ()
    relayed: tuple[Node, ...] = ()
    places: tuple[Node, ...] = ()
    breach_of: tuple[Node, ...] = ()
    figure: Figure | None = None
    measure: str = ""
    happened: str = ""
    """When it happened, as precisely as the text ("2024-10", "2024-10-01 to 2024-10-05")."""
    made_on: str = ""
    times: tuple[str, ...] = ()
    """The words of time themselves."""
    cue: str = ""
    confidence: float | None = None
    read_by: tuple[str, ...] = ()
    revises: tuple[str, ...] = ()
    """IRIs of earlier claims of the same claimant that this one departs from."""

    @property
    def said(self) -> str:
        """When it was said, or else when its document came out; "" where neither is known."""
        return self.made_on or self.source.issued

    @property
    def anchor(self) -> str:
        """The name of its place on a page."""
        return f"c-{self.iri.rpartition('/')[2]}"

    @property
    def key(self) -> str:
        """The digest of what it holds, which is the end of its IRI."""
        return self.iri.rpartition("/")[2]

    @property
    def who(self) -> str:
        """Its claimants, for people."""
        return ", ".join(node.name for node in self.claimants)

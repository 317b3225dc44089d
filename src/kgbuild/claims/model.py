"""The claim: one stance of one or more claimants on what a document tells, and where it says so.

This schema is the seam between reading and graph building. Whatever finds claims (the extraction shipped
here, a person with an editor) fills it; the graph builder reads nothing else. It knows nothing of RDF: the
names of stances, modalities, acts and measures equal the local names of the ontology's terms, no more.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, model_validator

from kgbuild.spans import Span
from kgbuild.times import PartialDate


class Stance(StrEnum):
    """What a claimant does with a statement."""

    ASSERTS = "Asserts"
    DENIES = "Denies"
    WITHHOLDS = "Withholds"
    CONDEMNS = "Condemns"
    ENDORSES = "Endorses"
    DEMANDS = "Demands"
    PLEDGES = "Pledges"


class Modality(StrEnum):
    """Whether what is told happened, is planned, or may have happened."""

    ACTUAL = "Actual"
    PLANNED = "Planned"
    POSSIBLE = "Possible"


class Act(StrEnum):
    """Which act of a treaty, deployment or transfer a claim is about."""

    SIGNED = "Signed"
    RATIFIED = "Ratified"
    ENTERED_INTO_FORCE = "EnteredIntoForce"
    SUSPENDED = "Suspended"
    TERMINATED = "Terminated"
    SENT = "Sent"
    ENTERED_COMBAT = "EnteredCombat"
    WITHDRAWN = "Withdrawn"
    ORDERED = "Ordered"
    DELIVERED = "Delivered"
    USED = "Used"
    HALTED = "Halted"


class Measure(StrEnum):
    """What a casualty figure counts."""

    KILLED = "Killed"
    WOUNDED = "Wounded"
    KILLED_OR_WOUNDED = "KilledOrWounded"


class Reader(StrEnum):
    """What kind of reader found a claim in the text."""

    RULES = "Rules"
    """A program that follows rules, such as the one that comes with kgbuild."""
    MODEL = "Model"
    """A language model."""
    PERSON = "Person"


ConceptKey = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Key of a concept of one of the ontology's schemes, as it stands in the concept's IRI."""
CalendarYear = Annotated[int, Field(ge=1, le=9999)]


class Record(BaseModel):
    """Base of all records: immutable, no unknown fields, hashable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Agent(Record):
    """Who can claim or act. `kind` and `name` (for a state: `iso3`) say who it is."""

    kind: Literal["State", "Organization", "Person", "Official"]
    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    iso3: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    part_of: Agent | None = None
    """The state or organization that an organization belongs to."""
    represents: Agent | None = None
    """Whom an official speaks or acts for."""
    office: str | None = None
    """An official's office in the document's words ("foreign minister")."""
    anonymous: bool = False
    """Unnamed ("a government official"): known within one document only."""

    @model_validator(mode="after")
    def _state_has_code(self) -> Agent:
        if self.kind == "State" and self.iso3 is None:
            raise ValueError(f"the state {self.name!r} needs its iso3 code")
        return self


class Place(Record):
    """Anything with a name on a map."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    in_state: Agent | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)


class Transfer(Record):
    """One supplier, one recipient, one kind of materiel."""

    kind: Literal["Transfer"] = "Transfer"
    supplier: Agent | None = None
    recipient: Agent | None = None
    materiel: ConceptKey | None = None
    """Key of a concept of the materiel thesaurus ("ballistic-missile")."""
    in_exchange_for: Transfer | None = None
    """The transfer that this one is given in return for; no part of what identifies it."""


class Deployment(Record):
    """Forces of one sender put in one theatre."""

    kind: Literal["Deployment"] = "Deployment"
    sender: Agent | None = None
    destination: Agent | None = None
    """The state where the forces are put."""
    force_type: ConceptKey | None = None
    """Key of a concept of the force type scheme ("engineers")."""
    in_support_of: Agent | None = None
    against: Agent | None = None


class Casualties(Record):
    """Losses of one force, or of one state's civilians, in one theatre."""

    kind: Literal["Casualties"] = "Casualties"
    force: Agent | None = None
    civilian: bool = False
    theatre: Agent | None = None
    """The state in which the losses occurred."""


class Treaty(Record):
    """An agreement between parties."""

    kind: Literal["Treaty"] = "Treaty"
    name: str | None = None
    """Its proper name, where the text or the gazetteer gives one."""
    aliases: tuple[str, ...] = ()
    parties: tuple[Agent, ...] = ()
    signatories: tuple[Agent, ...] = ()
    obligations: tuple[ConceptKey, ...] = ()
    """Keys of concepts of the obligation scheme ("defence")."""
    signed_in: CalendarYear | None = None
    """Year of signature, where it tells one treaty of the same parties from another."""
    revives: Treaty | None = None


class Resolution(Record):
    """A resolution of an organization."""

    kind: Literal["Resolution"] = "Resolution"
    adopted_by: Agent | None = None
    adopted_in: CalendarYear | None = None
    number: str | None = None


Event = Transfer | Deployment | Casualties
Instrument = Treaty | Resolution
Subject = Annotated[Transfer | Deployment | Casualties | Treaty | Resolution, Field(discriminator="kind")]
"""What a claim can be about."""


class Quantity(Record):
    """A number or range. Bounds are inclusive, as printed; a missing bound is open."""

    minimum: float | None = Field(default=None, allow_inf_nan=False)
    maximum: float | None = Field(default=None, allow_inf_nan=False)
    unit: ConceptKey | None = None
    """Key of a concept of the unit scheme ("container"); None where the things themselves are counted."""
    approximate: bool = False

    @model_validator(mode="after")
    def _bounds(self) -> Quantity:
        if self.minimum is None and self.maximum is None:
            raise ValueError("a quantity needs a minimum or a maximum")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"the minimum {self.minimum} is above the maximum {self.maximum}")
        return self


class EventTime(Record):
    """When it happened: one date as precise as the text (start == end), or a span that may be open."""

    start: PartialDate | None = None
    end: PartialDate | None = None


class Evidence(Record):
    """The words that carry a claim: `quote` is the stored text between `span.start` and `span.end`.

    Whether that is so is proved where the document's text is at hand (`kgbuild.claims.proof`).
    """

    span: Span
    quote: str = Field(min_length=1)
    sentence: Span | None = None
    """Where the whole sentence around the quote stands, or the sentences; worked out where it is not told."""


class Claim(Record):
    """One stance of one or more claimants in one document."""

    record: Literal["claim"] = "claim"
    document: str
    """Key of the document it is reported in (`DocumentRecord.key`)."""
    claimants: tuple[Agent, ...] = Field(min_length=1)
    stance: Stance
    modality: Modality = Modality.ACTUAL
    about: tuple[Subject, ...] = ()
    act: Act | None = None
    relayed_by: tuple[Agent, ...] = ()
    """Through whom it reached the document, outermost last."""
    quantity: Quantity | None = None
    measure: Measure | None = None
    cumulative: bool | None = None
    places: tuple[Place, ...] = ()
    event_time: EventTime | None = None
    made_on: PartialDate | None = None
    time_expressions: tuple[str, ...] = ()
    alleges_breach_of: tuple[Subject, ...] = ()
    cue: str | None = None
    """The words that carry the stance ("declined to confirm")."""
    read_by: tuple[Reader, ...] = (Reader.RULES,)
    """Who found it; several where they found it each by itself, or where a person mended it."""
    confidence: float | None = Field(default=None, ge=0, le=1)
    """The chance that every field is right. Where none is told it is 1 for a person, else 0.5."""
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    claimant_span: Span | None = None
    cue_span: Span | None = None
    content_spans: tuple[Span, ...] = ()
    explanation: tuple[str, ...] = ()
    """Which rule and which words gave which field, one "field: rule: words" each; not part of the graph."""


class DocumentRecord(Record):
    """What the graph tells of a document, and the text by which its claims are proved."""

    record: Literal["document"] = "document"
    key: str = Field(pattern=r"^[0-9a-f]{16}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    identifier: str
    title: str | None = None
    publisher: Agent | None = None
    issued: PartialDate | None = None
    source: str | None = None
    language: str = "en"
    pages: tuple[NonNegativeInt, ...] | None = None
    """Where each page begins in the text; None where the document has no pages."""
    text: str | None = Field(default=None, repr=False)
    """The stored text, into which all offsets point; not part of the graph."""

    @model_validator(mode="after")
    def _is_its_text(self) -> DocumentRecord:
        if self.text is not None and hashlib.sha256(self.text.encode()).hexdigest() != self.sha256:
            raise ValueError("the text is not the one that sha256 was made of: restore it, or extract anew")
        return self

    @model_validator(mode="after")
    def _pages_follow_each_other(self) -> DocumentRecord:
        if self.pages is not None and list(self.pages) != sorted(self.pages):
            raise ValueError("the pages do not begin one after the other")
        return self

    def page(self, at: int) -> int | None:
        """Return the number of the page, from 1, on which a place in the text is."""
        return max(bisect_right(self.pages, at), 1) if self.pages else None

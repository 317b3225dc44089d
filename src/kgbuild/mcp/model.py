"""What the tools answer with: plain values, whose fields become the schema that a client sees."""

from __future__ import annotations

from pydantic import BaseModel, Field

# The descriptions are read by language models: they say what a value is, and nothing of how it came about.


class EvidenceReply(BaseModel):
    """The words a claim rests on, within their sentence."""

    quote: str
    sentence: str = Field(description="The whole sentence, as the document has it.")
    document: str = Field(description="File name or address of the document.")
    title: str = ""
    publisher: str = ""
    issued: str = Field("", description="When the document came out; empty where that is not known.")
    address: str = ""
    start: int = Field(description="Where the quote begins in the stored text, in code points.")
    end: int
    page: int | None = None


class ClaimReply(BaseModel):
    """What somebody says: never a fact."""

    id: str = Field(description="IRI; `sentence` takes it.")
    claimants: list[str]
    on_behalf_of: list[str]
    relayed_by: list[str] = Field(description="Who passed it on.")
    stance: str
    modality: str
    about: list[str] = Field(description="The events or treaties it is about, by name.")
    figure: str = Field("", description="Number or range with its unit.")
    happened: str = Field("", description="When the event happened, as precisely as the text.")
    said: str = Field("", description="When it was said, or else when its document came out.")
    places: list[str]
    confidence: float | None = Field(description="The chance that the reading of the text is right.")
    evidence: list[EvidenceReply]


class FoundReply(BaseModel):
    """An agent, event or document."""

    id: str = Field(description="IRI; the other tools take it.")
    name: str
    kind: str
    claims: int


class FindingReply(BaseModel):
    """What goes by some words."""

    agents: list[FoundReply]
    events: list[FoundReply]
    documents: list[FoundReply]
    claims: list[ClaimReply] = Field(description="Claims in whose sentence the words stand.")
    left_out: int = Field(description="How many such claims there are beyond those given.")


class SideReply(BaseModel):
    """Those who say one thing."""

    says: str = Field(description="A stance, or a figure.")
    who: list[str]
    claims: list[ClaimReply]
    left_out: int = Field(description="How many claims this side has beyond those given.")


class DisputeReply(BaseModel):
    """One question on which sources differ."""

    event: str
    question: str
    sides: list[SideReply]


class TurnReply(BaseModel):
    """Somebody who takes another stance than before."""

    who: str
    before: ClaimReply
    after: ClaimReply


class EventReply(BaseModel):
    """How an event stands: who says what of it, and where they differ."""

    id: str
    name: str
    kind: str
    roles: dict[str, list[str]]
    disputes: list[DisputeReply]
    turns: list[TurnReply]
    claims: list[ClaimReply]
    left_out: int


class PositionReply(BaseModel):
    """What an agent says of one event, in order of time."""

    event: str
    claims: list[ClaimReply]
    turns: list[TurnReply]


class PositionsReply(BaseModel):
    """What an agent says."""

    id: str
    name: str
    kind: str
    positions: list[PositionReply]
    opponents: list[str] = Field(description="Who says otherwise.")
    left_out: int = Field(
        description="Claims beyond those given; of an agent with very many, on other events too."
    )


class DisputesReply(BaseModel):
    """On what sources differ."""

    disputes: list[DisputeReply]
    left_out: int = Field(description="How many events with a dispute there are beyond those given.")

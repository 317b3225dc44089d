"""What a language model is asked to answer with; the JSON schema sent along is made of this.

Names and words are strings here. Who is meant, and whether the text says so, is decided in `ground`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kgbuild.claims.model import Act, Measure, Modality, Stance


def _listed(value: Any) -> Any:
    """Take a missing list for an empty one and a single string for a list of it: models write both.

    They write names without a letter, too, which are left out.
    """
    if value is None:
        return ()
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, list | tuple):
        return value
    return tuple(item for item in value if not isinstance(item, str) or item.strip())


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return False if value is None else value


def _worded(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Words = Annotated[str | None, BeforeValidator(_worded)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Flag = Annotated[bool, BeforeValidator(_plain)]


class Form(BaseModel):
    """Base of all parts of an answer: what is not asked for is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class CastMember(Form):
    """Who speaks, acts or is acted upon in a document."""

    name: str = Field(min_length=1)
    """In English."""
    words: Words = None
    """As the document writes it."""
    kind: Literal["State", "Organization", "Person"] = "Organization"
    of: Words = None
    """Whom it belongs to or speaks for, by name."""
    office: Words = None
    unnamed: Flag = False


class Number(Form):
    """A number or range, with the words that say it."""

    words: Words = None
    min: float | None = Field(default=None, allow_inf_nan=False)
    max: float | None = Field(default=None, allow_inf_nan=False)
    unit: Words = None
    approximate: Flag = False
    total: Flag = False


class When(Form):
    """A date or span, with the words that say it."""

    words: Words = None
    start: Words = None
    end: Words = None


class Consignment(Form):
    """What goes from one supplier to one recipient."""

    supplier: Words = None
    recipient: Words = None
    materiel: Words = None
    words: Words = None
    """The words of the document for the materiel."""


class TransferAnswer(Consignment):
    """A transfer, with the one for which it is given in return."""

    kind: Literal["Transfer"]
    in_exchange_for: Consignment | None = None


class DeploymentAnswer(Form):
    """Forces of one sender in one state."""

    kind: Literal["Deployment"]
    sender: Words = None
    destination: Words = None
    force_type: Words = None
    in_support_of: Words = None
    against: Words = None


class CasualtiesAnswer(Form):
    """Losses of one force, or of one state's civilians."""

    kind: Literal["Casualties"]
    force: Words = None
    civilian: Flag = False
    theatre: Words = None


class Named(Form):
    """Something by its English name, and as the document writes it."""

    name: Words = None
    words: Words = None


class TreatyAnswer(Named):
    """An agreement between states."""

    kind: Literal["Treaty"]
    parties: Names = ()
    signatories: Names = ()
    obligations: Names = ()
    revives: Words = None
    """The earlier treaty that it brings back, by its proper name."""


class Breached(Form):
    """A treaty by name, or resolutions of a body by year or number."""

    name: Words = None
    body: Words = None
    year: int | None = None
    number: Words = None


Topic = Annotated[
    TransferAnswer | DeploymentAnswer | CasualtiesAnswer | TreatyAnswer, Field(discriminator="kind")
]


class ClaimAnswer(Form):
    """One stance of one or more claimants on one thing."""

    quote: str = Field(min_length=1)
    claimants: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
    relayed_by: Names = ()
    cue: Words = None
    stance: Stance
    modality: Modality = Modality.ACTUAL
    about: Topic
    act: Act | None = None
    quantity: Number | None = None
    measure: Measure | None = None
    places: Annotated[tuple[Annotated[Named, BeforeValidator(_named)], ...], BeforeValidator(_listed)] = ()
    time: When | None = None
    said: When | None = None
    breach_of: Annotated[tuple[Breached, ...], BeforeValidator(_listed)] = ()


class Answer(Form):
    """All that a model says of one section of a document."""

    cast: tuple[CastMember, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()


def answer_schema() -> dict[str, Any]:
    """Return the JSON schema of an answer: nothing but the fields, without notes and defaults."""
    schema = Answer.model_json_schema()
    schema["required"] = ["cast", "claims"]
    pruned = _pruned(schema)
    assert isinstance(pruned, dict)
    return pruned


_NOTES = frozenset({"title", "description", "default", "discriminator", "minLength", "minItems"})


def _pruned(part: Any, names: bool = False) -> Any:
    """Leave out what a server need not know or may refuse; `names`: the keys are names of fields."""
    if isinstance(part, list):
        return [_pruned(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: _pruned(value, key in ("properties", "$defs"))
        for key, value in part.items()
        if names or key not in _NOTES
    }
    if kept.get("type") == "object" and not names:
        kept["additionalProperties"] = False
    if "oneOf" in kept:  # what some servers do not know; no two of these forms are alike
        kept["anyOf"] = kept.pop("oneOf")
    return kept

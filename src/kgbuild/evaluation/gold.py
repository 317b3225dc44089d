"""Gold files: the claims that a person finds in a document, one JSON file a document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kgbuild.claims.model import Measure, Modality, Stance
from kgbuild.documents.model import Document
from kgbuild.errors import EvaluationError
from kgbuild.evaluation.homes import Homes, read_homes
from kgbuild.spans import Span
from kgbuild.times import PartialDate

KINDS = ("Treaty", "Transfer", "Deployment", "Casualties")
"""What is scored; claims about anything else cost and earn nothing."""


class Role(NamedTuple):
    """A role of a kind, and how many of the states that gold names must hold it."""

    name: str
    holds: Literal["one", "any", "all"]


ROLES: dict[str, tuple[Role, ...]] = {
    "Treaty": (Role("party", "all"),),
    "Transfer": (Role("supplier", "one"), Role("recipient", "one")),
    "Deployment": (Role("sender", "one"), Role("destination", "any")),
    "Casualties": (Role("force", "one"),),
}

_CODE = re.compile("[A-Z]{3}")


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""One or more names or codes; a single one need not stand in a list."""


class Bounds(BaseModel):
    """A number or range; a bound that is null is open."""

    model_config = ConfigDict(frozen=True)

    minimum: float | None
    maximum: float | None


class GoldClaim(BaseModel):
    """One claim of a gold file, which stands for one unit per claimant.

    Its roles are keys of their own: `recipient`, `recipient_also`, `recipient_organization`. A role that is
    null is open: the text names no state for it, and whatever names one is wrong.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)
    __pydantic_extra__: dict[str, Names | None]

    id: str = Field(min_length=1)
    anchor: str = Field(min_length=1)
    claimant: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = Field(min_length=1)
    about: Literal["Treaty", "Transfer", "Deployment", "Casualties"]
    event: str | None = None
    optional: bool = False
    stance: Stance
    stance_also: tuple[Stance, ...] = ()
    modality: Modality | None = None
    modality_also: tuple[Modality, ...] = ()
    quantity: Bounds | None = None
    quantity_also: tuple[Bounds | None, ...] = ()
    measure: Measure | None = None
    cumulative: bool | None = None
    civilian: bool | None = None
    materiel: tuple[str, ...] | None = None
    event_time: PartialDate | None = Field(default=None, alias="eventTime")
    event_time_unresolved_ok: bool = Field(default=False, alias="eventTime_unresolved_ok")
    made_on: PartialDate | None = Field(default=None, alias="madeOn")
    made_on_unresolved_ok: bool = Field(default=False, alias="madeOn_unresolved_ok")
    place: Names | None = None
    place_optional: bool = False
    relayed_by: Names | None = Field(default=None, alias="relayedBy")
    relayed_by_optional: bool = Field(default=False, alias="relayedBy_optional")
    obligation: Names | None = None
    obligation_optional: bool = False
    alleges_breach_of: Names | None = Field(default=None, alias="allegesBreachOf")
    alleges_breach_of_optional: bool = Field(default=False, alias="allegesBreachOf_optional")
    signatory: tuple[tuple[str, ...], ...] | None = None
    signatory_optional: bool = False

    @model_validator(mode="after")
    def _keys_of_its_kind(self) -> GoldClaim:
        given = self.__pydantic_extra__
        roles = [role.name for role in ROLES[self.about]]
        known = {f"{role}{suffix}" for role in roles for suffix in ("", "_also", "_organization")}
        for key, values in given.items():
            if key not in known:
                raise ValueError(f"{key}: is no key of a claim about {self.about}")
            if not key.endswith("_organization"):
                for code in values or ():
                    _check_code(key, code)
        for role in roles:
            if not given.get(role) and not given.get(f"{role}_organization") and not self.is_open(role):
                raise ValueError(f"{role}: is missing (a code, names in {role}_organization, or null)")
        if self.about == "Transfer" and self.materiel is None:
            raise ValueError("materiel: is missing")
        return self

    def states(self, role: str) -> frozenset[str]:
        """Return the codes of the states that may hold a role."""
        given = self.__pydantic_extra__
        return frozenset((*(given.get(role) or ()), *(given.get(f"{role}_also") or ())))

    def organizations(self, role: str) -> tuple[str, ...]:
        """Return the names of the organization that holds a role; none where a state does."""
        return self.__pydantic_extra__.get(f"{role}_organization") or ()

    def is_open(self, role: str) -> bool:
        """Whether the text names no state that holds a role."""
        return role in self.__pydantic_extra__ and self.__pydantic_extra__[role] is None


def _check_code(key: str, code: str) -> None:
    if not _CODE.fullmatch(code):
        raise ValueError(f"{key}: {code!r} is not an ISO 3166-1 alpha-3 code")


class GoldFile(BaseModel):
    """The claims of one document."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    document: str
    ignore: tuple[str, ...] = ()
    """Boilerplate: no claim may be anchored there."""
    claims: tuple[GoldClaim, ...]


class GoldDocument(NamedTuple):
    """A gold file beside the text it is about."""

    gold: GoldFile
    text: str
    homes: Homes = {}  # noqa: RUF012 - nobody writes to it

    def anchor(self, claim: GoldClaim) -> Span:
        """Return where a claim's anchor stands."""
        at = self.text.index(claim.anchor)
        return Span(at, at + len(claim.anchor))


def read_gold(folder: Path, documents: Iterable[Document]) -> list[GoldDocument]:
    """Read all gold files of a folder and set each beside its text, in the order of their names.

    The table of.csv beside them, if any, tells whose the people and bodies of a name are.
    Raises EvaluationError naming the file, the claim and the field when a file does not follow the format,
    when its document is not among those given, and when an anchor does not occur exactly once in the text.
    """
    texts = {document.identifier: document.text for document in documents}
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise EvaluationError(f"{folder}: no gold files there: name a folder with one .json file a document")
    homes = read_homes(folder)
    found: dict[str, Path] = {}
    pairs = []
    for path in paths:
        gold = _read(path)
        if gold.document not in texts:
            raise EvaluationError(
                f"{path}: document: {gold.document!r} is not among the documents: name its folder too"
            )
        if gold.document in found:
            raise EvaluationError(f"{path}: {gold.document} has gold already, in {found[gold.document].name}")
        found[gold.document] = path
        pair = GoldDocument(gold, texts[gold.document], homes)
        for problem in _misplaced(pair):
            raise EvaluationError(f"{path}: {problem}")
        pairs.append(pair)
    return pairs


def _read(path: Path) -> GoldFile:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: not UTF-8 text: save the gold file as UTF-8") from error
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        return GoldFile.model_validate(data)
    except ValidationError as error:
        raise EvaluationError(f"{path}: {_in_words(error, data)}") from error


def _misplaced(pair: GoldDocument) -> Iterator[str]:
    """Yield what is wrong with the places that a gold file names."""
    gold, text = pair.gold, pair.text
    seen: set[str] = set()
    for words in gold.ignore:
        if words not in text:
            yield f"ignore: {words!r} does not stand in {gold.document}"
    for claim in gold.claims:
        times = text.count(claim.anchor)
        if times != 1:
            how = "does not stand" if not times else f"stands {times} times"
            yield f"claim {claim.id}: anchor: {claim.anchor!r} {how} in {gold.document}, but must just once"
        if claim.id in seen:
            yield f"claim {claim.id}: id: is used twice"
        seen.add(claim.id)


def _in_words(error: ValidationError, data: Any) -> str:
    """Say in one line which field of which claim is wrong, and how many others there are."""
    faults = error.errors(include_url=False)
    where, said = faults[0]["loc"], faults[0]["msg"]
    if faults[0]["type"] == "missing":
        said = "is missing"
    elif faults[0]["type"] == "extra_forbidden":
        said = "is no key of a gold file"
    claim = ""
    if len(where) > 1 and where[0] == "claims" and isinstance(where[1], int):
        claim = f"claim {_name(data['claims'][where[1]], where[1])}: "
        where = where[2:]
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{claim}{field + ': ' if field else ''}{said.removeprefix('Value error, ')}{more}"


def _name(claim: Any, index: int) -> str:
    identifier = claim.get("id") if isinstance(claim, dict) else None
    return identifier if isinstance(identifier, str) and identifier else f"number {index + 1}"

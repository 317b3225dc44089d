"""The review file: one decision a line, only ever added to, so that it can be merged and nothing is lost.

Each decision says who took it and when, which claim of which text it is on, and what it says. The last one on
a claim counts; one that is undone does not.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import Field, ValidationError, model_validator

from kgbuild.claims.model import (
    Act,
    Agent,
    Claim,
    EventTime,
    Measure,
    Modality,
    Quantity,
    Record,
    Stance,
    Subject,
)
from kgbuild.errors import ReviewError
from kgbuild.times import PartialDate

_PATIENCE = 20.0
"""Seconds to wait for somebody else who writes."""


class Verb(StrEnum):
    """What a decision does."""

    ACCEPT = "accept"
    CHANGE = "change"
    REJECT = "reject"
    ADD = "add"
    UNDO = "undo"


class Changes(Record):
    """What a claim should say instead; what is not told stays as it is."""

    claimants: tuple[Agent, ...] = ()
    stance: Stance | None = None
    modality: Modality | None = None
    about: tuple[Subject, ...] | None = None
    act: Act | None = None
    quantity: Quantity | None = None
    measure: Measure | None = None
    cumulative: bool | None = None
    event_time: EventTime | None = None
    made_on: PartialDate | None = None
    cue: str | None = None


class Seen(Record):
    """The claim as the reviewer saw it, by which it is found again where a text is read anew."""

    start: int
    end: int
    quote: str
    stance: Stance
    claimants: tuple[str, ...]
    """Names."""


class Decision(Record):
    """One line of a review file."""

    id: str = Field(default="", pattern=r"^([0-9a-f]{16})?$")
    """A digest of all else."""
    at: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
    by: str = Field(min_length=1, max_length=200)
    do: Verb
    document: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of the text."""
    claim: str = Field(default="", pattern=r"^([0-9a-f]{16})?$")
    """The digest of the claim's content, which is the end of its IRI."""
    seen: Seen | None = None
    changes: Changes | None = None
    added: Claim | None = None
    undoes: str = ""
    """The id of the decision that is undone."""

    @model_validator(mode="after")
    def _is_whole(self) -> Decision:
        needed = {
            Verb.ACCEPT: self.claim and self.seen,
            Verb.REJECT: self.claim and self.seen,
            Verb.CHANGE: self.claim and self.seen and self.changes,
            Verb.ADD: self.added,
            Verb.UNDO: self.undoes,
        }
        if not needed[self.do]:
            raise ValueError(f"a decision to {self.do} lacks what it is about")
        if self.added is not None and self.added.document != self.document[:16]:
            raise ValueError("the claim that is added is about another document")
        return self


def decide(path: Path, decision: Decision) -> Decision:
    """Add a decision to a review file and return it with its id; others may do so at the same time.

    It is one write at the end of the file, under a lock, and on disk when this returns. Raises ReviewError
    where that cannot be.
    """
    digest = hashlib.sha256(_line(decision.model_copy(update={"id": ""}))).hexdigest()[:16]
    whole = decision.model_copy(update={"id": digest})
    line = _line(whole)
    Decision.model_validate_json(line)  # what could not be read again must not get in
    try:
        with FileLock(f"{path}.lock", timeout=_PATIENCE):
            file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                if (size := os.fstat(file).st_size) and os.pread(file, 1, size - 1) != b"\n":
                    line = b"\n" + line  # after a line that somebody did not end
                os.write(file, line)
                os.fsync(file)
            finally:
                os.close(file)
    except Timeout as error:
        raise ReviewError(f"{path}: somebody else holds it: try again") from error
    except OSError as error:
        raise ReviewError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error
    return whole


def _line(decision: Decision) -> bytes:
    """Return a decision as a line; of changes only those that are told, also where they empty a field."""
    told = decision.model_dump(mode="json", exclude_none=True)
    if decision.changes is not None:
        values = decision.changes.model_dump(mode="json")
        told["changes"] = {name: values[name] for name in sorted(decision.changes.model_fields_set)}
    kept = {name: value for name, value in told.items() if value != ""}
    return json.dumps(kept, ensure_ascii=False).encode() + b"\n"


def read_review(path: Path) -> list[Decision]:
    """Return the decisions of a file, by time. Raises ReviewError with the line where one is none."""
    found: dict[str, Decision] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                decision = Decision.model_validate_json(line)
            except ValidationError as error:
                fault = error.errors(include_url=False)[0]
                where = ".".join(map(str, fault["loc"]))
                raise ReviewError(f"{path}:{number}: {where or 'the line'}: {fault['msg']}") from error
            found[decision.id] = decision  # merged from two sides, it may stand there twice
    return sorted(found.values(), key=lambda decision: (decision.at, decision.id))


def effective(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that count, in the order of time."""
    every = list(decisions)
    undone = {decision.undoes for decision in every if decision.do is Verb.UNDO}
    last: dict[str, Decision] = {}
    for decision in every:
        if decision.do is not Verb.UNDO and decision.id not in undone:
            last[f"{decision.document}/{decision.claim or decision.id}"] = decision
    return sorted(last.values(), key=lambda decision: (decision.at, decision.id))

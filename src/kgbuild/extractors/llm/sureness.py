"""How sure a claim is, by who read it and how it is told: fitted on texts with gold, docs/confidence.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kgbuild.claims.model import Agent, Casualties, Claim, Deployment, Stance, Subject, Transfer, Treaty
from kgbuild.errors import ResourceError
from kgbuild.resources import read_text

READERS = ("agree", "differ", "model", "llm")
"""Both read it alike; both read it, the model's reading counts; only the model; the model, asked alone."""
CLASSES = (*READERS, *(f"{name}, doubtful" for name in READERS), "open", "rules")
"""As read; as read, with a sign of doubt; whoever read it, a party stays open; only the rules."""
_Told = tuple[tuple[Agent, ...], Stance, tuple[Subject, ...]]


@dataclass(frozen=True, slots=True)
class Sureness:
    """The confidence of a claim by class: the careful share of such claims that were right in every field."""

    values: Mapping[str, float]

    @classmethod
    def load(cls) -> Sureness:
        """Read `data/confidence/readers.json`. Raises ResourceError."""
        try:
            found = json.loads(read_text("data", "confidence", "readers.json"))
            return cls({name: float(found[name]) for name in CLASSES})
        except (ValueError, KeyError, TypeError) as error:
            names = "; ".join(CLASSES)
            raise ResourceError(
                f"data/confidence/readers.json: it needs a number for each of {names}"
            ) from error

    @property
    def rules(self) -> float:
        """Of a claim that only the rules read, where the model read too."""
        return self.values["rules"]

    def of(self, reader: str, doubts: tuple[str, ...]) -> tuple[float, str]:
        """Return the confidence of a claim that one of `READERS` read, and its class with the reasons."""
        name = "open" if OPEN in doubts else f"{reader}, doubtful" if doubts else reader
        return self.values[name], f"{name}: {', '.join((reader, *doubts))}"


OPEN = "a party stays open"
WHY = "confidence: "
"""How the line of an explanation begins that tells the class of a claim and the reasons."""


class Doubts:
    """Tells the signs of doubt of the claims of one document, in the order of the text."""

    def __init__(self) -> None:
        self._told: set[_Told] = set()

    def of(self, claim: Claim) -> tuple[str, ...]:
        """Return the signs of the next claim."""
        told = (claim.claimants, claim.stance, claim.about)
        again = told in self._told
        self._told.add(told)
        return (*_signs(claim), *(("told again",) if again else ()))


def _signs(claim: Claim) -> Iterator[str]:
    if any(map(_is_open, claim.about)):
        yield OPEN
    if len(claim.claimants) > 1:
        yield "several claimants"
    if claim.stance in (Stance.CONDEMNS, Stance.DENIES):
        yield claim.stance.value
    losses = any(isinstance(subject, Casualties) for subject in claim.about)
    if losses and claim.quantity is None:
        yield "losses without a figure"
    if claim.act is None and not losses:
        yield "no act"


def _is_open(subject: Subject) -> bool:
    match subject:
        case Transfer():
            return None in (subject.supplier, subject.recipient)
        case Deployment():
            return None in (subject.sender, subject.destination)
        case Casualties():
            return subject.force is None
        case Treaty():
            return len(subject.parties) < 2
        case _:
            return False

"""Words by which a statement judges what it speaks of, and words that point back.

They stand in `data/en/cues/evaluations.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text


@dataclass(frozen=True, slots=True)
class Evaluations:
    """Words of approval and condemnation, in lower case, and nouns that point back."""

    endorses: tuple[str, ...]
    condemns: tuple[str, ...]
    pointers: frozenset[str]
    deeds: frozenset[str]
    rejects: tuple[str, ...]
    affirms: tuple[str, ...]
    grounds: frozenset[str]
    proofs: frozenset[str]
    proving: frozenset[str]
    calling: frozenset[str]
    blame: tuple[str, ...]
    praise: tuple[str, ...]
    hedges: frozenset[str]
    labels: frozenset[str]
    verdicts: frozenset[str]
    affirming: frozenset[str]
    denying: frozenset[str]
    hearsay: frozenset[str]
    mistakes: frozenset[str]
    withdrawing: frozenset[str]
    refuting: frozenset[str]
    reflecting: frozenset[str]
    truths: frozenset[str]
    conditions: frozenset[str]
    refusing: frozenset[str]
    courts: frozenset[str]
    harms: frozenset[str]
    tidings: frozenset[str]
    judging: frozenset[str]
    deeds_of: Mapping[str, frozenset[str]]
    """Nouns by which later words mean an event of one kind, by kind."""

    def kinds_of(self, noun: str) -> frozenset[str]:
        """Return the kinds of events that a noun can point back to; none where it says nothing of that."""
        return frozenset(kind for kind, nouns in self.deeds_of.items() if noun in nouns)

    @classmethod
    def load(cls) -> Evaluations:
        """Read the shipped words. Raises ResourceError where a list is missing."""
        table = yaml.safe_load(read_text("data", "en", "cues", "evaluations.yaml"))
        try:
            return cls(
                tuple(table["endorses"]),
                tuple(table["condemns"]),
                frozenset(table["pointers"]),
                frozenset(table["deeds"]).union(*table["deeds_of"].values()),
                tuple(table["rejects"]),
                tuple(table["affirms"]),
                frozenset(table["grounds"]),
                frozenset(table["proofs"]),
                frozenset(table["proving"]),
                frozenset(table["calling"]),
                tuple(table["blame"]),
                tuple(table["praise"]),
                frozenset(table["hedges"]),
                frozenset(table["labels"]),
                frozenset(table["verdicts"]),
                frozenset(table["affirming"]),
                frozenset(table["denying"]),
                frozenset(table["hearsay"]),
                frozenset(table["mistakes"]),
                frozenset(table["withdrawing"]),
                frozenset(table["refuting"]),
                frozenset(table["reflecting"]),
                frozenset(table["truths"]),
                frozenset(table["conditions"]),
                frozenset(table["refusing"]),
                frozenset(table["courts"]),
                frozenset(table["harms"]),
                frozenset(table["tidings"]),
                frozenset(table["judging"]),
                {kind: frozenset(nouns) for kind, nouns in table["deeds_of"].items()},
            )
        except KeyError as error:
            raise ResourceError(f"data/en/cues/evaluations.yaml: the list {error} is missing") from error

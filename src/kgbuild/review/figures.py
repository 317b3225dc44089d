"""What a review says of how well claims were found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kgbuild.review.decisions import Decision, Verb, effective


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """How many claims of those that were looked at are right, and which fields are not."""

    accepted: int
    changed: int
    rejected: int
    added: int
    fields: tuple[tuple[str, int], ...]
    """How often each field was changed, the most often first."""
    documents: int

    @property
    def judged(self) -> int:
        """Claims that were found and looked at."""
        return self.accepted + self.changed + self.rejected

    @property
    def right(self) -> float:
        """The share of those found that are right in every field."""
        return self.accepted / self.judged if self.judged else 0.0

    @property
    def real(self) -> float:
        """The share of those found that are claims at all, if not right in every field."""
        return (self.accepted + self.changed) / self.judged if self.judged else 0.0

    @property
    def found(self) -> float:
        """The share of the claims there are, as far as reviewers saw, that was found."""
        real = self.accepted + self.changed
        return real / (real + self.added) if real + self.added else 0.0


def figures(decisions: Iterable[Decision]) -> ReviewFigures:
    """Return what decisions say; only the last on each claim counts."""
    last = effective(decisions)
    verbs = Counter(decision.do for decision in last)
    fields = Counter(name for d in last if d.changes for name in d.changes.model_fields_set)
    return ReviewFigures(
        verbs[Verb.ACCEPT],
        verbs[Verb.CHANGE],
        verbs[Verb.REJECT],
        verbs[Verb.ADD],
        tuple(sorted(fields.items(), key=lambda item: (-item[1], item[0]))),
        len({decision.document for decision in last}),
    )

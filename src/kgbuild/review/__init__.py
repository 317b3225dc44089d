"""What people say of claims that were found: kept in a file, and applied whenever a graph is made."""

from kgbuild.review.applying import apply
from kgbuild.review.decisions import Changes, Decision, Seen, Verb, decide, effective, read_review
from kgbuild.review.figures import ReviewFigures, figures

__all__ = [
    "Changes",
    "Decision",
    "ReviewFigures",
    "Seen",
    "Verb",
    "apply",
    "decide",
    "effective",
    "figures",
    "read_review",
]

"""Pairs of claims that contradict each other, as the sides they belong to."""

from __future__ import annotations

from kgbuild.query import Rows
from kgbuild.query.terms import Term, literal

_OF_PAIRS = frozenset(
    {"event", "what", "kind", "claimant", "stance", "quote", "document", "at", "claim", "other"}
)
_SIDE = ("what", "kind", "stance", "claimant", "figure", "quote", "document", "at")


def sides(rows: Rows) -> Rows | None:
    """Return each claim once, by event and side; None where the rows are no pairs of claims.

    Of a side by figure, a claim is shown with the bound by which it was set against another.
    """
    names = set(rows.columns)
    if not names >= _OF_PAIRS or not names >= {"otherClaimant", "otherStance", "otherQuote", "otherDocument"}:
        return None
    found: dict[tuple[Term | None, ...], dict[Term | None, tuple[Term | None, ...]]] = {}
    for row in rows.terms:
        told = dict(zip(rows.columns, row, strict=True))
        _add(found, told, "", "maximum", 0)
        _add(found, told, "other", "otherMinimum", 1)
    ordered = sorted(found, key=lambda key: tuple("" if term is None else str(term) for term in key))
    lines = [line for key in ordered for line in found[key].values()]
    kept = [i for i, name in enumerate(_SIDE) if name != "figure" or any(line[i] for line in lines)]
    return Rows(tuple(_SIDE[i] for i in kept), tuple(tuple(line[i] for i in kept) for line in lines))


def _add(
    found: dict[tuple[Term | None, ...], dict[Term | None, tuple[Term | None, ...]]],
    told: dict[str, Term | None],
    prefix: str,
    bound: str,
    number: int,
) -> None:
    """Add one claim of a pair to its side."""

    def of(name: str) -> Term | None:
        return told[f"{prefix}{name.title()}" if prefix else name]

    is_figure = str(told["kind"]) == "figure"
    side = str(number) if not is_figure else ""
    claim = told["other" if prefix else "claim"]
    line = (
        told["what"],
        told["kind"],
        of("stance"),
        of("claimant"),
        _bound(told.get(bound), number),
        of("quote"),
        of("document"),
        of("at"),
    )
    key = (told["what"], told["event"], told["kind"], literal(side), of("stance"))
    found.setdefault(key, {}).setdefault(claim, line)


def _bound(term: Term | None, number: int) -> Term | None:
    """Return a bound as it is read: the lower side's is a highest number, the higher side's a lowest."""
    if term is None:
        return None
    value = term.value if term.number is None else f"{term.number:,}"
    return literal(f"{'at least' if number else 'at most'} {value}")

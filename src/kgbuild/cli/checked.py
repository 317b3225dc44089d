"""What a check finds, as plain values for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kgbuild.cli.reading import waiting

if TYPE_CHECKING:
    from kgbuild.validate import Check, Fault, Quotes, Verdict


def found(
    checks: Check, texts: Mapping[str, str], reasoner: str, shapes_only: bool
) -> tuple[dict[str, Any], bool, Quotes]:
    """Run a check; return what it found, whether all is fine, and what became of the quotes."""
    from kgbuild.validate import Choice  # noqa: PLC0415

    with waiting("Checking the graph"):
        shapes, quotes = checks.shapes(), checks.quotes(texts)
        broken: Sequence[Fault] = () if shapes_only else checks.contradictions()
        verdict = None if shapes_only else checks.reason(broken, Choice(reasoner))
    fine = not (shapes or quotes.faults or broken or (verdict and verdict.objections))
    told = {
        "fine": fine,
        "triples": checks.triples,
        "documents": checks.documents,
        "shapes": {"faults": _faults(checks, shapes)},
        "quotes": {
            "faults": _faults(checks, quotes.faults),
            "proved": quotes.proved,
            "unproved": [{"document": name, "quotes": many} for name, many in quotes.unproved.items()],
        },
        "ontology": None if shapes_only else {"faults": _faults(checks, broken)},
        "reasoner": None if verdict is None else _verdict(verdict),
    }
    return told, fine, quotes


def _faults(checks: Check, faults: Sequence[Fault]) -> list[dict[str, Any]]:
    return [_fault(checks, fault) for fault in faults]


def _fault(checks: Check, fault: Fault) -> dict[str, Any]:
    place = checks.place(fault)
    return {
        "node": fault.name,
        "label": checks.label(fault),
        "wrong": fault.wrong,
        "rule": fault.rule,
        "remedy": fault.remedy,
        "place": None if place is None else asdict(place),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.reasoner,
        "instead_of_hermit": verdict.fallback,
        "documents": verdict.asked,
        "left_out": verdict.left_out,
        "objections": [
            {"documents": list(each.documents), "why": list(each.why)} for each in verdict.objections
        ],
    }

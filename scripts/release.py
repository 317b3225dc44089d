"""Prepare a release: version and changelog, and a look at known vulnerabilities of what is pinned.

    python scripts/release.py 1.2.3 [--no-audit]

It changes pyproject.toml and CHANGELOG.md, and prints what is left to do. pip-audit (`pip install pip-audit`)
asks a public service and so is no part of `.ci/run`; docs/security.md says what to do with what it finds.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_UNRELEASED = "## [Unreleased]\n"
AUDIT = ("--strict", "--require-hashes", "--disable-pip", "-r", "requirements.lock")
"""Strict: a package that the service does not know counts as a finding; without it, that ends with 0."""


def released(changelog: str, version: str, day: str) -> str:
    """Return the changelog with what is unreleased under the heading of a version.

    Raises ValueError where there is nothing unreleased, or the version is there already.
    """
    before, head, after = changelog.partition(_UNRELEASED)
    news = after.partition("\n## [")[0]
    if not head or not news.strip():
        raise ValueError("CHANGELOG.md has nothing below [Unreleased]")
    if f"## [{version}]" in changelog:
        raise ValueError(f"CHANGELOG.md has {version} already")
    return f"{before}{head}\n## [{version}] - {day}\n{after}"


def with_version(pyproject: str, version: str) -> str:
    """Return pyproject.toml with another version."""
    text, found = re.subn(r'^version = "[^"]+"$', f'version = "{version}"', pyproject, flags=re.MULTILINE)
    if found != 1:
        raise ValueError("pyproject.toml needs one version")
    return text


def main(arguments: list[str]) -> None:
    """Do it."""
    versions = [each for each in arguments if _VERSION.fullmatch(each)]
    if len(versions) != 1:
        sys.exit(__doc__)
    (version,) = versions
    if "--no-audit" not in arguments:
        audit = subprocess.run([sys.executable, "-m", "pip_audit", *AUDIT], cwd=TOP, check=False)
        if audit.returncode:
            sys.exit(
                "pip-audit is not content, or could not look: mend or explain each finding (docs/security.md)"
            )
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    for name, change in (
        ("CHANGELOG.md", lambda text: released(text, version, today)),
        ("pyproject.toml", lambda text: with_version(text, version)),
    ):
        path = TOP / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    print(
        f"git commit -am 'Version {version}' && git tag v{version}\n"
        "python -m hatchling build    # the wheel and the source, in dist/"
    )


if __name__ == "__main__":
    main(sys.argv[1:])

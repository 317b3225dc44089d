"""Extractors by name: those that come with kgbuild, and those of other packages.

A package adds one by an entry point of the group `kgbuild.extractors`, which names what makes the extractor:
a class or function whose parameters are its settings. Nothing of it is imported before its name is asked for.
kgbuild's own stand in a table of the same entry points, not in its package metadata: they are found without
a look at every installed package, and in a checkout that was installed before one of them came.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from kgbuild.errors import ExtractorError
from kgbuild.extractors.base import Extractor
from kgbuild.nearest import did_you_mean

GROUP = "kgbuild.extractors"
"""The entry-point group by which packages add extractors."""
DEFAULT = "rules"
"""The extractor that reads where none is named."""

_OWN_PACKAGE = "kgbuild"
_OWN = (
    EntryPoint("rules", "kgbuild.extractors.rules.extractor:RulesExtractor.load", GROUP),
    EntryPoint("llm", "kgbuild.extractors.llm.extractor:ModelExtractor.load", GROUP),
    EntryPoint("both", "kgbuild.extractors.both.extractor:BothExtractor.load", GROUP),
    EntryPoint("jsonl", "kgbuild.extractors.jsonl:JsonLinesExtractor", GROUP),
    EntryPoint("scripted", "kgbuild.extractors.scripted:ScriptedExtractor.load", GROUP),
)


@dataclass(frozen=True, slots=True)
class Registered:
    """An extractor that can be asked for, not yet imported."""

    name: str
    package: str
    """The distribution that brings it."""
    entry: EntryPoint

    @property
    def summary(self) -> str:
        """What it says of itself: the first line of its documentation, read without importing it."""
        return _documented(self.entry) or _summary(self.entry)


def registered() -> list[Registered]:
    """Return kgbuild's extractors, then those of other packages by name."""
    own = [Registered(entry.name, _OWN_PACKAGE, entry) for entry in _OWN]
    taken = {each.name for each in own}
    found = {
        (entry.name, _package(entry)): entry for entry in entry_points(group=GROUP) if entry.name not in taken
    }
    return [*own, *(Registered(*key, found[key]) for key in sorted(found))]


def load_extractor(name: str = DEFAULT, settings: Mapping[str, str] | None = None) -> Extractor:
    """Import and make the extractor of a name; `settings` are what its maker takes, by parameter.

    Raises ExtractorError when the name is unknown or stands for two, when its package cannot be imported,
    when it has no such setting, and when what is made is no extractor.
    """
    found = _find(name)
    make = _imported(found)
    given = dict(settings or {})
    _check_settings(found, make, given)
    made = make(**given)
    if not isinstance(made, Extractor):
        raise ExtractorError(
            f"{name} of {found.package} is no extractor: it needs {', '.join(_lacking(made))}; "
            "see kgbuild.extractors.base.Extractor"
        )
    return made


def _find(name: str) -> Registered:
    for entry in _OWN:
        if entry.name == name:
            return Registered(name, _OWN_PACKAGE, entry)
    known = registered()
    named = [each for each in known if each.name == name]
    if not named:
        raise ExtractorError(
            f"there is no extractor {name!r}:{did_you_mean(name, {each.name for each in known})} "
            "`kgbuild extractors` lists what is installed"
        )
    if len(named) > 1:
        packages = " and ".join(each.package for each in named)
        raise ExtractorError(f"{name} is an extractor of {packages}: uninstall all but one")
    return named[0]


def _imported(found: Registered) -> Callable[..., object]:
    try:
        make = found.entry.load()
    except (ImportError, AttributeError) as error:
        raise ExtractorError(
            f"the extractor {found.name} of {found.package} cannot be imported ({error}): "
            "reinstall its package"
        ) from error
    if not callable(make):
        raise ExtractorError(
            f"the extractor {found.name} of {found.package} names nothing that makes one: "
            f"let its entry point {found.entry.value} name a class or function"
        )
    called: Callable[..., object] = make
    return called


def _check_settings(found: Registered, make: Callable[..., object], given: Mapping[str, str]) -> None:
    parameters = inspect.signature(make).parameters.values()
    named = {p.name: p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    if not any(p.kind is p.VAR_KEYWORD for p in parameters):
        for key in given:
            if key not in named:
                takes = f"it takes {', '.join(named)}" if named else "it takes none"
                raise ExtractorError(f"the extractor {found.name} has no setting {key!r}: {takes}")
    for key, parameter in named.items():
        if parameter.default is parameter.empty and key not in given:
            raise ExtractorError(f"the extractor {found.name} needs the setting {key!r}: give it a value")


def _lacking(made: object) -> Iterable[str]:
    return [name for name in ("languages", "fingerprint", "extract") if not hasattr(made, name)]


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.module.partition(".")[0]


def _summary(entry: EntryPoint) -> str:
    return (entry.dist.metadata["Summary"] or "") if entry.dist else ""


def _documented(entry: EntryPoint) -> str:
    """Return the first line of documentation of what an entry point names, from its source."""
    try:
        spec = find_spec(entry.module)
        tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else "")
    except (ImportError, OSError, ValueError, SyntaxError):
        return ""
    outermost = entry.attr.partition(".")[0]
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == outermost:
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return ""

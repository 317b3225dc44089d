"""A rule: one SPARQL CONSTRUCT in a file, with a head that says what follows and how far it looks.

    # title: Contradiction by stance
    # says: Two claims about one event of which one asserts what the other denies contradict each other.
    # derives: kg:contradicts
    # stratum: 3
    # scope: event
    # example: Norland asserts that it sent tanks, Suria denies it: the two claims contradict each other.

A line that starts with "#   " goes on with the entry above it. The template holds the conclusion, whose
property is the one that the head names, and on a blank node the account of it: `kg:derivedFrom` the claims it
rests on, `kg:concerns` what it is about where that is no claim. Where the head names a class, the template
says which nodes are of it, and whatever else there is to say of these.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import pyoxigraph as ox

from kgbuild.engine.federation import refuse_federation
from kgbuild.errors import FederationError, RuleError
from kgbuild.graph.namespaces import NS
from kgbuild.resources import folder

_SUFFIX = ".rq"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ENTRY = re.compile(r"#\s*(title|says|derives|stratum|scope|example)\s*:\s*(.*)")
_REQUIRED = ("title", "says", "derives", "stratum", "scope", "example")
_PREFIX = re.compile(r"^\s*PREFIX\s+(\w*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_PLACE = re.compile(r"\bat (\d+):(\d+)")
# "?s ?p": a property that is left open
_OPEN_PROPERTY = re.compile(r"(?:^|[\s;{.])[?$]\w+\s+[?$]\w+")
_ENGINE = "2"
"""Part of every rule's version: to be raised when what the engine gives to the rules changes."""


class RuleScope(StrEnum):
    """How far a rule looks."""

    EVENT = "event"
    """At claims that are connected through what they are about, and at what these lead to."""
    CORPUS = "corpus"
    """At everything."""


@dataclass(frozen=True)
class Rule:
    """One way to conclude statements from claims."""

    name: str
    """Of its file, without the suffix."""
    title: str
    says: str
    derives: str
    """IRI of the property of its conclusions, or of the class of the nodes that these describe."""
    stratum: int
    scope: RuleScope
    example: str
    text: str
    """The SPARQL text, head and all."""
    place: str
    """Where the rule is written, for messages."""

    @cached_property
    def makes(self) -> bool:
        """Whether it derives nodes of a class, not a property: a class begins with a capital letter."""
        return re.split(r"[/#]", self.derives)[-1][:1].isupper()

    @cached_property
    def version(self) -> str:
        """A digest of what the rule says: equal where it yields the same from the same claims."""
        return hashlib.sha256(f"{_ENGINE}\n{self.text}".encode()).hexdigest()[:16]

    @cached_property
    def _condition(self) -> str:
        code = "\n".join(line for line in self.text.splitlines() if not line.lstrip().startswith("#"))
        return re.split(r"\bWHERE\b", code, maxsplit=1, flags=re.IGNORECASE)[-1]

    def reads(self, iri: str) -> bool:
        """Whether the condition may look at a property: it names it, or leaves a property open."""
        local = re.split(r"[/#]", iri)[-1]
        named = re.search(rf"[:#/]{re.escape(local)}\b", self._condition)
        return bool(named or _OPEN_PROPERTY.search(self._condition))


def load_rules(folders: Sequence[Path] = (), *, federation: bool = False) -> tuple[Rule, ...]:
    """Return the shipped rules and those of further folders, by name.

    A rule of a folder takes the place of one of the same name before it. Raises RuleError with file and line
    when a file cannot be read, its head is not complete, is not a SPARQL CONSTRUCT, or asks another server,
    unless `federation` lets it.
    """
    rules: dict[str, Rule] = {}
    for entry in sorted(folder("ontology", "rules").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(_SUFFIX):
            name = entry.name.removesuffix(_SUFFIX)
            rules[name] = parse(name, entry.read_text(encoding="utf-8"), entry.name)
    for own in folders:
        for path in _files(own):
            name = path.name.removesuffix(_SUFFIX)
            rules[name] = parse(name, _text(path), str(path), federation=federation)
    return tuple(rules[name] for name in sorted(rules))


def _files(own: Path) -> list[Path]:
    if not own.is_dir():
        raise RuleError(f"{own} is no folder: name the folder that holds your {_SUFFIX} files")
    found = sorted(own.glob(f"*{_SUFFIX}"))
    if not found:
        raise RuleError(f"{own} holds no {_SUFFIX} file: put your rules there, one a file")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 text: save the rule as UTF-8") from error
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror}") from error


def parse(name: str, text: str, place: str, *, federation: bool = False) -> Rule:
    """Read a rule; `place` names its file in messages. Raises RuleError where something is wrong with it."""
    if not _NAME.fullmatch(name):
        _fail(place, "name the file in small letters, digits and hyphens")
    found: dict[str, tuple[int, str]] = {}
    for line, kind, value in _entries(place, text):
        if kind in found:
            _fail(f"{place}:{line}", f"a second {kind}: keep one")
        found[kind] = (line, value)
    for kind in _REQUIRED:
        if not found.get(kind, (0, ""))[1]:
            _fail(f"{place}:1", f'no {kind} in its head: add a line "# {kind}: ..."')
    stratum = found["stratum"][1]
    if not stratum.isdecimal():
        _fail(f"{place}:{found['stratum'][0]}", f"the stratum is a whole number, not {stratum!r}")
    line, scope = found["scope"]
    if scope not in tuple(RuleScope):
        _fail(f"{place}:{line}", f"the scope is event or corpus, not {scope!r}")
    _check_query(text, place, federation)
    derives = _property(text, place, *found["derives"])
    title, says, example = (found[kind][1] for kind in ("title", "says", "example"))
    return Rule(name, title, says, derives, int(stratum), RuleScope(scope), example, text, place)


def _entries(place: str, text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, kind and value of each entry of the head."""
    entry: tuple[int, str, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if line.startswith("#   ") and entry:
            entry = (*entry[:2], f"{entry[2]} {line[1:].strip()}")
            continue
        if entry:
            yield entry
        match = _ENTRY.fullmatch(line.rstrip())
        if match is None:
            _fail(f"{place}:{number}", f"the head takes {', '.join(_REQUIRED)}, each with a colon")
        entry = (number, match[1], match[2])
    if entry:
        yield entry


def _property(text: str, place: str, line: int, value: str) -> str:
    """Return the IRI of a property written as `kg:contradicts` or `<https://...>`."""
    prefixes = {"kg": f"{NS}#"} | dict(_PREFIX.findall(text))
    prefix, colon, local = value.partition(":")
    if value.startswith("<") and value.endswith(">"):
        return value[1:-1]
    if not colon or prefix not in prefixes or not local:
        _fail(f"{place}:{line}", f"{value!r} names no property: write it as kg:contradicts or <https://...>")
    return prefixes[prefix] + local


def _check_query(text: str, place: str, federation: bool) -> None:
    try:
        if not federation:
            refuse_federation(text)
        answer = ox.Store().query(text)
    except SyntaxError as error:
        match = _PLACE.search(str(error))
        lines = text.splitlines()
        line = int(match[1]) if match else len(lines)
        near = f" near {lines[line - 1].strip()!r}" if 0 < line <= len(lines) else ""
        raise RuleError(f"{place}:{line}: not SPARQL{near}: compare it with a shipped rule") from error
    except FederationError as error:
        raise RuleError(f"{place}: {error}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise RuleError(f"{place}: cannot be run: {str(error).splitlines()[0]}") from error
    if not isinstance(answer, ox.QueryTriples):
        _fail(f"{place}:1", "a rule must be a CONSTRUCT query")


def _fail(where: str, problem: str) -> NoReturn:
    raise RuleError(f"{where}: {problem}")

"""The formats that are read, by suffix. What reads one is loaded when a file of it is there.

A module of a format has `read(data) -> Iterable[Portion | Unreadable]`, which raises DocumentError where the
file cannot be read, with a reason that does not name it. Other packages add formats by entry points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec

from kgbuild.documents.portions import Portion, Unreadable
from kgbuild.errors import DocumentError

GROUP = "kgbuild.formats"
"""The entry-point group by which packages add formats: a suffix without its dot, and a function `read`."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its suffixes, the module of this package that reads it, and what that needs."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    extra: str = ""
    """The extra of kgbuild that brings what the module needs; empty where nothing more is needed."""
    needs: str = ""
    """What the module imports that only the extra brings."""

    def read(self, data: bytes) -> Iterable[Portion | Unreadable]:
        """Yield what a file of this format holds. Raises DocumentError, also where its extra is missing."""
        if self.needs and find_spec(self.needs) is None:
            raise DocumentError(
                f"is {self.name}, and what reads one is not installed: pip install 'kgbuild[{self.extra}]'"
            )
        return import_module(f"kgbuild.documents.{self.module}").read(data)  # type: ignore[no-any-return]


FORMATS = (
    Format("text", (".txt", ".md", ".markdown"), "plain"),
    Format("a web page", (".html", ".htm"), "webpage"),
    Format("a PDF file", (".pdf",), "pdf", "pdf", "pypdfium2"),
    Format("a Word file", (".docx",), "word", "docx", "mammoth"),
    Format("e-mail", (".eml",), "mail"),
    Format("a mailbox", (".mbox",), "mailboxes"),
    Format("a web archive", (".warc",), "archives", "warc", "warcio"),
    Format("JSON Lines", (".jsonl", ".ndjson"), "records"),
    Format("Parquet", (".parquet",), "parquet", "parquet", "pyarrow"),
)
BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}
SUFFIXES = tuple(BY_SUFFIX)
"""The suffixes of files that can be read."""
TYPES = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)
"""What a file without a name can be said to be."""
_TO_DOCX = "open it in a word processor and save it as .docx"
_ADVICE = {
    ".doc": _TO_DOCX,
    ".docm": f"it may have macros; {_TO_DOCX}",
    ".dotm": f"it may have macros; {_TO_DOCX}",
    ".odt": _TO_DOCX,
    ".rtf": _TO_DOCX,
    ".msg": "open it in a mail program and save it as .eml",
    ".zip": "unpack it",
}


@dataclass(frozen=True, slots=True)
class ForeignFormat:
    """A kind of file that another package reads, by an entry point that is named after the suffix."""

    entry: EntryPoint

    def read(self, data: bytes) -> Iterable[Portion | Unreadable]:
        """Yield what a file of this format holds. Raises DocumentError, also where it cannot be imported."""
        try:
            reads = self.entry.load()
        except (ImportError, AttributeError) as error:
            raise DocumentError(
                f"is read by {self.entry.value}, which cannot be imported ({error}): reinstall its package"
            ) from error
        return reads(data)  # type: ignore[no-any-return]


@cache
def _of_others() -> dict[str, list[EntryPoint]]:
    """Return what other packages read, by suffix."""
    found: dict[str, list[EntryPoint]] = {}
    for entry in entry_points(group=GROUP):
        found.setdefault(f".{entry.name.lower()}", []).append(entry)
    return found


def format_of(suffix: str) -> Format | ForeignFormat:
    """Return the format of a suffix. Raises DocumentError where nothing reads it, or two packages do."""
    known = BY_SUFFIX.get(suffix.lower())
    if known is None and (others := _of_others().get(suffix.lower())):
        if len({entry.value for entry in others}) > 1:
            packages = " and ".join(
                sorted(entry.dist.name if entry.dist else entry.value for entry in others)
            )
            raise DocumentError(f"is read by {packages}: uninstall all but one")
        return ForeignFormat(others[0])
    if known is None:
        advice = _ADVICE.get(suffix.lower(), f"save it as {', '.join(SUFFIXES)}")
        raise DocumentError(f"no reader for {suffix or 'its format'}: {advice}")
    return known

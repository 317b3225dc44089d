"""The folder of what was fetched: files, the table of what is known of them, what servers said of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kgbuild.documents.catalogue import NAME as CATALOGUE
from kgbuild.documents.decoding import decode
from kgbuild.documents.formats import BY_SUFFIX
from kgbuild.documents.sniffing import suffix_of
from kgbuild.errors import DocumentError

_KNOWN = ".kgbuild-fetched.json"
_COLUMNS = ("file", "title", "publisher", "issued", "retrieved", "source", "feed")
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream")
"""Types by which a server says that it does not know."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_VALIDATORS = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))


class FetchedFolder:
    """A folder that can be fetched into again: what has not changed is not fetched twice."""

    def __init__(self, path: Path) -> None:
        """Make it where it is not there yet. Raises DocumentError where it, or its table, cannot be used."""
        self._path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DocumentError(f"{path}: no folder can be made there: {error.strerror}") from error
        self._columns, self._rows = self._read_table()
        self._known = self._read_known()

    def known(self, address: str) -> dict[str, str]:
        """Return the headers that ask for what is at an address only if it has changed."""
        told = self._known.get(address, {})
        if told.get("file") and not os.path.isfile(self._path / told["file"]):  # noqa: PTH113 - raises at no name
            return {}
        return {header: told[name] for name, header in _VALIDATORS if told.get(name)}

    def remember(self, address: str, headers: Mapping[str, str], file: str = "") -> None:
        """Keep what a server said of its answer."""
        told = {name: headers[name][:500] for name, _ in _VALIDATORS if headers.get(name)}
        self._known[address] = {**told, "file": file} if file else told

    def save(self, url: str, content: bytes, headers: Mapping[str, str], row: Mapping[str, str]) -> str:
        """Write a file and its row of the table; return its name.

        Raises DocumentError where it is of a kind that cannot be read, or cannot be written.
        """
        told = headers.get("content-type", "")
        suffix = _suffix(told.partition(";")[0].strip().lower(), content)
        name = f"{_slug(url)}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{suffix}"
        self._write(name, _with_charset(content, told, suffix))
        self._rows[name] = self._rows.get(name, {}) | {key: value for key, value in row.items() if value}
        self._rows[name] |= {"file": name, "source": url}
        return name

    def close(self) -> None:
        """Write the table, and what servers said. Raises DocumentError."""
        table = io.StringIO()
        writer = csv.DictWriter(table, self._columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._rows[name] for name in sorted(self._rows))
        if self._rows:
            self._write(CATALOGUE, table.getvalue().encode())
        self._write(_KNOWN, json.dumps(self._known, indent=1, sort_keys=True).encode())

    def _write(self, name: str, content: bytes) -> None:
        path = self._path / name
        aside = path.with_name(f".{name}.{os.getpid()}.part")
        try:
            aside.write_bytes(content)
            aside.replace(path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise DocumentError(f"{path} cannot be written: {error.strerror}") from error

    def _read_table(self) -> tuple[list[str], dict[str, dict[str, str]]]:
        path = self._path / CATALOGUE
        if not path.exists():
            return [*_COLUMNS], {}
        try:
            table = csv.DictReader(io.StringIO(decode(path.read_bytes()).text), strict=True)
            rows = list(table)
        except (OSError, csv.Error, DocumentError) as error:
            raise DocumentError(f"{path} cannot be read, so nothing is fetched: {error}") from error
        names = [*(table.fieldnames or ())]
        if "file" not in names or any(None in row for row in rows):
            raise DocumentError(f"{path} is not in order, so nothing is fetched: mend it, or fetch elsewhere")
        kept = {row["file"]: {key: value or "" for key, value in row.items()} for row in rows}
        return [*names, *(name for name in _COLUMNS if name not in names)], kept

    def _read_known(self) -> dict[str, dict[str, str]]:
        try:
            told: Any = json.loads((self._path / _KNOWN).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}  # then all is fetched again
        if not isinstance(told, dict) or not all(isinstance(each, dict) for each in told.values()):
            return {}
        return {key: {n: v for n, v in each.items() if isinstance(v, str)} for key, each in told.items()}


def _suffix(kind: str, content: bytes) -> str:
    """Return the suffix of what was fetched. Raises DocumentError where nothing reads it."""
    if not content.strip():
        raise DocumentError("is empty")
    found = suffix_of(content)
    if kind in _UNTOLD or (kind in _SUFFIXES and found != ".txt"):
        return found if found in BY_SUFFIX else ".txt"
    if kind not in _SUFFIXES:
        raise DocumentError(f"is of a kind that is not read ({kind[:60]})")
    return _SUFFIXES[kind]


def _with_charset(content: bytes, told: str, suffix: str) -> bytes:
    """Return text that is not in UTF-8, and whose server alone says in what it is, in UTF-8 with its mark."""
    charset = _CHARSET.search(told)
    if charset is None or suffix not in (".html", ".txt", ".md"):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return decode(content, charset[1]).text.encode("utf-8-sig")
        except DocumentError:
            return content
    return content


def _slug(url: str) -> str:
    """Return a name for a file out of an address: letters, digits and hyphens."""
    path = url.partition("://")[2].partition("?")[0].rstrip("/")
    last = path.rpartition("/")[2].partition(".htm")[0] if "/" in path else path
    return re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:60].strip("-") or "page"

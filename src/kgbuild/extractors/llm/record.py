"""Answers on record: kept by the digest of what was asked, read back without a network.

A folder of answers holds what kgbuild wrote itself (`<digest>.json` in folders by the first two digits) and
whatever files of a batch interface were put there, as they came. A single file of the latter will do.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgbuild.errors import ModelError

_DIGEST = re.compile(r"[0-9a-f]{64}")
_LARGEST = 64_000_000
"""Bytes of a file of answers that is read whole; lines are read one by one."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a model answered, and what it took."""

    text: str
    finish: str = "stop"
    """Why it ended: "stop", "length" where it was cut off, "refusal" where the model would not answer."""
    tokens_in: int = 0
    tokens_out: int = 0


class AnswerRecord:
    """The answers on record in a folder or file; new ones go into the folder as soon as they come."""

    def __init__(self, place: Path) -> None:
        """Open a folder, which is made where it is not there, or a file of a batch. Raises ModelError."""
        self._place = place
        self._brought: dict[str, Answered] = {}
        self.failed: dict[str, str] = {}
        """By digest why a batch has no answer."""
        try:
            if place.suffix in (".jsonl", ".json", ".ndjson") and not place.is_dir():
                self._bring(place)
            else:
                place.mkdir(parents=True, exist_ok=True)
                for path in sorted(p for p in place.iterdir() if p.is_file()):
                    self._bring(path)
        except OSError as error:
            reason = error.strerror or error
            raise ModelError(
                f"{place}: answers cannot be read there: {reason}: choose another --answers"
            ) from error

    def get(self, digest: str) -> Answered | None:
        """Return the answer to a request. Raises ModelError where what is on record cannot be read."""
        if digest in self._brought:
            return self._brought[digest]
        path = self._path(digest)
        if not self._place.is_dir() or not path.is_file():
            return None
        try:
            found = dict(answers_in(path.read_text(encoding="utf-8"), path))
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(f"{path}: an answer on record cannot be read: {error}: delete it") from error
        return found.get(digest)

    def put(self, digest: str, answered: Answered, model: str) -> None:
        """Keep an answer, whole or not at all. Raises ModelError where it cannot be written."""
        if not self._place.is_dir():
            self._brought[digest] = answered
            return
        path = self._path(digest)
        row = {
            "digest": digest,
            "model": model,
            "answer": answered.text,
            "finish_reason": answered.finish,
            "usage": {"prompt_tokens": answered.tokens_in, "completion_tokens": answered.tokens_out},
        }
        try:
            path.parent.mkdir(exist_ok=True)
            _write_whole(path, json.dumps(row, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            reason = error.strerror or error
            raise ModelError(
                f"{path}: the answer cannot be kept: {reason}: make room, then run again"
            ) from error

    def _path(self, digest: str) -> Path:
        return self._place / digest[:2] / f"{digest}.json"

    def _bring(self, path: Path) -> None:
        if path.suffix not in (".jsonl", ".json", ".ndjson", ".txt") or (
            path.suffix == ".txt" and not _DIGEST.fullmatch(path.stem)
        ):
            return
        if path.stat().st_size > _LARGEST and path.suffix == ".json":
            raise ModelError(f"{path}: it is larger than answers are: give it as JSON Lines (.jsonl)")
        try:
            with path.open(encoding="utf-8-sig") as stream:
                if path.suffix in (".jsonl", ".ndjson"):
                    for number, line in enumerate(stream, start=1):
                        self._take(answers_in(line, path, number, self.failed))
                else:
                    self._take(answers_in(stream.read(), path, failed=self.failed))
        except UnicodeDecodeError as error:
            raise ModelError(f"{path}: not UTF-8 text: save the answers as UTF-8") from error

    def _take(self, found: Iterator[tuple[str, Answered]]) -> None:
        for digest, answered in found:
            self._brought[digest] = answered


def answers_in(
    text: str, path: Path, line: int | None = None, failed: dict[str, str] | None = None
) -> Iterator[tuple[str, Answered]]:
    """Yield the answers that a JSON text holds, by digest: kgbuild's own, or rows of a batch interface.

    A file named after a digest may hold the bare answer. Rows that tell of an error go to `failed`. Raises
    ModelError where the text is not of any known form.
    """
    named = path.stem if _DIGEST.fullmatch(path.stem) else None
    if not text.strip():
        return
    if path.suffix == ".txt" and named:
        yield named, Answered(text)
        return
    where = f"{path}:{line}" if line else str(path)
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        if named:
            yield named, Answered(text)
            return
        raise ModelError(f"{where}: it is not JSON: correct or delete it") from error
    rows = loaded if isinstance(loaded, list) else [loaded]
    for row in rows:
        yield from _answer_of(row, named, where, failed if failed is not None else {})


def _answer_of(
    row: Any, named: str | None, where: str, failed: dict[str, str]
) -> Iterator[tuple[str, Answered]]:
    if not isinstance(row, dict):
        raise ModelError(f"{where}: it is no answer: each needs custom_id (or digest) and answer")
    digest = row.get("custom_id") or row.get("digest") or named
    if not isinstance(digest, str):
        raise ModelError(f"{where}: it lacks custom_id, the digest of the request that it answers")
    if "answer" in row:
        answer = row["answer"]
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        yield digest, Answered(text, row.get("finish_reason") or "stop", *_usage(row.get("usage")))
        return
    if named and "claims" in row:
        yield digest, Answered(json.dumps(row, ensure_ascii=False))
        return
    body = _body(row)
    answered = answer_of_body(body) if isinstance(body, dict) else None
    if answered is not None:
        yield digest, answered
    elif "response" in row or "result" in row or "error" in row:
        failed[digest] = " ".join(json.dumps(row.get("error") or body or row.get("result"))[:200].split())
    else:
        raise ModelError(f"{where}: it lacks an answer: the text or object under answer, or a batch response")


def _body(row: dict[str, Any]) -> Any:
    for path in (("response", "body"), ("result", "message"), ("body",), ("response",)):
        found: Any = row
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if found is not None:
            return found
    return None


def answer_of_body(body: dict[str, Any]) -> Answered | None:
    """Return the answer in the body of a chat completion (OpenAI's form) or of a message (Anthropic's)."""
    usage = _usage(body.get("usage"))
    choices = body.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        message = choices[0].get("message")
        message = message if isinstance(message, dict) else {}
        finish = choices[0].get("finish_reason") or "stop"
        if message.get("refusal") or finish == "content_filter":
            return Answered(str(message.get("refusal") or ""), "refusal", *usage)
        return Answered(_text(message.get("content")), str(finish), *usage)
    if isinstance(body.get("content"), list):
        reason = str(body.get("stop_reason") or "stop")
        finish = {"max_tokens": "length", "end_turn": "stop", "stop_sequence": "stop"}.get(reason, reason)
        return Answered(_text(body["content"]), finish, *usage)
    return None


def _text(content: Any) -> str:
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, dict))
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _usage(usage: Any) -> tuple[int, int]:
    """Return the tokens read, from a cache or not, and those written."""
    if not isinstance(usage, dict):
        return 0, 0
    cached = ("cache_creation_input_tokens", "cache_read_input_tokens")
    read = _count(usage, "prompt_tokens") or sum(_count(usage, name) for name in ("input_tokens", *cached))
    return read, _count(usage, "completion_tokens") or _count(usage, "output_tokens")


def _count(usage: dict[str, Any], name: str) -> int:
    n = usage.get(name)
    return n if isinstance(n, int) and not isinstance(n, bool) and n > 0 else 0


def _write_whole(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".answer-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise

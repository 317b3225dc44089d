"""What the commands share about language models: the key, the cost, and what to tell at the end."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from kgbuild.cli.credentials import kept_password
from kgbuild.cli.options import READERS, Chosen
from kgbuild.cli.printing import is_json_wanted, put_json

if TYPE_CHECKING:
    from kgbuild.claims.bundle import Bundle
    from kgbuild.documents import Document
    from kgbuild.extractors.base import Extractor, Fingerprint
    from kgbuild.extractors.llm.extractor import ModelExtractor

KEY, KEY_FILE = "KGBUILD_LLM_KEY", "KGBUILD_LLM_KEY_FILE"
MODEL_READERS = frozenset({"llm", "both"})
"""Extractors that ask a language model."""


def model_reader(chosen: Chosen) -> Extractor:
    """Load an extractor that asks a language model. Raises ExtractorError, ModelError, UsageError."""
    from kgbuild.extractors.registry import load_extractor  # noqa: PLC0415

    if "key" in chosen.settings:
        raise click.UsageError(f"a key does not belong on a command line, where others can see it: set {KEY}")
    url = chosen.settings.get("url", "")
    settings = dict(chosen.settings)
    if chosen.dry_run:
        settings["replay"] = "only"
    elif url and (key := model_key(url)):
        settings["key"] = key
    reader = load_extractor(chosen.name or "llm", settings)
    model = asking(reader)
    if model is None:
        return reader
    if chosen.dry_run:
        return _DryRun(model)
    model.waiting = _say_waiting
    click.get_current_context().meta.setdefault(READERS, []).append((model, chosen.report))
    return reader


def asking(reader: object) -> ModelExtractor | None:
    """Return the part of an extractor that asks a language model."""
    from kgbuild.extractors.llm.extractor import ModelExtractor  # noqa: PLC0415

    found = reader if isinstance(reader, ModelExtractor) else getattr(reader, "model", None)
    return found if isinstance(found, ModelExtractor) else None


def model_key(url: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the key for an endpoint; empty where none is set. Raises UsageError for an unreadable file.

    A vendor's own variable counts for its own host alone, and after kgbuild's.
    """
    known = os.environ if environment is None else environment
    host = urlsplit(url).hostname or ""
    if key := known.get(KEY, "").strip():
        return key
    if name := known.get(KEY_FILE):
        try:
            return Path(name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not text"
            raise click.UsageError(f"{KEY_FILE}: {name} cannot be read: {reason}") from error
    return known.get(_variable(host), "").strip() or kept_password(host, "llm") or ""


def _variable(host: str) -> str:
    """Return the variable in which a vendor's customers keep their key; empty for other hosts."""
    from kgbuild.resources import read_text  # noqa: PLC0415

    for row in csv.DictReader(io.StringIO(read_text("data", "prompts", "vendors.csv"))):
        if host == row["host"] or (row["host"].startswith(".") and host.endswith(row["host"])):
            return row["variable"]
    return ""


def tell_readers(ctx: click.Context) -> int:
    """Tell what became of the answers of language models; return how many documents were passed over."""
    passed_over = 0
    for reader, path in ctx.meta.pop(READERS, []):
        report = reader.report
        for identifier, reason in report.passed_over:
            click.echo(f"Skipped: {identifier}: {reason}", err=True)
        if line := "; ".join(report.words()):
            click.echo(f"Model: {line}", err=True)
        if path is not None:
            _write_report(reader, path)
        passed_over += len(report.passed_over)
    return passed_over


def _write_report(reader: ModelExtractor, path: Path) -> None:
    report = reader.report
    told = {
        "model": reader.fingerprint().model,
        "claims": report.kept,
        "passed_over": [{"document": name, "reason": reason} for name, reason in report.passed_over],
        "dropped": [{"document": d.document, "what": d.what, "words": d.words} for d in report.dropped],
        "asked": report.purse.answers,
        "tokens_in": report.purse.tokens_in,
        "tokens_out": report.purse.tokens_out,
    }
    try:
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written: {error.strerror or error}") from error


def _say_waiting() -> None:
    click.echo("Waiting for the answers under way, which are kept; Ctrl-C again gives them up.", err=True)


class _DryRun:
    """Stands in for a model: tells what asking would cost, and ends the command."""

    languages = ()

    def __init__(self, model: ModelExtractor) -> None:
        self._model = model

    def fingerprint(self) -> Fingerprint:
        return self._model.fingerprint()

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        found = list(documents)
        if is_json_wanted():
            put_json(cost_of(self._model, found))
        else:
            click.echo(cost_line(self._model, found))
        raise click.exceptions.Exit(0)


def cost_of(model: ModelExtractor, documents: Sequence[Document]) -> dict[str, object]:
    """Return how much would be sent for documents, and what it would cost, in plain values."""
    cost = model.cost(documents)
    return {
        "documents": len(documents),
        "unanswered": cost.requests,
        "tokens_in": cost.tokens_in,
        "tokens_out": cost.tokens_out,
        "price": cost.price,
    }


def cost_line(model: ModelExtractor, documents: Sequence[Document]) -> str:
    """Return in words how much would be sent for documents, and what it would cost."""
    cost = model.cost(documents)
    price = f", about {cost.price:.4f}" if cost.price is not None else "; give --llm-price for the cost"
    return (
        f"{len(documents):,} documents, {cost.requests:,} requests without an answer on record: "
        f"about {cost.tokens_in:,} tokens to read, {cost.tokens_out:,} to write{price}"
    )

"""`kgbuild cache`, and where caches are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.options import Chosen
from kgbuild.cli.printing import json_option, put_json

if TYPE_CHECKING:
    from kgbuild.extractors.base import Extractor
    from kgbuild.extractors.cache import CacheFile
    from kgbuild.extractors.cache.file import CacheState

FOLDER, MEGABYTES = "KGBUILD_CACHE_DIR", "KGBUILD_CACHE_MB"
_DAY = 86_400


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    if named := os.environ.get(FOLDER):
        return Path(named)
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("kgbuild", appauthor=False)


def exports_folder() -> Path:
    """Return the folder for notes of what was exported."""
    return cache_folder() / "exports"


@contextmanager
def cached(extractor: Extractor, chosen: Chosen) -> Iterator[Extractor]:
    """Yield an extractor that reads only what it has not read before, where that can be and is wanted."""
    from kgbuild.extractors.base import is_pure  # noqa: PLC0415

    if not chosen.cache or not is_pure(extractor):
        yield extractor
        return
    from kgbuild.extractors.cache import CachedExtractor  # noqa: PLC0415

    with _file() as file:
        yield CachedExtractor(extractor, file)


def _file() -> CacheFile:
    from kgbuild.extractors.cache import CacheFile  # noqa: PLC0415
    from kgbuild.extractors.cache.file import MEGABYTES as ENOUGH  # noqa: PLC0415

    limit = os.environ.get(MEGABYTES) or str(ENOUGH)
    if not limit.isascii() or not limit.isdigit() or not int(limit):
        raise click.UsageError(f"{MEGABYTES}: {limit!r} is no number of megabytes")
    return CacheFile(cache_folder(), lambda trouble: click.echo(f"Note: {trouble}", err=True), int(limit))


@click.group(
    invoke_without_command=True,
    subcommand_metavar="[clear]",
    short_help="Show or clear what was found before.",
)
@json_option
@click.pass_context
def cache(ctx: click.Context, as_json: bool) -> None:
    """Show where is kept what was found in documents, so that nobody reads them again: how much, and by whom.

    It is kept by the text and metadata of a document, the rules, their data files and the language model;
    where any of it changes, the document is read again. --no-cache reads without it. docs/speed.md tells
    more.

    \b
    Examples:
      kgbuild cache
      kgbuild cache clear
      kgbuild cache clear --older-than 30
    """  # noqa: D301 - click reads the backspace
    if ctx.invoked_subcommand is not None:
        return
    from kgbuild.cli.reading import count  # noqa: PLC0415

    with _file() as file:
        state = file.state()
    if as_json:
        put_json(_as_dict(state))
        return
    documents = sum(reader.documents for reader in state.readers)
    click.echo(f"{state.path}: {count(documents, 'document')}, {_megabytes(state.size)}")
    for reader in state.readers:
        told = reader.fingerprint
        used = _date(reader.used)
        what = ", ".join(part for part in (f"{told.name} {told.version}", told.model, told.data[:12]) if part)
        held = f"{count(reader.documents, 'document')}, {_megabytes(reader.size)}"
        click.echo(f"  {what}: {held}, last used on {used}")


def _as_dict(state: CacheState) -> dict[str, object]:
    readers = [
        {
            "name": reader.fingerprint.name,
            "version": reader.fingerprint.version,
            "model": reader.fingerprint.model,
            "data": reader.fingerprint.data,
            "documents": reader.documents,
            "bytes": reader.size,
            "used": _date(reader.used),
        }
        for reader in state.readers
    ]
    documents = sum(reader.documents for reader in state.readers)
    return {"file": str(state.path), "documents": documents, "bytes": state.size, "readers": readers}


def _date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


@cache.command(short_help="Forget what was found before.")
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Only what no command has used for so many days.",
)
@json_option
def clear(days: int | None, as_json: bool) -> None:
    """Forget what was found before: the documents are read again.

    \b
    Examples:
      kgbuild cache clear
      kgbuild cache clear --older-than 30
    """  # noqa: D301 - click reads the backspace
    from kgbuild.cli.reading import count  # noqa: PLC0415
    from kgbuild.export.remembered import forget  # noqa: PLC0415

    with _file() as file:
        gone = file.clear((days or 0) * _DAY)
    if not days:
        forget(exports_folder())
    if as_json:
        put_json({"forgotten": gone})
    else:
        click.echo(f"{count(gone, 'document')} forgotten", err=True)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"

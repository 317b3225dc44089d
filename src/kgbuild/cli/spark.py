"""`kgbuild export --engine spark`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.llm import MODEL_READERS
from kgbuild.cli.options import Chosen
from kgbuild.cli.reading import Console, sources, sure_from

if TYPE_CHECKING:
    from kgbuild.spark import SparkSum

SHARDS = 16
"""How many files are written where nobody says it."""


def refuse_on_spark(options: Mapping[str, object], chosen: Chosen) -> None:
    """Raise UsageError where an option was given that Spark has no part in."""
    given = [name for name, value in {**options, "--jobs": chosen.jobs}.items() if value]
    if given:
        raise click.UsageError(f"{given[0]} and --engine spark exclude each other: see docs/scale.md")
    if chosen.name in MODEL_READERS:
        raise click.UsageError(
            f"--engine spark: {chosen.name} asks a language model from one place alone: extract first, then "
            "--extractor jsonl --setting file=claims.jsonl"
        )


def made_on_spark(
    reports: Sequence[Path],
    out: Path,
    shards: int | None,
    chosen: Chosen,
    base: str | None,
    least: float | None,
    master: str | None,
    console: Console,
) -> SparkSum:
    """Read documents and write shards on Spark. Raises SparkError, and what reading and writing raise."""
    from kgbuild.extractors.registry import DEFAULT  # noqa: PLC0415
    from kgbuild.graph import BASE  # noqa: PLC0415
    from kgbuild.pipeline.bundles import sample_documents  # noqa: PLC0415
    from kgbuild.spark import SparkTask, export_shards, session  # noqa: PLC0415

    asked = SparkTask(
        sources=tuple(sources(reports) or [sample_documents()]),
        out=out,
        shards=shards or SHARDS,
        extractor=chosen.name or DEFAULT,
        # Workers stand in folders of their own
        settings={
            key: str(Path(value).resolve()) if key == "file" else value
            for key, value in chosen.settings.items()
        },
        base=base or BASE,
        least=sure_from(least),
    )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with session(master) as spark:
        return export_shards(spark, asked, console)

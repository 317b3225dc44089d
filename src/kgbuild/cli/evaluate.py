"""`kgbuild evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.options import (
    PATH,
    Chosen,
    confidence_options,
    documents_option,
    extractor_options,
    jobs_option,
    reading_options,
)
from kgbuild.cli.reading import Console, count, documents_of, found_among, sure_from, waiting

if TYPE_CHECKING:
    from rdflib import Dataset

    from kgbuild.documents import Document
    from kgbuild.evaluation import Evaluation, Figures


@click.command(short_help="Score claims against gold files.")
@click.argument("graphs", nargs=-1, type=PATH, metavar="[GRAPH]...")
@click.option(
    "--gold",
    type=PATH,
    metavar="DIR",
    help="The folder of gold files: the claims that a person finds in the documents.",
)
@documents_option("A document, or a folder with all below it; can be given several times.")
@click.option(
    "--claims",
    type=PATH,
    metavar="FILE",
    help="Score claims that `kgbuild extract` printed, instead of a graph.",
)
@click.option(
    "--errors",
    is_flag=True,
    help="List what was missed, what is spurious and which attributes are wrong, with the sentence.",
)
@click.option(
    "--review",
    type=PATH,
    metavar="FILE",
    help="Instead of gold: what reviewers decided (`kgbuild serve --review FILE`).",
)
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
@confidence_options
@extractor_options
@jobs_option
@reading_options
@click.pass_context
def evaluate(
    ctx: click.Context,
    graphs: tuple[Path, ...],
    gold: Path | None,
    documents: tuple[Path, ...],
    claims: Path | None,
    errors: bool,
    review: Path | None,
    format_: str,
    chosen: Chosen,
    least: float | None,
) -> None:
    """Score GRAPH, or what is found in the documents now, against what a person found in them.

    Without GRAPH and without --claims the documents are read first, as `kgbuild export` does. With --review
    it tells how many of the claims that people looked at are right.
    docs/evaluation.md tells what the figures mean and how to write gold for your own texts.

    \b
    Examples:
      kgbuild evaluate --gold tests/corpus/gold --documents tests/corpus/documents
      kgbuild evaluate --gold tests/corpus/gold -d tests/corpus/documents --errors
      kgbuild evaluate out.ttl --gold my-gold/ --documents my-reports/ --format json
      kgbuild evaluate --review review.jsonl
    """  # noqa: D301 - click reads the backspace
    if review:
        if gold or documents or graphs or claims:
            raise click.UsageError("a review is judged by itself: leave out all else")
        _tell_review(review, format_)
        return
    if not gold or not documents:
        raise click.UsageError("name the gold files (--gold) and their documents (--documents), or --review")
    if bool(graphs) + bool(claims) + bool(chosen) > 1:
        raise click.UsageError(
            "name only one of GRAPH, --claims and --extractor: the first two are already read"
        )
    from kgbuild.evaluation import evaluate as score  # noqa: PLC0415
    from kgbuild.evaluation import read_gold  # noqa: PLC0415

    console = Console()
    found = documents_of(documents, console)
    wanted = read_gold(gold, found)
    graph = _graph(graphs, claims, found, chosen, console, sure_from(least))
    with waiting("Comparing with the gold"):
        evaluation = score(graph, wanted)
    for name in evaluation.absent:
        click.echo(
            f"Note: {name}: the graph does not describe it, so all its claims count as missed", err=True
        )
    click.echo(_json(evaluation, errors) if format_ == "json" else "\n".join(_lines(evaluation, errors)))
    click.echo(count(len(wanted), "document") + " compared" + console.and_left_out(), err=True)
    ctx.exit(console.exit_code())


def _tell_review(review: Path, format_: str) -> None:
    from dataclasses import asdict  # noqa: PLC0415

    from kgbuild.errors import ReviewError  # noqa: PLC0415
    from kgbuild.review import figures, read_review  # noqa: PLC0415

    if not review.is_file():
        raise ReviewError(f"{review}: there is no such file: `kgbuild serve --review {review}` makes one")
    found = figures(read_review(review))
    shares = {"right": found.right, "real": found.real, "found": found.found}
    if format_ == "json":
        click.echo(json.dumps(asdict(found) | shares, indent=1))
        return
    click.echo(f"{count(found.judged, 'claim')} judged in {count(found.documents, 'document')}")
    for name in ("accepted", "changed", "rejected", "added"):
        click.echo(f"{name:18}{getattr(found, name):9}")
    click.echo(f"{'right in all':18}{found.right:9.3f}  accepted, of those judged")
    click.echo(f"{'real':18}{found.real:9.3f}  accepted or changed, of those judged")
    click.echo(f"{'found':18}{found.found:9.3f}  of those real and those added")
    for name, times in found.fields:
        click.echo(f"  {name.replace('_', ' '):16}{times:9}  changed")


def _graph(
    graphs: Sequence[Path],
    claims: Path | None,
    documents: Sequence[Document],
    chosen: Chosen,
    console: Console,
    least: float,
) -> Dataset:
    from kgbuild.graph import read_graph  # noqa: PLC0415
    from kgbuild.pipeline.bundles import read_claims  # noqa: PLC0415
    from kgbuild.pipeline.graphs import build  # noqa: PLC0415

    if graphs:
        return read_graph(graphs)
    if claims:
        texts = {document.key: document.text for document in documents}
        return build(read_claims(claims), watcher=console, texts=texts, min_confidence=least)
    bundles = found_among(documents, len(documents), chosen, console)
    return build(bundles, watcher=console, min_confidence=least)


def _json(evaluation: Evaluation, errors: bool) -> str:
    result = evaluation.figures.as_dict()
    if errors:
        result["errors"] = [error.as_dict() for error in evaluation.errors]
    return json.dumps(result, indent=1, ensure_ascii=False)


def _lines(evaluation: Evaluation, errors: bool) -> Iterator[str]:
    from kgbuild.evaluation import render  # noqa: PLC0415

    if errors:
        yield from render(evaluation.errors)
        if evaluation.errors:
            yield ""
    yield from _tables(evaluation.figures)


def _tables(figures: Figures) -> Iterator[str]:
    units = figures.detection
    yield f"units: {units.gold} gold, {units.system} in the graph, {units.right} found"
    yield ""
    yield f"{'':18}{'precision':>9}  {'recall':>6}  {'F1':>5}"
    ratios = {
        "detection": figures.detection,
        **{f"  {k}": r for k, r in figures.kinds.items() if r.gold or r.system},
    }
    for name, ratio in (ratios | {"strict": figures.strict}).items():
        yield f"{name:18}{ratio.precision:9.3f}  {ratio.recall:6.3f}  {ratio.f1:5.3f}"
    yield f"{'identity':18}{'':9}  {'':6}  {figures.identity:5.3f}"
    yield f"{'printed':18}{'':9}  {'':6}  {figures.printed.value:5.3f}"
    if not figures.accuracy:
        return
    yield ""
    yield f"{'on found units':18}{'right':>9}  {'of':>6}  {'share':>5}"
    for name, share in figures.accuracy.items():
        yield f"{name:18}{share.right:9}  {share.judged:6}  {share.value:5.3f}"

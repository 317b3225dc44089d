"""`kgbuild export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.options import (
    PATH,
    Chosen,
    base_iri,
    confidence_options,
    documents_option,
    extractor_options,
    identity_option,
    jobs_option,
    reading_options,
)
from kgbuild.cli.printing import JSON, put_json
from kgbuild.cli.reading import Console, count, documents_of, found_in, sure_from
from kgbuild.cli.renewed import renewed
from kgbuild.cli.spark import made_on_spark, refuse_on_spark
from kgbuild.cli.texts import KeptTexts
from kgbuild.cli.unchanged import unchanged
from kgbuild.errors import ExportError

if TYPE_CHECKING:
    from rdflib import Dataset

    from kgbuild.claims.bundle import Bundle
    from kgbuild.documents import Document
    from kgbuild.identity.overrides import Override
    from kgbuild.pipeline.graphs import Size

FORMATS = ("ttl", "nq", "trig", "jsonld", "rdfxml")
STDOUT = Path("-")
format_option = click.option(
    "--format",
    "format_",
    type=click.Choice((*FORMATS, JSON)),
    help="Format of the graph. [default: by the suffix of OUT; ttl for -] With json, the suffix says it, "
    "and the sum goes to standard output as JSON (docs/json.md).",
)


@click.command(short_help="Read documents, write their graph.")
@click.argument("out", type=PATH)
@click.argument("reports", nargs=-1, type=PATH, metavar="[DOC]...")
@documents_option(
    "A document, or a folder with all below it; can be given several times. "
    "[default: the reports that come with kgbuild]"
)
@click.option(
    "--claims",
    type=PATH,
    metavar="FILE",
    help="Start from claims that `kgbuild extract` printed and you may have corrected. Their words are held "
    "against the texts in FILE, or against those of --documents.",
)
@confidence_options
@identity_option
@format_option
@click.option(
    "--shards",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="Write N compressed files of N-Quads to the folder OUT, ready for bulk loaders: one after the other "
    "they are the one sorted file.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    help="Where to work: on this machine, or on Apache Spark, which writes the same shards to the folder "
    "OUT; docs/scale.md shows how. [default: local]",
)
@click.option(
    "--master",
    metavar="URL",
    help="Where Spark runs, such as yarn, spark://HOST:7077 or local[4]. [default: what spark-submit says, "
    "else local[*]]",
)
@extractor_options
@jobs_option
@click.option(
    "--base",
    metavar="IRI",
    callback=base_iri,
    help="What the names of events, agents and claims begin with. [default: https://w3id.org/kgbuild/id/]",
)
@click.option(
    "--review",
    type=PATH,
    metavar="FILE",
    help="Apply the decisions of a review file: what is rejected is left out, what is changed or added is as "
    "the reviewer has it.",
)
@click.option(
    "--texts",
    "texts_out",
    type=PATH,
    metavar="FILE",
    help="Also write the texts of the documents to FILE, a ZIP file, so that `kgbuild serve --texts` can "
    "show claims in place. The graph itself holds no texts.",
)
@reading_options
@click.pass_context
def export(
    ctx: click.Context,
    out: Path,
    reports: tuple[Path, ...],
    documents: tuple[Path, ...],
    claims: Path | None,
    identity: Path | None,
    format_: str | None,
    shards: int | None,
    engine: str,
    master: str | None,
    chosen: Chosen,
    base: str | None,
    least: float | None,
    review: Path | None,
    texts_out: Path | None,
) -> None:
    """Read documents and write the graph of their claims to OUT.

    DOC is a file or a folder, as with --documents; without any, the reports that come with kgbuild are read.
    The suffix of OUT chooses the format: .ttl, .nq, .trig, .jsonld or .rdf. "-" writes to standard output.
    The same input gives the same bytes, whatever the order of the files. Claims that are too unsure stay out
    unless --all asks for them.

    \b
    Examples:
      kgbuild export out.ttl
      kgbuild export out.ttl reports/
      kgbuild export everything.ttl --all
      kgbuild export out.trig --documents reports/ --documents late-report.html
      kgbuild export out.ttl --claims corrected.jsonl
      kgbuild export out.ttl --claims by-hand.jsonl --documents reports/
      kgbuild export out.ttl --documents reports/ --extractor jsonl --setting file=corrected.jsonl
      kgbuild export out.trig --documents reports/ --identity joins.csv
      kgbuild export out.ttl --documents reports/ --texts texts.zip
      kgbuild export shards/ --documents reports/ --shards 16
      kgbuild export shards/ --documents reports/ --engine spark --master yarn
      kgbuild export - --documents report.txt | less
    """  # noqa: D301 - click reads the backspace
    _refuse_together(claims, chosen, engine, master)
    form = _format_of_shards(out, format_) if shards or engine == "spark" else format_for(out, format_)
    console, reports = Console(), (*reports, *documents)
    if engine == "spark":
        barred = {"--claims": claims, "--identity": identity, "--review": review, "--texts": texts_out}
        refuse_on_spark(barred, chosen)
        spread = made_on_spark(reports, out, shards, chosen, base, least, master, console)
        sizes = _sizes(spread.size, spread.triples)
    elif not (claims or identity or review or texts_out or shards or out == STDOUT):
        sizes, console = _if_changed(out, form, reports, chosen, base, least)
    else:
        overrides = _overrides(identity)
        proving, bundles = _found(claims, reports, chosen, review, console)
        dataset, size = _built(bundles, base, overrides, console, least, proving, texts_out)
        made = _write_shards(dataset, out, shards, base) if shards else write_graph(dataset, out, form, base)
        sizes = _sizes(size, made)
    _tell(out, form, sizes, console, format_ == JSON)
    ctx.exit(console.exit_code())


def _refuse_together(claims: Path | None, chosen: Chosen, engine: str, master: str | None) -> None:
    """Raise UsageError for options that make no sense together."""
    if claims and chosen:
        other = "--extractor" if chosen.name else "--model"
        raise click.UsageError(
            f"--claims and {other} exclude each other: claims are already read from documents"
        )
    if master and engine != "spark":
        raise click.UsageError("--master is for Spark: add --engine spark")


def _found(
    claims: Path | None, documents: Sequence[Path], chosen: Chosen, review: Path | None, console: Console
) -> tuple[Sequence[Document], Iterable[Bundle]]:
    """Return the claims by hand with the documents that prove them, or what is read; as reviewers have it."""
    from kgbuild.pipeline.bundles import read_claims  # noqa: PLC0415

    proving: Sequence[Document] = documents_of(documents, console) if claims and documents else []
    bundles = read_claims(claims) if claims else found_in(documents, chosen, console)
    return proving, _reviewed(bundles, review) if review else bundles


def _built(
    bundles: Iterable[Bundle],
    base: str | None,
    overrides: Sequence[Override],
    console: Console,
    least: float | None,
    proving: Sequence[Document],
    texts_out: Path | None,
) -> tuple[Dataset, Size]:
    """Return the graph of bundles and what it tells of; write their texts as well where that is asked."""
    if texts_out is None:
        return build_graph(bundles, base, overrides, console, least, proving)
    kept = KeptTexts(proving)
    built = build_graph(kept.passing(bundles), base, overrides, console, least, proving)
    kept.write(texts_out)
    return built


def _if_changed(
    out: Path, form: str, documents: Sequence[Path], chosen: Chosen, base: str | None, least: float | None
) -> tuple[dict[str, int], Console]:
    """Write the graph of documents, as far as it is not there yet; return its size, and who told of them."""
    from kgbuild.graph.store import as_store  # noqa: PLC0415

    last = unchanged(out, form, base, least, documents, chosen)
    if last and (known := last.last() or renewed(last, out, form, base, least, chosen)):
        return known
    console = Console()
    if last is None:
        bundles = found_in(documents, chosen, console)
    else:
        bundles = last.counted(found_in(documents, chosen, console, last.passing))
    dataset, size = build_graph(bundles, base, (), console, least)
    sizes = _sizes(size, write_graph(dataset, out, form, base))
    if last:
        last.wrote(sizes, console, as_store(dataset))
    return sizes, console


def _sizes(size: Size, triples: int) -> dict[str, int]:
    return {"documents": size.documents, "claims": size.claims, "triples": triples}


def _tell(out: Path, form: str, sizes: dict[str, int], console: Console, as_json: bool) -> None:
    if as_json:
        put_json({"file": str(out), "format": form} | sizes | console.as_dict())
        return
    told = ", ".join(count(number, name.removesuffix("s")) for name, number in sizes.items())
    where = "" if out == STDOUT else f" in {out}"
    click.echo(f"{told}{where}{console.and_left_out()}", err=True)


def _reviewed(bundles: Iterable[Bundle], review: Path) -> Iterator[Bundle]:
    """Apply a review file, which has to be there."""
    from kgbuild.errors import ReviewError  # noqa: PLC0415
    from kgbuild.review import apply, read_review  # noqa: PLC0415

    if not review.is_file():
        raise ReviewError(f"{review}: there is no such file: `kgbuild serve --review {review}` makes one")
    return apply(bundles, read_review(review))


def _overrides(path: Path | None) -> Sequence[Override]:
    """Read joins and splits first: a fault in them should not wait for all the work."""
    if path is None:
        return ()
    from kgbuild.identity.overrides import read_overrides  # noqa: PLC0415

    return read_overrides(path)


def build_graph(
    bundles: Iterable[Bundle],
    base: str | None,
    overrides: Sequence[Override],
    console: Console,
    least: float | None = None,
    documents: Sequence[Document] = (),
) -> tuple[Dataset, Size]:
    """Return the graph of bundles with what follows from it, and what it tells of.

    `least` is the confidence from which claims are kept, None for the default. `documents` are those by whose
    texts the claims are proved; without them, each bundle's own text.
    """
    from kgbuild.graph import BASE  # noqa: PLC0415
    from kgbuild.pipeline.graphs import build, derive, size  # noqa: PLC0415

    texts = {document.key: document.text for document in documents} if documents else None
    dataset = build(bundles, base or BASE, overrides, console, texts, sure_from(least))
    derive(dataset, base=base or BASE, watcher=console)
    return dataset, size(dataset)


def format_for(out: Path, named: str | None) -> str:
    """Return the format for a file, and refuse one that cannot be written before all the work is done."""
    if out == STDOUT:
        if named == JSON:
            raise click.UsageError(
                "graph and sum cannot both go to standard output: name a file for the graph"
            )
        return named or "ttl"
    from kgbuild.export import fitting_format  # noqa: PLC0415

    if not out.parent.is_dir():
        raise ExportError(f"{out}: cannot be written: the folder {out.parent} does not exist: make it first")
    return fitting_format(out, None if named == JSON else named)


def _format_of_shards(out: Path, named: str | None) -> str:
    """Return the format of shards, and refuse a place that they cannot have before all the work is done."""
    from kgbuild.export import check_place  # noqa: PLC0415

    if named not in (None, "nq", JSON):
        raise click.UsageError(f"shards are N-Quads, not {named}: leave out --format")
    if out == STDOUT:
        raise click.UsageError("shards need a folder, not standard output: name one")
    check_place(out)
    return "nq"


def _write_shards(dataset: Dataset, out: Path, shards: int, base: str | None) -> int:
    from kgbuild.export import write_shards  # noqa: PLC0415
    from kgbuild.graph import BASE  # noqa: PLC0415

    return write_shards(dataset, out, shards, base or BASE)


def write_graph(dataset: Dataset, out: Path, form: str, base: str | None) -> int:
    """Write a graph to a file or to standard output; return the number of its triples."""
    from kgbuild.export import write, write_stream  # noqa: PLC0415
    from kgbuild.graph import BASE  # noqa: PLC0415

    if out == STDOUT:
        return write_stream(dataset, sys.stdout.buffer, form, base or BASE)
    return write(dataset, out, form, base or BASE)

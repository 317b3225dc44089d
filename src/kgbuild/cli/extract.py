"""`kgbuild extract`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kgbuild.cli.options import OUT_FILE, PATH, Chosen, extractor_options, jobs_option, reading_options
from kgbuild.cli.printing import JSON
from kgbuild.cli.reading import Console, count, documents_of, extractor, found_in, watched

if TYPE_CHECKING:
    from kgbuild.claims.bundle import Bundle


@click.command(short_help="Print claims as JSON Lines.")
@click.argument("documents", nargs=-1, type=PATH, metavar="[DOC]...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("jsonl", "attribution", JSON)),
    default="jsonl",
    show_default=True,
    help="jsonl: documents and claims, which `kgbuild export --claims` reads; "
    "attribution: who said what, with the positions of source, cue and content; json: the same documents and "
    "claims as one value, with what was left out (docs/json.md).",
)
@click.option(
    "-o",
    "--output",
    type=OUT_FILE,
    default="-",
    metavar="FILE",
    help="Where to write. [default: standard output]",
)
@click.option("--explain", is_flag=True, help="Print for people: which rule and which words gave each field.")
@extractor_options
@jobs_option
@reading_options
@click.pass_context
def extract(
    ctx: click.Context,
    documents: tuple[Path, ...],
    format_: str,
    output: TextIO,
    explain: bool,
    chosen: Chosen,
) -> None:
    """Print what is found in documents, one JSON record a line, for people and programs to read and correct.

    DOC is a file or a folder; without any, the reports that come with kgbuild are read.

    \b
    Examples:
      kgbuild extract report.txt
      kgbuild extract report.txt --explain
      kgbuild extract reports/ -o claims.jsonl
      kgbuild extract reports/ --extractor scripted
      kgbuild export out.ttl --claims claims.jsonl
    """  # noqa: D301 - click reads the backspace
    console = Console()
    if format_ == JSON and explain:
        raise click.UsageError(
            "--explain prints for people: leave out --format json, which holds the explanations too"
        )
    if format_ == "attribution" and not explain:
        lines, noun = _write_attributions(documents, chosen, output, console), "attribution"
    elif format_ == JSON:
        lines, noun = _write_json(found_in(documents, chosen, console), output, console), "claim"
    else:
        write = _write_explanations if explain else _write_claims
        lines, noun = write(found_in(documents, chosen, console), output), "claim"
    if format_ != JSON:
        sizes = f"{count(console.read, 'document')}, {count(lines, noun)}"
        click.echo(sizes + console.and_left_out(), err=True)
    ctx.exit(console.exit_code())


def _write_claims(bundles: Iterable[Bundle], output: TextIO) -> int:
    from kgbuild.claims.jsonl import write_records  # noqa: PLC0415

    lines = 0
    for bundle in bundles:
        write_records(bundle.records(), output)
        lines += len(bundle.claims)
    return lines


def _write_json(bundles: Iterable[Bundle], output: TextIO, console: Console) -> int:
    documents: list[object] = []
    claims: list[object] = []
    for bundle in bundles:
        documents.append(bundle.document.model_dump(mode="json", exclude_none=True))
        claims += (claim.model_dump(mode="json", exclude_none=True) for claim in bundle.claims)
    told = {"documents": documents, "claims": claims} | console.as_dict()
    output.write(json.dumps(told, indent=1) + "\n")
    return len(claims)


def _write_explanations(bundles: Iterable[Bundle], output: TextIO) -> int:
    from kgbuild.cli.explanations import lines  # noqa: PLC0415

    found = 0
    for bundle in bundles:
        output.write(f"# {bundle.document.identifier}\n\n")
        for claim in bundle.claims:
            output.write("\n".join(lines(claim)) + "\n\n")
        found += len(bundle.claims)
    return found


def _write_attributions(paths: Sequence[Path], chosen: Chosen, output: TextIO, console: Console) -> int:
    from kgbuild.extractors.rules.attribution import printable  # noqa: PLC0415
    from kgbuild.extractors.rules.attribution.positions import positions  # noqa: PLC0415
    from kgbuild.extractors.rules.extractor import RulesExtractor  # noqa: PLC0415
    from kgbuild.pipeline.bundles import readable  # noqa: PLC0415

    documents = documents_of(paths, console)
    reader = extractor(chosen)
    if not isinstance(reader, RulesExtractor):
        raise click.UsageError("attributions are what the rules read: leave out --extractor")
    lines = 0
    found = reader.attributions(readable(documents, reader, console))
    for document, doc, attributions in watched(found, len(documents)):
        for attribution in filter(printable, attributions):
            record = {"doc": Path(document.identifier).stem, **positions(doc, attribution)._asdict()}
            output.write(json.dumps(record, ensure_ascii=False) + "\n")
            lines += 1
    return lines

"""`kgbuild check`."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.checked import found as checked
from kgbuild.cli.options import PATH, SKIPPED, documents_option
from kgbuild.cli.printing import json_option, put_json
from kgbuild.cli.reading import Console, count, documents_of, waiting

if TYPE_CHECKING:
    from kgbuild.validate import Check, Fault, FaultPlace, Quotes, Verdict

_SHOWN = 10
"""Nodes shown for each rule that is broken, unless all are asked for."""
_RULES_MISS = (
    "They do not find values outside a data range, nor what follows from unions and from numbers of values; "
    "install Java for HermiT, which does"
)


@click.command(short_help="Check a graph against shapes and ontology.")
@click.argument("graphs", nargs=-1, required=True, type=PATH, metavar="GRAPH...")
@documents_option(
    "A document, or a folder with all below it, against whose text the quotes are held; can be given "
    "several times."
)
@click.option("--whole", is_flag=True, help="Check everything at once, not document by document.")
@click.option(
    "--reasoner",
    type=click.Choice(["auto", "hermit", "rl", "none"]),
    default="auto",
    show_default=True,
    help="Whom to ask beyond single axioms: HermiT (needs Java), the rules of OWL 2 RL (slow), nobody; "
    "auto is HermiT where there is Java, else rl.",
)
@click.option("--shapes-only", is_flag=True, help="Leave out ontology and reasoner.")
@click.option(
    "--all", "everything", is_flag=True, help=f"Show all nodes that break a rule, not the first {_SHOWN}."
)
@json_option
@click.pass_context
def check(
    ctx: click.Context,
    graphs: tuple[Path, ...],
    documents: tuple[Path, ...],
    whole: bool,
    reasoner: str,
    shapes_only: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Check that a graph keeps to the shapes, quotes its documents, and is consistent with the ontology.

    The shapes say what every node must have; the ontology, what no node can be at once. What is wrong is told
    with the node, the rule, the words in the document and what to do. Several graphs are checked as one.
    Whether the quotes are the text can be told with --documents only. Ends with exit code 1 when something is
    wrong, with 3 when quotes of documents that are not among those given stay unproved.

    \b
    Examples:
      kgbuild check out.ttl
      kgbuild check out.ttl --documents reports/
      kgbuild check monday.ttl tuesday.ttl --reasoner none
    """  # noqa: D301 - click reads the backspace
    from kgbuild.errors import ValidationError  # noqa: PLC0415
    from kgbuild.graph import read_graph  # noqa: PLC0415
    from kgbuild.validate import Check  # noqa: PLC0415

    # of a value that is not of its datatype rdflib logs a traceback; the check tells it in words
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    with waiting("Reading the graph"):
        checks = Check(read_graph(graphs), at_once=whole)
    if not checks.triples:
        raise ValidationError(
            f"{', '.join(map(str, graphs))}: there is nothing to check: export a graph first"
        )
    if not checks.documents:
        click.echo("Note: no kg:Document is in it: is this what kgbuild export wrote?", err=True)
    shown = None if everything else _SHOWN
    console = Console()
    texts = {each.sha256: each.text for each in documents_of(documents, console)} if documents else {}
    if as_json:
        told, fine, quotes = checked(checks, texts, reasoner, shapes_only)
        put_json(told)
    else:
        fine = _shapes(checks, shown)
        quotes = _quotes(checks, texts, shown)
        fine &= not quotes.faults
        if not shapes_only:
            fine &= _ontology(checks, reasoner, shown)
    if not fine:
        ctx.exit(1)
    if documents and quotes.unproved:
        ctx.exit(SKIPPED)


def _shapes(checks: Check, shown: int | None) -> bool:
    with waiting("Trying the shapes"):
        faults = checks.shapes()
    _tell(checks, faults, shown)
    verdict = f"broken in {count(len(faults), 'place')}" if faults else "kept"
    click.echo(
        f"Shapes: {verdict} ({count(checks.triples, 'triple')}, {count(checks.documents, 'document')})."
    )
    return not faults


def _quotes(checks: Check, texts: Mapping[str, str], shown: int | None) -> Quotes:
    with waiting("Holding the quotes against the texts"):
        quotes = checks.quotes(texts)
    _tell(checks, quotes.faults, shown)
    said = [f"not the text in {count(len(quotes.faults), 'place')}"] if quotes.faults else []
    if quotes.proved:
        said.append(f"{quotes.proved:,} proved")
    if quotes.unproved:
        names = ", ".join(islice(quotes.unproved, _SHOWN if texts else 0))
        more = "" if len(quotes.unproved) <= _SHOWN else ", …"
        why = f"their text is not among those given: {names}{more}" if texts else "give --documents"
        of = f"of {count(len(quotes.unproved), 'document')}"
        said.append(f"{sum(quotes.unproved.values()):,} not proved ({of}; {why})")
    click.echo(f"Quotes: {'; '.join(said) or 'none'}.")
    return quotes


def _ontology(checks: Check, reasoner: str, shown: int | None) -> bool:
    from kgbuild.validate import Choice  # noqa: PLC0415

    with waiting("Looking for contradictions"):
        faults = checks.contradictions()
    _tell(checks, faults, shown)
    found = f"contradicted in {count(len(faults), 'place')}" if faults else "not contradicted"
    click.echo(f"Ontology: {found} (its single axioms, over everything).")
    with waiting("Asking the reasoner"):
        verdict = checks.reason(faults, Choice(reasoner))
    _tell_verdict(verdict)
    return not faults and not verdict.objections


def _tell_verdict(verdict: Verdict) -> None:
    for objection in verdict.objections:
        where = ", ".join(objection.documents) or "Statements of no document"
        click.echo(f"{where}: inconsistent with the ontology.")
        for why in objection.why:
            click.echo(f"  Why: {why}.")
        click.echo("  To do: Check the statements of these documents; export them anew.\n")
    if verdict.reasoner is None:
        click.echo("Reasoner: not asked.")
        return
    instead = "HermiT needs Java, which is not installed; asked instead: " if verdict.fallback else ""
    says = (
        f"objects in {count(len(verdict.objections), 'place')}"
        if verdict.objections
        else "finds it consistent"
    )
    skipped = f"; {verdict.left_out:,} with the contradictions above left out" if verdict.left_out else ""
    asked = f"{count(verdict.asked, 'document')}{skipped}; without dates, which the shapes look at"
    click.echo(f"Reasoner: {instead}{verdict.reasoner} {says} ({asked}).")
    if verdict.reasoner != "HermiT":
        click.echo(f"{_RULES_MISS}.")


def _tell(checks: Check, faults: Sequence[Fault], shown: int | None) -> None:
    """Print faults, those of one rule together; of many the first."""
    by_rule: dict[str, list[Fault]] = {}
    for fault in faults:
        by_rule.setdefault(fault.rule, []).append(fault)
    for rule, together in by_rule.items():
        for fault in together[:shown]:
            _tell_fault(checks, fault)
        if shown is not None and len(together) > shown:
            more = count(len(together) - shown, "more node")
            click.echo(f"… and {more} against this rule (--all shows them): {rule}\n")


def _tell_fault(checks: Check, fault: Fault) -> None:
    label = checks.label(fault)
    named = f" “{label}”" if label else ""
    click.echo(f"{fault.name}{named} {fault.wrong}.")
    click.echo(f"  Rule: {fault.rule}")
    place = checks.place(fault)
    if place is not None:
        click.echo(f"  Where: {_in_words(place)}")
    click.echo(f"  To do: {fault.remedy}\n")


def _in_words(place: FaultPlace) -> str:
    span = "" if place.start is None or place.end is None else f", characters {place.start}–{place.end}"
    quote = f": “{' '.join(place.quote.split())}”" if place.quote else ""
    return f"{place.document}{span}{quote}"

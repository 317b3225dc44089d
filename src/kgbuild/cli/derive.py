"""`kgbuild derive`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from kgbuild.cli.export import STDOUT, format_for, format_option, write_graph
from kgbuild.cli.limits import federation_option, memory_option
from kgbuild.cli.options import PATH, identity_option
from kgbuild.cli.printing import JSON, put_json
from kgbuild.cli.reading import count, waiting
from kgbuild.cli.watch import RuleWatch


@click.command(short_help="Put exports together and say what follows.")
@click.argument("graphs", nargs=-1, required=True, type=PATH, metavar="GRAPH...")
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=PATH,
    metavar="OUT",
    help="Where to write the graph; may be one of the graphs read.",
)
@click.option(
    "--rules",
    multiple=True,
    type=PATH,
    metavar="DIR",
    help="A folder of rules (.rq) besides those that come with kgbuild; can be given several times. "
    "A rule takes the place of one of the same name.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="DOCUMENT",
    help="A document to take out, by file name or IRI; can be given several times.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long one of your own rules may take, over all documents.",
)
@memory_option
@federation_option
@identity_option
@format_option
def derive(
    graphs: tuple[Path, ...],
    out: Path,
    rules: tuple[Path, ...],
    without: tuple[str, ...],
    timeout: float,
    memory: int,
    federation: bool,
    identity: Path | None,
    format_: str | None,
) -> None:
    """Put exports together and write OUT with what follows from all their claims.

    Names, treaties and derived statements (who contradicts, corroborates or revises whom, how events stand)
    depend on all documents, and are made anew over the union. A document that two exports hold is taken from
    the later one. OUT need not be there yet to be among the graphs read, beside others.
    With .nq or .trig, only what a changed document touches is derived again.

    \b
    Examples:
      kgbuild derive north.ttl south.ttl -o whole.ttl
      kgbuild derive whole.nq late.nq -o whole.nq         adds the documents of late.nq, or replaces them
      kgbuild derive whole.nq --without withdrawn.txt -o whole.nq
      kgbuild derive whole.nq --rules my-rules/ -o mine.nq
    """  # noqa: D301 - click reads the backspace
    form = format_for(out, format_)
    from kgbuild.derivation import derive as run  # noqa: PLC0415
    from kgbuild.derivation import load_rules, unite  # noqa: PLC0415
    from kgbuild.graph import reconcile  # noqa: PLC0415
    from kgbuild.identity.overrides import read_overrides  # noqa: PLC0415

    overrides = read_overrides(identity) if identity else []
    graphs = _begun(graphs, out)
    watch = RuleWatch(timeout, memory)
    with watch.over("the rules"):
        loaded = load_rules(rules, federation=federation)
    with waiting("Reading the graphs"):
        union = unite(graphs, loaded, without)
    with waiting("Settling names and treaties"):
        reconcile(union.dataset, union.base, overrides)
    with waiting("Deriving what follows"):
        affected = union.watch.affected() if union.watch and not overrides else None
        own = {rule.name for rule in loaded if rule.place != f"{rule.name}.rq"}
        summary = run(
            union.dataset,
            loaded,
            union.base,
            affected,
            guard=lambda rule: watch.over(rule.place) if rule.name in own else nullcontext(),
        )
    write_graph(union.dataset, out, form, union.base)
    if format_ == JSON:
        sizes = {"looked_at": summary.claims, "triples": len(union.dataset)}
        put_json({"file": str(out), "format": form} | sizes)
        return
    where = "" if out == STDOUT else f" in {out}"
    click.echo(
        f"{count(len(union.dataset), 'triple')}{where}; {count(summary.claims, 'claim')} looked at", err=True
    )


def _begun(graphs: tuple[Path, ...], out: Path) -> tuple[Path, ...]:
    """Return the graphs to read: without OUT on the first day, where there are others to begin it with."""
    others = tuple(graph for graph in graphs if graph != out)
    if not others or len(others) == len(graphs) or out.exists():
        return graphs
    click.echo(f"Note: {out}: not there yet, begun with what else is read", err=True)
    return others

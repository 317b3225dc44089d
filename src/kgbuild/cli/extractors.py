"""`kgbuild extractors`."""

from __future__ import annotations

import click

from kgbuild.cli.printing import json_option, put_json


@click.command(short_help="List what can find claims.")
@json_option
def extractors(as_json: bool) -> None:
    """List the extractors that are installed: name, package, and what each is.

    Those of other packages come in by the entry-point group kgbuild.extractors; docs/extractors.md shows how.

    \b
    Examples:
      kgbuild extractors
      kgbuild export out.ttl --documents reports/ --extractor rules
    """  # noqa: D301 - click reads the backspace
    from kgbuild.extractors.registry import registered  # noqa: PLC0415

    found = registered()
    if as_json:
        put_json([{"name": e.name, "package": e.package, "summary": e.summary} for e in found])
        return
    name, package = (max(len(getattr(each, field)) for each in found) for field in ("name", "package"))
    for each in found:
        click.echo(f"{each.name:{name}}  {each.package:{package}}  {each.summary}".rstrip())

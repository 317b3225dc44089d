"""`kgbuild extractors`."""

from __future__ import annotations

import click


@click.command(short_help="List what can find claims.")
def extractors() -> None:
    """List the extractors that are installed: name, package, and what each is.

    Those of other packages come in by the entry-point group kgbuild.extractors; docs/extractors.md shows how.

    \b
    Examples:
      kgbuild extractors
      kgbuild export out.ttl --documents reports/ --extractor rules
    """  # noqa: D301 - click reads the backspace
    from kgbuild.extractors.registry import registered  # noqa: PLC0415

    found = registered()
    name, package = (max(len(getattr(each, field)) for each in found) for field in ("name", "package"))
    for each in found:
        click.echo(f"{each.name:{name}}  {each.package:{package}}  {each.summary}".rstrip())

"""`kgbuild fetch`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from kgbuild.cli.options import PATH, verbose_option
from kgbuild.cli.printing import json_option, put_json
from kgbuild.cli.reading import Console, count, waiting
from kgbuild.errors import DocumentError


@click.command(short_help="Fetch feeds and web pages into a folder.")
@click.argument("addresses", nargs=-1, required=True, metavar="URL...")
@click.option("--to", "folder", required=True, type=PATH, metavar="FOLDER", help="Where the files go.")
@click.option(
    "--most",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="Entries of a feed to fetch, from the first on.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0, 3600),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait between two requests to one host, if it does not ask for more.",
)
@click.option(
    "--max-size",
    type=click.IntRange(1, 256),
    default=50,
    show_default=True,
    metavar="MB",
    help="How large a page may be.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Also fetch from this machine and from private networks, which are refused otherwise.",
)
@json_option
@verbose_option
@click.pass_context
def fetch(
    ctx: click.Context,
    addresses: tuple[str, ...],
    folder: Path,
    most: int,
    pause: float,
    max_size: int,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Fetch pages, and the pages of RSS and Atom feeds, into FOLDER, with a table of what is known of them.

    robots.txt is heeded, each host is asked one page at a time, and what has not changed since the last time
    is not fetched again. No cookies and no passwords are sent. What is fetched is not run.

    \b
    Examples:
      kgbuild fetch https://example.org/news.rss --to news/
      kgbuild fetch https://example.org/report.pdf https://example.org/page --to news/
      kgbuild export out.ttl news/
    """  # noqa: D301 - click reads the backspace
    if not (find_spec("feedparser") and find_spec("protego")):
        raise DocumentError("what fetches is not installed: pip install 'kgbuild[fetch]'")
    from kgbuild.documents import Skipped  # noqa: PLC0415
    from kgbuild.fetching import FetchSettings, PoliteClient  # noqa: PLC0415
    from kgbuild.fetching import fetch as fetching  # noqa: PLC0415
    from kgbuild.fetching.folder import FetchedFolder  # noqa: PLC0415

    console = Console()
    saved: list[dict[str, str]] = []
    unchanged: list[str] = []
    client = PoliteClient(
        FetchSettings(pause=pause, most_bytes=max_size * 1_000_000, allow_private=allow_private)
    )
    try:
        with waiting("Fetching"):
            for found in fetching(addresses, client, FetchedFolder(folder), most):
                if isinstance(found, Skipped):
                    console.skipped(found)
                elif found.file is None:
                    unchanged.append(found.address)
                else:
                    saved.append({"address": found.address, "file": found.file})
    finally:
        client.close()
        console.all_read()
    if as_json:
        skipped = console.as_dict()["skipped"]
        put_json({"folder": str(folder), "saved": saved, "unchanged": unchanged, "skipped": skipped})
    else:
        same = f", {len(unchanged):,} unchanged" if unchanged else ""
        click.echo(f"{count(len(saved), 'page')} saved in {folder}{same}{console.and_left_out()}", err=True)
    ctx.exit(console.exit_code())

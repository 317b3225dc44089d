"""An export of documents of which few have changed: the graph of the last one is changed, not made anew."""

from __future__ import annotations

from pathlib import Path

from kgbuild.cli.options import Chosen
from kgbuild.cli.reading import Console, found_among, sure_from
from kgbuild.cli.unchanged import Unchanged


def renewed(
    last: Unchanged, out: Path, form: str, base: str | None, least: float | None, chosen: Chosen
) -> tuple[dict[str, int], Console] | None:
    """Write the graph of the documents there are now to a file that holds that of nearly the same.

    Returns the size of the graph, and who has told of the documents; None where it has to be made anew. The
    bytes are the same.
    """
    store = last.graph()
    if store is None or last.difference is None:
        return None
    from kgbuild.export import rewrite  # noqa: PLC0415
    from kgbuild.graph import BASE  # noqa: PLC0415
    from kgbuild.pipeline.graphs import size  # noqa: PLC0415
    from kgbuild.pipeline.renewal import renew  # noqa: PLC0415

    noted, console = last.difference.noted, last.difference.trial
    console.tell()
    console.unsure(last.staying())
    coming = last.coming()
    bundles = last.counted(found_among(coming, len(coming), chosen, console)) if coming else ()
    dataset, record = renew(store, last.difference.gone, bundles, base or BASE, console, sure_from(least))
    rewrite(dataset, record, out, form, base or BASE)
    come, gone = record.told()
    told = size(dataset)
    triples = noted.told["triples"] + len(come) - len(gone)
    sizes = {"documents": told.documents, "claims": told.claims, "triples": triples}
    last.wrote(sizes, console, store)
    return sizes, console

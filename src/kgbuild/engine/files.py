"""Graph files into an Oxigraph store. No contexts, imports or entities are fetched from anywhere."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kgbuild.errors import GraphFileError

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nquads": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
"""Formats by suffix."""


def load_into(store: ox.Store, path: Path) -> None:
    """Read one graph file into a store.

    Raises GraphFileError naming file and line when it cannot be read or does not follow its format.
    """
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        raise GraphFileError(
            f"{path}: the suffix {path.suffix!r} stands for no RDF format: "
            f"use one of {' '.join(sorted(FORMATS))}"
        )
    try:
        with path.open("rb") as stream:
            # Relative IRIs are resolved against the file, as the standards have it
            store.bulk_load(stream, format=rdf_format, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise GraphFileError(
            f"{path}{line}: {_first_line(error.msg)}: mend the file or export it anew"
        ) from error
    except FileNotFoundError as error:
        raise GraphFileError(f"{path}: there is no such file: export one first") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or _first_line(str(error))
        raise GraphFileError(f"{path}: cannot be read: {reason.lower()}") from error


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "not valid"

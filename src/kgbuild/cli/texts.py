"""Options that say where the texts of documents are, and the file that an export puts them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kgbuild.cli.options import PATH

if TYPE_CHECKING:
    from kgbuild.claims.bundle import Bundle
    from kgbuild.documents import Document
    from kgbuild.documents.texts import TextOf

F = TypeVar("F", bound=Callable[..., Any])


def text_options(command: F) -> F:
    """Add --texts and --documents, for commands that show the texts of a graph."""
    texts = click.option(
        "--texts",
        multiple=True,
        type=PATH,
        metavar="FILE",
        help="The texts of the documents, as `kgbuild export --texts FILE` wrote them.",
    )
    documents = click.option(
        "-d",
        "--documents",
        multiple=True,
        type=PATH,
        metavar="PATH",
        help="The documents themselves, or a folder with all below it, instead of --texts.",
    )
    return texts(documents(command))


def texts_at(texts: Sequence[Path], documents: Sequence[Path]) -> TextOf:
    """Return what looks up texts in the places named. Raises DocumentError where one cannot be read."""
    from kgbuild.documents.texts import first_of, read_texts  # noqa: PLC0415

    places = [read_texts(path) for path in texts]
    if documents:
        from kgbuild.pipeline.bundles import read  # noqa: PLC0415

        found = {document.sha256: document.text for document in read(documents)}
        places.append(found.get)
    return first_of(places)


@contextmanager
def texts_in_files(texts: Sequence[Path], documents: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """Yield files with the texts in the places named, which several processes can open.

    Raises DocumentError where one cannot be read.
    """
    from kgbuild.documents.texts import write_texts  # noqa: PLC0415

    with ExitStack() as stack:
        files = list(texts)
        if documents:
            from kgbuild.pipeline.bundles import read  # noqa: PLC0415

            folder = stack.enter_context(TemporaryDirectory(prefix="kgbuild-"))
            files.append(Path(folder, "texts.zip"))
            write_texts({document.sha256: document.text for document in read(documents)}, files[-1])
        yield tuple(files)


class KeptTexts:
    """Keeps the texts of bundles that pass by, to be written beside their graph."""

    def __init__(self, documents: Sequence[Document] = ()) -> None:
        self._texts = {document.sha256: document.text for document in documents}
        self._wanted: set[str] = set()

    def passing(self, bundles: Iterable[Bundle]) -> Iterator[Bundle]:
        """Yield the bundles as they are."""
        for bundle in bundles:
            record = bundle.document
            self._wanted.add(record.sha256)
            if record.text is not None:
                self._texts[record.sha256] = record.text
            yield bundle

    def write(self, path: Path) -> None:
        """Write them to a file; raises DocumentError."""
        from kgbuild.documents.texts import write_texts  # noqa: PLC0415

        write_texts({digest: text for digest, text in self._texts.items() if digest in self._wanted}, path)

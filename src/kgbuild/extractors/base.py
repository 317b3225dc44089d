"""The seam: what finds claims in documents, whatever it is made of."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel, ConfigDict

from kgbuild.claims.bundle import Bundle
from kgbuild.documents.model import Document

Maker = TypeVar("Maker", bound=Callable[..., object])


class Fingerprint(BaseModel):
    """What the answers of an extractor depend on besides the document: equal fingerprints, equal answers."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    model: str = ""
    """Name and version of the language model, where there is one."""
    data: str = ""
    """Digest of the files that it reads by: data, and its own code where a version does not tell."""


@runtime_checkable
class Extractor(Protocol):
    """Finds claims: documents in, one bundle for each out, in the same order.

    An extractor knows nothing of files or graphs. What it yields is held against the document's text
    before anything enters a graph.
    """

    @property
    def languages(self) -> Collection[str]:
        """The languages that it reads, such as "en"; none where it reads whatever comes.

        Documents in others are passed over before they reach it.
        """
        ...

    def fingerprint(self) -> Fingerprint:
        """Return what its answers depend on; a cache keeps them by it."""
        ...

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield the bundle of each document. Streams."""
        ...


def is_pure(extractor: Extractor) -> bool:
    """Whether an extractor reads each document by itself, and its fingerprint tells all else that counts.

    It says so by an attribute `pure`. What it finds can be kept, and it can read in several processes.
    """
    return getattr(extractor, "pure", False) is True


def settings_of(make: Callable[..., object]) -> Callable[[Maker], Maker]:
    """Let a class method that hands its settings on to another maker be asked for them, as that one is.

    Settings of its own are keyword-only.
    """
    taken = inspect.signature(make).parameters.values()
    first = inspect.Parameter("cls", inspect.Parameter.POSITIONAL_ONLY)

    def marked(method: Maker) -> Maker:
        named = inspect.signature(method).parameters.values()
        own = (each for each in named if each.kind is inspect.Parameter.KEYWORD_ONLY)
        method.__signature__ = inspect.Signature([first, *taken, *own])  # type: ignore[attr-defined]
        return method

    return marked

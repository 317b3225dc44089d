"""An extractor that is not there yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import chain

from kgbuild.claims.bundle import Bundle
from kgbuild.documents.model import Document
from kgbuild.extractors.base import Extractor, Fingerprint
from kgbuild.extractors.registry import load_extractor


class DeferredExtractor:
    """Is loaded when the first document is to be read: where all is known already, it never is.

    What it tells of itself before has to be what the extractor will tell.
    """

    pure = True

    def __init__(
        self,
        name: str,
        settings: Mapping[str, str],
        languages: Collection[str],
        fingerprint: Fingerprint,
        during: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """Take what loads it, what is known of it, and what surrounds its loading."""
        self._named = name, dict(settings)
        self.languages = languages
        self._fingerprint = fingerprint
        self._during = during
        self._loaded: Extractor | None = None

    def fingerprint(self) -> Fingerprint:
        """Return the fingerprint that the extractor will have."""
        return self._fingerprint

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Load the extractor and yield what it finds; without documents, neither.

        Raises what loading it raises.
        """
        coming = iter(documents)
        for first in coming:
            if self._loaded is None:
                with self._during():
                    self._loaded = load_extractor(*self._named)
            yield from self._loaded.extract(chain([first], coming))


def deferred(
    name: str,
    settings: Mapping[str, str],
    during: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> DeferredExtractor | None:
    """Return an extractor that is loaded when it is needed; None where its fingerprint is not known before.

    Known is that of the rules, which take longest to load.
    """
    if name != "rules" or set(settings) - {"model"}:
        return None
    from kgbuild.extractors.rules.fingerprint import LANGUAGES, foretold  # noqa: PLC0415 - only for these

    told = foretold(settings.get("model"))
    return None if told is None else DeferredExtractor(name, settings, LANGUAGES, told, during)

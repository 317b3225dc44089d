"""What was found in documents before, so that nobody reads them again."""

from kgbuild.extractors.cache.extractor import CachedExtractor, digest_of
from kgbuild.extractors.cache.file import CacheFile, CacheState, ReaderState

__all__ = ["CacheFile", "CacheState", "CachedExtractor", "ReaderState", "digest_of"]

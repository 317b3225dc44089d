"""Reading in several processes."""

from kgbuild.extractors.parallel.extractor import FEW, ParallelExtractor
from kgbuild.extractors.parallel.machine import processes

__all__ = ["FEW", "ParallelExtractor", "processes"]

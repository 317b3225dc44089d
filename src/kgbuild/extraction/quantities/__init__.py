"""Numbers of things, read off a parsed text."""

from kgbuild.extraction.quantities.finder import QuantityFinding, quantities

__all__ = ["QuantityFinding", "quantities"]

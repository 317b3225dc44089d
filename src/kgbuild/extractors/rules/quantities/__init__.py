"""Numbers of things, read off a parsed text."""

from kgbuild.extractors.rules.quantities.finder import QuantityFinding, quantities

__all__ = ["QuantityFinding", "quantities"]

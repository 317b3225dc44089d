"""The kinds of stores, each with its own way of taking many graphs in one transaction."""

from kgbuild.stores.kinds.base import Store
from kgbuild.stores.kinds.detect import KINDS, connect

__all__ = ["KINDS", "Store", "connect"]

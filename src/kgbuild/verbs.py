"""Packages that are verbs of the library too: `kgbuild.query` holds modules, `kgbuild.query(...)` asks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType


def make_callable(package: str, verb: Callable[..., object]) -> None:
    """Let a package that is being imported be called as the verb of its name."""

    class CallablePackage(ModuleType):
        __call__ = staticmethod(verb)

    sys.modules[package].__class__ = CallablePackage

"""Doors of packages: some are verbs of the library too, some load what they offer when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def make_callable(package: str, verb: Callable[..., object]) -> None:
    """Let a package that is being imported be called as the verb of its name: `kgbuild.query(...)`."""

    class CallablePackage(ModuleType):
        __call__ = staticmethod(verb)

    sys.modules[package].__class__ = CallablePackage


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a `__getattr__` for a package that imports the home of a name when it is first asked for.

    `homes` are the modules of the package, each with the names it offers: "a b c".
    """
    found = {name: f"{package}.{module}" for module, names in homes.items() for name in names.split()}

    def load(name: str) -> Any:
        if name not in found:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(found[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return load

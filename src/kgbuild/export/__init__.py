"""Graphs to files in five formats; `kgbuild.export(graph, "out.ttl")` writes one."""

import sys as _sys
from types import ModuleType as _ModuleType

from kgbuild.export.writer import FORMATS, guess_format, save, write, write_stream

__all__ = ["FORMATS", "guess_format", "save", "write", "write_stream"]


class _Verb(_ModuleType):
    """`kgbuild.export` is this package, and the verb of the same name."""

    __call__ = staticmethod(save)


_sys.modules[__name__].__class__ = _Verb

"""The whole way from documents to a file, stage by stage.

Each stage takes what the one before yields: `bundles.read` documents, `bundles.extract` what is claimed in
them, `graphs.build` a graph, `graphs.derive` what follows, `kgbuild.export` a file. What should be known on
the way is told to a `Watcher`; nothing here prints. `kgbuild` offers the same stages with defaults, for work
in Python.
"""

from kgbuild.pipeline.watcher import SILENT, Watcher

__all__ = ["SILENT", "Watcher"]

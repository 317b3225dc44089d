"""What pages, pictures and memos show of a graph: each view asks SPARQL and returns plain values.

Nothing here knows of HTML or of files: `kgbuild.web` renders what comes, `kgbuild.charts` draws it.
"""

from kgbuild.views.asking import AskedGraph
from kgbuild.views.model import ClaimView, Figure, Node, Passage, SourceDocument

__all__ = ["AskedGraph", "ClaimView", "Figure", "Node", "Passage", "SourceDocument"]

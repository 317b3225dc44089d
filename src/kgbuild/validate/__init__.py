"""Whether a graph keeps to the shapes and to the ontology."""

from kgbuild.validate.consistency import Consistency, check_consistency
from kgbuild.validate.shapes import Violation, check_shapes

__all__ = ["Consistency", "Violation", "check_consistency", "check_shapes"]

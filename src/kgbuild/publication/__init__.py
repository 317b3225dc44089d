"""What others need to cite and find a graph: nanopublications of single claims, a description of files."""

from kgbuild.publication.described import Described, describe
from kgbuild.publication.nanopub import PublicationInfo, nanopublication
from kgbuild.publication.writing import written

__all__ = ["Described", "PublicationInfo", "describe", "nanopublication", "written"]

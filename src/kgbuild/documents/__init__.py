"""Files of news text become documents with a stored text and metadata."""

from kgbuild.documents.formats import SUFFIXES
from kgbuild.documents.found import Handed
from kgbuild.documents.model import Document, Skipped
from kgbuild.documents.reader import count_files, read_documents

__all__ = ["SUFFIXES", "Document", "Handed", "Skipped", "count_files", "read_documents"]

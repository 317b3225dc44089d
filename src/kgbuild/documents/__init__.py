"""Files of news text become documents with a stored text and metadata."""

from kgbuild.documents.model import Document, Skipped
from kgbuild.documents.reader import SUFFIXES, count_files, read_documents

__all__ = ["SUFFIXES", "Document", "Skipped", "count_files", "read_documents"]

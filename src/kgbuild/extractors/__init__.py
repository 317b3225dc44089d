"""What finds claims in documents: the seam, the ways through it, and what an extractor is made with."""

from kgbuild.claims.bundle import Bundle
from kgbuild.extractors.base import Extractor, Fingerprint, is_pure
from kgbuild.extractors.records import bundle, claim, document_record, evidence

__all__ = ["Bundle", "Extractor", "Fingerprint", "bundle", "claim", "document_record", "evidence", "is_pure"]

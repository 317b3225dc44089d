"""A bundle as bytes to keep: without the document's text, which whoever asks for it has."""

from __future__ import annotations

import zlib
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.documents.model import Document

_RECORDS: TypeAdapter[list[DocumentRecord | Claim]] = TypeAdapter(
    list[Annotated[DocumentRecord | Claim, Field(discriminator="record")]]
)
_FAST = 1
"""Of zlib's levels: the best saves a tenth more, and takes half as long again."""


def pack(bundle: Bundle, document: Document) -> bytes | None:
    """Return what was found in a document as bytes; None where these and the document would not tell all."""
    if bundle.places or bundle.document.text != document.text:
        return None
    lines = [bundle.document.model_dump_json(exclude_none=True, exclude={"text"})]
    lines += [claim.model_dump_json(exclude_none=True) for claim in bundle.claims]
    return zlib.compress(f"[{','.join(lines)}]".encode(), _FAST)


def unpack(packed: bytes, document: Document) -> Bundle | None:
    """Return the bundle that was packed; None where that is no valid bundle of this document."""
    try:
        records = _RECORDS.validate_json(zlib.decompress(packed))
    except (zlib.error, ValidationError, TypeError):
        return None
    if not records or not isinstance(records[0], DocumentRecord) or records[0].sha256 != document.sha256:
        return None
    claims = tuple(record for record in records[1:] if isinstance(record, Claim))
    if len(claims) != len(records) - 1 or any(claim.document != document.key for claim in claims):
        return None
    return Bundle(records[0].model_copy(update={"text": document.text}), claims)

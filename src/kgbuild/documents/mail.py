"""E-mail: single messages (.eml) and mailboxes (.mbox), by Python's own library.

The stored text is the body, the plain one where there are two, without the signature below "-- ". Attachments
are not read, but named.
"""

from __future__ import annotations

import mailbox
import re
import tempfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from kgbuild.documents import webpage
from kgbuild.documents.decoding import decode, storable
from kgbuild.documents.metadata import Metadata, from_fields
from kgbuild.documents.portions import Portion, Unreadable
from kgbuild.errors import DocumentError

_SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)
_SOFT = re.compile(r"(?m)^(?!>)(.*) \n(?=[^>\n])(?<!^-- \n)")
_ADDRESS = re.compile(r"<(https?://[^>\s]+)>")
_PARTED = re.compile(rb"boundary\s*=", re.IGNORECASE)
_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
"""How a mailbox marks lines that begin like the one between two messages."""
_MOST_PARTED = 200
_MOST_NAMED = 3
"""Attachments named in a notice."""


def read(data: bytes) -> list[Portion]:
    """Return the body of a message. Raises DocumentError when it is encrypted, no message, or has no text."""
    return [_portion(data, "")]


def read_box(data: bytes) -> Iterator[Portion | Unreadable]:
    """Yield the bodies of the messages of a mailbox, each named by its number.

    Raises DocumentError when there are none.
    """
    with tempfile.TemporaryDirectory(prefix="kgbuild-") as folder:
        path = Path(folder) / "box"
        path.write_bytes(data)
        box = mailbox.mbox(path, create=False)
        try:
            number = 0
            for number, key in enumerate(box.keys(), start=1):
                yield _or_unreadable(_FROM.sub(rb"\1", box.get_bytes(key)), str(number))
        finally:
            box.close()
        if not number:
            raise DocumentError("holds no message: a mailbox begins with a line From")


def _or_unreadable(data: bytes, name: str) -> Portion | Unreadable:
    try:
        return _portion(data, name)
    except DocumentError as error:
        return Unreadable(str(error), name)


def _portion(data: bytes, name: str) -> Portion:
    if len(_PARTED.findall(data)) > _MOST_PARTED:  # each line is held against the ends of all parts around it
        raise DocumentError("is nested too deeply to be a message")
    try:
        message = message_from_bytes(data, policy=default)
        if not message.keys():
            raise DocumentError("is no message: it has no header")
        text, found = _body(message)
        metadata = from_fields(_fields(message), "message").over(found)
        return Portion(text, Metadata(problems=tuple(_attached(message))).over(metadata), name)
    except DocumentError:
        raise
    except RecursionError as error:
        raise DocumentError("is nested too deeply to be a message") from error
    except Exception as error:  # the library's parser of headers is not proof against what strangers write
        raise DocumentError("is a message that cannot be read: save its text as .txt") from error


def _body(message: EmailMessage) -> tuple[str, Metadata]:
    """Return the text, and what a page that stands in its place says of itself."""
    if any(part.get_content_type() in _SEALED for part in message.walk()):
        raise DocumentError("is encrypted or sealed: save it decrypted")
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    content = _content(plain)
    if content.strip():
        text, _ = decode(content, _charset(plain))
        text = _SIGNATURE.sub("", _unfolded(text, cast(EmailMessage, plain))).strip()
        if text:
            return storable(text), Metadata()
    content = _content(page)
    if not content.strip():
        raise DocumentError("has no text")
    portion = webpage.read_one(content)
    return portion.text, Metadata(problems=portion.metadata.problems)


def _content(part: Any) -> bytes:
    found = part.get_payload(decode=True) if part is not None else b""
    return found if isinstance(found, bytes) else b""


def _charset(part: Any) -> str | None:
    return cast(str | None, part.get_content_charset())


def _unfolded(text: str, part: EmailMessage) -> str:
    """Return text with the lines whole that a mail program broke, where it says so (RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    kept = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    return _SOFT.sub(rf"\1{kept}", text)


def _fields(message: EmailMessage) -> dict[str, object]:
    sent = _header(message, "Date")
    archived = _ADDRESS.search(str(_header(message, "Archived-At") or ""))
    return {
        "title": storable(str(_header(message, "Subject") or "")),
        "issued": getattr(sent, "datetime", None),
        "publisher": _publisher(message),
        "source": archived[1] if archived else None,
    }


def _publisher(message: EmailMessage) -> str | None:
    """Return whose news it is, where it went to a list; who writes to people publishes nothing."""
    listed = str(_header(message, "List-Id") or "")
    if not listed and not _header(message, "List-Unsubscribe"):
        return None
    sender = _header(message, "From")
    names = [address.display_name for address in getattr(sender, "addresses", ())]
    return storable(listed.partition("<")[0].strip(' "') or next(iter(names), "")) or None


def _header(message: EmailMessage, name: str) -> Any:
    """Return a header as the library reads it; None where it is not there, or cannot be read."""
    try:
        return message[name]
    except Exception:  # see above
        return None


def _attached(message: EmailMessage) -> Iterator[str]:
    apart = [part for part in message.iter_attachments() if not _is_within(part)]
    names = [storable(part.get_filename() or part.get_content_type()) for part in apart]
    if names:
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        shown = ", ".join(f"'{name}'" for name in names[:_MOST_NAMED])
        yield f"attached, and not read: {shown}{more}"


def _is_within(part: Any) -> bool:
    """Whether a part is a picture that the page shows: who reads that misses no attachment."""
    return part.get_content_maintype() == "image" and _header(part, "Content-ID") is not None

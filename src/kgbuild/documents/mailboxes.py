"""Mailboxes (.mbox): several messages in one file."""

from kgbuild.documents.mail import read_box as read

__all__ = ["read"]

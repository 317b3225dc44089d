"""Plain text and Markdown, with or without YAML front matter."""

from __future__ import annotations

import yaml
from frontmatter.default_handlers import YAMLHandler

from kgbuild.documents.decoding import decode
from kgbuild.documents.metadata import Metadata, from_fields
from kgbuild.documents.portions import Portion
from kgbuild.errors import DocumentError


def read(data: bytes) -> list[Portion]:
    """Return the text with what its front matter says.

    Without front matter the text is the whole file; with it, the body as python-frontmatter gives it, without
    blank edges. Raises DocumentError when the bytes are not text, the front matter is not YAML, or nothing
    follows it.
    """
    text, guessed = decode(data)
    text, metadata = _split(text)
    if guessed:
        metadata = metadata.over(Metadata(problems=(guessed_encoding(guessed),)))
    return [Portion(text, metadata)]


def guessed_encoding(encoding: str) -> str:
    """Return the notice for text whose encoding was not declared."""
    return f"is not UTF-8: read as {encoding}; save it as UTF-8 if its letters look wrong"


def _split(text: str) -> tuple[str, Metadata]:
    handler = YAMLHandler()
    if not handler.detect(text):
        return text, Metadata()
    try:
        head, body = handler.split(text)
    except ValueError:  # a rule of dashes on top and no second one: not front matter
        return text, Metadata()
    fields = _load(handler, head)
    if not isinstance(fields, dict):  # text between two rules of dashes
        return text, Metadata()
    if not body.strip():
        raise DocumentError("is empty below its front matter")
    return body.strip(), from_fields(fields, "front matter")


def _load(handler: YAMLHandler, head: str) -> object:
    try:
        return handler.load(head)
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise DocumentError(
            f"has front matter that is not YAML{line}: quote values that hold a colon"
        ) from error
    # PyYAML lets these out of its constructors for values such as 2024-13-45 or deep nests
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentError(
            "has front matter with a value that YAML cannot read: put it in quotes"
        ) from error

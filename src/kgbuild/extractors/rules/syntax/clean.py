"""A copy of the text that the parser can read, with the way back to the stored text.

Soft hyphens, zero-width characters, left-over HTML entities, UTF-8 read as Windows-1252, ligatures, odd
apostrophes and spaces, words broken at the end of a line: each of them splits or hides words, and with an
"n't" the denial. The stored text stays as it is; every span of a claim is led back to it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kgbuild.extractors.rules.syntax.lines import joined_lines
from kgbuild.knowledge.words import BreakWords
from kgbuild.spans import Span

_KEY = "stored"

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_TERMINAL = re.compile(r"\x1b\[[\d;]*[A-Za-z]")
_BROKEN = re.compile(r"(\w+)[-\u2010\u00ad][ \t]*\r?\n[ \t]*([^\W\d_]+)")
"""A word that goes on in the next line."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COMPATIBLE = re.compile("[\ufb00-\ufb06\uff01-\uff5e]")
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_APOSTROPHE = re.compile(
    "[\u02bc\u02b9\u02bb\u02bd\u055a\ua78c\uff07]"  # letters that are drawn as one
    r"|(?<=[^\W_])[\u00b4\u0060\u2032\u2035\u02c8\u02ca\u02cb\u201b](?=[^\W\d_])"
    r"|(?<=[^\W\d_])\u00b4(?=[\s,.;:!?]|$)"
    "|(?<=[^\\W\\d_])\ufffd(?=(?:t|s|re|ve|ll|d|m)\\b)"  # lost on the way
    r"|(?<=n)\?(?=t\b)"
)
_PARTED = re.compile(r"(?<=[a-z])(?:n ['’] ?| ?n['’] | n['’])t\b", re.IGNORECASE)
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_HYPHEN = re.compile("[\u2010\u2011\u2212\ufe63]")
_THOUSANDS = re.compile(r"(?<![\w.,'’/$€£-])[1-9]\d{0,2}(?:([ '’])\d{3}(?:\1\d{3})*)(?![\w'’]|[.,]\d|[ -]\d)")
_LAST_WORD = re.compile(r"(\w+)\.?,? *$")

# UTF-8 that was read as Windows-1252: a lead byte and the bytes that belong to it.
_TAIL = "\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™\ufffd"
_MOJIBAKE = re.compile(f"[ÂÃÄÅÎÏÐÑØÙ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜†‡•‰‹›€™]|[â-ï][{_TAIL}]{{2}}|ð[{_TAIL}]{{3}}")
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Clean:
    """A text as the parser reads it, beside the text as stored."""

    stored: str
    text: str
    starts: Sequence[int]
    """Where in the stored text that begins which each character stands for."""
    ends: Sequence[int]
    """Where it ends."""

    @classmethod
    def same(cls, text: str) -> Clean:
        """Return a text as it is."""
        return cls(text, text, range(len(text)), range(1, len(text) + 1))

    @classmethod
    def of(cls, text: str, words: BreakWords) -> Clean:
        """Clean a text. Never raises; where nothing is to clean, both texts are the same."""
        clean = cls.same(text)
        for pattern, replacement in _PASSES:
            clean = clean._with(pattern, replacement)
        clean = clean._with(_BROKEN, lambda found: _joined(found, words))
        clean = clean._spelled(joined_lines(clean.text))
        return clean._with(_THOUSANDS, lambda found: _grouped(found, words))

    def span(self, start: int, end: int) -> Span:
        """Return where in the stored text a stretch of the clean one stands."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.stored)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def _spelled(self, text: str) -> Clean:
        """Return it with other characters in the places of its own."""
        return self if text == self.text else Clean(self.stored, text, self.starts, self.ends)

    def _with(self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> Clean:
        """Replace what a pattern finds; what is as long as before keeps its places one by one."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for found in pattern.finditer(self.text):
            old, new = found.group(), replacement(found)
            if new == old:
                continue
            parts.extend((self.text[at : found.start()], new))
            starts.extend(self.starts[at : found.start()])
            ends.extend(self.ends[at : found.start()])
            if len(new) == len(old):
                starts.extend(self.starts[found.start() : found.end()])
                ends.extend(self.ends[found.start() : found.end()])
            else:
                starts.extend([self.starts[found.start()]] * len(new))
                ends.extend([self.ends[found.end() - 1]] * len(new))
            at = found.end()
        if not at:
            return self
        parts.append(self.text[at:])
        starts.extend(self.starts[at:])
        ends.extend(self.ends[at:])
        return Clean(self.stored, "".join(parts), starts, ends)


def attach(doc: Doc, clean: Clean) -> Doc:
    """Let a parsed document know the stored text that it was read from."""
    doc.user_data[_KEY] = clean
    return doc


def stored_text(doc: Doc) -> str:
    """Return the stored text that a document was parsed from."""
    clean: Clean | None = doc.user_data.get(_KEY)
    return doc.text if clean is None else clean.stored


def stored_span(doc: Doc, start: int, end: int) -> Span:
    """Return where in the stored text the tokens `doc[start:end]` stand, at least one."""
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)
    clean: Clean | None = doc.user_data.get(_KEY)
    return Span(first, last) if clean is None else clean.span(first, last)


def _entity(found: re.Match[str]) -> str:
    """Return the character that an entity stands for; an unknown one stays."""
    # "&amp;rsquo;" was escaped twice; its first half alone is read here, the rest by the next pass
    return html.unescape(found.group())


def _mojibake(found: re.Match[str]) -> str:
    """Return the character whose UTF-8 bytes these are; what is none stays."""
    garbled = found.group()
    if garbled.endswith(_LOST):
        return "”" if garbled[:-1] == "â€" else garbled  # its last byte has no character in Windows-1252
    try:
        return b"".join(map(_byte, garbled)).decode("utf-8")
    except UnicodeError:
        return garbled


def _byte(character: str) -> bytes:
    return bytes([ord(character)]) if ord(character) < 0x100 else character.encode("cp1252")


def _compatible(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def _composed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found.group())


def _joined(found: re.Match[str], words: BreakWords) -> str:
    """Return a broken word whole; "long-range" keeps its hyphen."""
    first, second = found.groups()
    hyphen = "\u00ad" not in found.group() and (
        first[-1].isdigit()
        or first.lower() in words.before
        or second.lower() in words.behind
        or second[0].isupper()
        or re.search(rf"\b{first}-{second}\b", found.string) is not None
    )
    return f"{first}-{second}" if hyphen else first + second


def _grouped(found: re.Match[str], words: BreakWords) -> str:
    """Return a number with commas between its thousands, unless its first digits are a day ("May 12 300")."""
    before = _LAST_WORD.search(found.string[max(0, found.start() - 20) : found.start()])
    plain = found.group(1) == " "
    if plain and before is not None and before.group(1).lower() in words.numbered:
        return found.group()
    return found.group().replace(found.group(1), ",")


# Marks of Markdown: emphasis, headings, quotations, links.
_MARKUP = re.compile(
    r"(?<![\w*])\*{1,3}(?=[^\s*][^*\n]*\*)"
    r"|(?<=[^\s*])\*{1,3}(?=[\s.,:;!?)”\"]|$)"
    r"|(?<![\w_])__?(?=[^\s_][^_\n]*_)|(?<=[^\W_])__?(?=[\s.,:;!?)”\"]|$)|(?<=[.,:;!?”\"])__?(?=\s|$)"
    r"|^[ \t]*#{1,6}[ \t]+(?=\S)"
    r"|^[ \t]*>[ \t]?(?=\S)"
    r"|\[(?=[^\]\n]+\]\([^)\s]+\))|(?<=[^\[\n])\]\([^)\s]+\)",
    re.MULTILINE,
)

_PASSES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_ENTITY, _entity),
    (_ENTITY, _entity),
    (_MOJIBAKE, _mojibake),
    (_MARKUP, lambda _: ""),
    (_TERMINAL, lambda _: ""),
    (_CONTROL, lambda _: " "),
    (_COMPATIBLE, _compatible),
    (_DECOMPOSED, _composed),
    (_SPACE, lambda _: " "),
    (re.compile("\u00ad(?![ \t]*\r?\n)"), lambda _: ""),
    (re.compile(_INVISIBLE.pattern.replace("\u00ad", "")), lambda _: ""),
    (_APOSTROPHE, lambda _: "'"),
    (_PARTED, lambda _: "n't"),
    (_HYPHEN, lambda _: "-"),
)

"""From text to one spaCy `Doc` per document, parsed paragraph by paragraph.

The model sees one paragraph at a time: that is faster than whole documents, and a headline without
a full stop does not run into the text below it. The white space between paragraphs becomes tokens of its own,
so the pieces add up to the text and `token.idx` is an offset into it. That text is a clean copy of the stored
one; `stored_span` leads back to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, get_installed_models

from kgbuild.errors import ModelError
from kgbuild.extractors.rules.fingerprint import DEFAULT_MODEL
from kgbuild.extractors.rules.layout import cuts, read_lines
from kgbuild.extractors.rules.syntax.clean import Clean, attach
from kgbuild.extractors.rules.syntax.plain import plain
from kgbuild.extractors.rules.syntax.repairs import repaired
from kgbuild.extractors.rules.syntax.ruler import hasten
from kgbuild.extractors.rules.syntax.standins import may_stand_in, name_again, stand_in
from kgbuild.knowledge.lines import LineWords
from kgbuild.knowledge.words import BreakWords

_OF_SPACY = ("en_core_web_sm", "en_core_web_md", "en_core_web_lg", "en_core_web_trf")
"""The English models that spaCy's own command fetches from where spaCy publishes them."""

_LINE = re.compile(r"(\S(?:[^\n\r]*\S)?)|(\s+)")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"""(
    # TIRANA, 3 May (Agency) —
    [A-ZÀ-Þ][A-ZÀ-Þ.'’/\- ]{{2,40}} (?:,\ [^—–(:]{{2,40}}?)? \s*(?:\([^)]{{2,40}}\))?\s*(?:—|–|-{{1,2}}|:|\|)
    # New Delhi, Sep 18: / Lagos, 3 May (NAN) -- / Goma, (AFP - 8th Jul, 2024)
    | [A-ZÀ-Þ][\w.'’-]+(?:\ [A-ZÀ-Þ][\w.'’-]+){{0,2}},?\ (?:
        (?:\d{{1,2}}\ {_MONTH}|{_MONTH}\ \d{{1,2}})(?:,?\ \d{{4}})?
          (?:\ \([^)]{{2,40}}\))?\ ?(?:[—–:]|-{{1,2}})
        | \([^)]{{2,60}}\d{{4}}\)
    )
    # Tirana (Agency) –
    | [A-ZÀ-Þ][\w.'’-]+(?:[\ /][A-ZÀ-Þ][\w.'’-]+){{0,3}}(?:,\ [A-ZÀ-Þ][\w.'’-]+)?
        \ \([A-ZÀ-Þ][^)]{{1,30}}\)\ ?(?:[—–]|-{{1,2}})
    )(\s+|(?<=—))(?=\S)""",
    re.VERBOSE,
)
"""Where and when a report was written ("TIRANA, 3 May (Agency) — "): no part of its first sentence."""
_DASH = r"(?<=[^\W\d_])[—–](?=\d)|(?<=\d)—(?=[^\W\d_])"
_BEHIND_INITIALS = r"(?<=[A-Z]\.)-(?=[^\W\d_])"
"""The hyphen of "U.S.-made", which the model's own rules take for part of the name."""
_RANKS = ("Brig.", "Maj.", "Cmdr.", "Lt.", "Col.", "Capt.", "Sgt.", "Cpl.", "Adm.")
_SHORT = 60
_LONGEST = 4_000
"""Characters the model gets at a time; a longer line is cut at white space."""
_BATCH_CHARACTERS = 200_000
"""Documents are collected up to this much text before the model runs over their paragraphs."""
_STRAIGHT = str.maketrans("‘’‚‛“”„‟«»‹›「」", "'" * 4 + '"' * 10)
"""The model knows straight quotation marks best ("it’d" falls apart); one for one keeps the offsets."""
_DELEGATE = re.compile(r"^([A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ.'’-]+){1,4})(?= \([A-ZÀ-Þ][^)]{3,50}\))")
"""Who speaks in the records of organizations, in capitals: "AMA OSEI (Ghana) said"."""
_TWICE = ("``", "<<", ">>")
"""Quotation marks of two characters."""
_KEPT: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START"]
_NEEDED = ("tagger", "parser", "lemmatizer")


def load_model(name: str | None = None) -> Language:
    """Load a language model by the name of its package; without a name, the one kgbuild depends on.

    Raises ModelError when it is not installed, or lacks the tagger, parser or lemmatizer.
    """
    package = (name or DEFAULT_MODEL).replace("-", "_")
    # Only what calls itself a model: others' packages are not so much as imported
    installed = get_installed_models()
    if package not in installed:
        known = ", ".join(sorted(installed)) or "none"
        raise ModelError(
            f"the language model {package} is not installed (installed: {known}): {_remedy(package)}"
        )
    try:
        nlp = spacy.load(package)
    except (OSError, ImportError, ValueError) as error:
        raise ModelError(f"the language model {package} cannot be loaded ({error}): reinstall it") from error
    missing = [pipe for pipe in _NEEDED if pipe not in nlp.pipe_names]
    if missing:
        raise ModelError(
            f"the language model {package} has no {', '.join(missing)}: choose another with --model"
        )
    _tune(nlp)
    hasten(nlp)
    return nlp


def _remedy(package: str) -> str:
    """Return how to come by a model. None is named for pip: on the index, its name may be a stranger's."""
    if package == DEFAULT_MODEL:
        return "reinstall kgbuild"
    if package in _OF_SPACY:
        return f"get it from spaCy: python -m spacy download {package}"
    return f"choose one of these, or of spaCy's own ({', '.join(_OF_SPACY)})"


def _tune(nlp: Language) -> None:
    """Make a long dash between a word and a figure a token of its own, and let no rank end a sentence."""
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), _DASH, _BEHIND_INITIALS]
    for rank in _RANKS:
        tokenizer.add_special_case(rank, [{"ORTH": rank}])
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def pieces(text: str, inner: Sequence[int] = ()) -> Iterator[tuple[str, bool]]:
    """Cut a text into lines and the white space between them, in order: (piece, whether it is a line).

    The pieces add up to the text. Lines neither begin nor end with white space; over-long ones come in parts.
    `inner` says where else to cut: behind bullets and labels, before signatures.
    """
    for start, end in pairwise((0, *inner, len(text))):
        yield from _lines(text, start, end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[str, bool]]:
    for found in _LINE.finditer(text, start, end):
        line, gap = found.groups()
        if line is None:
            yield gap, False
            continue
        dateline = _DATELINE.match(line)
        if dateline is not None and len(line) > _SHORT:
            yield dateline.group(1), True
            if dateline.group(2):
                yield dateline.group(2), False
            line = line[dateline.end() :]
        if len(line) <= _LONGEST:
            yield line, True
        else:
            yield from _parts(line)


def _parts(line: str) -> Iterator[tuple[str, bool]]:
    start = 0
    while len(line) - start > _LONGEST:
        cut = line.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield line[start:cut], bool(line[start:cut].strip())
        start = cut
    yield line[start:], bool(line[start:].strip())


def parse(
    nlp: Language,
    texts: Iterable[str],
    words: BreakWords | None = None,
    lines: LineWords | None = None,
    recased: Callable[[str], str] = str,
) -> Iterator[Doc]:
    """Parse texts one after the other, in order; `doc.text` is the clean text, which knows its way back.

    Without words nothing is cleaned, and `doc.text` equals the text. `lines` tell the labels of transcripts;
    `recased` returns a line in the letters in which it is to be read, as many of them.

    Streams: holds a batch of documents in memory, never all of them.
    """
    known = lines or LineWords()
    for batch in _batches(texts):
        clean = (
            [Clean.of(text, words) for text in batch] if words is not None else list(map(Clean.same, batch))
        )
        cut = [list(pieces(text.text, cuts(read_lines(text.text, known)))) for text in clean]
        parts = [recased(piece) for piece, is_line in chain.from_iterable(cut) if is_line]
        straight = map(_straight, parts)
        parsed = (
            repaired(_as_written(doc, part)) for doc, part in zip(nlp.pipe(straight), parts, strict=True)
        )
        for text, document in zip(clean, cut, strict=True):
            doc = _joined(nlp, [next(parsed) if is_line else piece for piece, is_line in document])
            yield attach(plain(doc), text)


def _straight(line: str) -> str:
    line = _DELEGATE.sub(lambda found: found[1].title(), line)
    for marks in _TWICE:
        line = line.replace(marks, '""')
    return stand_in(line.translate(_STRAIGHT))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _as_written(doc: Doc, line: str) -> Doc:
    """Return a parsed line with its own words and quotation marks again, and without the model's tensor."""
    if doc.text == line:
        doc.tensor = np.zeros((0,), dtype="float32")
        return doc
    words = [line[token.idx : token.idx + len(token)] for token in doc]
    written = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    annotations: Any = doc.to_array(_KEPT)
    written.from_array(_KEPT, annotations)
    if may_stand_in(line):
        name_again(doc, written)
    return written


def _joined(nlp: Language, parts: list[Doc | str]) -> Doc:
    docs = [part if isinstance(part, Doc) else _gap(nlp, part) for part in parts]
    if not docs:
        return _gap(nlp, "")
    if len(docs) == 1:
        return docs[0]
    joined = Doc.from_docs(docs, ensure_whitespace=False)
    assert joined is not None
    return joined


def _gap(nlp: Language, space: str) -> Doc:
    """Return a `Doc` of one white space token, annotated as the model annotates such a token."""
    if not space:
        return Doc(nlp.vocab)
    return Doc(
        nlp.vocab,
        words=[space],
        spaces=[False],
        tags=["_SP"],
        pos=["SPACE"],
        deps=["dep"],
        heads=[0],
        lemmas=[space],
        sent_starts=[True],
    )

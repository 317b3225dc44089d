"""Words of English are data, categories of grammar are code: content words in Python are counted."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spacy.glossary import GLOSSARY
from spacy.lang.en.stop_words import STOP_WORDS

INLINE = 33
"""How many may be left where a word of a text is compared in passing; this number only falls."""
DEPENDENCIES = frozenset(
    [
        "nsubj",
        "nsubjpass",
        "csubj",
        "csubjpass",
        "dobj",
        "iobj",
        "pobj",
        "pcomp",
        "prep",
        "agent",
        "aux",
        "auxpass",
        "neg",
        "prt",
        "cc",
        "conj",
        "advcl",
        "acl",
        "relcl",
        "ccomp",
        "xcomp",
        "acomp",
        "attr",
        "oprd",
        "dep",
        "det",
        "amod",
        "nmod",
        "compound",
        "poss",
        "appos",
        "nummod",
        "npadvmod",
        "advmod",
        "mark",
        "dative",
        "expl",
        "intj",
        "meta",
        "parataxis",
        "preconj",
        "predet",
        "quantmod",
        "case",
        "root",
        "punct",
    ]
)
"""Labels of the parser's dependencies, which spaCy's glossary lacks in part."""
CLOSED = frozenset(
    [
        "whom",
        "whose",
        "till",
        "onto",
        "upon",
        "via",
        "per",
        "amid",
        "among",
        "amongst",
        "toward",
        "towards",
        "inside",
        "outside",
        "near",
        "beside",
        "besides",
        "despite",
        "neither",
        "nor",
        "either",
        "ours",
        "theirs",
        "hers",
        "mine",
        "oneself",
        "bn",
        "half",
        "longer",
        "hardly",
        "scarcely",
        "ahead",
        "s",
        "ll",
        "d",
        "alongside",
        "including",
        "plus",
        "following",
        "according",
        "citing",
        "onward",
        "onwards",
        "concerning",
    ]
)
"""Words of closed classes that are not among spaCy's stop words."""
OWN = frozenset(
    [
        "figure",
        "supplier",
        "recipient",
        "sender",
        "destination",
        "force",
        "theatre",
        "possessor",
        "subject",
        "object",
        "capital",
        "place",
        "verbs",
        "nouns",
        "adjectives",
        "inserted",
        "modal",
        "bare",
        "relative",
        "finite",
        "participle",
        "igo",
        "regional",
        "tagger",
        "parser",
        "lemmatizer",
        "data",
        "en",
        "gazetteer",
        "official",
        "military",
        "transcript",
        "speech",
        "confidence",
        "ontology",
        "materiel",
        "victims",
        "seat",
        "answered",
        "felt",
    ]
)
"""Names of this project's own: roles, slots, constructions, types, folders."""
FUNCTION = CLOSED | OWN | STOP_WORDS
LABELS = DEPENDENCIES | {label.lower() for label in GLOSSARY}


def tables(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Each table of strings at the top of a module: its name and its strings."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value, ast.expr) and target.id.startswith("_"):
                words = [n.value for n in ast.walk(value) if isinstance(n, ast.Constant)]
                yield target.id, [word for word in words if isinstance(word, str)]


_OF_TEXT = re.compile(r"\b(lower_?|lemma_?|words?|text|following|before|previous|over)\b")


def compared(tree: ast.Module) -> Iterator[str]:
    """Each string with which a word of a text is compared, alone or among others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and _OF_TEXT.search(ast.unparse(node)):
            for side in (node.left, *node.comparators):
                found = side.elts if isinstance(side, ast.Tuple | ast.Set | ast.List) else [side]
                yield from (
                    n.value for n in found if isinstance(n, ast.Constant) and isinstance(n.value, str)
                )


def content_words(words: Iterable[str]) -> list[str]:
    """Those that are neither labels nor words of a closed class."""
    return [w for w in words if w.isalpha() and w.islower() and w not in LABELS and w not in FUNCTION]


def in_tables(source: str) -> list[str]:
    """The content words of a module's tables."""
    found = [
        word
        for name, words in tables(ast.parse(source))
        if len(words) > 1 and not name.startswith("__")
        for word in words
    ]
    return content_words(found)


def in_passing(source: str) -> list[str]:
    """The content words that a module compares with."""
    return content_words(compared(ast.parse(source)))


def left(root: Path, counted: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What is counted in each module of the rules."""
    rules = root / "src" / "kgbuild" / "extractors" / "rules"
    return {
        str(path.relative_to(rules)): words
        for path in sorted(rules.rglob("*.py"))
        if (words := counted(path.read_text(encoding="utf-8")))
    }


def test_a_content_word_is_seen_and_a_label_is_not() -> None:
    source = '_VERBS = frozenset({"nsubj", "of", "condemn", "VERB"})\nx = ("hail", "praise")\n'
    assert in_tables(source) == ["condemn"]
    assert in_passing('if token.lemma_ in ("hail", "of") or "vow" == word or kind == "row": pass') == [
        "hail",
        "vow",
    ]


def test_no_table_of_content_words_is_left_in_the_rules(root: Path) -> None:
    assert left(root, in_tables) == {}, "put words into data/en, not into Python"


def test_content_words_in_passing_only_grow_fewer(root: Path) -> None:
    found = left(root, in_passing)
    assert sum(map(len, found.values())) <= INLINE, f"put words into data/en, not into Python: {found}"

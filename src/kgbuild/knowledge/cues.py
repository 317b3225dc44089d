"""The cue lexicon: which words attribute, in which constructions, with which stance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import yaml

from kgbuild.errors import ResourceError
from kgbuild.knowledge.entries import Entry, read_entry
from kgbuild.knowledge.lines import LineWords
from kgbuild.knowledge.words import WordSet
from kgbuild.resources import read_text

STANCES = ("Asserts", "Denies", "Withholds", "Condemns", "Endorses", "Demands", "Pledges")
"""The stances a cue can give its content."""
MODALITIES = ("Actual", "Planned", "Possible")
"""The modalities a cue can set."""
KINDS = ("verbs", "nouns", "adjectives", "phrases")
"""The files of the lexicon: one for each part of speech, and fixed phrases."""

_KEYS = frozenset({"group", "stance", "negated", "modality", "takes", "source", "words"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One word or phrase of the lexicon in one group."""

    words: tuple[str, ...]
    """Lemma of the first word, then the other words as printed, in lower case."""
    group: str
    stance: str
    negated: str
    """The stance under negation."""
    modality: str | None
    takes: Mapping[str, float]
    """Constructions, each with the certainty that the cue attributes there."""
    source: str = "subject"


class AttributionWords(Entry):
    """Words around those that attribute (`data/en/cues/around.yaml`)."""

    answering: WordSet
    figures: WordSet
    addressing: WordSet
    occasions: WordSet
    aspects: WordSet
    reluctant: WordSet
    unable: WordSet
    openings: WordSet
    copulas: WordSet
    light: WordSet
    uttering: WordSet
    stemming: WordSet
    telling: WordSet
    tales: WordSet
    carriers: WordSet
    hearers: WordSet
    quoting: WordSet
    texts: WordSet
    spending: WordSet


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """All cues by kind and first word; of one first word the longest phrases come first."""

    entries: Mapping[str, Mapping[str, tuple[Cue, ...]]]
    around: AttributionWords
    speakers: frozenset[str] = frozenset()
    """Lemmas of the common nouns that name who or what can speak."""
    lines: LineWords = field(default_factory=LineWords)
    """Words by which lines show who speaks."""

    @classmethod
    def load(cls) -> CueLexicon:
        """Read the shipped lexicon. Raises ResourceError when a file is missing or malformed."""
        return _shipped()

    @classmethod
    def from_groups(cls, files: Mapping[str, Iterable[Mapping[str, Any]]]) -> CueLexicon:
        """Build a lexicon from the parsed content of its files.

        Raises ResourceError naming file and group.
        """
        entries = {kind: _by_first_word(_cues(f"{kind}.yaml", files.get(kind, ()))) for kind in KINDS}
        around = read_entry(AttributionWords, "data", "en", "cues", "around.yaml")
        return cls(entries, around, frozenset(_speakers(files.get("speakers", ()))))

    @property
    def saying(self) -> frozenset[str]:
        """Lemmas of the verbs that by themselves, or before somebody, make a statement."""
        cues = (cue for group in self.entries["verbs"].values() for cue in group)
        return frozenset(cue.words[0] for cue in cues if len(cue.words) == 1 and "clause" in cue.takes)

    def starting_with(self, kind: str, lemma: str) -> tuple[Cue, ...]:
        """Return the cues of a kind that begin with this lemma."""
        return self.entries[kind].get(lemma, ())


@lru_cache(maxsize=1)
def _shipped() -> CueLexicon:
    files: dict[str, list[dict[str, Any]]] = {}
    for kind in (*KINDS, "speakers"):
        try:
            parsed = yaml.load(read_text("data", "en", "cues", f"{kind}.yaml"), Loader=_LOADER)
        except yaml.YAMLError as error:
            reason = str(error).replace("\n", " ")
            raise ResourceError(f"data/en/cues/{kind}.yaml is not YAML: {reason}") from error
        if not isinstance(parsed, list):
            raise ResourceError(f"data/en/cues/{kind}.yaml must be a list of groups")
        files[kind] = parsed
    return replace(CueLexicon.from_groups(files), lines=LineWords.load())


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _speakers(groups: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for group in groups:
        words = group.get("words") if isinstance(group, dict) else None
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ResourceError("data/en/cues/speakers.yaml: each group needs words, a list of nouns")
        yield from words


def _cues(file: str, groups: Iterable[Mapping[str, Any]]) -> Iterable[Cue]:
    for group in groups:
        name = group.get("group", "without a name") if isinstance(group, dict) else "without a name"
        where = f"data/en/cues/{file}, group {name!r}"
        if not isinstance(group, dict) or not {"group", "stance", "takes", "words"} <= set(group):
            raise ResourceError(f"{where}: needs group, stance, takes and words")
        unknown = sorted(set(group) - _KEYS)
        if unknown:
            raise ResourceError(f"{where}: unknown key {', '.join(map(str, unknown))}")
        yield from _of_group(where, group)


def _of_group(where: str, group: Mapping[str, Any]) -> Iterable[Cue]:
    stance, modality = group["stance"], group.get("modality")
    negated = group.get("negated", stance)
    for value in (stance, negated):
        if value not in STANCES:
            raise ResourceError(f"{where}: stance {value!r} is none of {', '.join(STANCES)}")
    if modality is not None and modality not in MODALITIES:
        raise ResourceError(f"{where}: modality {modality!r} is none of {', '.join(MODALITIES)}")
    takes = group["takes"]
    if not isinstance(takes, dict) or not all(
        isinstance(v, int | float) and 0 <= v <= 1 for v in takes.values()
    ):
        raise ResourceError(f"{where}: takes must map constructions to certainties between 0 and 1")
    for phrase in group["words"]:
        if not isinstance(phrase, str) or not phrase.strip():
            raise ResourceError(f"{where}: {phrase!r} is not a word; put it in quotation marks")
        words = tuple(phrase.lower().split())
        source = group.get("source", "subject")
        yield Cue(words, group["group"], stance, negated, modality, dict(takes), source)


def _by_first_word(cues: Iterable[Cue]) -> dict[str, tuple[Cue, ...]]:
    found: dict[str, dict[tuple[tuple[str, ...], str], Cue]] = {}
    for cue in cues:
        found.setdefault(cue.words[0], {})[cue.words, cue.group] = cue
    return {
        first: tuple(sorted(same.values(), key=lambda cue: (-len(cue.words), cue.group)))
        for first, same in found.items()
    }

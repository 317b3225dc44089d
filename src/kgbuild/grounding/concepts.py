"""Words to concepts of the thesaurus: kinds of materiel, forces, obligations, units."""

from __future__ import annotations

from kgbuild.knowledge.thesaurus import Scheme, Thesaurus


class ConceptGrounder:
    """Finds the concept that words name, or the one they name at their end.

    "Iranian-made Shahed drones" names what "drones" names, where nothing narrower fits.
    """

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus

    def materiel(self, words: str) -> str | None:
        """Return the key of a kind of materiel; None where the words name none."""
        return concept(self._thesaurus.materiel, words)

    def force_type(self, words: str) -> str | None:
        """Return the key of a kind of force; None where the words name none."""
        return concept(self._thesaurus.force_type, words)

    def obligation(self, words: str) -> str | None:
        """Return the key of an obligation of treaties; None where the words name none."""
        return concept(self._thesaurus.obligation, words)

    def unit(self, words: str) -> str | None:
        """Return the key of a unit; None where the words name none: the things themselves are counted."""
        return concept(self._thesaurus.unit, words)


def concept(scheme: Scheme, words: str) -> str | None:
    """Return the key of the concept of a scheme that words are the key or a label of.

    Else the narrowest one that some of the words name, those nearer the end first where two are as narrow.
    """
    bare = " ".join(words.split())
    key = bare.lower().replace(" ", "-")
    if key in scheme.concepts:
        return key
    parts = bare.split()
    spans = [" ".join(parts[start:end]) for end in range(len(parts), 0, -1) for start in range(end)]
    return scheme.find(bare) or scheme.narrowest(k for k in map(scheme.find, spans) if k is not None)

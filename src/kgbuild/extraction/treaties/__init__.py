"""Agreements that a text speaks of, what is done with them, and resolutions that are said to be broken."""

from kgbuild.extraction.treaties.finder import TreatyFinder
from kgbuild.extraction.treaties.mentions import ResolutionMention, TreatyMention
from kgbuild.extraction.treaties.resolutions import find_resolutions

__all__ = ["ResolutionMention", "TreatyFinder", "TreatyMention", "find_resolutions"]

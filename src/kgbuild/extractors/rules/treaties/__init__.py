"""Agreements that a text speaks of, what is done with them, and resolutions that are said to be broken."""

from kgbuild.extractors.rules.treaties.finder import TreatyFinder
from kgbuild.extractors.rules.treaties.mentions import ResolutionMention, TreatyMention
from kgbuild.extractors.rules.treaties.resolutions import find_resolutions

__all__ = ["ResolutionMention", "TreatyFinder", "TreatyMention", "find_resolutions"]

"""What a page holds beside its report: advertising, links, buttons, credits (`data/en/boilerplate/`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text


@dataclass(frozen=True, slots=True)
class BoilerplatePatterns:
    """Patterns of lines that yield no claims."""

    line: re.Pattern[str]
    list_head: re.Pattern[str]
    heading_words: int

    @classmethod
    def load(cls) -> BoilerplatePatterns:
        """Read the shipped patterns. Raises ResourceError for one that is not a regular expression."""
        table = yaml.safe_load(read_text("data", "en", "boilerplate", "patterns.yaml"))
        return cls(_any_of(table["lines"]), _any_of(table["list_heads"]), int(table["heading_words"]))


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ResourceError(
                f"data/en/boilerplate/patterns.yaml: {pattern!r} is not a regular expression: {error}"
            ) from error
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)

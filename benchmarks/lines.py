"""Whether reading a long text in short lines takes longer for each character than a shorter one does.

    python -m benchmarks.lines [CHARACTERS] [--quick]

Reads invented lines, and four times as many of them; processor time.
"""

from __future__ import annotations

import argparse
import random

from benchmarks import figures
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

STATES = ("Iran", "Russia", "China", "Latvia", "Estonia", "Norway", "Chad", "Kenya", "Peru")


def text(characters: int, seed: int = 1) -> str:
    """Return short lines of so many characters together."""
    chance = random.Random(seed)
    lines: list[str] = []
    size = 0
    while size < characters:
        one, other = chance.sample(STATES, 2)
        line = chance.choice(
            (
                f"{one} sent tanks to {other}",
                f"{one} denied it.",
                f"{chance.randrange(10, 999)} soldiers",
                f"Minister of {one}",
                f"Rifles for {other}",
                f"- {one}",
                "He said so.",
                f"Oslo, {chance.randrange(1, 28)} May 2024",
            )
        )
        lines.append(line)
        size += len(line) + 1
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("characters", nargs="?", type=int, default=50_000)
    figures.options(parser)
    asked = parser.parse_args()
    few = 10_000 if asked.quick else asked.characters
    extractor = RulesExtractor.load()

    def read(characters: int) -> float:
        document = Document(f"{characters}.txt", text(characters))
        return figures.processor_seconds(lambda: list(extractor.records([document])))

    read(1000)
    less, more = read(few), read(4 * few)
    told = (f"{4 * few} characters", more)
    figures.report(
        [figures.ratio("lines: time a character, as they grow", told, (str(few), less), per=4)], asked.figures
    )


if __name__ == "__main__":
    main()

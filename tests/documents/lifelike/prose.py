"""News of no newspaper, to fill files with."""

from __future__ import annotations

HEADLINE = "Benin denies that patrol boats have come"
SHIPPED = "Togo has shipped 12 patrol boats to Benin, the Togolese defence ministry said on Monday."
DENIED = (
    "Benin denied that any boats had arrived. “Nothing has been delivered to us,” Foreign Minister Adjoa "
    "Kossi told reporters in Cotonou."
)
SIGNED = (
    "The two governments signed an agreement on coastal patrols in 2019, but neither parliament has ratified "
    "it so far, and officials on both sides expect no vote before the spring."
)
DECLINED = (
    "Ghana, which buys most of its small craft from shipyards in Norway, declined to comment on the reports; "
    "its navy said only that two frigates had left for an exercise."
)
MOVED = (
    "Officials in Lomé said that 300 soldiers had been moved to the border, a figure which deputies of the "
    "opposition put at no more than 120."
)
LOST = (
    "Niger confirmed on Friday that four of its soldiers had been killed by a mine near Diffa, the first "
    "losses of its army in the region since October."
)
REPORT = (SHIPPED, DENIED, SIGNED, DECLINED, MOVED, LOST)
_ENDS = ("bé", "do", "gou", "kara", "léta", "mey", "pou", "ri", "sso", "tingou", "vié", "wa", "zoun")
_TOWNS = [
    f"{first}{second}" for first in ("Ako", "Bori", "Dessa", "Kpa", "Lama", "Natti") for second in _ENDS
]


def long(number: int) -> tuple[str, ...]:
    """Return so many paragraphs, no two beginning alike, for several pages."""
    return tuple(f"{_TOWNS[n * 7 % len(_TOWNS)]}: {REPORT[n % len(REPORT)]}" for n in range(number))


LONG = long(32)

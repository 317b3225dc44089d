"""What the extraction finds in a text, in tokens of one spaCy `Doc`, before it becomes claims.

The `Doc` holds a clean copy of the stored text, parsed paragraph by paragraph; `syntax.clean.stored_span`
tells where in the stored text its tokens stand. A `Range` counts tokens of it, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

STRUCTURAL = frozenset({"signed", "introduced", "transcript", "answered", "speech"})
"""Rules of attributions that read who speaks off the layout, not off a verb."""


class Range(NamedTuple):
    """Tokens `doc[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's statement or attitude: who, in which cue, which words.

    `stance` is what the cue with its negation makes of the content, before negation inside the content counts
    ("denied" -> Denies, "has not confirmed" -> Withholds, "condemned" -> Condemns, "said" -> Asserts).
    """

    source: Range | None
    """The words that name who speaks; None where nobody is named ("it was reported that")."""
    source_head: int | None
    """The syntactic head of the source, by which it is resolved to an agent."""
    cue: tuple[int, ...]
    """The tokens of the cue, in order, not always adjacent ("put ... at")."""
    content: tuple[Range, ...]
    stance: str
    modality: str | None = None
    """Set where the cue itself hedges ("suspects") or plans ("threatened to"); else the content decides."""
    relays: tuple[int, ...] = ()
    """Heads of those through whom it was passed on ("told Yonhap", "KCNA quoted him"), outermost last."""
    nominal: bool = False
    """The content is a noun phrase under a stance cue ("condemned the deployment"), not a statement."""
    quoted: bool = False
    """At least half of the content stands between quotation marks."""
    rule: str = ""
    """Name of the rule that found it, for explanations."""
    certainty: float = field(default=1.0, compare=False)
    """The rule's own estimate, 0 to 1."""

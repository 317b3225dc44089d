"""Which agreement each mention in one document means: "the pact", "their treaty", "the June agreement"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kgbuild.extraction.treaties import TreatyMention


def merged(mentions: Sequence[TreatyMention]) -> dict[int, TreatyMention]:
    """Return, by the token of its noun, each mention with all that the document says of that agreement."""
    groups: list[list[TreatyMention]] = []
    for mention in _by_fullness(mentions):
        home = _home(mention, groups)
        if home is None:
            groups.append([mention])
        else:
            home.append(mention)
    return {m.noun: _united(m, group) for group in groups for m in group}


def _by_fullness(mentions: Sequence[TreatyMention]) -> list[TreatyMention]:
    return sorted(mentions, key=lambda m: (m.key is None, -len(m.parties), m.noun))


def _home(mention: TreatyMention, groups: list[list[TreatyMention]]) -> list[TreatyMention] | None:
    if mention.key is not None:
        return next((g for g in groups if g[0].key == mention.key), None)
    mine = {e.iso3 for e in mention.parties}
    fitting = [
        g
        for g in groups
        if mine <= {e.iso3 for e in g[0].parties} and (g[0].key is None or mine or _names_fit(mention, g[0]))
    ]
    if not fitting:
        return None
    # Of several, the one mentioned last before this; else the first in the text.
    def nearness(group: list[TreatyMention]) -> tuple[bool, int]:
        before = [m.noun for m in group if m.noun < mention.noun]
        return (not before, -max(before) if before else min(m.noun for m in group))

    return min(fitting, key=nearness)


def _names_fit(one: TreatyMention, other: TreatyMention) -> bool:
    return one.name is None or other.name is None or one.name.lower() in other.name.lower()


def _united(mention: TreatyMention, group: Sequence[TreatyMention]) -> TreatyMention:
    parties = max((m.parties for m in group), key=len)
    names = sorted((m.name for m in group if m.name), key=lambda n: (-len(n), n))
    signatories = tuple(dict.fromkeys(s for m in group for s in m.signatories))
    obligations = tuple(sorted({o for m in group for o in m.obligations}))
    key = next((m.key for m in group if m.key), None)
    return replace(
        mention, parties=parties, name=names[0] if names else None, key=key, signatories=signatories, obligations=obligations
    )

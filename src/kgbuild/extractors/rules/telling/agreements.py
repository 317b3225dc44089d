"""Which agreement each mention in one document means: "the pact", "their treaty", "the June agreement"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from kgbuild.claims.model import Stance
from kgbuild.extractors.rules.telling.voices import Voice
from kgbuild.extractors.rules.treaties import TreatyMention
from kgbuild.grounding.entities import Entity

_BOTH = 2
_FAR = 60
"""Tokens from which "the treaty" means the one that a text is about, not the one mentioned last."""
Speakers = Callable[[TreatyMention], Sequence[Entity]]
"""Says whose states the speakers around a mention are."""


def merged(
    mentions: Sequence[TreatyMention], speakers: Speakers, truces: Collection[int] = ()
) -> list[TreatyMention]:
    """Return each mention with all that the document says of that agreement, in order of the text.

    Args:
        mentions: the agreements mentioned.
        speakers: says whose states the speakers around a mention are.
        truces: the nouns that stop a war, which no convention of a name of its own is.

    """
    groups: list[list[TreatyMention]] = []
    for mention in _by_fullness(mentions):
        home = _home(mention, groups, truces)
        if home is None:
            groups.append([mention])
        else:
            home.append(mention)
    united = [_united(m, group, speakers) for group in groups for m in group]
    return sorted(united, key=lambda m: (m.noun, m.predicate if m.predicate is not None else -1))


def _by_fullness(mentions: Sequence[TreatyMention]) -> list[TreatyMention]:
    return sorted(mentions, key=lambda m: (m.antecedent is not None, m.key is None, -len(m.parties), m.noun))


def _home(
    mention: TreatyMention, groups: list[list[TreatyMention]], truces: Collection[int]
) -> list[TreatyMention] | None:
    if mention.key is not None:
        return next((g for g in groups if g[0].key == mention.key), None)
    same = next((g for g in groups if any(m.noun == mention.noun for m in g)), None)
    if same is not None:
        return same
    mine = set(mention.parties)
    meant = next((g for g in groups if any(m.noun == mention.antecedent for m in g)), None)
    if meant is not None and mine <= set(_parties(meant)):
        return meant
    fitting = [
        g
        for g in groups
        if mine <= set(_parties(g))
        and (g[0].key is None or (mine and mention.noun not in truces))
        and _names_fit(mention, g[0])
        and not _are_two(mention, g)
    ]
    if not fitting:
        return None

    # What is new here is not told before.
    fitting = [
        g for g in fitting if not mine or mention.noun > min(m.noun for m in g) or mine == set(_parties(g))
    ]
    if not fitting:
        return None

    # Nor is what is told later meant where its parties are not in sight.
    fitting = [
        g
        for g in fitting
        if mention.noun > min(m.noun for m in g) or set(_parties(g)) <= mine | set(mention.nearby)
    ]
    if not fitting:
        return None

    fitting = [g for g in fitting if not all(m.compared for m in g)] or fitting

    # Of several, the one mentioned last before this; far off, the one spoken of most; else the first.
    last = max((m.noun for g in fitting for m in g if m.noun < mention.noun), default=mention.noun)
    if mention.noun - last > _FAR:
        return max(fitting, key=lambda g: (len(g), -min(m.noun for m in g)))

    def nearness(group: list[TreatyMention]) -> tuple[bool, int]:
        before = [m.noun for m in group if m.noun < mention.noun]
        return (not before, -max(before) if before else min(m.noun for m in group))

    return min(fitting, key=nearness)


def _are_two(mention: TreatyMention, group: Sequence[TreatyMention]) -> bool:
    """Whether "a defence pact" is another than "a port deal" told of later, of which one party is known."""
    first = min(group, key=lambda m: m.noun)
    new = mention.introduces and first.introduces and mention.noun < first.noun
    return new and len(_parties(group)) < _BOTH and set(mention.parties) != set(_parties(group))


def _names_fit(one: TreatyMention, other: TreatyMention) -> bool:
    return one.name is None or other.name is None or one.name.lower() in other.name.lower()


def _united(mention: TreatyMention, group: Sequence[TreatyMention], speakers: Speakers) -> TreatyMention:
    names = sorted((m.name for m in group if m.name), key=lambda n: (-len(n), n))
    parties = _parties(group, speakers)
    return replace(
        mention,
        parties=parties,
        filled=len(parties) > max(len(m.parties) for m in group),
        name=names[0] if names else None,
        key=next((m.key for m in group if m.key), None),
        signatories=tuple(dict.fromkeys(s for m in group for s in m.signatories)),
        obligations=tuple(sorted({o for m in group for o in m.obligations})),
        partner=any(m.partner for m in group),
    )


def _parties(group: Sequence[TreatyMention], speakers: Speakers | None = None) -> tuple[Entity, ...]:
    """Return the parties of the fullest mention, completed by whom is near the first that acts.

    That is whoever speaks there of its own agreement with the one party named, else the states named near.
    """
    named = max((m.parties for m in group), key=len)
    if len(named) > 1 or any(m.key for m in group) or (named and any(m.partner for m in group)):
        return named
    telling = next((m for m in sorted(group, key=lambda m: m.noun) if m.predicate is not None), None)
    if telling is None:
        return named
    speaking = speakers(telling) if speakers is not None and len(named) == 1 else ()
    others = [e for e in dict.fromkeys((*speaking, *telling.nearby)) if e not in named]
    return (*named, *others[: 2 - len(named)])


def on_agreement(
    mention: TreatyMention, voice: Voice, stance: Stance, complains: bool
) -> tuple[Stance, tuple[Entity, ...]]:
    """Return the stance on an agreement and who takes it; the verb itself may take one ("hailed the pact").

    Args:
        mention: what is said of the agreement.
        voice: who speaks there.
        stance: the stance that the voice takes by its cue or a negation.
        complains: whether what the voice speaks of is a complaint about the agreement.

    """
    attribution = voice.attribution
    if complains and stance in (Stance.CONDEMNS, Stance.DENIES):
        return Stance.ENDORSES, voice.claimants
    own = attribution is not None and mention.predicate in attribution.cue
    if mention.attitude == Stance.PLEDGES:  # an official pledges in the name of the state
        states = {e.party for e in mention.holders}
        speaking = (e for e in voice.claimants if e.party is not None or e.kind == "Person")
        own = own or any(e.party in states or e.party is None for e in speaking)
    # Who rejects a pact does not deny that there is one.
    rejected = own and stance is Stance.DENIES and mention.attitude == Stance.CONDEMNS
    if (
        mention.attitude is None
        or (attribution is None and not mention.holders)
        or not (rejected or stance is Stance.ASSERTS)
    ):
        return stance, voice.claimants
    return Stance(mention.attitude), voice.claimants if own else mention.holders or voice.claimants

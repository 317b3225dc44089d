"""Which mentions of treaties in one document mean the same treaty.

Treaties of one set of parties are one, unless their names share too little, their years differ, or one
revives the other. A name that speaks for itself ("Budapest Memorandum") is enough without parties.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from kgbuild.claims.model import Agent, Treaty
from kgbuild.identity.agents import Agents
from kgbuild.identity.choice import acyclic, most_frequent
from kgbuild.identity.keys import subject_key, treaty_name_words
from kgbuild.identity.names import is_distinctive, is_proper_title

_OVERLAP = 0.5
"""Share of the shorter name's words that two names of one treaty have in common."""


_Group = tuple[tuple[str, ...], str, tuple[str, ...]]


@dataclass(frozen=True, order=True)
class _Telling:
    """All that tells one treaty from another in a mention."""

    parties: tuple[str, ...]
    words: tuple[str, ...]
    """The words of its proper name that carry meaning, sorted; none where it has no such name."""
    year: int
    """Zero where unknown."""
    document: str
    """Empty where it can be known beyond its document."""

    @property
    def group(self) -> _Group:
        """What all readings of one treaty have in common."""
        alone = self.words if not self.parties and not self.document else ()
        return self.parties, self.document, alone


@dataclass
class _OneTreaty:
    """Readings that mean one treaty."""

    readings: list[_Telling] = field(default_factory=list)
    count: int = 0

    @property
    def words(self) -> set[str]:
        return {word for reading in self.readings for word in reading.words}

    @property
    def years(self) -> set[int]:
        return {reading.year for reading in self.readings if reading.year}

    def takes(self, reading: _Telling, apart: dict[_Telling, set[_Telling]]) -> bool:
        """Whether nothing speaks against the reading's meaning the same treaty."""
        if reading.year and self.years and reading.year not in self.years:
            return False
        if apart.get(reading, set()) & set(self.readings):
            return False
        return not reading.words or not self.words or self._alike(set(reading.words))

    def _alike(self, words: set[str]) -> bool:
        return any(
            len(words & set(own.words)) >= _OVERLAP * min(len(words), len(own.words))
            for own in self.readings
            if own.words
        )


class Treaties:
    """Collects mentions of treaties (`add`), then tells the canonical record of each (`canonical`)."""

    def __init__(self, agents: Agents) -> None:
        self._agents = agents
        self._mentions: Counter[tuple[str, Treaty]] = Counter()

    def add(self, treaty: Treaty, document: str) -> None:
        """Count one mention, and one of the treaty it revives."""
        self._mentions[document, treaty] += 1
        if treaty.revives:
            self.add(treaty.revives, document)

    def canonical(self, treaty: Treaty, document: str) -> Treaty:
        """Return the one record of the treaty meant."""
        return self._records[self._numbers[self._readings[document, treaty]]]

    @cached_property
    def _readings(self) -> dict[tuple[str, Treaty], _Telling]:
        """Readings of the mentions; a name that speaks for itself has all parties that any mention gives."""
        raw = {mention: self._read(*mention) for mention in self._mentions}
        parties: dict[tuple[str, ...], set[str]] = {}
        own_name = {
            mention for mention, reading in raw.items() if reading.words and is_distinctive(reading.words)
        }
        for mention in own_name:
            parties.setdefault(raw[mention].words, set()).update(raw[mention].parties)
        return {
            mention: _Telling(tuple(sorted(parties[reading.words])), reading.words, reading.year, "")
            if mention in own_name
            else reading
            for mention, reading in raw.items()
        }

    def _read(self, document: str, treaty: Treaty) -> _Telling:
        parties = tuple(sorted({self._agents.key(party, document) for party in treaty.parties}))
        words = tuple(sorted(set(treaty_name_words(treaty))))
        return _Telling(parties, words, treaty.signed_in or 0, document if len(parties) < 2 else "")

    @cached_property
    def _counts(self) -> Counter[_Telling]:
        counts: Counter[_Telling] = Counter()
        for mention, count in self._mentions.items():
            counts[self._readings[mention]] += count
        return counts

    @cached_property
    def _clusters(self) -> list[_OneTreaty]:
        apart: dict[_Telling, set[_Telling]] = {}
        for document, treaty in self._mentions:
            if treaty.revives:
                one, other = self._readings[document, treaty], self._readings[document, treaty.revives]
                apart.setdefault(one, set()).add(other)
                apart.setdefault(other, set()).add(one)
        groups: dict[_Group, list[_Telling]] = {}
        for reading in sorted(self._counts):
            groups.setdefault(reading.group, []).append(reading)
        return [cluster for key in groups for cluster in self._split(groups[key], apart)]

    def _split(self, readings: list[_Telling], apart: dict[_Telling, set[_Telling]]) -> list[_OneTreaty]:
        """Part the readings of one set of parties: those with names lay the clusters, the others join one."""
        clusters: list[_OneTreaty] = []
        order = sorted(readings, key=lambda r: (not r.words, not r.year, -self._counts[r], r))
        for reading in order:
            fitting = [cluster for cluster in clusters if cluster.takes(reading, apart)]
            if not fitting:
                fitting = [_OneTreaty()]
                clusters.append(fitting[0])
            best = min(fitting, key=lambda cluster: (-cluster.count, not cluster.words, cluster.readings))
            best.readings.append(reading)
            best.count += self._counts[reading]
        return clusters

    @cached_property
    def _numbers(self) -> dict[_Telling, int]:
        return {reading: n for n, cluster in enumerate(self._clusters) for reading in cluster.readings}

    @cached_property
    def _records(self) -> list[Treaty]:
        mentions: list[Counter[tuple[str, Treaty]]] = [Counter() for _ in self._clusters]
        for mention, count in self._mentions.items():
            mentions[self._numbers[self._readings[mention]]][mention] = count
        records = [
            self._merge(own).model_copy(update={"signed_in": min(cluster.years, default=None)})
            for cluster, own in zip(self._clusters, mentions, strict=True)
        ]
        return self._with_revivals(records, mentions)

    def _home(self, number: int) -> str:
        return self._clusters[number].readings[0].document

    def _merge(self, mentions: Counter[tuple[str, Treaty]]) -> Treaty:
        """Unite what the mentions of one treaty say."""
        names: Counter[str] = Counter()
        aliases: set[str] = set()
        for (_, treaty), count in mentions.items():
            aliases.update(treaty.aliases)
            if treaty.name and is_proper_title(treaty.name):
                names[treaty.name] += count
            elif treaty.name:
                aliases.add(treaty.name)
        name = most_frequent(names, order=lambda n: (-len(n.split()), n))
        return Treaty(
            name=name,
            aliases=tuple(sorted((aliases | names.keys()) - {name})),
            parties=self._united(mentions, "parties"),
            signatories=self._united(mentions, "signatories"),
            obligations=tuple(sorted({o for _, treaty in mentions for o in treaty.obligations})),
        )

    def _united(self, mentions: Counter[tuple[str, Treaty]], role: str) -> tuple[Agent, ...]:
        keys = {self._agents.key(agent, document) for document, t in mentions for agent in getattr(t, role)}
        return tuple(self._agents.of_key(key) for key in sorted(keys))

    def _with_revivals(self, bare: list[Treaty], mentions: list[Counter[tuple[str, Treaty]]]) -> list[Treaty]:
        """Add to each treaty the one it revives, unless nothing tells the two apart."""
        keys = [subject_key(treaty, self._home(n)) for n, treaty in enumerate(bare)]
        chosen: dict[int, int] = {}
        for n, own in enumerate(mentions):
            revived: Counter[int] = Counter()
            for (document, treaty), count in own.items():
                if treaty.revives:
                    revived[self._numbers[self._readings[document, treaty.revives]]] += count
            target = most_frequent(revived, order=lambda number: keys[number])
            if target is not None and keys[target] != keys[n]:
                chosen[n] = target
        kept = acyclic({str(n): [str(target)] for n, target in chosen.items()})
        whole: dict[int, Treaty] = {}

        def treaty_of(n: int) -> Treaty:
            if n not in whole:
                revived = [treaty_of(int(target)) for target in kept.get(str(n), ())]
                whole[n] = bare[n].model_copy(update={"revives": revived[0]}) if revived else bare[n]
            return whole[n]

        return [treaty_of(n) for n in range(len(bare))]

"""What settling documents and joining their treaties costs, by number of claims.

    python -m benchmarks.identity [CLAIMS...]

Makes up documents of ten claims each, in a stream that is never held whole, and goes over them twice, as an
export in bounded memory would: first to collect what each document tells of treaties, and to join it; then
to settle each document again and write the keys of its nodes. Prints the processor time of each part and the
peak memory of the process, a process of its own for each size.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks import figures
from kgbuild.claims.model import (
    Agent,
    Claim,
    Deployment,
    DocumentRecord,
    Evidence,
    Stance,
    Subject,
    Transfer,
    Treaty,
)
from kgbuild.identity import agent_key, claim_key, join, readings_of, settle, subject_key
from kgbuild.identity.readings import TreatyReading, gazetteer
from kgbuild.spans import Span

CLAIMS_EACH = 10
QUOTE = "said that"
THEMES = ("Friendship", "Defence", "Border", "Partnership", "Security", "Trade", "Non-Aggression", "Peace")
PLACES = ("Astana", "Bandung", "Cotonou", "Dakar", "Esquipulas", "Freetown", "Geneva", "Havana")
GIVEN = ("Awa", "Boris", "Chen", "Dalia", "Emeka", "Farid", "Goran", "Hana", "Idris", "Jana")
FAMILY = ("Abara", "Bellini", "Castro", "Diarra", "Eriksen", "Farouk", "Gupta", "Haddad", "Ivanov", "Jung")
STANCES = tuple(Stance)


def corpus(claims: int) -> Iterator[tuple[DocumentRecord, list[Claim]]]:
    """Yield made-up documents with their claims; every run gives the same."""
    chance = random.Random(11)
    states = [
        Agent(kind="State", name=s.name, iso3=s.iso3) for s in sorted(gazetteer().states.values(), key=str)
    ]
    for number in range(claims // CLAIMS_EACH):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        document = DocumentRecord(key=digest[:16], sha256=digest, identifier=f"{number}.txt")
        # News keeps to few conflicts, and to many states now and then
        near = [states[int(len(states) * chance.random() ** 3)] for _ in range(3)]
        yield document, [_claim(document, near, at, chance) for at in range(CLAIMS_EACH)]


def _claim(document: DocumentRecord, states: list[Agent], at: int, chance: random.Random) -> Claim:
    one, other = chance.choice(states), chance.choice(states)
    name = f"{chance.choice(GIVEN)} {chance.choice(GIVEN)[0]}. {chance.choice(FAMILY)}{chance.randrange(200)}"
    speaker = Agent(kind="Official", name=name, represents=one, office="minister")
    start = at * 100
    return Claim(
        document=document.key,
        claimants=(speaker,),
        stance=chance.choice(STANCES),
        about=(_subject(one, other, chance),),
        evidence=(Evidence(span=Span(start, start + len(QUOTE)), quote=QUOTE),),
    )


def _subject(one: Agent, other: Agent, chance: random.Random) -> Subject:
    kind = chance.random()
    if kind < 0.4:
        return Transfer(supplier=one, recipient=other, materiel=chance.choice(("weapon", "tank", "drone")))
    if kind < 0.7:
        return Deployment(sender=one, destination=other, force_type=chance.choice((None, "engineers")))
    title = None
    if chance.random() < 0.6:
        title = f"{chance.choice(THEMES)} and {chance.choice(THEMES)} Treaty"
    elif chance.random() < 0.3:
        title = f"{chance.choice(PLACES)} {chance.choice(THEMES)} Accord"
    year = chance.choice((None, None, 1961, 1994, 2024))
    return Treaty(name=title, parties=(one, other) if one != other else (one,), signed_in=year)


def measure(claims: int) -> float:
    """Print the figures of one size; return the seconds of processor time."""
    start = time.process_time()
    for _ in corpus(claims):
        pass
    made = time.process_time()
    read: dict[str, tuple[TreatyReading, ...]] = {}
    shared: dict[TreatyReading, TreatyReading] = {}
    for document, told in corpus(claims):
        _, settled = settle(document, told)
        readings, _ = readings_of(document.key, settled)
        read[document.key] = tuple(shared.setdefault(each, each) for each in readings)
    collected = time.process_time()
    joined = join(read)
    met = time.process_time()
    keys = 0
    for document, told in corpus(claims):
        _, settled = settle(document, told)
        _, numbers = readings_of(document.key, settled)
        for claim in settled:
            keys += len({claim_key(claim), *(agent_key(agent, document.key) for agent in claim.claimants)})
            for subject in claim.about:
                if isinstance(subject, Treaty):
                    keys += bool(joined[document.key][numbers[subject] - 1].key)
                else:
                    keys += bool(subject_key(subject, document.key))
    done = time.process_time()
    making = made - start
    parts = (collected - made - making, met - collected, done - met - making)
    treaties = len({each.key for own in joined.values() for each in own})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{claims:>9,} claims: {sum(parts):7.1f} s (first pass {parts[0]:.1f}, joining {parts[1]:.1f}, "
        f"second pass {parts[2]:.1f}), {sum(parts) / claims * 1e6:.0f} µs a claim, {peak:,.0f} MB; "
        f"{sum(map(len, read.values())):,} readings of {treaties:,} treaties, {keys:,} keys",
        flush=True,
    )
    return sum(parts)


def main() -> None:
    """Run each size in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("claims", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    figures.options(parser)
    options = parser.parse_args()
    if options.quick or options.figures:
        few = 1000 if options.quick else 25_000
        less, more = measure(few), measure(4 * few)
        grown = figures.ratio("identity: time a claim, as they grow", ("4n", more), ("n", less), per=4)
        figures.report([grown], options.figures)
        return
    sizes = options.claims
    if len(sizes) == 1:
        measure(sizes[0])
        return
    for size in sizes:
        subprocess.run([sys.executable, "-m", "benchmarks.identity", str(size)], check=True)


if __name__ == "__main__":
    main()

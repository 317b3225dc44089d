"""How long it takes to derive what follows, over everything and after one document has come.

    python -m benchmarks.derivation [CLAIMS ...] [--one-event]        (default: 10000 100000)

Documents of ten claims speak of transfers and deployments between invented parties; each event is spoken of
in about ten claims of five documents. With --one-event they all speak of the losses in one theatre: of a
hundred figures, on the days of a year or on none, by two states, their officials and a hundred papers. Prints
claims, triples, seconds of processor time, the peak of resident memory, and how far it rose while deriving.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox

from benchmarks import figures
from kgbuild.claims.model import (
    Agent,
    Casualties,
    Claim,
    Deployment,
    DocumentRecord,
    EventTime,
    Evidence,
    Measure,
    Quantity,
    Stance,
    Transfer,
)
from kgbuild.derivation import Watch, derive, load_rules
from kgbuild.graph import BASE, build, reconcile
from kgbuild.graph.store import as_store
from kgbuild.identity.keys import document_key
from kgbuild.spans import Span

Tell = Callable[[int, int, Agent, random.Random], tuple[str, dict[str, Any]]]
"""Makes a claim of the number of its document, its number there, the publisher and chance."""
CLAIMS_A_DOCUMENT = 10
CLAIMS_AN_EVENT = 10
KINDS = ("tank", "drone", "helicopter", "missile", "artillery-shell", "rifle")
STANCES = (Stance.ASSERTS, Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES, Stance.WITHHOLDS, Stance.CONDEMNS)


def state(number: int) -> Agent:
    code = "".join(chr(65 + number // 26**place % 26) for place in range(3))
    return Agent(kind="State", name=f"State {code}", iso3=code)


def records(claims: int, tell: Tell, seed: int = 1) -> Iterator[DocumentRecord | Claim]:
    """Yield documents with so many claims in all."""
    chance = random.Random(seed)
    for number in range(claims // CLAIMS_A_DOCUMENT):
        yield from one(number, chance, tell)


def one(number: int, chance: random.Random, tell: Tell) -> Iterator[DocumentRecord | Claim]:
    """Yield one document."""
    day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    paper = Agent(kind="Organization", name=f"Paper {number % 97}")
    told = [tell(number, at, paper, chance) for at in range(CLAIMS_A_DOCUMENT)]
    text = f"{number}" + "".join(f"\n{words}." for words, _ in told)
    digest = hashlib.sha256(text.encode()).hexdigest()
    yield DocumentRecord(
        key=digest[:16], sha256=digest, identifier=f"{number}.txt", publisher=paper, issued=day, text=text
    )
    for words, fields in told:
        start = text.index(f"\n{words}.") + 1
        quote = Evidence(span=Span(start, start + len(words)), quote=words)
        yield Claim(document=digest[:16], evidence=(quote,), **fields)


def of_many_events(number: int, at: int, paper: Agent, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Return the words of a claim about what neighbouring documents speak of as well, and its fields."""
    event = number * CLAIMS_A_DOCUMENT // CLAIMS_AN_EVENT + chance.randrange(-2, 3)
    sender, receiver = state(2 * event % 17000), state((2 * event + 1) % 17000)
    about: Transfer | Deployment = (
        Transfer(supplier=sender, recipient=receiver, materiel=KINDS[event % len(KINDS)])
        if event % 2
        else Deployment(sender=sender, destination=receiver)
    )
    speaker = chance.choice([sender, receiver, paper, state(event % 200)])
    figure = chance.choice([None, None, 10, 40, 500])
    words = f"{speaker.name} said that {sender.name} had sent {figure or 'some'} to {receiver.name} at {at}"
    return words, {
        "claimants": (speaker,),
        "stance": chance.choice(STANCES),
        "about": (about,),
        "quantity": None if figure is None else Quantity(minimum=figure, maximum=figure),
    }


def of_one_event(number: int, at: int, paper: Agent, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Return the words of a claim about the one event, and its fields."""
    force, theatre = state(0), state(1)
    spokesman = Agent(kind="Official", name=f"Officer {chance.randrange(20)}", represents=force)
    speaker = chance.choice([force, theatre, spokesman, paper, state(chance.randrange(2, 60))])
    figure = chance.choice([None, *range(10, 1000, 10)])
    day = chance.choice([None, f"2024-{chance.randrange(12) + 1:02}-{chance.randrange(28) + 1:02}"])
    words = f"{speaker.name} said on {day} that {figure or 'many'} soldiers had died: paper {number}, at {at}"
    return words, {
        "claimants": (speaker,),
        "stance": chance.choice(STANCES),
        "about": (Casualties(force=force, theatre=theatre),),
        "quantity": None if figure is None else Quantity(minimum=figure, maximum=figure),
        "measure": None if figure is None else Measure.KILLED,
        "event_time": None if day is None else EventTime(start=day, end=day),
    }


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(claims: int, tell: Tell) -> float:
    """Derive over so many claims, then again with one document more; return seconds for the whole."""
    rules = load_rules()
    dataset = build(records(claims, tell))
    store = as_store(dataset)
    late = list(one(claims // CLAIMS_A_DOCUMENT // 2, random.Random(7), tell))
    assert isinstance(late[0], DocumentRecord)
    before = peak()
    began = time.process_time()
    summary = derive(dataset, rules)
    full = time.process_time() - began
    print(
        f"{claims:>9,} claims {len(store):>11,} triples, {sum(summary.statements.values()):>9,} derived"
        f" in {summary.blocks:>7,} blocks: {full:7.1f} s, peak {peak():,.0f} MB,"
        f" of it {peak() - before:,.0f} MB while deriving"
    )
    graph = ox.NamedNode(BASE + document_key(late[0].key))
    new = list(as_store(build(late)).quads_for_pattern(None, None, None, graph))
    began = time.process_time()
    watch = Watch(store, [graph.value], BASE)
    store.remove_graph(graph)
    store.extend(new)
    watched = time.process_time() - began
    reconcile(dataset)
    began = time.process_time()
    summary = derive(dataset, rules, affected=watch.affected())
    print(
        f"          one document replaced: {summary.claims} claims looked at,"
        f" {watched + time.process_time() - began:.2f} s"
    )
    return full


def growth(few: int) -> Iterator[figures.Figure]:
    """Compare what four times as many claims cost."""
    measure(few // 5, of_many_events)  # what is loaded once
    for name, tell in (("ten to an event", of_many_events), ("about one event", of_one_event)):
        less, more = measure(few, tell), measure(4 * few, tell)
        told = (f"{4 * few} claims", more)
        yield figures.ratio(f"derivation: time a claim, {name}", told, (str(few), less), per=4)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("claims", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--one-event", action="store_true", help="all claims are about one event")
    figures.options(parser)
    options = parser.parse_args()
    if options.quick or options.figures:
        figures.report(growth(250 if options.quick else 2500), options.figures)
        return
    for claims in options.claims:
        measure(claims, of_one_event if options.one_event else of_many_events)


if __name__ == "__main__":
    main()

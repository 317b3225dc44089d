"""Invented short reports with the claims in them, by a seeded generator: corpora of any size with known gold.

    python -m benchmarks.corpus FOLDER [--documents 1000] [--seed 1] [--kinds all|moves]

Some states are in the news more often than others, as in life. `moves` are transfers and deployments only;
`all` adds losses, treaties, refusals to comment, condemnations and pledges.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import (
    Act,
    Agent,
    Casualties,
    Claim,
    Deployment,
    Measure,
    Modality,
    Quantity,
    Stance,
    Transfer,
    Treaty,
)
from kgbuild.documents import Document
from kgbuild.extractors import document_record, evidence
from kgbuild.knowledge.gazetteer import Gazetteer

SENTENCES_A_REPORT = 5
GOODS = {
    "tanks": "tank",
    "drones": "drone",
    "ballistic missiles": "ballistic-missile",
    "rifles": "rifle",
    "howitzers": "howitzer",
}
GIVEN = ("Amina", "Boris", "Chidi", "Dana", "Emre", "Farah", "Goran", "Hana", "Ivo", "Jana")
FAMILY = ("Okoro", "Petrov", "Diallo", "Haddad", "Lindqvist", "Moreau", "Tanaka", "Silva", "Novak", "Yilmaz")
PAPERS = 60
KINDS = ("moves", "all")
_Told = tuple[str, Mapping[str, Any]]
"""A sentence, and the fields of the claim in it."""


class Reports:
    """Reports about what states do; a seed tells which."""

    def __init__(self, seed: int = 1, kinds: str = "moves") -> None:
        self._chance = random.Random(seed)
        entries = sorted(Gazetteer.load().states.values(), key=lambda entry: entry.iso3)
        self._states = [Agent(kind="State", name=entry.name, iso3=entry.iso3) for entry in entries]
        self._places = {entry.iso3: place for place, entry in enumerate(entries)}
        self._forms: list[Callable[[Agent, Agent, Agent], _Told]] = [
            self._sent_goods,
            self._denied_goods,
            self._counted_soldiers,
            self._planned_soldiers,
        ]
        self._weights = [1.0] * len(self._states)
        if kinds == "all":
            self._chance.shuffle(self._states)
            self._weights = [1 / (rank + 8) for rank in range(len(self._states))]
            self._forms += [
                self._killed,
                self._killed,
                self._signed,
                self._suspended,
                self._would_not_say,
                self._condemned,
                self._pledged,
                self._defended,
            ]

    def bundles(self, count: int) -> Iterator[tuple[Document, Bundle]]:
        """Yield so many reports, each with its claims."""
        for number in range(count):
            told = [self._sentence() for _ in range(SENTENCES_A_REPORT)]
            text = f"Report {number}\n\n" + "\n\n".join(sentence for sentence, _ in told) + "\n"
            day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
            document = Document(f"{number:06}.txt", text, publisher=f"Paper {number % PAPERS}", issued=day)  # type: ignore[arg-type]
            claims = tuple(self._claim(document, *each) for each in told)
            yield document, Bundle(document_record(document), claims)

    def _sentence(self) -> _Told:
        return self._chance.choice(self._forms)(*self._three())

    def _three(self) -> tuple[Agent, Agent, Agent]:
        found: list[Agent] = []
        while len(found) < 3:
            (state,) = self._chance.choices(self._states, self._weights)
            if state not in found:
                found.append(state)
        return found[0], found[1], found[2]

    def _goods(self, sender: Agent, other: Agent) -> tuple[str, Transfer]:
        goods = self._chance.choice(sorted(GOODS))
        return goods, Transfer(supplier=sender, recipient=other, materiel=GOODS[goods])

    def _number(self) -> tuple[int, Quantity]:
        number = self._chance.randrange(10, 90) * 10
        return number, Quantity(minimum=number, maximum=number)

    def _president(self, state: Agent) -> Agent:
        """Return the president of a state, of whom each has one: who speaks for many would be nobody."""
        rest, family = divmod(self._places[state.iso3], len(FAMILY))
        second, first = divmod(rest, len(GIVEN))
        who = f"{GIVEN[first]} {GIVEN[second]} {FAMILY[family]}"
        return Agent(kind="Official", name=who, represents=state, office="president")

    def _sent_goods(self, sender: Agent, other: Agent, speaker: Agent) -> _Told:
        goods, transfer = self._goods(sender, other)
        number, quantity = self._number()
        who = self._president(speaker)
        return (
            f"{sender.name} has sent {number} {goods} to {other.name}, "
            f"President {who.name} of {speaker.name} said.",
            {"claimants": (who,), "about": (transfer,), "quantity": quantity},
        )

    def _denied_goods(self, sender: Agent, other: Agent, _: Agent) -> _Told:
        goods, transfer = self._goods(sender, other)
        return (
            f"{sender.name} denied sending {goods} to {other.name}.",
            {"claimants": (sender,), "about": (transfer,), "stance": Stance.DENIES},
        )

    def _counted_soldiers(self, sender: Agent, other: Agent, speaker: Agent) -> _Told:
        number, quantity = self._number()
        return (
            f"{speaker.name} said that {number} soldiers of {sender.name} are in {other.name}.",
            {
                "claimants": (speaker,),
                "about": (Deployment(sender=sender, destination=other),),
                "quantity": quantity,
            },
        )

    def _planned_soldiers(self, sender: Agent, other: Agent, _: Agent) -> _Told:
        unnamed = Agent(kind="Official", name="a government official", represents=sender, anonymous=True)
        return (
            f"{sender.name} will send soldiers to {other.name}, a government official said.",
            {
                "claimants": (unnamed,),
                "about": (Deployment(sender=sender, destination=other),),
                "modality": Modality.PLANNED,
            },
        )

    def _killed(self, force: Agent, theatre: Agent, speaker: Agent) -> _Told:
        number, quantity = self._number()
        return (
            f"{speaker.name} said that {number} soldiers of {force.name} had been killed in {theatre.name}.",
            {
                "claimants": (speaker,),
                "about": (Casualties(force=force, theatre=theatre),),
                "quantity": quantity,
                "measure": Measure.KILLED,
            },
        )

    def _signed(self, one: Agent, other: Agent, speaker: Agent) -> _Told:
        who = self._president(speaker)
        return (
            f"{one.name} and {other.name} signed a defence treaty, "
            f"President {who.name} of {speaker.name} said.",
            {"claimants": (who,), "about": (self._treaty(one, other),), "act": Act.SIGNED},
        )

    def _suspended(self, one: Agent, other: Agent, _: Agent) -> _Told:
        return (
            f"{one.name} said it had suspended its defence treaty with {other.name}.",
            {"claimants": (one,), "about": (self._treaty(one, other),), "act": Act.SUSPENDED},
        )

    @staticmethod
    def _treaty(one: Agent, other: Agent) -> Treaty:
        parties = tuple(sorted((one, other), key=lambda state: state.iso3 or ""))
        return Treaty(parties=parties, obligations=("defence",))

    def _would_not_say(self, sender: Agent, other: Agent, _: Agent) -> _Told:
        return (
            f"{sender.name} declined to say whether it had sent soldiers to {other.name}.",
            {
                "claimants": (sender,),
                "about": (Deployment(sender=sender, destination=other),),
                "stance": Stance.WITHHOLDS,
            },
        )

    def _condemned(self, sender: Agent, other: Agent, speaker: Agent) -> _Told:
        goods, transfer = self._goods(sender, other)
        return (
            f"{speaker.name} condemned the delivery of {goods} by {sender.name} to {other.name}.",
            {"claimants": (speaker,), "about": (transfer,), "stance": Stance.CONDEMNS, "act": Act.DELIVERED},
        )

    def _defended(self, sender: Agent, other: Agent, _: Agent) -> _Told:
        goods, transfer = self._goods(sender, other)
        return (
            f"{sender.name} defended its delivery of {goods} to {other.name}.",
            {"claimants": (sender,), "about": (transfer,), "stance": Stance.ENDORSES, "act": Act.DELIVERED},
        )

    def _pledged(self, sender: Agent, other: Agent, _: Agent) -> _Told:
        goods, transfer = self._goods(sender, other)
        number, quantity = self._number()
        return (
            f"{sender.name} pledged to send {number} {goods} to {other.name}.",
            {
                "claimants": (sender,),
                "about": (transfer,),
                "stance": Stance.PLEDGES,
                "modality": Modality.PLANNED,
                "quantity": quantity,
            },
        )

    @staticmethod
    def _claim(document: Document, sentence: str, fields: Mapping[str, Any]) -> Claim:
        start = document.text.index(sentence)
        told = {
            "document": document.key,
            "stance": Stance.ASSERTS,
            "evidence": (evidence(document, start, start + len(sentence) - 1),),
            "confidence": 0.9,
        }
        return Claim.model_validate({**told, **fields})


def write(folder: Path, count: int, seed: int = 1, kinds: str = "moves") -> None:
    """Write reports to a folder `documents`, their claims, which are the gold, to `claims.jsonl`."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    with (
        (folder / "claims.jsonl").open("w", encoding="utf-8") as stream,
        (documents / "documents.csv").open("w", encoding="utf-8", newline="") as table,
    ):
        rows = csv.writer(table)
        rows.writerow(["file", "publisher", "issued", "language"])
        for document, bundle in Reports(seed, kinds).bundles(count):
            (documents / document.identifier).write_text(document.text, encoding="utf-8")
            rows.writerow([document.identifier, document.publisher, document.issued, "en"])
            write_records(bundle.records(), stream)


def main() -> None:
    """Write a corpus to a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", choices=KINDS, default="all")
    asked = parser.parse_args()
    write(asked.folder, asked.documents, asked.seed, asked.kinds)


if __name__ == "__main__":
    main()

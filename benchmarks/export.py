"""How much memory and processor time an export takes as the documents grow in number.

    python benchmarks/export.py [DOCUMENTS ...] [--extractor jsonl|rules] [--format nq] [--keep DIR]

Writes short reports with the claims in them, by a seeded generator, and exports them in a process of its
own: with the claims by hand (`jsonl`, the default: 100 1000 10000), or read by the rules. A run over a single
report tells what the process needs before it reads. Prints peak memory above that, processor time, claims
and bytes.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import Agent, Claim, Deployment, Modality, Quantity, Stance, Transfer
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
DONE = re.compile(r"(\d[\d,]*) claims?, ([\d,]+) triples")


class Reports:
    """Reports about transfers and deployments between states; a seed tells which."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        entries = sorted(Gazetteer.load().states.values(), key=lambda entry: entry.iso3)
        self._states = [Agent(kind="State", name=entry.name, iso3=entry.iso3) for entry in entries]

    def bundles(self, count: int) -> Iterator[tuple[Document, Bundle]]:
        """Yield so many reports, each with its claims."""
        for number in range(count):
            told = [self._sentence() for _ in range(SENTENCES_A_REPORT)]
            text = f"Report {number}\n\n" + "\n\n".join(sentence for sentence, _ in told) + "\n"
            day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
            document = Document(f"{number:06}.txt", text, publisher=f"Paper {number % PAPERS}", issued=day)  # type: ignore[arg-type]
            claims = tuple(self._claim(document, *each) for each in told)
            yield document, Bundle(document_record(document), claims)

    def _sentence(self) -> tuple[str, dict[str, object]]:
        sender, other, speaker = self._chance.sample(self._states, 3)
        number = self._chance.randrange(10, 90) * 10
        who = f"{self._chance.choice(GIVEN)} {self._chance.choice(FAMILY)}"
        goods = self._chance.choice(sorted(GOODS))
        transfer = Transfer(supplier=sender, recipient=other, materiel=GOODS[goods])
        soldiers = Deployment(sender=sender, destination=other)
        quantity = Quantity(minimum=number, maximum=number)
        forms: list[tuple[str, dict[str, object]]] = [
            (
                f"{sender.name} has sent {number} {goods} to {other.name}, President {who} of "
                f"{speaker.name} said.",
                {
                    "claimants": (Agent(kind="Official", name=who, represents=speaker, office="president"),),
                    "about": (transfer,),
                    "quantity": quantity,
                },
            ),
            (
                f"{sender.name} denied sending {goods} to {other.name}.",
                {"claimants": (sender,), "about": (transfer,), "stance": Stance.DENIES},
            ),
            (
                f"{speaker.name} said that {number} soldiers of {sender.name} are in {other.name}.",
                {"claimants": (speaker,), "about": (soldiers,), "quantity": quantity},
            ),
            (
                f"{sender.name} will send soldiers to {other.name}, a government official said.",
                {
                    "claimants": (
                        Agent(
                            kind="Official", name="a government official", represents=sender, anonymous=True
                        ),
                    ),
                    "about": (soldiers,),
                    "modality": Modality.PLANNED,
                },
            ),
        ]
        return self._chance.choice(forms)

    @staticmethod
    def _claim(document: Document, sentence: str, fields: dict[str, object]) -> Claim:
        start = document.text.index(sentence)
        told = {
            "document": document.key,
            "stance": Stance.ASSERTS,
            "evidence": (evidence(document, start, start + len(sentence) - 1),),
            "confidence": 0.9,
        }
        return Claim.model_validate(told | fields)


def write(folder: Path, count: int) -> None:
    """Write reports to a folder `documents`, their claims to `claims.jsonl`."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    with (
        (folder / "claims.jsonl").open("w", encoding="utf-8") as stream,
        (documents / "documents.csv").open("w", encoding="utf-8", newline="") as table,
    ):
        rows = csv.writer(table)
        rows.writerow(["file", "publisher", "issued", "language"])
        for document, bundle in Reports().bundles(count):
            (documents / document.identifier).write_text(document.text, encoding="utf-8")
            rows.writerow([document.identifier, document.publisher, document.issued, "en"])
            write_records(bundle.records(), stream)


def run(folder: Path, extractor: str, form: str) -> tuple[float, float, str]:
    """Export a folder; return peak memory in MB, processor seconds, and what was printed."""
    out = folder / f"out.{form}"
    command = [sys.executable, "-c", _MEASURED, "export", out, "-d", folder / "documents"]
    if extractor == "jsonl":
        command += ["--extractor", "jsonl", "--setting", f"file={folder / 'claims.jsonl'}"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    told, _, figures = done.stderr.strip().rpartition("\n")
    peak, seconds = map(float, figures.split())
    return peak, seconds, told.splitlines()[-1]


_MEASURED = """
import resource, sys
from kgbuild.cli import main
try:
    main(sys.argv[1:])
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--extractor", choices=("jsonl", "rules"), default="jsonl")
    parser.add_argument("--format", default="nq")
    parser.add_argument("--keep", type=Path, help="where to leave reports and graphs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        ground = None
        for count in (1, *options.documents):
            folder = (options.keep or Path(temporary)) / str(count)
            if not folder.is_dir():
                write(folder, count)
            began = time.perf_counter()
            peak, seconds, told = run(folder, options.extractor, options.format)
            ground = ground or peak
            size = (folder / f"out.{options.format}").stat().st_size / 1e6
            print(
                f"{count:6} documents: {peak - ground:6.0f} MB above {ground:.0f} MB, {seconds:7.1f} s of "
                f"processor time ({time.perf_counter() - began:.0f} s), {size:.0f} MB; {told}",
                flush=True,
            )


if __name__ == "__main__":
    main()

"""How fast the extraction is next to the bare language model, and where its time goes.

    python -m benchmarks.extraction [DOCUMENTS] [--repeat N] [--steps] [--memory COUNT]

Prints documents per second of processor time of `nlp.pipe` on the whole texts and of the extractor on the
same, in one run, the better of N rounds each, and their ratio. `--steps` adds the share of each step;
`--memory` reads COUNT documents one after the other and prints the process's peak memory along the way.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import spacy

from benchmarks import figures
from kgbuild.documents import Document, read_documents
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.fingerprint import DEFAULT_MODEL

STEPS = {
    "attributions": ("extractors/rules/attribution/", "attributed"),
    "names": ("extractors/rules/names/names", "find"),
    "people": ("extractors/rules/names/people", "find_people"),
    "events": ("extractors/rules/events/events", "find"),
    "treaties": ("extractors/rules/treaties/finder", "find"),
    "quantities": ("extractors/rules/quantities/finder", "quantities"),
    "times": ("extractors/rules/times/finder", "times"),
    "drafting": ("extractors/rules/telling/drafting", "drafts"),
    "assembly": ("extractors/rules/telling/claim_writer", "claims"),
    "all but the model": ("extractors/rules/reading", "read"),
}


def main() -> None:
    default = Path(__file__).parents[1] / "data" / "documents"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", nargs="?", type=Path, default=default)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--steps", action="store_true")
    parser.add_argument("--memory", type=int, default=0)
    figures.options(parser)
    options = parser.parse_args()
    if options.quick:
        options.repeat = 1
    found = [d for d in read_documents([options.documents]) if isinstance(d, Document)]
    documents = list(islice(cycle(found), 20 if options.quick else max(60, len(found))))
    nlp, extractor = spacy.load(DEFAULT_MODEL), RulesExtractor.load()  # as it comes, nothing of it hastened

    def bare() -> None:
        for _ in nlp.pipe(d.text for d in documents):
            pass

    def extract() -> None:
        for _ in extractor.records(documents):
            pass

    if not options.quick:
        bare(), extract()
    seconds: dict[str, float] = {}
    for _ in range(options.repeat):
        for name, job in (("bare nlp.pipe", bare), ("kgbuild extract", extract)):
            seconds[name] = min(seconds.get(name, float("inf")), timed(job))
    for name, spent in seconds.items():
        print(f"{name:16} {len(documents) / spent:6.2f} documents/s")
    print(f"ratio            {seconds['bare nlp.pipe'] / seconds['kgbuild extract']:6.2f}")
    extracting, bare_model = seconds["kgbuild extract"], seconds["bare nlp.pipe"]
    beside = figures.ratio("extraction beside the bare model", ("all", extracting), ("model", bare_model))
    figures.report([beside], options.figures)
    if options.steps:
        print_steps(extract)
    if options.memory:
        print_memory(extractor, found, options.memory)


def timed(job: Callable[[], None]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def print_steps(job: Callable[[], None]) -> None:
    profile = cProfile.Profile()
    profile.runcall(job)
    stats = pstats.Stats(profile)
    total: float = stats.total_tt  # type: ignore[attr-defined]
    print("\nshare of the whole, profiled (the profiler weighs on Python code, less on the model)")
    for name, (module, function) in STEPS.items():
        spent = max(
            (
                row[3]
                for (file, _, called), row in stats.stats.items()
                if module in file and called == function
            ),  # type: ignore[attr-defined]
            default=0.0,
        )
        print(f"  {name:18} {spent / total:6.1%}")


def print_memory(extractor: RulesExtractor, found: list[Document], count: int) -> None:
    print("\npeak memory while reading documents one after the other")

    def fresh() -> Iterator[Document]:
        for number, document in enumerate(islice(cycle(found), count)):
            if number % max(1, count // 10) == 0:
                print(
                    f"  {number:6} documents  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
                )
            yield Document(f"{number}-{document.identifier}", document.text + f"\n{number}\n", document.title)

    for _ in extractor.records(fresh()):
        pass
    print(f"  {count:6} documents  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()

"""How long documents take that were read before.

    python -m benchmarks.cache [DOCUMENTS ...] [--keep DIR]

Writes short reports by a seeded generator, lays what they claim into a cache as if the rules had found it
(they would take 0.05 s for each), and has `kgbuild extract` print it: all from the cache, then with one
document more, which the rules read. Then `kgbuild export` writes their graph, is asked for it again, and for
the graph of one document more, which has been read by then, and of one less.
Prints processor time and time of each; a run over a single report tells what the process needs in any case.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import figures
from benchmarks.corpus import Reports, write
from kgbuild.documents import Document, read_documents
from kgbuild.extractors.cache import CachedExtractor, CacheFile
from kgbuild.extractors.rules.fingerprint import foretold
from kgbuild.extractors.scripted import ScriptedExtractor

MORE = "Latvia has sent 40 tanks to Estonia, a minister of Latvia said.\n"


class Posing(ScriptedExtractor):
    """Answers by script, under the name of the rules."""

    pure = True

    def fingerprint(self):
        return foretold()


def fill(folder: Path, count: int) -> None:
    told = {document.identifier: bundle.claims for document, bundle in Reports().bundles(count)}
    documents = [d for d in read_documents([folder / "documents"]) if isinstance(d, Document)]
    with CacheFile(folder / "cache", print) as file:
        for _ in CachedExtractor(Posing(told), file).extract(documents):
            pass


def run(folder: Path, *command: object) -> tuple[float, str]:
    """Extract a folder, or run another command; return processor seconds, and what is to be told."""
    program = Path(sys.executable).with_name("kgbuild")
    command = [program, *(command or ("extract", folder / "documents", "-o", folder / "out.jsonl"))]
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KGBUILD_CACHE_DIR": str(folder / "cache")},
    )
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = done.stderr.strip().splitlines()[-1]
    return spent, f"{spent:6.1f} s of processor time ({time.perf_counter() - began:.1f} s); {told}"


def beside_one(count: int) -> Iterator[figures.Figure]:
    """Compare the time for many known reports with that for one known, which is the start of the program."""
    spent = {}
    with tempfile.TemporaryDirectory() as temporary:
        for each in (1, count):
            folder = Path(temporary, str(each))
            write(folder, each)
            fill(folder, each)
            spent[each] = min(run(folder)[0] for _ in range(3))
    many = (f"{count} known reports", spent[count])
    yield figures.ratio("cache: many known reports beside one", many, ("one", spent[1]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--keep", type=Path, help="where to leave reports and caches")
    figures.options(parser)
    options = parser.parse_args()
    if options.quick or options.figures:
        figures.report(beside_one(300 if options.quick else 3000), options.figures)
        return
    with tempfile.TemporaryDirectory() as temporary:
        for count in (1, *options.documents):
            folder = (options.keep or Path(temporary)) / str(count)
            if not folder.is_dir():
                write(folder, count)
            fill(folder, count)
            print(f"{count:6} known:     {run(folder)[1]}", flush=True)
            more = folder / "documents" / "more.txt"
            more.write_text(MORE, encoding="utf-8")
            print(f"{count:6} and one:   {run(folder)[1]}", flush=True)
            more.unlink()
            export = ("export", folder / "out.ttl", folder / "documents")
            print(f"{count:6} exported:  {run(folder, *export)[1]}", flush=True)
            print(f"{count:6} again:     {run(folder, *export)[1]}", flush=True)
            more.write_text(MORE, encoding="utf-8")
            print(f"{count:6} and one:   {run(folder, *export)[1]}", flush=True)
            more.unlink()
            print(f"{count:6} without:   {run(folder, *export)[1]}", flush=True)


if __name__ == "__main__":
    main()

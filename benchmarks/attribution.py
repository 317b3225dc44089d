"""Attribution on an outside corpus: figures of its own scorer, and what the rules cost beside the model.

    python -m benchmarks.attribution --corpus ../shared/attribution [--split dev] [--limit 20] [--model NAME]

The folder holds `SPLIT.jsonl.gz` (a line per article: doc, text, attributions) and the corpus's `score.py`.
Speed is measured in one run: the model alone over the same paragraphs, then the rules over what it parsed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import runpy
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from kgbuild.extractors.rules.attribution import attributions, printable
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.parsing import load_model, parse
from kgbuild.knowledge.cues import CueLexicon


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int, default=None, help="only the first articles")
    parser.add_argument("--model", default=None)
    options = parser.parse_args()
    articles = _articles(options.corpus / f"{options.split}.jsonl.gz")[: options.limit]
    nlp, cues = load_model(options.model), CueLexicon.load()

    started = time.perf_counter()
    docs = list(parse(nlp, (article["text"] for article in articles)))
    parsed = time.perf_counter()
    found = [attributions(doc, cues) for doc in docs]
    finished = time.perf_counter()

    lines = [
        json.dumps(_record(article["doc"], doc, one))
        for article, doc, ones in zip(articles, docs, found, strict=True)
        for one in ones
        if printable(one)
    ]
    for name, figures in _score(options.corpus / "score.py", lines, articles).items():
        print(f"{name:20} P {figures['precision']:.3f}  R {figures['recall']:.3f}  F1 {figures['f1']:.3f}")
    model, rules = parsed - started, finished - parsed
    speeds = f"model {len(docs) / model:.1f} documents/s, rules {len(docs) / rules:.1f} documents/s"
    print(f"{speeds}: {rules / model:.1%} more")


def _articles(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _record(name: str, doc: Doc, one: Attribution) -> dict[str, Any]:
    return {
        "doc": name,
        "source": None if one.source is None else _span(doc, one.source),
        "cue": [_span(doc, Range(i, i + 1)) for i in one.cue],
        "content": [_span(doc, part) for part in one.content],
    }


def _span(doc: Doc, part: Range) -> list[int]:
    last = doc[part.end - 1]
    return [doc[part.start].idx, last.idx + len(last)]


def _score(scorer: Path, lines: list[str], articles: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    score = runpy.run_path(str(scorer))["score"]
    with tempfile.TemporaryDirectory() as folder:
        predicted, gold = Path(folder, "predicted.jsonl"), Path(folder, "gold.jsonl.gz")
        predicted.write_text("\n".join(lines), encoding="utf-8")
        with gzip.open(gold, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(article) + "\n" for article in articles)
        return dict(score(predicted, gold))


if __name__ == "__main__":
    sys.exit(main())

"""What `--llm-for unsure` saves and costs, by how sure a claim of the rules has to be to stand unasked.

    python -m benchmarks.llm_for_unsure ANSWERS:GOLD:DOCUMENTS [ANSWERS:GOLD:DOCUMENTS ...]

ANSWERS are those of a model to the whole documents. What it would answer on a part of a document is taken
to be what it answered about the paragraphs of that part: a model that sees less may answer less well.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from kgbuild.claims.model import Claim
from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import evaluate, read_gold
from kgbuild.extractors.both.extractor import BothExtractor
from kgbuild.extractors.both.unsure import Openness, Triggers, excerpt
from kgbuild.extractors.llm.asking import Settings
from kgbuild.extractors.llm.extractor import ModelExtractor
from kgbuild.extractors.llm.prompt import task, tokens
from kgbuild.extractors.llm.sections import sections
from kgbuild.extractors.llm.sureness import Sureness
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.graph import build
from kgbuild.identity import unify
from kgbuild.knowledge.confidence import ConfidenceModel

THRESHOLDS = (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 1.01)


class Known:
    """The rules, whose claims are read once."""

    languages = ("en",)

    def __init__(self, documents: list[Document]) -> None:
        rules = RulesExtractor.load()
        self.fingerprint = rules.fingerprint
        self.bundles = {d.key: b for d, b in zip(documents, rules.extract(documents), strict=True)}

    def extract(self, documents):
        return (self.bundles[document.key] for document in documents)


def main(given: str) -> None:
    """Print a table of one set."""
    answers, gold, folder = given.split(":")
    documents = [d for d in read_documents([Path(folder)]) if isinstance(d, Document)]
    rows = [json.loads(line) for line in Path(answers).read_text(encoding="utf-8").splitlines()]
    told = {row["document"]: row["answer"] for row in rows}
    documents = [d for d in documents if d.identifier in told]
    pairs = read_gold(Path(gold), documents)
    rules, triggers = Known(documents), Triggers.load()
    whole = sum(tokens(d.text) for d in documents)
    print(f"{Path(folder).parent.name}: {len(documents)} documents, {whole:,} tokens of text")
    print("| sure from | text sent | answers | requests | all tokens | strict | printed |\n|" + " --- |" * 7)
    full = spent(documents, told, None)
    for sure in THRESHOLDS:
        doubts = Openness(triggers, sure)
        asked = {d.key: list(doubts.paragraphs(d, rules.bundles[d.key].claims)) for d in documents}
        parts = {d.key: excerpt(d, asked[d.key]) for d in documents}
        kept = {
            d.identifier: {
                **told[d.identifier],
                "claims": [
                    claim
                    for claim in told[d.identifier]["claims"]
                    if any(
                        is_open and _holds(d.text[span.start : span.end], claim["quote"])
                        for span, is_open in asked[d.key]
                    )
                ],
            }
            for d in documents
        }
        used = spent([parts[d.key] for d in documents], kept, documents)
        figures = measured(documents, parts, kept, rules, doubts, pairs)
        text = sum(tokens(part.text) for part in parts.values()) / whole
        strict, printed = figures.strict.f1, figures.printed.value
        print(
            f"| {sure:g} | {text:.0%} | {used[1] / full[1]:.0%} | {used[2]} of {full[2]} "
            f"| {sum(used[:2]) / sum(full[:2]):.0%} | {strict:.3f} | {printed:.3f} |",
            flush=True,
        )


def _holds(paragraph: str, quote: str) -> bool:
    return quote.strip("“”\"'‘’ .")[:60] in paragraph or quote[5:40] in paragraph


def spent(parts, told, wholes):
    """Return tokens read, tokens written and requests; the task itself is read once a request."""
    read = written = requests = 0
    for part, whole in zip(parts, wholes or parts, strict=True):
        if part.text:
            requests += 1
            read += tokens(task()) + tokens(part.text) + 60
            written += tokens(json.dumps(told[whole.identifier], ensure_ascii=False))
    return read, written, requests


def measured(documents, parts, kept, rules, doubts, pairs):
    """Return the figures of both readers, with these answers on the parts."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            {
                "custom_id": Settings("m").request(part, next(iter(sections(part.text)))).digest,
                "answer": kept[d.identifier],
            }
            for d in documents
            if (part := parts[d.key]).text
        ]
        path = Path(folder, "answers.jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        model = ModelExtractor.load(model="m", answers=str(path))
        both = BothExtractor(rules, model, Sureness.load(), doubts)
        printed_from = ConfidenceModel.load().printed_from
        records = list(
            unify(
                r
                for bundle in both.extract(documents)
                for r in bundle.records()
                if not isinstance(r, Claim) or (r.confidence or 0.0) >= printed_from
            )
        )
        assert not model.report.passed_over, model.report.passed_over
        assert any(isinstance(r, Claim) for r in records)
        return evaluate(build(records), pairs).figures


if __name__ == "__main__":
    for each in sys.argv[1:]:
        main(each)

"""What is left of the answers of a small language model once the texts were held against them.

    python -m benchmarks.small_model URL DOCUMENTS [--answers 1000] [--at-once 1] [--keep DIR]

URL is an OpenAI-compatible server, such as `llama-server` with a model of a few hundred million parameters:
one that cannot do the task, and so invents, copies the example and breaks off. It is asked about single
paragraphs of a folder of documents, in turn with a schema, for any JSON and without a form. Each answer is
also damaged in several ways, as a fuzzer does. The claims that are proved become a graph, and `kgbuild check`
holds it against the documents. Exits with 1 where a graph has a quote that its document has not. Answers are
kept as JSON Lines, so that a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import write_records
from kgbuild.documents import Document, read_documents
from kgbuild.extractors import document_record
from kgbuild.extractors.llm.ground import AnswerGrounder
from kgbuild.extractors.llm.parse import MalformedAnswerError, parse_answer

TASK = (
    'Read the text and answer in JSON: {"cast": [{"name"}], "claims": [{"quote": words of the text, '
    '"claimants": [names], "stance": "Asserts" or "Denies", '
    '"about": {"kind": "Transfer", "supplier", "recipient"}}]}. '
    "Example: Text: Iceland sold ten tanks to Malta, Bjarni Jónsson said. Answer: "
    '{"cast": [{"name": "Iceland"}], "claims": [{"quote": "Iceland sold ten tanks to Malta", "claimants": '
    '["Bjarni Jónsson"], "stance": "Asserts", "about": {"kind": "Transfer", "supplier": "Iceland", '
    '"recipient": "Malta"}}]}'
)
SHORTEST, LONGEST = 60, 400
"""Characters of a paragraph that is asked about."""
MOST_TOKENS = 80


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(longest: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest}


_TRANSFER = _object(kind={"const": "Transfer"}, supplier=_text(30), recipient=_text(30))
_DEPLOYMENT = _object(kind={"const": "Deployment"}, sender=_text(30), destination=_text(30))
_CLAIM = _object(
    quote=_text(90),
    claimants={"type": "array", "minItems": 1, "maxItems": 1, "items": _text(40)},
    stance={"enum": ["Asserts", "Denies", "Withholds"]},
    about={"anyOf": [_TRANSFER, _DEPLOYMENT]},
)
SCHEMA = _object(claims={"type": "array", "minItems": 1, "maxItems": 1, "items": _CLAIM})
FORMS: tuple[dict[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "claims", "schema": SCHEMA}},
    {"type": "json_schema", "json_schema": {"name": "claims", "schema": SCHEMA}},
    {"type": "json_object"},
    None,
)


def paragraphs(folder: Path) -> Iterator[tuple[Document, str]]:
    """Yield the paragraphs of a folder's documents that are neither headings nor whole pages."""
    for document in read_documents([folder]):
        for paragraph in re.split(r"\n\s*\n", document.text):
            if SHORTEST <= len(paragraph.strip()) <= LONGEST:
                yield document, paragraph.strip()


def asked(url: str, paragraph: str, form: dict[str, Any] | None) -> str:
    """Return what the server answers about a paragraph. Raises httpx.HTTPError."""
    messages = [{"role": "system", "content": TASK}, {"role": "user", "content": f"Text: {paragraph}"}]
    body: dict[str, Any] = {"messages": messages, "max_tokens": MOST_TOKENS, "temperature": 0}
    if form is not None:
        body["response_format"] = form
    answer = httpx.post(f"{url}/chat/completions", json=body, timeout=600)
    answer.raise_for_status()
    return str(answer.json()["choices"][0]["message"]["content"])


def damaged(answer: str, paragraph: str, chance: random.Random) -> Iterator[str]:
    """Yield the answer cut off, with other words, with a piece doubled and with words of the text put in."""
    yield answer[: chance.randrange(len(answer) + 1)]
    at = chance.randrange(len(answer) + 1)
    yield answer[:at] + chance.choice('{}[]",:\\0é\u202e') + answer[at:]
    words = paragraph.split()
    start = chance.randrange(len(words))
    quoted = " ".join(words[start : start + 12]).replace('"', "'")
    yield re.sub(r'"quote": "[^"]*"', lambda _: f'"quote": "{quoted}"', answer)
    yield re.sub(r'"quote": "[^"]*"', lambda _: f'"quote": "{quoted[1:]} not"', answer)
    name = chance.choice(words).strip(".,\"'")
    yield re.sub(r'"(supplier|sender)": "[^"]*"', lambda found: f'"{found[1]}": "{name}"', answer)


def answered(options: argparse.Namespace, kept: Path) -> Iterator[tuple[Document, str, str]]:
    """Yield documents, paragraphs and answers; ask only for those that are not in the file `kept`."""
    known = (
        [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] if kept.exists() else []
    )
    chosen = sorted(paragraphs(options.documents), key=lambda pair: (pair[0].key, pair[1]))
    random.Random(options.seed).shuffle(chosen)
    known += [""] * (options.answers - len(known))

    def answer(number: int) -> str:
        return known[number] or asked(options.url, chosen[number][1], FORMS[number % len(FORMS)])

    with kept.open("w", encoding="utf-8") as record, ThreadPoolExecutor(options.at_once) as pool:
        for number, said in enumerate(pool.map(answer, range(min(options.answers, len(chosen))))):
            print(json.dumps(said), file=record, flush=True)
            yield *chosen[number], said


def ground(options: argparse.Namespace, kept: Path) -> tuple[Counter[str], list[Bundle]]:
    """Return what became of the answers, and the claims that were proved."""
    grounder = AnswerGrounder.load()
    chance = random.Random(options.seed)
    counts: Counter[str] = Counter()
    bundles: dict[str, Bundle] = {}
    for document, paragraph, answer in answered(options, kept):
        counts["answers"] += 1
        for number, text in enumerate((answer, *damaged(answer, paragraph, chance))):
            counts["damaged"] += number > 0
            try:
                parsed = parse_answer(text)
            except MalformedAnswerError:
                counts["malformed"] += 1
                continue
            found = grounder.ground(document, [(0, parsed.answer)])
            counts["claims kept"] += len(found.claims)
            counts.update(f"dropped: {each.what}" for each in found.dropped)
            before = bundles.get(document.key, Bundle(document_record(document), ()))
            bundles[document.key] = Bundle(before.document, (*before.claims, *found.claims))
    return counts, list(bundles.values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("documents", type=Path)
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=1, help="requests; the server needs as many slots")
    parser.add_argument("--keep", type=Path, help="where to leave answers, claims and graph")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        counts, bundles = ground(options, folder / "answers.jsonl")
        for what, number in sorted(counts.items()):
            print(f"{number:7,} {what}")
        with (folder / "claims.jsonl").open("w", encoding="utf-8") as stream:
            for bundle in bundles:
                write_records(bundle.records(), stream)
        program = [sys.executable, "-m", "kgbuild"]
        made = ["export", folder / "graph.ttl", "--claims", folder / "claims.jsonl", "--all"]
        held = ["check", folder / "graph.ttl", "--documents", options.documents]
        for command in (made, held):
            done = subprocess.run([*program, *map(str, command)], check=False)
            if done.returncode:
                sys.exit(1)


if __name__ == "__main__":
    main()

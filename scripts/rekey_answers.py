"""Give recorded answers the digests of today's prompts.

    python scripts/rekey_answers.py ANSWERS.jsonl DOCUMENTS [MODEL]

The answers that the tests hold were given to a wording of the prompt. When the wording changes, the digest
does; an answer stays what it is, as the README beside it says. Rows are found by the name of their document.
Answers of a model of your own are better asked for anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kgbuild.extractors.llm.asking import Settings
from kgbuild.extractors.llm.sections import sections
from kgbuild.pipeline.bundles import read


def main(answers: Path, documents: Path, model: str = "strong") -> None:
    """Rewrite the file of answers."""
    digests = {}
    for document in read([documents]):
        first, *more = sections(document.text)
        if more:
            raise SystemExit(f"{document.identifier} is read in sections: ask anew")
        digests[document.identifier] = Settings(model).request(document, first).digest
    rows = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["custom_id"] = digests[row["document"]]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    answers.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])

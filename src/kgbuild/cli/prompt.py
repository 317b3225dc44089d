"""`kgbuild prompt`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from kgbuild.cli.llm import asking, cost_line, cost_of
from kgbuild.cli.options import OUT_FILE, PATH, reading_options
from kgbuild.cli.printing import json_option, put_json
from kgbuild.cli.reading import Console, documents_of

if TYPE_CHECKING:
    from kgbuild.documents import Document
    from kgbuild.extractors.llm.extractor import ModelExtractor
    from kgbuild.extractors.llm.prompt import Request


@click.command(short_help="Print what a language model would be asked.")
@click.argument("documents", nargs=-1, type=PATH, metavar="[DOC]...")
@click.option(
    "--batch",
    type=OUT_FILE,
    metavar="FILE",
    help="Write the requests for a batch interface, one a line; custom_id is the digest that answers go by.",
)
@click.option("--llm-model", metavar="NAME", default="unnamed", help="The name of the model to ask.")
@click.option("--answers", metavar="DIR", help="Answers on record; what they answer is left out.")
@click.option("--llm-price", metavar="IN/OUT", help="What a million tokens cost, such as 0.25/2.")
@click.option("--max-tokens", metavar="N", default="16384", show_default=True, help="The longest answer.")
@json_option
@reading_options
@click.pass_context
def prompt(
    ctx: click.Context,
    documents: tuple[Path, ...],
    batch: TextIO | None,
    llm_model: str,
    answers: str | None,
    llm_price: str | None,
    max_tokens: str,
    as_json: bool,
) -> None:
    """Print exactly what would be sent to a language model about DOC, and about how many tokens it has.

    Nothing is sent. With --batch the requests go to a file in the form of OpenAI's batch interface; the
    answers, as they come back, are read by `kgbuild export --extractor llm --answers FILE`.

    \b
    Examples:
      kgbuild prompt report.txt
      kgbuild prompt reports/ --batch requests.jsonl --llm-model gpt-5-mini
      kgbuild export out.ttl -d reports/ --extractor llm --llm-model gpt-5-mini --answers output.jsonl
    """  # noqa: D301 - click reads the backspace
    console = Console()
    found = documents_of(documents, console)
    model = _model(llm_model, answers, llm_price, max_tokens)
    requests = model.unanswered(found)
    asked: list[dict[str, Any]] = []
    if batch is not None:
        _write_batch(requests, batch)
    elif as_json:
        asked = _as_dicts(requests)
    else:
        for line in _lines(requests):
            click.echo(line)
    if as_json:
        put_json({"requests": asked} | cost_of(model, found) | console.as_dict())
        ctx.exit(console.exit_code())
    click.echo(cost_line(model, found) + console.and_left_out(), err=True)
    ctx.exit(console.exit_code())


def _model(name: str, answers: str | None, price: str | None, max_tokens: str) -> ModelExtractor:
    from kgbuild.extractors.registry import load_extractor  # noqa: PLC0415

    settings = {"model": name, "max_tokens": max_tokens, "answers": answers or "", "price": price or ""}
    found = asking(load_extractor("llm", {**settings, "replay": "only"}))
    assert found is not None
    return found


def _write_batch(requests: Iterator[tuple[Document, Request]], batch: TextIO) -> None:
    from kgbuild.extractors.llm.dialects import body_of  # noqa: PLC0415

    for _, request in requests:
        row = {
            "custom_id": request.digest,
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": body_of(request),
        }
        batch.write(json.dumps(row, ensure_ascii=False) + "\n")


def _as_dicts(requests: Iterator[tuple[Document, Request]]) -> list[dict[str, Any]]:
    from kgbuild.extractors.llm.prompt import tokens  # noqa: PLC0415

    return [
        {
            "document": document.identifier,
            "digest": request.digest,
            "tokens": tokens(request.messages),
            "messages": [{"role": each.role, "content": each.content} for each in request.messages],
        }
        for document, request in requests
    ]


def _lines(requests: Iterator[tuple[Document, Request]]) -> Iterator[str]:
    from kgbuild.extractors.llm.prompt import tokens  # noqa: PLC0415

    for document, request in requests:
        yield f"# {document.identifier}: about {tokens(request.messages):,} tokens, digest {request.digest}"
        for message in request.messages:
            yield f"\n## {message.role}\n\n{message.content}"
        yield ""

"""Options that more than one command has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which extractor is to read, and with which settings."""

    name: str | None
    """None where none was named."""
    settings: Mapping[str, str]
    dry_run: bool = False
    """Whether only to tell what asking a language model would cost."""
    report: Path | None = None
    """Where to write what a language model's answers said that the documents do not."""
    cache: bool = True
    """Whether what was found before may be taken, and what is found is to be kept."""
    jobs: int | None = None
    """In how many processes to read; None for as many as are worth it."""

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.name or self.settings)


F = TypeVar("F", bound=Callable[..., Any])

SKIPPED = 3
"""Exit code when the work is done, but documents were skipped or claims refused."""
READERS = "kgbuild.readers"
"""Where the context keeps the readers that ask a language model."""

PATH: click.Path = click.Path(path_type=Path)
STDIN = Path("-")


class _OutFile(click.File):
    """A text file that is there whole or not at all; a device or a pipe is written to, not replaced."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        there = Path(value) if isinstance(value, str) else None
        direct = there is not None and there.exists() and not (there.is_file() or there.is_dir())
        kind = click.File("w", encoding="utf-8", lazy=True, atomic=not direct)
        return kind.convert(value, param, ctx)


OUT_FILE = _OutFile("w")
"""In place of a document: what comes in on standard input."""
_VERBOSE, _TYPE = "kgbuild.verbose", "kgbuild.type"

_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:(?:[^\s\x00-\x20\x7f-\x9f<>"{}|\\^`#%]|%[0-9A-Fa-f]{2})+/""")
"""No "#": an IRI has one at most, and evidence needs it for the characters it points to."""


LLM_SETTINGS = ("url", "model", "answers", "price", "budget", "paragraphs")
"""Settings of the language model that have an option of their own."""
LLM_OPTIONS = (
    click.option(
        "--llm-url",
        metavar="URL",
        help="Where to ask a language model, in OpenAI's form, such as http://127.0.0.1:11434/v1; its key is "
        "read from KGBUILD_LLM_KEY, KGBUILD_LLM_KEY_FILE or the keyring. [default: nobody is asked]",
    ),
    click.option("--llm-model", metavar="NAME", help="The name of the model to ask."),
    click.option(
        "--answers",
        "llm_answers",
        metavar="DIR",
        help="Where answers are on record, and new ones are kept: a folder, or the output of a batch. "
        "[default: a folder of this user's]",
    ),
    click.option(
        "--llm-price",
        metavar="IN/OUT",
        help="What a million tokens cost, read and written, such as 0.25/2.",
    ),
    click.option(
        "--budget",
        "llm_budget",
        metavar="AMOUNT",
        help="Ask no more before this is exceeded; needs --llm-price.",
    ),
    click.option(
        "--llm-for",
        "llm_paragraphs",
        type=click.Choice(["all", "unsure"]),
        help="With --extractor both: ask about all, or only about paragraphs that the rules leave open.",
    ),
    click.option("--dry-run", is_flag=True, help="Only tell what asking the language model would cost."),
    click.option(
        "--report",
        type=PATH,
        metavar="FILE",
        help="Write as JSON what the language model's answers said that the documents do not.",
    ),
)


def extractor_options(command: F) -> F:
    """Add --extractor, --setting, --model and --no-cache, which arrive as one argument `chosen`."""

    @wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        named, given, model = (options.pop(name) for name in ("extractor", "settings", "model"))
        asked = {key: value for key in LLM_SETTINGS if (value := options.pop(f"llm_{key}")) is not None}
        dry_run, report = options.pop("dry_run"), options.pop("report")
        cache, jobs = options.pop("cache"), options.pop("processes", None)
        if model is not None:
            given = {**given, "model": model}
        if asked or dry_run or report:
            if named is None or named == "rules":
                raise click.UsageError(
                    "--llm-*, --answers, --budget, --dry-run and --report are for a language model: "
                    "add --extractor llm"
                )
            if "paragraphs" in asked and named != "both":
                raise click.UsageError("--llm-for needs the rules beside the model: add --extractor both")
            given = {**given, **asked}
        return command(*arguments, chosen=Chosen(named, given, dry_run, report, cache, jobs), **options)

    for option in (
        *reversed(LLM_OPTIONS),
        click.option(
            "--no-cache",
            "cache",
            flag_value=False,
            default=True,
            type=bool,
            help="Read all documents anew, and keep nothing of what is found; see `kgbuild cache`.",
        ),
        click.option(
            "--model",
            metavar="NAME",
            help="An installed spaCy model to read English with, such as en_core_web_lg; short for "
            "--setting model=NAME. [default: the small model that comes with kgbuild]",
        ),
        click.option(
            "--setting",
            "settings",
            multiple=True,
            metavar="KEY=VALUE",
            callback=_settings,
            help="A setting of the extractor; can be given several times.",
        ),
        click.option(
            "--extractor",
            metavar="NAME",
            help="What finds the claims; `kgbuild extractors` lists what is installed. [default: rules]",
        ),
    ):
        wrapped = option(wrapped)
    return cast(F, wrapped)


def jobs_option(command: F) -> F:
    """Add --jobs to what `extractor_options` tells of; a command may have one of its own instead."""
    return click.option(
        "--jobs",
        "processes",
        type=click.IntRange(min=1),
        metavar="N",
        help="Read in so many processes, each with a language model of its own. [default: one for each core "
        "where more than 40 documents have to be read, else 1]",
    )(command)


def reading_options(command: F) -> F:
    """Add --type and --verbose, which `stdin_type` and `is_verbose` tell of."""
    typed = click.option(
        "--type",
        metavar="SUFFIX",
        expose_value=False,
        callback=_known_type,
        help="What comes in on standard input, where - stands for a document: a suffix such as txt, html or "
        "jsonl. [default: by how it begins]",
    )
    return typed(verbose_option(command))


def verbose_option(command: F) -> F:
    """Add --verbose, which `is_verbose` tells of."""
    return click.option(
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_is_verbose,
        help="Tell of each document by itself what is otherwise told of many in one line.",
    )(command)


def _known_type(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Keep a suffix of what can be read with the command that is run; refuse what nothing reads."""
    if value is None:
        return
    from kgbuild.documents.formats import TYPES  # noqa: PLC0415

    kind = value.lower().removeprefix(".")
    if kind not in TYPES:
        raise click.BadParameter(f"{value!r} is not one of {', '.join(TYPES)}", ctx, param)
    ctx.meta[_TYPE] = kind


def _is_verbose(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.meta[_VERBOSE] = value


def _kept(key: str) -> Any:
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(key) if ctx else None


def is_verbose() -> bool:
    """Return whether each document is to be told of by itself."""
    return bool(_kept(_VERBOSE))


def stdin_type() -> str | None:
    """Return what standard input is said to hold."""
    return cast(str | None, _kept(_TYPE))


def _settings(_: click.Context, __: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for value in values:
        key, equals, given = value.partition("=")
        if not equals or not key:
            raise click.BadParameter(f"{value!r} is not of the form KEY=VALUE")
        if key in settings:
            raise click.BadParameter(f"{key} is given twice")
        settings[key] = given
    return settings


def confidence_options(command: F) -> F:
    """Add --min-confidence and --all, which arrive as one argument `least`: a number, or None by default."""

    @wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        least, everything = options.pop("min_confidence"), options.pop("everything")
        if everything and least is not None:
            raise click.UsageError("--all and --min-confidence exclude each other")
        return command(*arguments, least=0.0 if everything else least, **options)

    for option in (
        click.option("--all", "everything", is_flag=True, help="Keep all claims, however unsure."),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            metavar="NUMBER",
            help="Keep the claims that are at least as sure as this, from 0 to 1; docs/confidence.md has the "
            "default, and says how often such claims are right.",
        ),
    ):
        wrapped = option(wrapped)
    return cast(F, wrapped)


def identity_option(command: F) -> F:
    """Add --identity."""
    return click.option(
        "--identity",
        type=PATH,
        metavar="FILE",
        help="A CSV file of nodes to join or to split by hand; docs/identity.md shows how.",
    )(command)


def base_iri(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse what cannot be the beginning of IRIs."""
    if value is not None and not (_IRI.fullmatch(value) and _is_iri(value)):
        raise click.BadParameter(f"{value!r} is not an absolute IRI without # that ends in /")
    return value


def _is_iri(value: str) -> bool:
    """Whether the store on which graphs are built takes a value for an IRI."""
    from pyoxigraph import NamedNode  # noqa: PLC0415 (for --base only)

    try:
        NamedNode(value)
    except ValueError:
        return False
    return True


def documents_option(meaning: str, required: bool = False) -> Callable[[F], F]:
    """Return what adds -d, --documents, which can be given several times."""
    return click.option(
        "-d", "--documents", multiple=True, required=required, type=PATH, metavar="PATH", help=meaning
    )


def graph_files_option(meaning: str) -> Callable[[F], F]:
    """Return what adds -g, --graph, which can be given several times and arrives as `graphs`."""
    default = "[default: out.ttl in the current folder]"
    return click.option(
        "-g", "--graph", "graphs", multiple=True, type=PATH, metavar="FILE", help=f"{meaning} {default}"
    )

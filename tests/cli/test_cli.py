"""The command line as a person meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import shlex
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgbuild.claims.jsonl import read_records
from kgbuild.claims.model import DocumentRecord
from kgbuild.cli import main
from kgbuild.cli.group import command
from kgbuild.errors import QueryError
from kgbuild.query import saved_queries

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
REPORT = """KHARTOUM - Chad has sent 300 soldiers to Sudan, the Sudanese foreign minister said on Monday.

Chad denied sending troops to Sudan. "We have no soldiers there," spokesman Ali Moussa told reporters.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one document that can be read and described."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "documents.csv").write_text(
        "file,title,publisher,issued\nreport.txt,Troops,Savana Post,2021-03-02\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def claims(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The claims of the report, as `extract` prints them."""
    path = tmp_path_factory.mktemp("claims") / "claims.jsonl"
    result = CliRunner().invoke(main, ["extract", str(reports), "-o", str(path)])
    assert result.exit_code == 0, result.stderr
    return path


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def program(*arguments: object, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the real program."""
    command = [sys.executable, "-m", "kgbuild", *map(str, arguments)]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False, **options
    )


def message(result: Result | subprocess.CompletedProcess[str]) -> str:
    """Return the one line of an error."""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line.removeprefix("Error: ")


# --- The whole


@pytest.mark.parametrize("command", [[], ["export"], ["extract"], ["query"], ["check"], ["evaluate"]])
def test_help_has_examples(command: list[str]) -> None:
    result = invoke(*command, "--help")
    assert result.exit_code == 0
    assert re.search(r"(Examples|Start here):\n", result.output)
    assert f"kgbuild {' '.join(command)}".strip() in result.output


def test_every_example_of_the_help_is_a_command_line(here: Path) -> None:
    for asked in ([], ["export"], ["extract"], ["query"], ["check"], ["evaluate"]):
        for line in re.findall(
            r"^    kgbuild (.*?)(?:   .*| \| less)?$", invoke(*asked, "--help").output, re.M
        ):
            name, *arguments = shlex.split(line)
            with command(name).make_context(name, arguments):
                pass


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom kgbuild.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('spacy', 'rdflib', 'pyoxigraph', 'pydantic', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "asked", [["denials"], ["positions", "-p", "state=ERI"], ["changes", "-p", "state=SDN"]]
)
def test_a_question_is_answered_without_a_library_of_graphs(asked: list[str], tmp_path: Path) -> None:
    """Its import would take longer than the answer; the process that answers has none either."""
    graph = Path(__file__).parents[1] / "resources" / "claims.ttl"
    code = (
        "import sys\nfrom kgbuild.cli import main\n"
        f"try: main({['query', *asked, '-g', str(graph)]!r})\nfinally:\n"
        "  print([m for m in ('rdflib', 'SPARQLWrapper', 'pyparsing', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_version() -> None:
    result = invoke("--version")
    assert re.fullmatch(r"kgbuild, version \d+\.\d+\.\d+\n", result.output)


@pytest.mark.parametrize(
    "arguments",
    [
        ["explode"],
        ["export"],
        ["export", "out.ttl", "--format", "docx"],
        ["export", "out.ttl", "--base", "not an iri/"],
        ["export", "out.ttl", "--base", "https://example.org/id"],
        ["export", "out.ttl", "--base", "https://example.org/id#"],
        ["export", "out.ttl", "--base", "https://example.org/#id/"],
        ["export", "out.ttl", "--base", "https://example.org/%zz/"],
        ["export", "out.ttl", "--base", "https://example.org/100%/"],
        ["export", "out.ttl", "--base", "https://example.org/a b/"],
        ["export", "out.ttl", "--base", "https://example.org:port/[a]/"],
        ["export", "out.ttl", "--claims", "a.jsonl", "--model", "en_core_web_md"],
        ["check"],
        ["query", "words", "--param", "text"],
        ["query", "words", "--param", "text=a", "--param", "text=b"],
        ["query", "--param", "text=a"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], here: Path) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr
    assert list(here.iterdir()) == []


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kgbuild.query.saved_queries", broken)
    assert isinstance(invoke("query").exception, ZeroDivisionError)


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(folder: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kgbuild.query.saved_queries", stopped)
    result = invoke("query")
    assert (result.exit_code, result.stderr) == (130, "Stopped.\n")


@pytest.mark.parametrize(
    "arguments",
    [["extract", "{}"], ["query", "positions", "--graph", "{}"], ["query", "--queries", "{}"]],
)
def test_a_name_too_long_is_one_line(arguments: list[str], here: Path) -> None:
    result = invoke(*(argument.replace("{}", "a" * 300) for argument in arguments))
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(r"Error: a{90,110}\.\.\.: file name too long\n", result.stderr)


def test_an_error_on_purpose_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: object) -> None:
        raise QueryError("a is b: do c")

    monkeypatch.setattr("kgbuild.query.saved_queries", refused)
    result = invoke("query")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "Error: a is b: do c\n")


# --- export


def test_export_writes_a_graph_and_sums_up(reports: Path, here: Path) -> None:
    result = invoke("export", "out.ttl", "--documents", reports, "--all")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert re.fullmatch(r"1 document, [1-9]\d* claims, [1-9]\d+ triples in out\.ttl\n", result.stderr)
    text = (here / "out.ttl").read_text(encoding="utf-8")
    assert 'dcterms:identifier "report.txt"' in text
    assert "state:TCD" in text


def test_export_from_claims_equals_export_from_documents(reports: Path, claims: Path, here: Path) -> None:
    assert invoke("export", "a.ttl", "--documents", reports).exit_code == 0
    assert invoke("export", "b.ttl", "--claims", claims).exit_code == 0
    assert (here / "a.ttl").read_bytes() == (here / "b.ttl").read_bytes()


def test_a_corrected_claim_reaches_the_graph(claims: Path, here: Path) -> None:
    text = claims.read_text(encoding="utf-8")
    (here / "mine.jsonl").write_text(
        text.replace('"stance":"Denies"', '"stance":"Withholds"'), encoding="utf-8"
    )
    assert invoke("export", "mine.ttl", "--claims", "mine.jsonl").exit_code == 0
    graph = (here / "mine.ttl").read_text(encoding="utf-8")
    assert "kg:Denies" not in graph
    assert "kg:Withholds" in graph


def test_a_made_up_quote_is_refused_with_its_line_and_the_rest_goes_on(claims: Path, here: Path) -> None:
    text = claims.read_text(encoding="utf-8")
    real, made_up = "Chad denied sending troops to Sudan", "Chad admits sending troops to Sudan"
    assert len(real) == len(made_up)
    assert f'"quote":"{real}' in text
    lines = text.replace(f'"quote":"{real}', f'"quote":"{made_up}').splitlines()
    (here / "mine.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = invoke("export", "mine.ttl", "--claims", "mine.jsonl", "--all")
    assert result.exit_code == 3
    refused = [n for n, line in enumerate(lines, start=1) if made_up in line]
    assert [line for line in result.stderr.splitlines() if line.startswith("Refused: ")] == [
        f"Refused: mine.jsonl:{n}: the quote “{made_up}” is not in the document" for n in refused
    ]
    assert re.search(r"^1 document, [1-9].* in mine\.ttl; \d claims? refused\n$", result.stderr, re.MULTILINE)
    graph = (here / "mine.ttl").read_text(encoding="utf-8")
    assert "Chad admits" not in graph
    assert "kg:evidence" in graph


def without_texts(claims: Path, path: Path) -> None:
    """Write a claims file as it was before texts travelled with the records."""
    records = [json.loads(line) for line in claims.read_text(encoding="utf-8").splitlines()]
    assert records[0].pop("text") == REPORT
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def test_claims_without_texts_need_the_documents(reports: Path, claims: Path, here: Path) -> None:
    without_texts(claims, here / "bare.jsonl")
    result = invoke("export", "out.ttl", "--claims", "bare.jsonl")
    assert result.exit_code == 1
    assert message(result).startswith("bare.jsonl:2: the text of report.txt is not at hand")
    assert "--documents" in message(result)
    assert not (here / "out.ttl").exists()
    assert invoke("export", "a.ttl", "--claims", "bare.jsonl", "--documents", reports).exit_code == 0
    assert invoke("export", "b.ttl", "--claims", claims).exit_code == 0
    assert (here / "a.ttl").read_bytes() == (here / "b.ttl").read_bytes()


def test_claims_on_a_document_that_is_not_given_are_refused(claims: Path, here: Path) -> None:
    without_texts(claims, here / "bare.jsonl")
    (here / "other.txt").write_text("Nothing of the kind.", encoding="utf-8")
    result = invoke("export", "out.ttl", "--claims", "bare.jsonl", "--documents", "other.txt")
    assert result.exit_code == 3
    assert "Refused: bare.jsonl:2: its document is not among those given" in result.stderr
    assert "1 document, 0 claims, " in result.stderr


@pytest.mark.parametrize(
    ("out", "options", "start"),
    [
        ("out.nq", [], "<https://"),
        ("out.trig", [], "@prefix"),
        ("out.jsonld", [], "["),
        ("out.rdf", [], "<?xml"),
        ("out.txt", ["--format", "ttl"], "@prefix"),
        ("-", [], "@prefix"),
        ("-", ["--format", "nq"], "<https://"),
    ],
)
def test_formats(out: str, options: list[str], start: str, claims: Path, here: Path) -> None:
    result = invoke("export", out, "--claims", claims, *options)
    assert result.exit_code == 0, result.stderr
    text = result.stdout if out == "-" else (here / out).read_text(encoding="utf-8")
    assert text.startswith(start)
    assert [path.name for path in here.iterdir()] == ([] if out == "-" else [out])


def test_another_base(claims: Path, here: Path) -> None:
    assert invoke("export", "out.ttl", "--claims", claims, "--base", "https://example.org/id/").exit_code == 0
    text = (here / "out.ttl").read_text(encoding="utf-8")
    assert "@prefix claim: <https://example.org/id/claim/> ." in text
    assert "w3id.org/kgbuild/id/" not in text


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["out.docx"], "out.docx: the suffix '.docx' stands for no format"),
        (
            ["out.ttl", "--format", "nq"],
            "out.ttl: its suffix stands for ttl, not nq, and nothing could read it",
        ),
        (["absent/out.ttl"], "absent/out.ttl: cannot be written: the folder absent does not exist"),
        (["out.ttl", "--documents", "absent"], "absent does not exist: name a file or a folder of documents"),
        (["out.ttl", "--documents", "empty"], "no documents in empty: put "),
        (["out.ttl", "--claims", "absent.jsonl"], "absent.jsonl: cannot be read"),
        (["out.ttl", "--claims", "bad.jsonl"], "bad.jsonl:1: "),
        (["out.ttl", "--documents", "one.txt", "--model", "en_core_web_huge"], "en_core_web_huge"),
    ],
)
def test_export_names_what_is_wrong(arguments: list[str], problem: str, here: Path) -> None:
    (here / "empty").mkdir()
    (here / "bad.jsonl").write_text('{"record": "claim"}\n', encoding="utf-8")
    (here / "one.txt").write_text("---\npublisher: P\n---\nChad said so.\n", encoding="utf-8")
    result = invoke("export", *arguments)
    assert result.exit_code == 1
    assert problem in message(result)
    assert not (here / "out.ttl").exists()


def test_skipped_documents_are_named_and_end_with_3(reports: Path, here: Path) -> None:
    (here / "blank.txt").write_text("", encoding="utf-8")
    (here / "picture.txt").write_bytes(bytes(range(256)) * 8)
    result = invoke("export", "out.ttl", "--all", "-d", reports, "-d", "blank.txt", "-d", "picture.txt")
    assert result.exit_code == 3
    *skipped, summary = result.stderr.splitlines()
    assert [line.split(": ")[:2] for line in skipped] == [
        ["Skipped", "blank.txt"],
        ["Skipped", "picture.txt"],
    ]
    assert summary.startswith("1 document, ")
    assert summary.endswith("triples in out.ttl; 2 files skipped")
    assert (here / "out.ttl").is_file()


def test_documents_follow_the_graph_without_an_option(reports: Path, here: Path) -> None:
    assert invoke("export", "plain.ttl", reports).exit_code == 0
    assert invoke("export", "named.ttl", "-d", reports).exit_code == 0
    assert (here / "plain.ttl").read_bytes() == (here / "named.ttl").read_bytes()
    assert "absent does not exist" in message(invoke("export", "out.ttl", "absent"))


def test_nothing_left_to_read_is_an_error(here: Path) -> None:
    (here / "blank.txt").write_text("", encoding="utf-8")
    result = invoke("export", "out.ttl", "-d", "blank.txt")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "Error: no document could be read: see above what is wrong with each"
    )
    assert not (here / "out.ttl").exists()


def test_a_read_only_folder_is_named(claims: Path, here: Path) -> None:
    locked = here / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        locked = Path("/sys")  # the superuser may write everywhere but there
    result = invoke("export", locked / "out.ttl", "--claims", claims)
    assert result.exit_code == 1
    assert re.search(
        r"/out\.ttl: cannot be written: .*(permission denied|not permitted|read-only)", message(result)
    )


def test_a_folder_as_output_is_named(claims: Path, here: Path) -> None:
    (here / "out.ttl").mkdir()
    result = invoke("export", "out.ttl", "--claims", claims)
    assert result.exit_code == 1
    assert message(result).startswith("out.ttl: cannot be written: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_no_traceback(claims: Path, here: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "kgbuild", "export", "-", "--claims", str(claims)]
        done = subprocess.run(command, cwd=here, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Error: the output cannot be written: no space left on device: make room"
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
@pytest.mark.parametrize("arguments", [["query", "document", "--format", "csv"], ["query"]])
def test_a_reader_that_leaves_is_no_traceback(arguments: list[str], here: Path) -> None:
    (here / "out.ttl").write_bytes(GRAPH.read_bytes())
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "kgbuild", *arguments]
    done = subprocess.run(command, cwd=here, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


# --- extract


def test_extract_prints_records_that_can_be_read_again(reports: Path, here: Path) -> None:
    result = invoke("extract", reports)
    assert result.exit_code == 0, result.stderr
    (here / "claims.jsonl").write_text(result.stdout, encoding="utf-8")
    document, *found = read_records(here / "claims.jsonl")
    assert isinstance(document, DocumentRecord)
    assert document.identifier == "report.txt"
    assert found
    assert result.stderr == f"1 document, {len(found)} claims\n"


def test_extract_prints_attributions_at_their_places(reports: Path) -> None:
    result = invoke("extract", reports, "--format", "attribution")
    assert result.exit_code == 0, result.stderr
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records
    for record in records:
        assert list(record) == ["doc", "source", "cue", "content"]
        assert record["doc"] == "report"
        assert all(0 <= start < end <= len(REPORT) for start, end in record["content"])
    cues = [REPORT[slice(*record["cue"])] for record in records]
    sources = [REPORT[slice(*record["source"])] for record in records]
    assert ("the Sudanese foreign minister", "said") in zip(sources, cues, strict=True)


def test_extract_into_no_folder(reports: Path, here: Path) -> None:
    result = invoke("extract", reports, "-o", "absent/claims.jsonl")
    assert result.exit_code == 1
    assert "absent/claims.jsonl" in message(result)


# --- query


def test_query_lists_what_can_be_asked() -> None:
    result = invoke("query")
    assert result.exit_code == 0
    for query in saved_queries():
        assert f"{query.name}: {query.answers}\n" in result.output
        assert all(f"--param {parameter.name}=..." in result.output for parameter in query.parameters)


def test_query_prints_a_table() -> None:
    result = invoke("query", "denials", "--param", "state=Eritrea", "--graph", GRAPH)
    assert result.exit_code == 0
    assert result.stderr == "1 row\n"
    assert result.stdout == (
        "what                         claimant  stance  cue       said        "
        "quote                                                   document   at\n"
        "---------------------------  --------  ------  --------  ----------  "
        "------------------------------------------------------  ---------  --\n"
        "Eritrean forces in Ethiopia  Eritrea   Denies  rejected  2021-03-05  "
        "The government rejected talk of troops across the line  radio.txt  0\n"
    )


def test_query_prints_a_list() -> None:
    result = invoke("query", "denials", "-p", "state=Eritrea", "--graph", GRAPH, "--format", "list")
    assert result.stdout == (
        "    what  Eritrean forces in Ethiopia\n"
        "claimant  Eritrea\n"
        "  stance  Denies\n"
        "     cue  rejected\n"
        "    said  2021-03-05\n"
        "   quote  The government rejected talk of troops across the line\n"
        "document  radio.txt\n"
        "      at  0\n"
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("breaches", "--param", "state=Eritrea"), "nothing fits state=Eritrea: without it there is 1 row"),
        (("ended",), "no claim of this graph answers it: `kgbuild query corpus` tells what the graph holds"),
    ],
)
def test_query_without_rows_says_why(arguments: tuple[str, ...], why: str) -> None:
    result = invoke("query", *arguments, "--graph", GRAPH)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"0 rows\nNote: {why}\n")


def test_query_of_a_graph_of_something_else_says_so(tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    for text, why in (
        (
            "<http://e.example/s> a <http://e.example/o> .",
            "this graph has no claims (kg:Claim): it is one of",
        ),
        ("", "this graph is empty"),
    ):
        other.write_text(text)
        assert f"0 rows\nNote: {why}" in invoke("query", "denials", "--graph", str(other)).stderr


def test_query_prints_csv_and_json() -> None:
    table = invoke("query", "denials", "--graph", GRAPH, "--format", "csv")
    assert table.stdout.startswith("event,what,state,claimant,stance,cue,said,quote,document,at,claim")
    assert table.stderr == ""
    answer = json.loads(invoke("query", "denials", "--graph", GRAPH, "--format", "json").stdout)
    assert len(answer["results"]["bindings"]) == 2


def test_query_asks_several_graphs_as_one(here: Path) -> None:
    lines = GRAPH.read_text(encoding="utf-8").split("# Claims\n")
    head = "\n".join(line for line in lines[0].splitlines() if line.startswith("@prefix"))
    (here / "nodes.ttl").write_text(lines[0], encoding="utf-8")
    (here / "claims.ttl").write_text(head + "\n" + lines[1], encoding="utf-8")
    result = invoke("query", "denials", "-g", "nodes.ttl", "-g", "claims.ttl")
    assert result.stderr == "2 rows\n"


def test_query_takes_the_graph_that_export_wrote(here: Path) -> None:
    (here / "out.ttl").write_bytes(GRAPH.read_bytes())
    assert invoke("query", "denials").stderr == "2 rows\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            ["denials"],
            "there is no out.ttl here: run `kgbuild export out.ttl` first, or name a graph with --graph",
        ),
        (["denial", "-g", GRAPH], "no saved query 'denial': did you mean denials"),
        (["words", "-g", GRAPH], "the query words needs text"),
        (["state", "-p", "state=Utopia", "-g", GRAPH], "no state of this graph is called 'Utopia'"),
        (["denials", "-g", "absent.ttl"], "absent.ttl: there is no such file"),
        (["denials", "-g", "bad.ttl"], "bad.ttl:1: "),
        (["--queries", "absent"], "absent is no folder"),
    ],
)
def test_query_names_what_is_wrong(arguments: list[object], problem: str, here: Path) -> None:
    (here / "bad.ttl").write_text("this is not Turtle\n", encoding="utf-8")
    result = invoke("query", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert problem in message(result)


def test_own_queries(here: Path) -> None:
    text = (
        "# title: T\n# answers: A?\n# example: kgbuild query mine\nSELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    )
    (here / "mine.rq").write_text(text, encoding="utf-8")
    result = invoke("query", "mine", "--queries", ".", "--graph", GRAPH)
    assert result.stdout.splitlines()[0] == "n"


def on_a_terminal(*arguments: object, width: int, cwd: Path) -> str:
    """Run the real program with a terminal of this width; return what a reader sees."""
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    command = [sys.executable, "-m", "kgbuild", *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=cwd, stdout=theirs, stderr=theirs, env={**env, "TERM": "xterm"}
    ) as running:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:
            pass  # how Linux says that the other end is closed
    os.close(ours)
    assert running.returncode == 0
    return (
        re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode("utf-8")).replace("\r\n", "\n").replace("\r", "\n")
    )


def test_query_fits_the_terminal(here: Path) -> None:
    (here / "out.ttl").write_bytes(GRAPH.read_bytes())
    wide = on_a_terminal("query", "denials", width=140, cwd=here)
    assert re.search(r"^ *what +claimant +stance +cue +said +quote +document +at *$", wide, re.MULTILINE)
    assert max(map(len, wide.splitlines())) <= 140
    narrow = on_a_terminal("query", "denials", width=60, cwd=here)
    assert "claimant  Eritrea\n  stance  Denies\n" in narrow


def test_export_shows_on_a_terminal_what_it_does(reports: Path, here: Path) -> None:
    seen = on_a_terminal("export", "out.ttl", "--all", "--no-cache", "-d", reports, width=100, cwd=here)
    assert re.search(r"^1 document, \d+ claims, \d+ triples in out\.ttl$", seen, re.MULTILINE)
    assert "Loading the extractor" in seen


# --- The real program, on the reports that come with it


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where `kgbuild export out.ttl --all` was run."""
    folder = tmp_path_factory.mktemp("exported")
    done = program("export", "out.ttl", "--all", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert re.match(r"\d+ documents, \d+ claims, [\d,]+ triples in out\.ttl$", done.stderr.splitlines()[-1])
    return folder


@pytest.mark.parametrize("query", saved_queries(), ids=lambda query: query.name)
def test_the_example_of_every_saved_query_runs(query: object, exported: Path) -> None:
    _, *arguments = shlex.split(query.example)  # type: ignore[attr-defined]
    result = invoke(*arguments, "--graph", exported / "out.ttl")
    assert result.exit_code == 0, result.stderr
    none_why = r"0 rows\nNote: no claim of this graph answers it: .*\n"
    folded = r"\d+ claims on two sides or more; --format list shows \d+ pairs?\n"
    assert re.fullmatch(rf"{none_why}|[1-9]\d* rows?\n|{folded}", result.stderr)


def test_the_sample_corpus_has_contradictions(exported: Path) -> None:
    done = program("query", "contradictions", "--format", "csv", cwd=exported)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 1

from __future__ import annotations

import io
import os
import random
import string
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDFS

from builders import claim, document, evidence, state, transfer
from kgbuild.claims.model import (
    Act,
    Agent,
    Casualties,
    Claim,
    Deployment,
    DocumentRecord,
    EventTime,
    Evidence,
    Measure,
    Modality,
    Place,
    Quantity,
    Resolution,
    Stance,
    Transfer,
    Treaty,
)
from kgbuild.errors import ExportError
from kgbuild.export import FORMATS, write, write_stream
from kgbuild.graph import BASE, KG, OA, build, read_graph
from kgbuild.identity import claim_key, unify
from kgbuild.spans import Span
from kgbuild.times import PartialDate
from processes import kgbuild
from small_graph import small, two_reports

NAMES = {"ttl": "out.ttl", "nq": "out.nq", "trig": "out.trig", "jsonld": "out.jsonld", "rdfxml": "out.rdf"}
NAMED_GRAPHS = ("nq", "trig", "jsonld")
AWKWARD = 'a "quoted"\\ \r\n\ttext – “with” <tags> & \U0001f600 é \u2028 ]]> \'\'\' """ end'


def quads(dataset: Dataset, graphs: bool = True) -> set[tuple[object, ...]]:
    found = dataset.quads((None, None, None, None))
    return {(*quad[:3], quad[3] if graphs else None) for quad in found}


def text_of(dataset: Dataset, format_: str) -> str:
    stream = io.BytesIO()
    write_stream(dataset, stream, format_)
    return stream.getvalue().decode("utf-8")


def awkward() -> Dataset:
    source = document("odd \\ name\n.txt", AWKWARD, title=AWKWARD)
    whole = Evidence(span=Span(0, len(AWKWARD)), quote=AWKWARD)
    return build([source, claim(source, evidence=(whole,), cue=AWKWARD)])


# what is written is what is read


def test_every_format_has_a_name_here() -> None:
    assert set(FORMATS) == set(NAMES)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("make", [lambda: build(small()), awkward], ids=["small", "awkward"])
def test_a_graph_is_read_back_as_it_was(tmp_path: Path, format_: str, make: object) -> None:
    dataset = make()  # type: ignore[operator]
    path = tmp_path / NAMES[format_]
    write(dataset, path)
    graphs = format_ in NAMED_GRAPHS
    assert quads(read_graph([path]), graphs) == quads(dataset, graphs)
    assert len(quads(dataset, graphs)) > 20


# rdflib's own parsers call what rdflib deprecates
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("make", [lambda: build(small()), awkward], ids=["small", "awkward"])
def test_rdflib_reads_every_format_alike(tmp_path: Path, format_: str, make: object) -> None:
    dataset = make()  # type: ignore[operator]
    path = tmp_path / NAMES[format_]
    write(dataset, path)
    names = {"ttl": "turtle", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdfxml": "xml"}
    foreign = Dataset()
    foreign.parse(path, format=names[format_])
    assert plain(foreign) == plain(dataset)


def plain(dataset: Dataset) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(map(_value, quad[:3])) for quad in dataset.quads((None, None, None, None))}


def _value(term: object) -> tuple[str, str]:
    # JSON-LD readers give plain strings no datatype, others xsd:string
    kind = str(term.datatype or "").rpartition("#")[2] if isinstance(term, Literal) else "iri"
    return str(term), "" if kind == "string" else kind


def test_rdf_xml_refuses_what_xml_cannot_hold(tmp_path: Path) -> None:
    source = document("form.txt", "a\x0cb")
    dataset = build([source, claim(source, evidence=(Evidence(span=Span(0, 3), quote="a\x0cb"),))])
    write(dataset, tmp_path / "out.ttl")
    assert quads(read_graph([tmp_path / "out.ttl"]), False) == quads(dataset, False)
    with pytest.raises(ExportError, match="choose another format"):
        write(dataset, tmp_path / "out.rdf")
    assert [path.name for path in tmp_path.iterdir()] == ["out.ttl"]


# Turtle for people


def test_turtle_is_grouped_by_subject_with_prefixed_names() -> None:
    text = text_of(build(small()), "ttl")
    prefixes, *blocks = text.strip().split("\n\n")
    lines = prefixes.splitlines()
    assert lines == sorted(lines)
    assert all(line.startswith("@prefix ") for line in lines)
    for line in lines:
        assert f"{line.split()[1]}" in "".join(blocks), f"{line} is not needed"
    subjects = [block.split()[0] for block in blocks]
    assert len(set(subjects)) == len(subjects)
    assert all(block.split()[1] == "a" for block in blocks)
    assert "\\" not in text
    order = [subject.partition(":")[0] for subject in subjects if not subject.startswith("<")]
    assert list(dict.fromkeys(order))[:3] == ["document", "claim", "transfer"]
    names = [word for block in blocks for word in block.split() if word.startswith(f"<{BASE}")]
    assert names
    assert all("#" in name for name in names)  # evidence alone is written in full


def test_trig_has_a_group_for_each_document_and_one_for_what_was_derived() -> None:
    text = text_of(build(small()), "trig")
    openings = [line.split()[0] for line in text.splitlines() if line.endswith(" {")]
    assert [name.partition(":")[0] for name in openings] == ["document", "document", "graph", "<https"]


def test_names_in_other_scripts_need_no_escapes_and_every_reader_takes_them() -> None:
    names = ("김정은 위원장", "Сергей Лавров", "नरेन्द्र मोदी", "習近平 主席", "Ἀλέξιος Τσ")
    source = document()
    dataset = build([source, *(claim(source, Agent(kind="Person", name=name)) for name in names)])
    text = text_of(dataset, "ttl")
    assert "\\" not in text
    found = Graph().parse(data=text, format="turtle")
    people = set(found.subjects(None, KG.Person))
    assert {str(found.value(one, RDFS.label)) for one in people} == set(names)
    assert len(people) == len(names)
    assert text.count("\nperson:") == len(names)


# same graph, same bytes


PROGRAM = """
import random, sys
sys.path[:0] = sys.argv[2:]
from kgbuild.export import FORMATS, write_stream
from kgbuild.graph import build
from kgbuild.identity import unify
from small_graph import two_reports
records = two_reports()
random.Random(sys.argv[1]).shuffle(records)
for name in FORMATS:
    write_stream(build(unify(records)), sys.stdout.buffer, name)
"""


def test_bytes_depend_neither_on_the_hash_seed_nor_on_the_order_of_records(tmp_path: Path) -> None:
    outputs = set()
    for seed in ("0", "1", "271828"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, seed, *filter(None, sys.path)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000


def test_the_order_in_which_a_graph_was_filled_does_not_show() -> None:
    statements = sorted(build(unify(two_reports())).quads((None, None, None, None)), key=str)
    texts = set()
    for seed in range(3):
        random.Random(seed).shuffle(statements)
        dataset = Dataset(store="Oxigraph")
        for subject, predicate, value, graph in statements:
            dataset.graph(graph).add((subject, predicate, value))
        texts.add(tuple(text_of(dataset, name) for name in FORMATS))
    assert len(texts) == 1


def test_a_dataset_of_rdflibs_own_store_is_written_too(tmp_path: Path) -> None:
    dataset = Dataset()
    graph = dataset.graph(URIRef("http://x.example/g"))
    graph.add((URIRef("http://x.example/a"), KG.cue, Literal("said", lang="en")))
    write(dataset, tmp_path / "a.nq")
    assert (tmp_path / "a.nq").read_text() == (
        f'<http://x.example/a> <{KG.cue}> "said"@en <http://x.example/g> .\n'
    )


# whole or not at all


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return build(small())


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("none/out.ttl", "does not exist: make it first"),
        ("file/out.ttl", "is no folder: choose another place"),
        ("folder.ttl", "it is a folder: name a file in it"),
        ("out.docx", "the suffix '.docx' stands for no format: use one of"),
        ("out", "the suffix '' stands for no format: use one of"),
    ],
)
def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, dataset: Dataset, place: str, said: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.ttl").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ExportError) as caught:
        write(dataset, tmp_path / place)
    assert said in str(caught.value)
    assert str(tmp_path / place) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_format_nobody_knows_is_refused(tmp_path: Path, dataset: Dataset) -> None:
    with pytest.raises(ExportError, match="no format 'word': use one of ttl, nq"):
        write(dataset, tmp_path / "out.ttl", "word")


def test_a_named_format_counts_more_than_the_suffix(tmp_path: Path, dataset: Dataset) -> None:
    write(dataset, tmp_path / "out.txt", "nq")
    assert (tmp_path / "out.txt").read_text() == text_of(dataset, "nq")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_a_folder_that_takes_no_files_is_named(dataset: Dataset) -> None:
    with pytest.raises(ExportError, match=r"/proc/self/out\.ttl: cannot be written"):
        write(dataset, Path("/proc/self/out.ttl"))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_named(tmp_path: Path, dataset: Dataset) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="permission denied"):
        write(dataset, tmp_path / "out.ttl")
    tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs /dev/full")
def test_a_full_device_is_named_and_stays_what_it_is(dataset: Dataset) -> None:
    with pytest.raises(ExportError, match="/dev/full: cannot be written: no space left on device"):
        write(dataset, Path("/dev/full"), "ttl")
    write(dataset, Path("/dev/null"), "ttl")
    assert Path("/dev/full").is_char_device()
    assert Path("/dev/null").is_char_device()


def test_a_pipe_with_a_name_takes_the_whole_file(tmp_path: Path, dataset: Dataset) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    with subprocess.Popen(["cat", tmp_path / "pipe.ttl"], stdout=subprocess.PIPE) as reader:
        write(dataset, tmp_path / "pipe.ttl")
        assert reader.stdout
        assert reader.stdout.read().decode() == text_of(dataset, "ttl")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from kgbuild.errors import ExportError
from kgbuild.export import write
from kgbuild.graph import build
from small_graph import small
dataset = build(small())
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    write(dataset, Path(sys.argv[1]))
except ExportError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_when_room_runs_out_the_old_file_stays_and_nothing_is_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    path.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), *filter(None, sys.path)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == f"{path}: cannot be written: file too large: choose another place or make room\n"
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_replaced_with_its_permissions_and_a_link_keeps_its_target(
    tmp_path: Path, dataset: Dataset
) -> None:
    path, link = tmp_path / "out.ttl", tmp_path / "link.ttl"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write(dataset, link)
    assert link.is_symlink()
    assert path.read_text() == text_of(dataset, "ttl")
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_a_closed_pipe_is_left_to_the_caller(dataset: Dataset) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError), open(writing, "wb", buffering=0) as stream:  # noqa: PTH123
        write_stream(dataset, stream)


# any claim at all


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
CODES = st.sampled_from(["MLI", "TCD", "FRA", "NER"])
STATES = CODES.map(state)
AGENTS = st.one_of(
    STATES,
    st.builds(
        Agent,
        kind=st.sampled_from(["Organization", "Person", "Official"]),
        name=WORDS,
        aliases=st.lists(WORDS, max_size=2).map(tuple),
        represents=st.none() | STATES,
        office=st.none() | WORDS,
        anonymous=st.booleans(),
    ),
)
MAYBE = st.none() | AGENTS
DATES = st.sampled_from(["2024", "1999-12", "2024-02-29"]).map(PartialDate)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
TREATIES = st.builds(
    Treaty,
    name=st.none() | WORDS,
    parties=st.lists(STATES, max_size=3).map(tuple),
    signatories=st.lists(AGENTS, max_size=1).map(tuple),
    obligations=st.lists(st.sampled_from(["defence", "neutrality"]), max_size=2).map(tuple),
    signed_in=st.none() | st.integers(1800, 2100),
)
SUBJECTS = st.one_of(
    st.builds(
        Transfer,
        supplier=MAYBE,
        recipient=MAYBE,
        materiel=st.sampled_from([None, "tank", "ballistic-missile"]),
    ),
    st.builds(
        Deployment, sender=MAYBE, destination=st.none() | STATES, force_type=st.sampled_from([None, "sapper"])
    ),
    st.builds(Casualties, force=MAYBE, civilian=st.booleans(), theatre=st.none() | STATES),
    st.builds(lambda new, old: new.model_copy(update={"revives": old}), TREATIES, st.none() | TREATIES),
    st.builds(
        Resolution, adopted_by=MAYBE, adopted_in=st.none() | st.integers(1, 2100), number=st.none() | WORDS
    ),
)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    bounds = sorted(x for x in (draw(NUMBERS), draw(NUMBERS)) if x is not None) or [
        draw(st.integers(0, 10**6))
    ]
    unit = draw(st.sampled_from([None, "container"]))
    return Quantity(minimum=bounds[0], maximum=bounds[-1], unit=unit, approximate=draw(st.booleans()))


@st.composite
def claims(draw: st.DrawFn, source: DocumentRecord) -> Claim:
    text = source.text or ""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    some = lambda items: tuple(draw(st.lists(items, max_size=2)))  # noqa: E731
    return Claim(
        document=source.key,
        claimants=tuple(draw(st.lists(AGENTS, min_size=1, max_size=2))),
        stance=draw(st.sampled_from(Stance)),
        modality=draw(st.sampled_from(Modality)),
        about=some(SUBJECTS),
        act=draw(st.none() | st.sampled_from(Act)),
        relayed_by=some(AGENTS),
        quantity=draw(st.none() | quantities()),
        measure=draw(st.none() | st.sampled_from(Measure)),
        cumulative=draw(st.none() | st.booleans()),
        places=some(st.builds(Place, name=WORDS, in_state=st.none() | STATES, latitude=st.floats(-90, 90))),
        event_time=draw(st.none() | st.builds(EventTime, start=st.none() | DATES, end=st.none() | DATES)),
        made_on=draw(st.none() | DATES),
        time_expressions=some(WORDS),
        cue=draw(st.none() | WORDS),
        confidence=draw(st.none() | st.floats(0, 1)),
        evidence=(Evidence(span=Span(start, end), quote=text[start:end]),),
    )


@st.composite
def told_documents(draw: st.DrawFn) -> list[DocumentRecord | Claim]:
    source = document("any.txt", draw(WORDS))
    return [source, *draw(st.lists(claims(source), min_size=1, max_size=3))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told_documents())
def test_any_claims_are_built_written_and_read_back(told: list[DocumentRecord | Claim]) -> None:
    records = unify(told)
    dataset = build(records)
    with tempfile.TemporaryDirectory() as folder:
        for format_ in ("ttl", "trig", "jsonld"):
            path = Path(folder) / NAMES[format_]
            write(dataset, path)
            graphs = format_ in NAMED_GRAPHS
            assert quads(read_graph([path]), graphs) == quads(dataset, graphs)
    nodes = {URIRef(BASE + claim_key(one)) for one in records if isinstance(one, Claim)}
    view = dataset.query("SELECT ?c ?exact { ?c a kg:Claim ; kg:evidence/oa:hasSelector/oa:exact ?exact }")
    assert {row.c for row in view} == nodes
    assert not any("\\" in name for name in _names(text_of(dataset, "ttl")))


def _names(turtle: str) -> list[str]:
    subjects = [line.split(" a ")[0] for line in turtle.splitlines() if " a kg:" in line and line[0] != " "]
    return [name for name in subjects if name[0] in string.ascii_lowercase]


def test_numbers_that_are_none_are_no_quantity() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValidationError):
            Quantity(minimum=value)


def test_offsets_are_whole_numbers_and_quantities_decimals() -> None:
    source = document()
    one = claim(source, quantity=Quantity(minimum=1e21, maximum=1.5e21), evidence=(evidence("sent"),))
    found = Graph().parse(data=text_of(build([source, one]), "ttl"), format="turtle")
    assert {int(o) for o in found.objects(None, OA.start)} == {20}
    assert {str(o) for p in (KG.minimum, KG.maximum) for o in found.objects(None, p)} == {
        "1000000000000000000000",
        "1500000000000000000000",
    }


def test_events_of_unknown_parties_in_two_documents_are_two() -> None:
    one, other = document("1.txt"), document("2.txt")
    dataset = build(
        [one, claim(one, about=(transfer(None, None),)), other, claim(other, about=(transfer(None, None),))]
    )
    assert len(list(dataset.query("SELECT DISTINCT ?t { ?t a kg:Transfer }"))) == 2


def test_of_two_exports_at_once_to_one_file_one_is_there_whole(root: Path, tmp_path: Path) -> None:
    lines = (root / "tests" / "golden" / "small.ttl").read_text("utf-8")
    assert lines
    first, second = (tmp_path / name for name in ("a.ttl", "b.ttl"))
    first.write_text("<http://e.example/a> <http://e.example/p> 1 .\n", encoding="utf-8")
    second.write_text(lines, encoding="utf-8")
    out = tmp_path / "out" / "out.nq"
    out.parent.mkdir()
    alone = set()
    for source in (first, second):
        assert kgbuild("derive", source, "-o", out).returncode == 0
        alone.add(out.read_bytes())
        out.unlink()
    command = [sys.executable, "-m", "kgbuild", "derive", "-o", str(out)]
    running = [
        subprocess.Popen([*command, str(source)], stderr=subprocess.PIPE) for source in (first, second) * 2
    ]
    for process in running:
        process.communicate(timeout=240)
        assert process.returncode == 0
    assert out.read_bytes() in alone
    assert list(out.parent.iterdir()) == [out]

"""What is found, against gold: the figures stand in the log, and none may sink below its floor."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import Figures, evaluate, read_gold
from kgbuild.export import write
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.graph import build, read_graph
from kgbuild.identity import unify

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

CORPUS = Path(__file__).parents[1] / "corpus"
FLOORS: dict[str, dict[str, float]] = json.loads((CORPUS / "floors.json").read_text(encoding="utf-8"))


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def floors() -> ModuleType:
    return _load(CORPUS / "raise_floors.py")


@pytest.fixture(scope="session")
def exports(extractor: RulesExtractor, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Export folders of documents, each of them once."""
    folder = tmp_path_factory.mktemp("quality")
    done: dict[Path, Path] = {}

    def export(documents: Path) -> Path:
        if documents not in done:
            found = [document for document in read_documents([documents]) if isinstance(document, Document)]
            done[documents] = folder / f"{len(done)}.ttl"
            write(build(unify(extractor.records(found))), done[documents])
        return done[documents]

    return export


def scored(graph: Path, gold: Path, documents: Path) -> Figures:
    found = [document for document in read_documents([documents]) if isinstance(document, Document)]
    return evaluate(read_graph([graph]), read_gold(gold, found)).figures


def below(floors: ModuleType, name: str, figures: Figures) -> list[str]:
    present = floors.figures_of(figures)
    return [
        f"{figure} is {present.get(figure, 0.0):.3f}, below its floor {floor}"
        for figure, floor in FLOORS[name].items()
        if present.get(figure, 0.0) < floor
    ]


def lines(title: str, figures: Figures, floor: dict[str, float]) -> list[str]:
    ratios = {"detection": figures.detection, **figures.kinds, "strict": figures.strict}
    units = figures.detection
    return [
        f"{title}: {units.gold} gold units, {units.system} in the graph, {units.right} found",
        *(f"  {n:12} P {r.precision:.3f}  R {r.recall:.3f}  F1 {r.f1:.3f}" for n, r in ratios.items()),
        f"  {'identity':12} {figures.identity:.3f}",
        f"  {'printed':12} {figures.printed.value:.3f} of {figures.printed.units} units",
        *(
            f"  {name:15} {s.value:.3f} of the {s.judged} found, {s.recall:.3f} of the {s.gold} in the gold"
            for name, s in figures.accuracy.items()
        ),
        "  floors: " + ", ".join(f"{name} {value:.2f}" for name, value in floor.items()),
    ]


def test_the_corpus_is_read_as_well_as_before(
    floors: ModuleType, exports: Callable[[Path], Path], report: Callable[[list[str]], None]
) -> None:
    gold, documents = floors.CORPORA["corpus"]
    figures = scored(exports(documents), gold, documents)
    report(lines("tests/corpus", figures, FLOORS["corpus"]))
    assert below(floors, "corpus", figures) == []


def test_real_texts_are_read_as_well_as_before(
    floors: ModuleType,
    exports: Callable[[Path], Path],
    shared: Path,
    report: Callable[[list[str]], None],
) -> None:
    gold, documents = shared / "score" / "gold", shared / "documents"
    figures = scored(exports(documents), gold, documents)
    report(lines("real texts", figures, FLOORS["real"]))
    assert below(floors, "real", figures) == []


def score_of_the_scorer(shared: Path, graph: Path, gold: Path, documents: Path) -> object:
    script = shared / "score" / "score.py"
    command = [sys.executable, script, graph, "--gold", gold, "--documents", documents, "--json"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_figures_are_those_of_the_scorer(exports: Callable[[Path], Path], shared: Path) -> None:
    gold, documents = shared / "score" / "gold", shared / "documents"
    graph = exports(documents)
    expected = score_of_the_scorer(shared, graph, gold, documents)
    assert scored(graph, gold, documents).as_dict() == expected


def test_without_organizations_the_corpus_scores_as_with_the_scorer(
    exports: Callable[[Path], Path], shared: Path, tmp_path: Path
) -> None:
    for path in (CORPUS / "gold").glob("*.json"):
        gold = json.loads(path.read_text(encoding="utf-8"))
        gold["claims"] = [
            {key: value for key, value in claim.items() if not key.endswith("_organization")}
            for claim in gold["claims"]
        ]
        (tmp_path / path.name).write_text(json.dumps(gold), encoding="utf-8")
    documents = CORPUS / "documents"
    graph = exports(documents)
    expected = score_of_the_scorer(shared, graph, tmp_path, documents)
    assert scored(graph, tmp_path, documents).as_dict() == expected


def test_floors_only_rise(floors: ModuleType) -> None:
    raised = floors.raised({"strict": 0.6, "gone": 0.5}, {"strict": 0.5712, "detection": 0.57, "new": 0.999})
    assert raised == {"strict": 0.6, "gone": 0.5, "detection": 0.57, "new": 0.99}


def test_the_documented_figures_keep_to_the_floors(floors: ModuleType) -> None:
    page = floors.PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^(detection|strict|identity|printed) .* (\d\.\d{3})$", page, re.MULTILINE))
    assert set(rows) == {"detection", "strict", "identity", "printed"}
    assert all(float(value) >= FLOORS["corpus"][name] for name, value in rows.items())


def test_every_figure_has_a_floor(floors: ModuleType) -> None:
    core = {"detection", "strict", "printed", "identity", "right.claimant", "right.stance", "right.roles"}
    assert set(FLOORS) == set(floors.CORPORA)
    assert all(core <= set(floor) for floor in FLOORS.values())

"""The pages in docs/ontology are those that scripts/build_ontology_docs.py makes of the current ontology."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from rdflib import OWL, Graph

from vocabulary.pitfalls import KG, PROPERTIES, own

# A change of the ontology for each page.
CHANGES = [
    ("kgbuild.ttl", "Who takes the stance.", "Who says so."),
    ("stance.ttl", "Says that it is not so.", "Says no."),
    ("obligation.ttl", "mutual defence", "common defence"),
]


def check(root: Path, of: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the script's check on the project in a folder."""
    command = [sys.executable, str(root / "scripts" / "build_ontology_docs.py"), "--check", "--root", str(of)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment
    )


@pytest.fixture(autouse=True)
def _pylode(lacking: Callable[[str], NoReturn]) -> None:
    if importlib.util.find_spec("pylode") is None:
        lacking("pylode, which makes the pages, is not installed: pip install 'kgbuild[test-all]'")


@pytest.fixture
def copied(root: Path, tmp_path: Path) -> Path:
    """A copy of what the pages are made of, and of the pages."""
    for part in ("ontology", "docs/ontology"):
        shutil.copytree(root / part, tmp_path / part)
    return tmp_path


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_pages_are_up_to_date(root: Path, seed: str) -> None:
    done = check(root, root, seed)
    assert done.returncode == 0, done.stderr


def test_a_page_left_behind_is_named(root: Path, copied: Path) -> None:
    for file, old, new in CHANGES:
        path = copied / "ontology" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = check(root, copied)
    assert done.returncode == 1
    for page, (_, _, new) in zip(("terms.html", "README.md", "concepts.md"), CHANGES, strict=True):
        assert page in done.stderr
        assert new in done.stderr
    assert "run: python scripts/build_ontology_docs.py" in done.stderr


def test_a_page_too_many_or_missing_is_named(root: Path, copied: Path) -> None:
    (copied / "docs" / "ontology" / "concepts.md").rename(copied / "docs" / "ontology" / "old.md")
    done = check(root, copied)
    assert re.search(r"concepts\.md: is missing", done.stderr)
    assert re.search(r"old\.md: is not made by this", done.stderr)


def test_every_term_is_at_the_fragment_of_its_iri(root: Path) -> None:
    page = (root / "docs" / "ontology" / "terms.html").read_text(encoding="utf-8")
    anchors = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert {anchor: count for anchor, count in anchors.items() if count > 1} == {}
    graph = Graph().parse(root / "ontology" / "kgbuild.ttl") + Graph().parse(root / "ontology" / "stance.ttl")
    terms = own(graph, OWL.Class, *PROPERTIES, OWL.NamedIndividual)
    assert {str(term).removeprefix(str(KG)) for term in terms} - set(anchors) == set()
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets - set(anchors) == set()


def test_the_page_asks_no_network(root: Path) -> None:
    page = (root / "docs" / "ontology" / "terms.html").read_text(encoding="utf-8")
    assert re.findall(r"\bsrc=|@import|url\(", page) == []
    assert re.findall(r'<link href="(?!data:)[^"]*"', page) == []


@pytest.mark.parametrize("page", ["terms.html", "README.md"])
def test_links_to_other_pages_lead_somewhere(root: Path, page: str) -> None:
    path = root / "docs" / "ontology" / page
    links = re.findall(r'href="([^"#:]+)"|\]\(([^)#:]+)\)', path.read_text(encoding="utf-8"))
    assert "../questions.md" in {one or other for one, other in links}
    for one, other in links:
        assert (path.parent / (one or other)).is_file()


def test_the_diagrams_show_every_class_and_property(root: Path) -> None:
    page = (root / "docs" / "ontology" / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\w+", " ".join(re.findall(r"```mermaid\n(.*?)```", page, re.DOTALL))))
    graph = Graph().parse(root / "ontology" / "kgbuild.ttl")
    inverses = set(graph.subjects(OWL.inverseOf))
    terms = [term for term in own(graph, OWL.Class, *PROPERTIES) if term not in inverses]
    assert {str(term).removeprefix(str(KG)) for term in terms} - shown == set()

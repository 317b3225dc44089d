"""The folder listing is the architecture: a package imports only from those before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ORDER = (
    {"errors", "resources", "spans", "times", "credentials", "nearest", "verbs"},
    {"claims"},
    {"knowledge"},
    {"documents"},
    {"grounding"},
    {"extractors"},
    {"identity"},
    {"engine"},
    {"graph"},
    {"derivation"},
    {"export", "query", "stores", "validate", "evaluation"},
    {"review"},
    {"pipeline"},
    {"views", "fetching", "publication", "spark"},
    {"charts", "mcp"},
    {"web"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
GRAPH = frozenset(
    {
        "__init__",
        "engine",
        "graph",
        "derivation",
        "export",
        "query",
        "stores",
        "views",
        "web",
        "pipeline",
        "publication",
        "spark",
        "validate",
        "evaluation",
        "cli",
        "knowledge/thesaurus.py",
    }
)
ALLOWED = {
    # library: the packages, or single files, that may import it
    # Only the rules read tokens; what leaves that room (claims/model.py) knows none.
    "spacy": frozenset({"extractors/rules"}),
    "rdflib": GRAPH,
    "pyoxigraph": GRAPH,
    "oxrdflib": GRAPH,
    "pyshacl": GRAPH,
    "owlrl": GRAPH,
    "owlready2": GRAPH,
    "SPARQLWrapper": GRAPH,
    "httpx": frozenset({"stores", "web", "extractors/llm", "fetching"}),
    "httpcore": frozenset({"stores", "fetching"}),
    "tenacity": frozenset({"stores", "extractors/llm"}),
    "json_repair": frozenset({"extractors/llm"}),
    "mcp": frozenset({"mcp"}),
    "altair": frozenset({"charts"}),
    "vl_convert": frozenset({"charts"}),
    "jinja2": frozenset({"web"}),
    "keyring": frozenset({"cli"}),
    "click": frozenset({"cli"}),
    "rich": frozenset({"cli"}),
    "sentencex": frozenset({"claims"}),
    "feedparser": frozenset({"fetching"}),
    "protego": frozenset({"fetching"}),
    "trafilatura": frozenset({"documents"}),
    "fsspec": frozenset({"documents"}),
    "zstandard": frozenset({"documents"}),
    "pyarrow": frozenset({"documents", "spark"}),
    "pyspark": frozenset({"spark"}),
    "pandas": frozenset({"query", "spark"}),
    "py3langid": frozenset({"documents"}),
    "frontmatter": frozenset({"documents"}),
}
FACE_ONLY = {"print", "input", "sys.exit", "sys.argv", "os.environ", "os.getenv"}


def breaches(package: Path) -> list[str]:
    """What stands in the wrong room, one line each."""
    return [
        f for path in sorted(package.rglob("*.py")) for f in _breaches_in(path, path.relative_to(package))
    ]


def _breaches_in(path: Path, place: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    room = place.parts[0].removesuffix(".py")
    if room not in RANK and room != "__init__":
        yield f"{place}: {room} has no place in the order"
        return
    for line, module in _imports(tree, place):
        library, *rest = module.split(".")
        if library == "kgbuild":
            target = rest[0] if rest else "__init__"
            if target != room and not _may_import(room, target):
                yield f"{place}:{line}: {room} imports {target}"
        elif library in ALLOWED and not ALLOWED[library] & {room, place.as_posix(), *map(str, place.parents)}:
            yield f"{place}:{line}: {room} imports {library}"
    if room not in ("cli", "__main__"):
        yield from (f"{place}:{line}: {room} uses {name}" for line, name in _uses(tree) if name in FACE_ONLY)


def _may_import(room: str, target: str) -> bool:
    """Base modules know one another; packages of one rank do not."""
    if room == "__init__":  # the face, above all that works
        return target not in ("web", "cli", "__main__")
    if target == "__init__":
        return False
    return RANK.get(target, len(ORDER)) < RANK[room] or RANK.get(target) == RANK[room] == 0


def _imports(tree: ast.AST, place: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ("kgbuild", *place.parts[:-1])[: len(place.parts) - node.level + 1] if node.level else ()
            module = ".".join((*above, *([node.module] if node.module else [])))
            # of "from kgbuild import claims", each name may be a package
            yield from ((node.lineno, f"{module}.{name.name}") for name in node.names)


def _uses(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.lineno, f"{node.value.id}.{node.attr}"


def test_every_import_runs_one_way(root: Path) -> None:
    assert breaches(root / "src" / "kgbuild") == []


def test_every_package_has_a_place_in_the_order(root: Path) -> None:
    rooms = {path.name.removesuffix(".py") for path in (root / "src" / "kgbuild").iterdir()}
    packages = {name for name in rooms if not name.startswith(("_", ".")) and name != "py.typed"}
    assert packages <= set(RANK)
    assert {"documents", "extractors", "claims", "identity", "graph", "export", "query", "cli"} <= packages


@pytest.mark.parametrize(
    ("place", "code", "breach"),
    [
        ("claims/x.py", "from kgbuild.documents import Document", "claims imports documents"),
        ("claims/x.py", "import kgbuild.documents.model", "claims imports documents"),
        ("claims/x.py", "def f():\n    from kgbuild import documents", "claims imports documents"),
        ("claims/deep/x.py", "from ...documents import model", "claims imports documents"),
        ("export/x.py", "from kgbuild.query import run", "export imports query"),
        ("errors.py", "from kgbuild.knowledge import gazetteer", "errors imports knowledge"),
        ("identity/x.py", "import spacy.tokens", "identity imports spacy"),
        ("claims/x.py", "from rdflib import URIRef", "claims imports rdflib"),
        ("extractors/x.py", "import spacy", "extractors imports spacy"),
        ("knowledge/gazetteer.py", "import rdflib", "knowledge imports rdflib"),
        ("graph/x.py", "import click", "graph imports click"),
        ("graph/x.py", "print('x')", "graph uses print"),
        ("graph/x.py", "import os\nos.environ['X']", "graph uses os.environ"),
        ("graph/x.py", "from kgbuild.__init__ import build", "graph imports __init__"),
        ("__init__.py", "from kgbuild.cli import main", "__init__ imports cli"),
        ("novelty/x.py", "", "novelty has no place in the order"),
    ],
)
def test_a_breach_is_found(tmp_path: Path, place: str, code: str, breach: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code)
    (found,) = breaches(tmp_path)
    assert found.endswith(breach)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (
            "claims/x.py",
            "from kgbuild.spans import Span\nfrom kgbuild.claims.model import Claim",
        ),
        ("__init__.py", "from kgbuild.pipeline.graphs import build"),
        ("resources.py", "from kgbuild.errors import ResourceError"),
        ("knowledge/thesaurus.py", "import rdflib"),
        ("cli/x.py", "import click, sys\nfrom ..graph import build\nprint(sys.argv)"),
        ("cli/deep/x.py", "from . import y\nfrom .y import z"),
    ],
)
def test_what_is_allowed_passes(tmp_path: Path, place: str, code: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code)
    assert breaches(tmp_path) == []

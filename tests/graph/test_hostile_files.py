"""Graph files that would have their reader fetch something, or take all the memory there is."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from kgbuild.errors import GraphFileError
from kgbuild.graph import read_graph
from listening import listening
from processes import failed_in_one_line, kgbuild

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">'
    '<rdf:Description rdf:about="http://e.example/s"><e:p>{}</e:p></rdf:Description></rdf:RDF>'
)
NESTED = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
OWL = "http://www.w3.org/2002/07/owl#"


def hostile(url: str) -> dict[str, str]:
    """Files by name."""
    imports = f"a <{OWL}Ontology> ; <{OWL}imports> <{url}/imported> ."
    return {
        "imports.ttl": f"{GRAPH.read_text('utf-8')}\n<https://w3id.org/kgbuild/ns> {imports}\n",
        "context.jsonld": f'{{"@context": "{url}/c", "@id": "http://e.example/s", "http://e.example/p": 1}}',
        "import.jsonld": f'{{"@context": {{"@import": "{url}/c"}}, "@id": "http://e.example/s"}}',
        "system.rdf": f'<!DOCTYPE r SYSTEM "{url}/dtd">{RDF.format("x")}',
        "entity.rdf": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{url}/x">]>{RDF.format("&x;")}',
        "parameter.rdf": f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{url}/x"> %x;]>{RDF.format("x")}',
        "file.rdf": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>{RDF.format("&x;")}',
    }


def test_no_reader_of_graphs_fetches_anything(tmp_path: Path) -> None:
    with listening() as other:
        for name, text in hostile(other.url).items():
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            done = kgbuild("query", "denials", "-g", path)
            assert done.returncode == 0 or failed_in_one_line(done).startswith(f"{path}: ")
        path = tmp_path / "imports.ttl"
        for command in (
            ("check", path, "--reasoner", "auto"),
            ("derive", path, "-o", tmp_path / "out.nq"),
            ("explain", "state:ERI", "--graph", path),
        ):
            assert kgbuild(*command).returncode == 0, command
        code = f"import kgbuild; print(len(kgbuild.open_world({str(path)!r}).Claim.instances()))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert int(done.stdout)
        assert other.seen == []


def test_no_reader_of_documents_fetches_anything(tmp_path: Path) -> None:
    with listening() as other:
        page = (
            f'<!DOCTYPE html SYSTEM "{other.url}/dtd" [<!ENTITY x SYSTEM "{other.url}/x">]><html><head>'
            f'<link rel="stylesheet" href="{other.url}/css"><title>&x;</title></head>'
            f'<body><img src="{other.url}/img"><iframe src="frame"></iframe><p>Chad denied on Monday that it '
            "had bought drones from Iran, an official said in the capital.</p></body></html>"
        )
        (tmp_path / "page.html").write_text(page, encoding="utf-8")
        assert kgbuild("export", tmp_path / "out.ttl", "-d", tmp_path / "page.html").returncode == 0
        assert other.seen == []


@pytest.mark.parametrize(
    "entities",
    [
        f'<!ENTITY e0 "aaaaaaaaaa">{NESTED}',
        f'<!ENTITY e11 "{"a" * 100_000}">',  # one entity, told very often
        '<!ENTITY e11 "&#38;e11;&e11;">',
    ],
    ids=["nested", "often", "itself"],
)
def test_entities_that_unfold_without_end_are_refused(entities: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.rdf"
    path.write_text(f"<!DOCTYPE r [{entities}]>{RDF.format('&e11;' * 100_000)}", encoding="utf-8")
    with pytest.raises(GraphFileError, match=r"bomb\.rdf: its XML entities unfold to more than can be read"):
        read_graph([path])


def test_entities_as_ontologies_have_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plain.owl"
    entities = f'<!ENTITY owl "{OWL}"> <!ENTITY amper "a &#38; b &lt; c">'
    path.write_text(f"<!DOCTYPE r [{entities}]>{RDF.format('&amper; &owl;Thing')}", encoding="utf-8")
    ((_, _, value, _),) = read_graph([path]).quads()
    assert str(value) == f"a & b < c {OWL}Thing"


def test_an_entity_between_two_pieces_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "late.rdf"
    stream = io.StringIO()
    stream.write("<!DOCTYPE r [<!--" + "x" * ((1 << 20) - 30) + f'-->\n<!ENTITY e0 "aaaaaaaaaa">{NESTED}]>')
    path.write_text(stream.getvalue() + RDF.format("&e11;"), encoding="utf-8")
    with pytest.raises(GraphFileError, match="entities unfold"):
        read_graph([path])


def test_a_large_plain_file_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "many.rdf"
    path.write_text(RDF.format("&amp;" * 300_000), encoding="utf-8")
    assert len(read_graph([path])) == 1

"""Make the pages of the ontology in docs/ontology from the files of ontology/.

    python scripts/build_ontology_docs.py           write them
    python scripts/build_ontology_docs.py --check   fail if they are not what this would write

`terms.html` is pyLODE's page of the terms, in one file that asks no network. pyLODE gets a copy of the
ontology made for reading: it would list unions in another order in each run, leave out what kind of property
something is, and give every term of another vocabulary a section with nothing in it. Its own page for concept
schemes shows no concepts; so lists, schemes and diagrams are written here, as `README.md` and `concepts.md`.
"""

from __future__ import annotations

import argparse
import difflib
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ontology_diagrams import KG, alternatives, diagrams, name, own
from pylode import OntPub
from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SDO, SKOS, VANN, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = URIRef("https://w3id.org/kgbuild/ns")
SCHEMES = ("materiel", "force-type", "obligation", "unit")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
TRAITS = {
    OWL.FunctionalProperty: "At most one value.",
    OWL.SymmetricProperty: "Symmetric: it holds in both directions.",
    OWL.AsymmetricProperty: "Asymmetric: it holds in one direction only.",
    OWL.IrreflexiveProperty: "Irreflexive: nothing has it to itself.",
}
QUESTIONS = "The [competency questions](../questions.md) say what the terms are for."


def pages(root: Path) -> dict[str, str]:
    """Return the text of each page by its file name."""
    folder = root / "ontology"
    ontology = Graph().parse(folder / "kgbuild.ttl")
    lists = Graph().parse(folder / "stance.ttl")
    schemes = [Graph().parse(folder / f"{scheme}.ttl") for scheme in SCHEMES]
    derived = set()
    for rule in sorted((folder / "rules").glob("*.rq")):
        derived |= set(re.findall(r"^# derives: kg:(\w+)", rule.read_text(encoding="utf-8"), re.MULTILINE))
    return {
        "terms.html": terms_page(ontology, lists),
        "README.md": overview_page(ontology, lists, derived),
        "concepts.md": "\n".join(concepts_page(schemes)) + "\n",
    }


# --- The terms, by pyLODE


def terms_page(ontology: Graph, lists: Graph) -> str:
    """Return pyLODE's page; the terms are at the fragments of their IRIs."""
    copy = readable(ontology, lists)
    page = OntPub(ontology=copy)
    page.fids.update({str(term): name(term) for kind in KINDS for term in own(copy, kind)})
    html = page.make_html()
    nowhere = re.escape(f'href="{ONTOLOGY}"')
    html = re.sub(nowhere, 'href="#metadata"', html)
    html = html.replace(">Domainincludes<", ">Domain, one of<").replace(">Rangeincludes<", ">Range, one of<")
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def readable(ontology: Graph, lists: Graph) -> Graph:
    """Return what pyLODE shows: the own terms in the order of the file."""
    copy = Graph(bind_namespaces="none")
    for prefix, iri in ontology.namespaces():
        copy.bind(prefix, iri)
    copy.add((ONTOLOGY, RDF.type, OWL.Ontology))
    for predicate in (DC.title, DC.creator, DC.description, DCTERMS.license, OWL.versionIRI, OWL.versionInfo):
        copy += [(ONTOLOGY, predicate, value) for value in ontology.objects(ONTOLOGY, predicate)]
    copy.add((ONTOLOGY, VANN.preferredNamespacePrefix, Literal("kg")))
    copy.add((ONTOLOGY, VANN.preferredNamespaceUri, Literal(str(KG))))
    for note in (
        QUESTIONS,
        "Diagrams and closed lists are in [README.md](README.md), concept schemes in "
        "[concepts.md](concepts.md); [graph.md](../graph.md) says how to read a graph.",
    ):
        copy.add((ONTOLOGY, SKOS.scopeNote, Literal(note)))
    for kind in KINDS:
        for term in own(ontology, kind):
            copy.add((term, RDF.type, kind))
            for triple in _described(ontology, term):
                copy.add(triple)
            for note in [*_traits(ontology, term), *_members(lists, term)]:
                copy.add((term, SKOS.note, Literal(note)))
    return copy


def _described(ontology: Graph, term: URIRef) -> Iterator[tuple[Node, Node, Node]]:
    for predicate in (RDFS.label, RDFS.comment, RDFS.subPropertyOf):
        for value in ontology.objects(term, predicate):
            yield term, predicate, value
    for above in ontology.objects(term, RDFS.subClassOf):
        yield term, RDFS.subClassOf, above
        if (above, RDF.type, OWL.Restriction) in ontology:
            yield from ontology.triples((above, None, None))
    for predicate, several in ((RDFS.domain, SDO.domainIncludes), (RDFS.range, SDO.rangeIncludes)):
        for value in ontology.objects(term, predicate):
            choices = alternatives(ontology, value)
            for choice in choices:
                yield term, (several if len(choices) > 1 else predicate), choice


def _traits(ontology: Graph, term: URIRef) -> Iterator[str]:
    for kind, words in TRAITS.items():
        if (term, RDF.type, kind) in ontology:
            yield words
    inverses = {*ontology.objects(term, OWL.inverseOf), *ontology.subjects(OWL.inverseOf, term)}
    for inverse in sorted(inverses, key=str):
        yield f"Inverse of {_link(inverse)}."
    for chain in ontology.objects(term, OWL.propertyChainAxiom):
        yield f"Follows from {', then '.join(map(_link, Collection(ontology, chain)))}."
    for axiom in ontology.subjects(RDF.type, OWL.AllDisjointClasses):
        members = [m for list_ in ontology.objects(axiom, OWL.members) for m in Collection(ontology, list_)]
        if term in members:
            yield f"Nothing is this and also {', '.join(_link(m) for m in members if m != term)}."
    pair = [*ontology.objects(term, OWL.disjointWith), *ontology.subjects(OWL.disjointWith, term)]
    if pair:
        yield f"Nothing is this and also {', '.join(map(_link, pair))}."


def _members(lists: Graph, term: URIRef) -> Iterator[str]:
    for member in lists.subjects(RDF.type, term):
        definition = lists.value(member, SKOS.definition)
        yield f'<span id="{name(member)}">`kg:{name(member)}`</span>: {definition}'


def _link(term: Node) -> str:
    return f"[{name(term)}](#{name(term)})" if str(term).startswith(KG) else f"`{name(term)}`"


# --- What is written here


def overview_page(ontology: Graph, lists: Graph, derived: set[str]) -> str:
    """Return the page of diagrams and closed lists."""
    version = ontology.value(ONTOLOGY, OWL.versionIRI)
    licence = ontology.value(ONTOLOGY, DCTERMS.license)
    lines = [
        f"# {ontology.value(ONTOLOGY, DC.title)}",
        "",
        f"{ontology.value(ONTOLOGY, DC.description)}",
        "",
        f"{QUESTIONS} [graph.md](../graph.md) says how to read a graph.",
        "",
        "- Every term: [terms.html](terms.html) (made by pyLODE; open it from a copy of this folder)",
        "- Every kind of materiel, force, obligation and unit: [concepts.md](concepts.md)",
        "- The files: [ontology/](../../ontology/README.md)",
        "",
        "| | |",
        "| --- | --- |",
        f"| IRI | `{ONTOLOGY}` |",
        f"| version | `{version}` |",
        f"| prefix | `kg:` for `{KG}` |",
        f"| licence | {licence} |",
        "",
        "Made by `python scripts/build_ontology_docs.py`: edit the ontology, not these pages.",
        *diagrams(ontology, derived),
        "",
        "## Closed lists",
    ]
    for scheme in lists.subjects(RDF.type, SKOS.ConceptScheme):
        lines += ["", f"### {lists.value(scheme, DCTERMS.title)}", "", "| term | means |", "| --- | --- |"]
        for member in lists.subjects(SKOS.inScheme, scheme):
            lines.append(f"| `kg:{name(member)}` | {lists.value(member, SKOS.definition)} |")
    return "\n".join(lines) + "\n"


def concepts_page(schemes: Iterable[Graph]) -> Iterator[str]:
    """Yield the lines of the page of concept schemes, each a tree from its top concepts."""
    yield "# Concept schemes"
    yield ""
    yield "Kinds below their broader kinds; one that has several stands below each. The words that name a"
    yield "kind in a text are in the files (`skos:altLabel`)."
    for graph in schemes:
        (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
        yield ""
        yield f"## {graph.value(scheme, DCTERMS.title)}"
        yield ""
        yield f"`{scheme}`. {graph.value(scheme, SKOS.definition)}"
        yield ""
        for top in _by_label(graph, graph.objects(scheme, SKOS.hasTopConcept)):
            yield from _tree(graph, top, "")


def _tree(graph: Graph, concept: Node, indent: str) -> Iterator[str]:
    label, definition = graph.value(concept, SKOS.prefLabel), graph.value(concept, SKOS.definition)
    key = str(concept).rsplit("/", 1)[1]
    yield f"{indent}- {label} (`{key}`)" + (f": {definition}" if definition else "")
    for narrower in _by_label(graph, graph.subjects(SKOS.broader, concept)):
        yield from _tree(graph, narrower, indent + "  ")


def _by_label(graph: Graph, concepts: Iterable[Node]) -> list[Node]:
    return sorted(concepts, key=lambda concept: (str(graph.value(concept, SKOS.prefLabel)).lower(), concept))


# --- The command


def differences(made: dict[str, str], folder: Path) -> Iterator[str]:
    """Yield for each page that is not as made a few lines that say how."""
    for file in sorted({*made, *(path.name for path in folder.iterdir())}):
        path = folder / file
        if file not in made or not path.is_file():
            yield f"{path}: {'is not made by this' if path.is_file() else 'is missing'}"
            continue
        there, wanted = path.read_text(encoding="utf-8").splitlines(), made[file].splitlines()
        changed = list(difflib.unified_diff(there, wanted, str(path), "made", lineterm="", n=0))
        if changed:
            yield "\n".join(changed[:12])


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the pages of the ontology.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page would change")
    parser.add_argument("--root", type=Path, default=ROOT, help="the top folder of the project")
    given = parser.parse_args()
    logging.disable(logging.INFO)
    made, folder = pages(given.root), given.root / "docs" / "ontology"
    if given.check:
        if found := list(differences(made, folder)):
            sys.exit("\n".join([*found, "run: python scripts/build_ontology_docs.py"]))
        return
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in made.items():
        (folder / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

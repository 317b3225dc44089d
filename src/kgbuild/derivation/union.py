"""Several exports put together, and documents taken out, before what depends on all of them is made anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from kgbuild.derivation import terms
from kgbuild.derivation.changes import Watch
from kgbuild.derivation.rules import Rule
from kgbuild.errors import GraphFileError
from kgbuild.graph import BASE, read_graph
from kgbuild.graph.namespaces import NAMES, OVERRIDES
from kgbuild.graph.store import as_store

_DEFAULT = ox.DefaultGraph()
_SHOWN = 8


@dataclass(frozen=True)
class Union:
    """Exports put together, as far as each document alone goes."""

    dataset: Dataset
    base: str
    """What the names of individuals begin with."""
    watch: Watch | None
    """Knows which claims are to be looked at again; None where all are."""


def unite(paths: Sequence[Path], rules: Sequence[Rule], without: Sequence[str] = ()) -> Union:
    """Read graph files into one dataset; a document that two of them hold is taken from the later one.

    `without` names documents to leave out, by IRI or file name. Names, treaties and derived statements are
    still to be made anew; what was derived is kept only where these very rules made it and every document has
    a graph of its own, and `watch` then tells what has changed. Raises GraphFileError when a file cannot be
    read, when a document is unknown, or when Turtle, which does not keep documents apart, holds one that is
    to be replaced or left out.
    """
    first = read_graph(paths[:1])
    store = as_store(first)
    later = [as_store(read_graph([path])) for path in paths[1:]]
    base = _base(paths, [store, *later])
    leaving = _named(store, later, without, base)
    coming = {graph for other in later for graph in _documents(other)}
    merged = any(_is_filled(each, _DEFAULT) for each in (store, *later))
    watch = None
    # What is joined or split by hand may stand in any document
    corrected = any(_is_filled(each, ox.NamedNode(base + OVERRIDES)) for each in (store, *later))
    if not merged and not corrected and _made_by(store, rules, base):
        watch = Watch(store, coming | leaving, base)
    else:
        store.clear_graph(terms.derived_graph(base))
    for other, path in zip(later, paths[1:], strict=True):
        _add(store, other, path, base)
    for document in sorted(leaving):
        store.remove_graph(ox.NamedNode(document))
    _strip(store, rules)
    return Union(first, base, watch)


def _add(store: ox.Store, other: ox.Store, path: Path, base: str) -> None:
    documents = _documents(other)
    for document in sorted(documents):
        _check_replaceable(store, other, document, path)
        store.remove_graph(ox.NamedNode(document))
    for document in sorted(_merged_documents(other)):
        _check_replaceable(store, other, document, path)
    # What depends on all documents is made anew
    made = {base + NAMES, terms.derived_graph(base).value}
    store.bulk_extend(
        quad
        for quad in other
        if not (isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value in made)
    )


def _documents(store: ox.Store) -> set[str]:
    """Return the documents that have a graph of their own."""
    return {
        quad.subject.value
        for quad in store.quads_for_pattern(None, terms.TYPE, terms.DOCUMENT, None)
        if isinstance(quad.subject, ox.NamedNode) and quad.graph_name == quad.subject
    }


def _merged_documents(store: ox.Store) -> set[str]:
    return {
        quad.subject.value
        for quad in store.quads_for_pattern(None, terms.TYPE, terms.DOCUMENT, _DEFAULT)
        if isinstance(quad.subject, ox.NamedNode)
    }


def _check_replaceable(store: ox.Store, other: ox.Store, document: str, path: Path) -> None:
    """Refuse to mix two versions of a document that Turtle has merged with others."""
    node = ox.NamedNode(document)
    if document not in _merged_documents(store) and document not in _merged_documents(other):
        return
    claims, others = (
        {quad.subject for quad in each.quads_for_pattern(None, terms.REPORTED_IN, node, None)}
        for each in (store, other)
    )
    known = any(True for _ in store.quads_for_pattern(node, terms.TYPE, terms.DOCUMENT, None))
    if known and claims != others:
        raise GraphFileError(
            f"{path}: tells otherwise of {document} than the files before it, and Turtle and RDF/XML do "
            "not keep documents apart: use exports as .nq or .trig to replace a document"
        )


def _named(store: ox.Store, later: Iterable[ox.Store], without: Sequence[str], base: str) -> set[str]:
    """Return the graphs of the documents that are named by IRI or file name."""
    names: dict[str, set[str]] = {}
    merged: set[str] = set()
    for each in (store, *later):
        merged |= _merged_documents(each)
        for quad in each.quads_for_pattern(None, terms.TYPE, terms.DOCUMENT, None):
            assert isinstance(quad.subject, ox.NamedNode)  # graphs of kgbuild hold no blank nodes
            iri = quad.subject.value
            names.setdefault(iri, set()).add(iri)
            for told in each.quads_for_pattern(quad.subject, terms.IDENTIFIER, None, None):
                if isinstance(told.object, ox.Literal):
                    names.setdefault(told.object.value, set()).add(iri)
    found: set[str] = set()
    for name in without:
        known = names.get(name) or names.get(f"{base}document/{name.removeprefix('document:')}")
        if not known:
            near = get_close_matches(name, names, n=3) or sorted(
                set(names) - set.union(set(), *names.values())
            )
            listed = ", ".join(near[:_SHOWN])
            raise GraphFileError(
                f"no document {name!r} to leave out: " + (f"there is {listed}" if listed else "there is none")
            )
        found |= known
    if caught := sorted(found & merged):
        raise GraphFileError(
            f"{caught[0]} cannot be left out: Turtle and RDF/XML do not keep documents apart: "
            "use an export as .nq or .trig"
        )
    return found


def _base(paths: Sequence[Path], stores: Iterable[ox.Store]) -> str:
    """Return what the names of individuals begin with, as the documents show it."""
    bases = {
        quad.subject.value.rpartition("document/")[0]
        for store in stores
        for quad in store.quads_for_pattern(None, terms.TYPE, terms.DOCUMENT, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    if len(bases) > 1:
        raise GraphFileError(
            f"{paths[-1]}: the graphs have different bases ({', '.join(sorted(bases))}): "
            "export them with one --base"
        )
    return next(iter(bases), BASE)


def _is_filled(store: ox.Store, graph: ox.DefaultGraph | ox.NamedNode) -> bool:
    return any(True for _ in store.quads_for_pattern(None, None, None, graph))


def _made_by(store: ox.Store, rules: Sequence[Rule], base: str) -> bool:
    """Whether what was derived follows by these very rules."""
    graph = terms.derived_graph(base)
    found = {
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, terms.VERSION, None, graph)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
    return found == {(f"{base}rule/{rule.name}", rule.version) for rule in rules}


def _strip(store: ox.Store, rules: Sequence[Rule]) -> None:
    """Remove derived statements and their accounts from where Turtle has merged them with all else.

    What rules derive is a property, or a class whose members go with all that is said of them.
    """
    derived = {ox.NamedNode(rule.derives) for rule in rules}
    for quad in store.quads_for_pattern(None, terms.DERIVES, None, _DEFAULT):
        if isinstance(quad.object, ox.NamedNode):
            derived.add(quad.object)
    gone = [quad for each in derived for quad in store.quads_for_pattern(None, each, None, _DEFAULT)]
    for kind in (terms.DERIVATION, terms.RULE_CLASS, *derived):
        for told in list(store.quads_for_pattern(None, terms.TYPE, kind, _DEFAULT)):
            if isinstance(told.subject, ox.NamedNode):
                gone += store.quads_for_pattern(told.subject, None, None, _DEFAULT)
    for quad in gone:
        store.remove(quad)

"""Confusable things told in several documents: which of them become one node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import SKOS

from builders import claim, document, official, organization, person, state, transfer
from kgbuild.claims.model import (
    Agent,
    Casualties,
    Claim,
    Deployment,
    DocumentRecord,
    Evidence,
    Subject,
    Transfer,
    Treaty,
)
from kgbuild.documents import Document, read_documents
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.graph import BASE, KG, build
from kgbuild.spans import Span

FOLDER = Path(__file__).parent
FLOOR = 0.98
"""Least B-cubed F1 over all mentions."""
AGENT_ROLES = {"supplier", "recipient", "sender", "destination", "force", "theatre"}

Mention = tuple[str, str, str]
"""A scene, a group and the kind of thing."""


def scenes(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))  # type: ignore[no-any-return]


def party(name: str) -> Agent:
    return state(name) if len(name) == 3 and name.isupper() else organization(name)


def a_treaty(fields: dict[str, Any]) -> Treaty:
    given = dict(fields)
    given["parties"] = tuple(map(party, fields.get("parties", ())))
    given["aliases"] = tuple(fields.get("aliases", ()))
    if "revives" in fields:
        given["revives"] = a_treaty(fields["revives"])
    return Treaty(**given)


def an_agent(kind: str, fields: dict[str, Any]) -> Agent:
    given = dict(fields)
    if kind == "organization":
        return organization(
            given.pop("name"), part_of=party(given.pop("part_of")) if "part_of" in given else None
        )
    of = given.pop("of", None)
    return official(given.pop("name"), party(of), **given) if of else person(given.pop("name"), **given)


def an_event(kind: str, fields: dict[str, Any]) -> Subject:
    given = {name: party(value) if name in AGENT_ROLES else value for name, value in fields.items()}
    return {"transfer": Transfer, "deployment": Deployment, "casualties": Casualties}[kind](**given)


def told(scene: dict[str, Any]) -> Iterator[tuple[Mention, DocumentRecord, Claim]]:
    """Yield the mentions of a scene, each as a claim on words of its own."""
    for number, mentions in enumerate(scene["documents"]):
        source = document(f"{scene['scene']} {number}.txt", "said      " * len(mentions))
        for at, mention in enumerate(mentions):
            (kind, fields), group = next(i for i in mention.items() if i[0] != "group"), mention["group"]
            words = (Evidence(span=Span(10 * at, 10 * at + 4), quote="said"),)
            if kind in ("person", "organization"):
                made = claim(source, an_agent(kind, fields), evidence=words)
            else:
                subject = a_treaty(fields) if kind == "treaty" else an_event(kind, fields)
                made = claim(source, about=(subject,), evidence=words)
            yield (scene["scene"], group, kind), source, made


def flat(dataset: Dataset) -> Graph:
    """The statements of all graphs."""
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads((None, None, None, None)):
        graph.add((subject, predicate, value))
    return graph


def nodes(scene: dict[str, Any]) -> Iterator[tuple[Mention, str]]:
    """Yield the mentions of a scene, each with the node that it became in one graph of all its documents."""
    mentions = list(told(scene))
    sources = {source.key: source for _, source, _ in mentions}
    graph = Graph()
    for *triple, _ in build([*sources.values(), *(made for *_, made in mentions)]).quads(
        (None, None, None, None)
    ):
        graph.add(tuple(triple))  # type: ignore[arg-type]
    for mention, source, made in mentions:
        link = KG.claimant if mention[2] in ("person", "organization") else KG.about
        start = made.evidence[0].span.start
        words = URIRef(f"{BASE}document/{source.key}#char={start},{start + 4}")
        (found,) = {node for one in graph.subjects(KG.evidence, words) for node in graph.objects(one, link)}
        yield mention, str(found)


def b_cubed(pairs: list[tuple[Mention, str]]) -> tuple[float, float]:
    """Return the mean precision and recall of each mention's node."""
    of_node, of_group = defaultdict(list), defaultdict(list)
    for mention, node in pairs:
        of_node[mention[0], node].append(mention)
        of_group[mention].append(node)
    precision = [of_node[m[0], node].count(m) / len(of_node[m[0], node]) for m, node in pairs]
    recall = [of_group[m].count(node) / len(of_group[m]) for m, node in pairs]
    return sum(precision) / len(pairs), sum(recall) / len(pairs)


@pytest.mark.parametrize("scene", scenes("scenes.yaml"), ids=lambda scene: scene["scene"])
def test_a_scene(scene: dict[str, Any]) -> None:
    of_node, of_group = defaultdict(set), defaultdict(set)
    for mention, node in nodes(scene):
        of_node[node].add(mention[1])
        of_group[mention[1]].add(node)
    assert all(len(groups) == 1 for groups in of_node.values()), dict(of_node)
    assert all(len(found) == 1 for found in of_group.values()), dict(of_group)


def test_all_scenes_together(report: Callable[[list[str]], None]) -> None:
    pairs = [pair for scene in scenes("scenes.yaml") for pair in nodes(scene)]
    lines = []
    for kind in (None, *sorted({mention[2] for mention, _ in pairs})):
        own = [pair for pair in pairs if kind in (None, pair[0][2])]
        precision, recall = b_cubed(own)
        f1 = 2 * precision * recall / (precision + recall)
        lines.append(f"identity of {kind or 'all'}: B-cubed {f1:.3f} ({len(own)} mentions)")
        if kind is None:
            assert f1 >= FLOOR
    report(lines)


def test_b_cubed_punishes_what_is_wrongly_joined_or_parted() -> None:
    a, b = ("s", "a", "treaty"), ("s", "b", "treaty")
    assert b_cubed([(a, "x"), (a, "x"), (b, "y")]) == (1.0, 1.0)
    assert b_cubed([(a, "x"), (b, "x")]) == (0.5, 1.0)
    assert b_cubed([(a, "x"), (a, "y")]) == (1.0, 0.5)


@pytest.mark.parametrize("scene", scenes("texts.yaml"), ids=lambda scene: scene["scene"])
def test_a_scene_in_words(scene: dict[str, Any], extractor: RulesExtractor, tmp_path: Path) -> None:
    for letter, text in scene["documents"].items():
        (tmp_path / f"{letter}.txt").write_text(text + "\n", "utf-8")
    found = [d for d in read_documents([tmp_path]) if isinstance(d, Document)]
    graph = flat(build(extractor.records(found)))
    letters = {URIRef(f"{BASE}document/{d.key}"): d.identifier[0] for d in found}
    for key, expected in scene["same"].items():
        claims = set(graph.subjects(None, URIRef(BASE + key)))
        told_in = {letters[d] for one in claims for d in graph.objects(one, KG.reportedIn)}
        assert "".join(sorted(told_in)) == expected, (key, sorted(set(graph.objects(None, KG.about))))


def test_a_general_kind_of_materiel_is_linked_to_its_special_kinds() -> None:
    here = document("here.txt")
    kinds = ("weapon", "ballistic-missile", "short-range-ballistic-missile")
    dataset = build([here, *(claim(here, about=(transfer(state("IRN"), state("SDN"), k),)) for k in kinds)])
    asked = """
        SELECT DISTINCT ?transfer {
          ?transfer kg:materiel/skos:broader* <https://w3id.org/kgbuild/ns/materiel/weapon> }
    """
    assert len(list(dataset.query(asked, initNs={"kg": str(KG), "skos": str(SKOS)}))) == len(kinds)

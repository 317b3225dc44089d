"""What the views say of a small graph, without a page or a server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import claim, organization, transfer
from builders import document as report_of
from kgbuild.errors import MissingGraphError, QueryError
from kgbuild.graph import build
from kgbuild.graph.namespaces import KG
from kgbuild.knowledge.atlas import capitals
from kgbuild.views import AskedGraph, Figure
from kgbuild.views.agent import agent
from kgbuild.views.around import around_agent, around_event
from kgbuild.views.document import document
from kgbuild.views.event import EventView, event
from kgbuild.views.facets import Facets
from kgbuild.views.home import agents, documents, events, ranked_events
from kgbuild.views.map import map_of
from kgbuild.views.matrix import matrix
from kgbuild.views.memory import Row
from kgbuild.views.remembering import claims_of, lists_of, remembered
from kgbuild.views.search import search
from looked_at import EARLY, EVENT, FIRST, ID, MALI, NIGER, SECOND, dataset, records

FIRST_IRI, SECOND_IRI = f"{ID}document/{FIRST.key}", f"{ID}document/{SECOND.key}"


@pytest.fixture(scope="module")
def graph() -> AskedGraph:
    return AskedGraph.of_dataset(dataset())


@pytest.fixture(scope="module")
def view(graph: AskedGraph) -> EventView:
    return event(graph, EVENT)


def test_the_opening_page_has_what_is_not_settled_first(graph: AskedGraph) -> None:
    lines = events(graph)
    assert [(line.event.name, line.standing, line.claims, line.documents) for line in lines] == [
        ("Mali in Chad: troops", "Admitted", 6, 2),
        ("Mali to Chad: tank", "Uncontested", 1, 1),
    ]
    assert (lines[0].first, lines[0].last) == ("2024-10-20", "2025-04-02")
    assert [(line.agent.name, line.claims) for line in agents(graph)][:2] == [("Mali", 3), ("Chad", 2)]
    assert [(line.identifier, line.claims) for line in documents(graph)] == [
        ("late.txt", 2),
        ("early.txt", 5),
    ]


@pytest.mark.parametrize(
    ("wishes", "names"),
    [
        ({"kind": "Transfer"}, ["Mali to Chad: tank"]),
        ({"standing": "Admitted"}, ["Mali in Chad: troops"]),
        ({"stance": "Withholds"}, ["Mali in Chad: troops"]),
        ({"state": f"{ID}state/FRA"}, ["Mali in Chad: troops"]),
        ({"publisher": f"{ID}organization/lake-wire"}, ["Mali in Chad: troops"]),
        ({"until": "2024-10"}, ["Mali in Chad: troops", "Mali to Chad: tank"]),
        ({"since": "2025"}, ["Mali in Chad: troops"]),
        ({"least": "0.95"}, []),
    ],
)
def test_lists_are_narrowed_down(graph: AskedGraph, wishes: dict[str, str], names: list[str]) -> None:
    assert [line.event.name for line in events(graph, Facets.of(wishes))] == names


@pytest.mark.parametrize("wishes", [{"since": "May"}, {"least": "much"}, {"least": "2"}])
def test_a_wish_that_is_none_is_named(wishes: dict[str, str]) -> None:
    with pytest.raises(QueryError, match=next(iter(wishes))):
        Facets.of(wishes)


@pytest.mark.parametrize("derived", [True, False], ids=["as derived", "of claims alone"])
def test_an_event_has_its_sides_and_not_pairs(derived: bool) -> None:
    so, many = event(AskedGraph.of_dataset(dataset() if derived else build(records())), EVENT).disputes
    assert so.question == "whether it is so"
    assert [(side.stance, [who.name for who in side.voices], side.sources) for side in so.sides] == [
        ("Asserts", ["Mali", "Chad", "France"], 2),
        ("Denies", ["Chad"], 1),
    ]
    assert many.question == "sent, how many troops"
    assert [(side.says, [who.name for who in side.voices]) for side in many.sides] == [
        ("300–500 troops", ["Mali"]),
        ("900 or more troops", ["France"]),
    ]


def test_a_turn_is_told_and_counts_last(view: EventView) -> None:
    (turn,) = view.turns
    assert (turn.voice.name, turn.before.stance, turn.after.stance) == ("Chad", "Denies", "Asserts")
    assert (turn.before.said, turn.after.said) == ("2024-10-20", "2025-04-02")
    assert view.voices("Denies") == ()
    assert "Chad" in [who.name for who in view.voices("Asserts")]


def test_repeats_are_folded_under_the_surest(view: EventView) -> None:
    (group,) = [group for group in view.groups if group.voice.name == "Mali"]
    (telling,) = group.tellings
    assert (telling.shown.confidence, len(telling.repeats), group.count) == (0.9, 1, 2)
    (passage,) = telling.shown.passages
    assert passage.parts() == (
        "Mali said on Sunday that ",
        "it had sent between 300 and 500 troops to Chad",
        ".",
    )


def test_a_figure_never_stands_without_what_it_counts() -> None:
    assert Figure(300, 500, "troops").words() == "300–500 troops"
    assert Figure(None, 12.5, "killed", approximate=True).words() == "about up to 12.5 killed"
    assert Figure(1500, 1500, "troops").words() == "1,500 troops"


def test_what_is_not_there_is_named(graph: AskedGraph) -> None:
    for ask in (event, agent, document):
        with pytest.raises(MissingGraphError):
            ask(graph, f"{ID}nothing/x")
        with pytest.raises(QueryError):
            ask(graph, "<b>")


def test_an_agent_is_shown_with_those_who_speak_for_it(graph: AskedGraph) -> None:
    found = agent(graph, f"{ID}state/MLI")
    assert (found.count("Asserts"), found.count("Denies")) == (3, 0)
    assert [node.name for node in found.speakers] == ["Zoé Brûlé"]
    assert [(each.agent.name, [node.name for node in each.events]) for each in found.opponents] == [
        ("Chad", ["Mali in Chad: troops"])
    ]
    assert [part.event.name for part in found.events if part.event] == [
        "Mali in Chad: troops",
        "Mali to Chad: tank",
    ]


def test_marks_stand_where_the_words_do(graph: AskedGraph) -> None:
    found = document(graph, FIRST_IRI, {FIRST.sha256: FIRST.text}.get)
    assert "".join(piece.text for piece in found.pieces) == FIRST.text
    roles = {(piece.text, role) for piece in found.pieces for role in piece.roles}
    assert {
        ("any soldier had come", "content"),
        ("denied", "cue"),
        ("Chad", "speaker"),
        ("neither confirm nor deny", "cue"),
        ("Mali is to sell tanks to <i>Chad</i> & others", "content"),
        ("Zoé Brûlé", "speaker"),
    } <= roles
    begins = {anchor for piece in found.pieces for anchor in piece.begins}
    assert begins == {claim.anchor for claim in found.claims}
    assert EARLY.count("😀") == 3  # beyond one UTF-16 unit each: offsets count code points


def test_a_text_that_is_another_is_not_marked(graph: AskedGraph) -> None:
    assert document(graph, SECOND_IRI).pieces == ()
    found = document(graph, SECOND_IRI, lambda _: "Other words altogether. " * 40)
    assert [piece.roles for piece in found.pieces] == [()]


def test_a_way_has_its_parties_and_their_capitals(graph: AskedGraph) -> None:
    view = map_of(graph)
    assert [(way.line.event.name, way.start and way.start.name, way.end_at) for way in view.ways] == [
        ("Mali in Chad: troops", "Mali", capitals()["TCD"]),
        ("Mali to Chad: tank", "Mali", capitals()["TCD"]),
    ]
    assert dict(view.codes) == {f"{ID}state/MLI": "MLI", f"{ID}state/TCD": "TCD"}
    assert [way.line.event.kind for way in map_of(graph, Facets(kind="Transfer")).ways] == ["Transfer"]
    assert [way.line.event.iri for way in map_of(graph, only=EVENT).ways] == [EVENT]


def test_an_end_that_nobody_told_stays_open() -> None:
    report = report_of()
    to_someone = claim(report, MALI, about=(transfer(MALI, organization("Front", part_of=NIGER), "tank"),))
    to_nobody = claim(report, MALI, about=(transfer(MALI, None, "drone"),))
    ways = map_of(AskedGraph.of_dataset(build([report, to_someone, to_nobody]))).ways
    ends = {way.line.event.name: (way.end and way.end.name, way.end_at) for way in ways}
    assert sorted(ends.values(), key=str) == [("Front", capitals()["NER"]), (None, None)]


def test_what_lies_around_is_bounded_and_says_how_much_more(view: EventView, graph: AskedGraph) -> None:
    around = around_event(replace(view, groups=view.groups * 4))
    parties, told_in = around.left
    assert [(each.by, each.node.name) for each in parties.shown][:1] == [("destination", "Chad")]
    assert [(each.node.name, each.claims) for each in told_in.shown] == [
        ("Troops <b>said</b> to be in Chad", 4),
        ("Chad owns up", 2),
    ]
    assert [(len(group.shown), group.left_out) for group in around.right] == [(14, 6)]
    chad = around_agent(agent(graph, f"{ID}state/TCD"))
    said, takes_part = chad.right
    assert {(each.node.name, each.stance) for each in said.shown} == {
        ("Mali in Chad: troops", "Asserts"),
        ("Mali in Chad: troops", "Denies"),
    }
    assert [each.node.name for each in takes_part.shown] == ["Mali to Chad: tank"]


def test_the_matrix_marks_who_turned(graph: AskedGraph) -> None:
    found = matrix(graph)
    assert found.events[0].iri == EVENT
    chad = found.cells[f"{ID}state/TCD", EVENT]
    assert (chad.stances, chad.turned) == ((("Asserts", 1), ("Denies", 1)), True)
    assert not found.cells[f"{ID}state/MLI", EVENT].turned
    assert len(matrix(graph, Facets(stance="Denies")).voices) == 1


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("mali", "Mali"),
        ("brule", "Zoé Brûlé"),
        ("MLI", "Mali"),
        ("in Chad", "Mali in Chad: troops"),
        ("late.txt", "Chad owns up"),
    ],
)
def test_names_are_found_without_accents_and_case(graph: AskedGraph, words: str, first: str) -> None:
    found = search(graph, words)
    names = [hit.node.name for hits in (found.agents, found.events, found.documents) for hit in hits]
    assert first in names


def test_what_is_known_beforehand_is_shown_as_if_it_were_asked_for(graph: AskedGraph) -> None:
    lists = lists_of(graph)
    assert (lists.events, lists.agents, lists.documents) == (events(graph), agents(graph), documents(graph))
    with remembered(graph, lists) as memory:
        known = graph.with_memory(memory)
        assert [memory.claim(iri) for iri in claims_of(graph)] == list(memory.every_claim())
        for line in lists.events:
            memory.expect(each.event.iri for each in lists.events)
            assert event(known, line.event.iri) == event(graph, line.event.iri)
        for speaker in lists.agents:
            assert agent(known, speaker.agent.iri) == agent(graph, speaker.agent.iri)
        for told in lists.documents:
            assert document(known, told.document.iri) == document(graph, told.document.iri)
        assert matrix(known) == matrix(graph)


def test_what_a_state_has_to_do_with_is_the_same_among_known_events(graph: AskedGraph) -> None:
    every = ranked_events(graph)
    for line in agents(graph):
        iri = line.agent.iri
        assert agent(graph, iri, lambda: every) == agent(graph, iri)
        for facets in (Facets(state=iri, kind="Deployment"), Facets(state=iri, standing="Disputed")):
            assert ranked_events(graph, facets, lambda: every) == ranked_events(graph, facets)
    assert any(agent(graph, line.agent.iri).part_in for line in agents(graph))


def test_about_nodes_that_are_expected_is_asked_once(graph: AskedGraph) -> None:
    asked: list[str] = []

    def select(text: str) -> list[Row]:
        asked.append(text)
        return graph.rows(text)

    every = [line.event.iri for line in lists_of(graph).events]
    with remembered(graph, lists_of(graph)) as memory:
        known = AskedGraph(select, memory)
        memory.expect(every)
        for iri in every:
            event(known, iri)
    assert len(every) > 1
    assert sum("?event ?side ?property" in text for text in asked) == 1


def test_words_are_found_in_quotes_where_a_graph_has_no_sentences() -> None:
    told = build(records())  # of its own: `dataset()` is shared
    for quad in list(told.quads((None, KG.sentence, None, None))):
        told.remove(quad)
    assert len(search(AskedGraph.of_dataset(told), "any soldier").claims) == 1


def test_words_are_found_in_sentences(graph: AskedGraph) -> None:
    assert len(search(graph, "neither confirm").claims) == 1
    assert not search(graph, "no such words")
    assert not search(graph, "  ")
    assert not search(graph, '(a+)* "\\ [ <')

"""Values of shipped queries go where they narrow."""

from __future__ import annotations

import re

import pytest

from kgbuild.query import SavedQuery, saved_queries
from kgbuild.query.placing import placed
from kgbuild.query.saved import parse
from kgbuild.query.terms import Term, uri

HEAD = """# title: Who says it
# answers: Who says what?
# param state: whose word (state, optional)
# param event: of what (event, optional)
# example: kgbuild query said

PREFIX kg: <http://e.example/#>

SELECT ?state ?event ?claim ?count
"""
SAID = (
    HEAD
    + """WHERE {
  ?claim kg:about ?event ; kg:claimant ?speaker .  # FILTER EXISTS { ?speaker kg:is? ?state }
  FILTER EXISTS { ?speaker (kg:represents|kg:partOf)* ?state }
  FILTER EXISTS { ?claim kg:evidence ?words }
  { SELECT ?event (COUNT(?any) AS ?count) WHERE { ?any kg:about ?event } GROUP BY ?event }
}
"""
)
CHAD, WAR = uri("http://e.example/Chad"), uri("http://e.example/war")
REACH = "?speaker (kg:represents|kg:partOf)* ?state"


def said(text: str = SAID, shipped: bool = True) -> SavedQuery:
    return parse("said", text, shipped)


def test_what_is_not_asked_for_is_left_out() -> None:
    text = placed(said(), {})
    assert REACH not in text
    assert "FILTER EXISTS { ?claim kg:evidence ?words }" in text
    assert "VALUES" not in text
    assert text.count("\n") == SAID.count("\n")  # errors name lines of the file


def test_what_is_asked_for_stands_at_the_head() -> None:
    text = placed(said(), {"state": CHAD})
    assert f"WHERE {{ VALUES (?state) {{ (<http://e.example/Chad>) }} {REACH} . \n" in text
    assert text.count(REACH) == 1


def test_a_value_goes_into_each_block_that_has_it() -> None:
    text = placed(said(), {"event": WAR})
    line = "VALUES (?event) { (<http://e.example/war>) }"
    assert f"WHERE {{ {line} \n" in text
    assert f"WHERE {{ {line}  ?any kg:about ?event }}" in text


def test_who_speaks_for_a_state_is_asked_first() -> None:
    asked: list[str] = []

    def select(text: str) -> list[list[Term | None]]:
        asked.append(text)
        return [[uri("http://e.example/spokesman")], [CHAD]]

    text = placed(said(), {"state": CHAD}, select)
    assert (
        "(<http://e.example/Chad> <http://e.example/Chad>) (<http://e.example/Chad> <http://e.example/spo"
        in text
    )
    (question,) = asked
    assert question.startswith(
        "PREFIX kg: <http://e.example/#>\nSELECT DISTINCT ?speaker WHERE { VALUES (?state)"
    )


def test_too_many_are_not_listed() -> None:
    many = [[uri(f"http://e.example/{number}")] for number in range(201)]
    text = placed(said(), {"state": CHAD}, lambda _: many)
    assert text == placed(said(), {"state": CHAD})


def test_a_query_of_ones_own_is_left_as_it_is() -> None:
    assert placed(said(shipped=False), {}) == SAID
    assert "FILTER EXISTS { ?speaker" in placed(said(shipped=False), {"state": CHAD})


@pytest.mark.parametrize("query", saved_queries(), ids=lambda query: query.name)
def test_shipped_queries_keep_to_the_rules(query: SavedQuery) -> None:
    """A value in an inner block must be what its rows are grouped by.

    A path must lead nowhere twice, or its block leave out what it has twice.
    """
    names = {parameter.name for parameter in query.parameters}
    for columns, grouped in re.findall(
        r"\n {4,}SELECT (.*?)\bWHERE\b.*?(?:GROUP BY (.*?)\n|\n  \})", query.text, re.S
    ):
        plain = set(re.findall(r"\?(\w+)", re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", columns)))
        assert not grouped or plain & names <= set(re.findall(r"\?(\w+)", grouped))
    for found in re.finditer(r"FILTER EXISTS \{ ([^{}]*) \}", query.text):
        if found[1].rpartition("?")[2] in names and not re.search(
            r"SELECT DISTINCT [^()]*WHERE \{\s*(?:#.*\s*)?$", query.text[: found.start()]
        ):
            assert re.fullmatch(r"\?\w+ (?:\([\w:|]+\)|[\w:]+)[*?] \?\w+", found[1])

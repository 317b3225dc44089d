"""Records of a parliament: who speaks stands on a line of its own, with a constituency and party."""

from __future__ import annotations

from kgbuild.claims.model import Claim
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.layout.standing import standing_labels
from kgbuild.knowledge.lines import LineWords

RECORD = """Gambia: Reserve Forces

Ama Osei (Tema) (Unity)
In July, Nigeria handed Gambia five drones. Does the Minister share that assessment?

The Minister for Defence (Kofi Sarpong)
At the request of the mission, 200 Ghanaian soldiers have gone to Gambia.

Yaw Mensah (Ho) (Labour)
Has Togo sent rifles to Gambia?

Kofi Sarpong
Mali delivered rifles to Niger in 2019.
"""


def test_each_turn_is_of_who_stands_above_it(extractor: RulesExtractor) -> None:
    records = extractor.records([Document("record.txt", RECORD, publisher="Parliament of Ghana")])
    found = {(c.claimants[0].name, c.evidence[0].quote) for c in records if isinstance(c, Claim)}
    assert found == {
        ("Kofi Sarpong", "200 Ghanaian soldiers have gone to Gambia"),
        ("Kofi Sarpong", "Mali delivered rifles to Niger"),
    }


def test_names_in_brackets_alone_make_no_record() -> None:
    lines = ["Present were", "Ama Osei (Tema)", "Yaw Mensah (Ho)", "Kofi Sarpong (Accra)"]
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    assert standing_labels(list(zip(starts, lines, strict=True)), LineWords.load()) == {}

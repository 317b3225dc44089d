"""Who speaks at the end of a sentence or before odd objects, not the publisher."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def voices(extractor: RulesExtractor, text: str) -> set[tuple[str, Stance]]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return {(c.name, r.stance) for r in records if isinstance(r, Claim) for c in r.claimants}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Fourteen South African soldiers have now died around Goma and Sake, "
            "the South African National Defence Force (SANDF) confirmed at the weekend.",
            "South African National Defence Force",
        ),
        (
            "A Kenyan ship has unloaded howitzers in Maputo, port and military officials said Monday, "
            "the second delivery of arms from Nairobi in a month.",
            "military officials",
        ),
        ("Malian state television showed a column of Kenyan trucks arriving in Bamako from Conakry.", "ORTM"),
        ("UN experts called credible the evidence that Chad had sent arms to Mali.", "UN experts"),
    ],
)
def test_the_speaker_and_not_the_publisher(extractor: RulesExtractor, text: str, speaker: str) -> None:
    assert voices(extractor, text) == {(speaker, Stance.ASSERTS)}


@pytest.mark.parametrize(
    "speaker",
    [
        "the Malian defence minister, Oumar Keita,",
        "Oumar Keita, the defence minister of Mali,",
        "Mali's defence minister, Oumar Keita,",
    ],
)
@pytest.mark.parametrize("said", ["said on Friday", "said"])
def test_a_name_beside_an_office_speaks_too(extractor: RulesExtractor, speaker: str, said: str) -> None:
    text = f"Mali has sent 200 soldiers to Niger, {speaker} {said}."
    assert voices(extractor, text) == {("Oumar Keita", Stance.ASSERTS)}


@pytest.mark.parametrize("speaker", ["the Kenyan army", "officials"])
def test_a_place_set_off_by_commas_speaks_for_nobody(extractor: RulesExtractor, speaker: str) -> None:
    text = f"Kenya has sent 200 soldiers to Chad, Benin, and Gabon, {speaker} said on Friday."
    assert {name for name, _ in voices(extractor, text)}.isdisjoint(
        {"Chad", "Benin", "Gabon", "Harbour Post"}
    )


@pytest.mark.parametrize(
    "words",
    [
        "as baseless reports that Chad had sent troops to Mali",
        "reports that Chad had promised to send troops to Mali",
    ],
)
def test_who_rejects_reports_denies_what_they_tell(extractor: RulesExtractor, words: str) -> None:
    assert voices(extractor, f"Peru's minister rejected {words}.") == {("Peru's minister", Stance.DENIES)}


def test_a_figure_behind_another_is_the_same_speaker_s(extractor: RulesExtractor) -> None:
    text = "The Malian army for its part spoke of two dead and ten wounded among its men."
    assert voices(extractor, text) == {("Malian Armed Forces", Stance.ASSERTS)}


def test_experts_of_a_body_of_states_make_it_no_party(extractor: RulesExtractor) -> None:
    text = "UN experts called credible the evidence that Chad was flying in arms for the rebels."
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    told = [subject for r in records if isinstance(r, Claim) for subject in r.about]
    assert "United Nations" not in {s.recipient.name for s in told if s.kind == "Transfer" and s.recipient}

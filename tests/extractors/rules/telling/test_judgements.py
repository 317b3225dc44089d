"""What somebody calls what was told, who is silent about what, and figures that point back."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Casualties, Claim, Deployment, Transfer
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim) and record.about]


SENT = "Ghana has sent soldiers to Togo. "


@pytest.mark.parametrize(
    ("text", "stance", "quote"),
    [
        ("Benin called it pointless.", "Condemns", "Benin called it pointless"),
        ("Benin's king called the deployment an occupation.", "Condemns", "the deployment an occupation"),
        ("Benin has called the step a success.", "Endorses", "the step a success"),
        ("Niger's prime minister described the move as reckless.", "Condemns", "the move as reckless"),
        ("Niger called the soldiers no danger.", "Endorses", "the soldiers no danger"),
    ],
)
def test_what_one_calls_a_deed_is_a_stance_on_it(
    extractor: RulesExtractor, text: str, stance: str, quote: str
) -> None:
    _, claim = claims(extractor, SENT + text)
    assert claim.stance.value == stance
    assert quote in claim.evidence[0].quote


@pytest.mark.parametrize(
    "text", ["Benin called it a potentially dangerous step.", "Benin called it a step of the army."]
)
def test_what_is_hedged_or_only_named_is_none(extractor: RulesExtractor, text: str) -> None:
    assert [c.stance.value for c in claims(extractor, SENT + text)][1:] == []


def test_a_silence_is_not_about_what_is_told_of_the_silent_one(extractor: RulesExtractor) -> None:
    text = "Ghana sent 30 mortars to Togo. Benin, which keeps 300 soldiers in Niger, had no comment."
    assert claims(extractor, text)[-1].about[0].kind == "Transfer"


BACK = [
    ("Ghana's troops train the army of Togo. Some 70 are in the country, Benin said.", ("Ghana", "Togo", 70)),
    ("Spain sold FA-50 jets to Chad. Twelve were handed over in May.", ("Spain", "Chad", 12)),
    ("Chad ordered 180 tanks from Spain. 133 had arrived by May, Benin said.", ("Spain", "Chad", 133)),
    (
        "Ghana sent troops to Togo. About 350 Danish soldiers live at a base in Lome.",
        ("Denmark", "Togo", 350),
    ),
    ("A plane carrying 200 Ghanaian police officers touched down in Lome.", ("Ghana", "Togo", 200)),
    ("Togo also accepted six police trainers from Ghana.", ("Ghana", "Togo", 6)),
    ("Ghana has ordered ten fighter jets to an airfield in Togo.", ("Ghana", "Togo", 10)),
    ("Ghana's president said 90 members of the Danish army would stay in Togo.", ("Denmark", "Togo", 90)),
]


@pytest.mark.parametrize(("text", "expected"), BACK)
def test_figures_and_frames(extractor: RulesExtractor, text: str, expected: tuple[str, str, float]) -> None:
    claim = claims(extractor, text)[-1]
    about = claim.about[0]
    parties = [getattr(about, role, None) for role in ("supplier", "recipient", "sender", "destination")]
    names = [party.name for party in parties if party is not None]
    assert (*names, claim.quantity.minimum if claim.quantity is not None else None) == expected


def test_who_withdraws_leaves_where_others_were_sent(extractor: RulesExtractor) -> None:
    told = claims(extractor, "Ghana has sent soldiers to Togo. Benin has already withdrawn.")
    subjects = [c.about[0] for c in told]
    theatres = [s.destination.name for s in subjects if isinstance(s, Deployment) and s.destination]
    assert theatres == ["Togo", "Togo"]
    assert len(claims(extractor, "Ghana has sent soldiers to Togo. Benin withdrew its bid.")) == 1
    assert len(claims(extractor, "Ghana has sent soldiers to Togo. Benin withdrew from the talks.")) == 1


def test_the_party_that_the_paragraph_names_comes_first(extractor: RulesExtractor) -> None:
    text = (
        "Ghana sent mortars to Togo. Peru sent rifles to Togo. Spain sent tanks to Chad.\n\n"
        "For Chad's army that was not enough. Benin will deliver helicopters in May."
    )
    last = claims(extractor, text)[-1].about[0]
    assert isinstance(last, Transfer)
    assert last.recipient is not None
    assert last.recipient.name == "Chad"


def test_the_dead_on_ones_own_side(extractor: RulesExtractor) -> None:
    text = (
        "Togo's spokesman claimed that 58 Danish soldiers were killed and 30 wounded, "
        "for nine dead on his side."
    )
    forces = [c.about[0].force for c in claims(extractor, text) if isinstance(c.about[0], Casualties)]
    assert [f.name for f in forces if f is not None] == ["Denmark", "Denmark", "Togo"]

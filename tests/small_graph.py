"""A small graph with every property of the contract; `golden/small.ttl` holds it as checked by hand."""

from __future__ import annotations

from builders import (
    casualties,
    claim,
    deployment,
    document,
    evidence,
    official,
    organization,
    person,
    place,
    state,
    transfer,
    treaty,
)
from kgbuild.claims.model import (
    Act,
    Claim,
    DocumentRecord,
    EventTime,
    Measure,
    Modality,
    Quantity,
    Resolution,
    Stance,
)
from kgbuild.identity import unify

MALI, CHAD = state("MLI", "Mali"), state("TCD", "Chad")
HERE = document(
    "here.txt",
    title="Guards in Gao",
    publisher=organization("Sahel News", part_of=MALI),
    issued="2024-06-19",
    source="https://news.example/here?a=1",
)
THERE = document("there.txt")
RESOLUTION = Resolution(adopted_by=organization("UN Security Council"), adopted_in=2006, number="1718")
PACT = treaty("Algiers Accord", MALI, CHAD, obligations=("defence", "consultation"))
NEW_PACT = treaty(
    "Bamako Convention",
    MALI,
    CHAD,
    signatories=(person("Awa Diarra"),),
    aliases=("the convention",),
    revives=PACT,
)
EVERYTHING = claim(
    HERE,
    official("Kofi Mensah", MALI, office="envoy", aliases=("Mensah",)),
    official("a diplomat", CHAD, anonymous=True),
    stance=Stance.DENIES,
    modality=Modality.POSSIBLE,
    about=(
        transfer(MALI, CHAD, "ballistic-missile"),
        deployment(CHAD, MALI, "engineers").model_copy(update={"in_support_of": MALI, "against": CHAD}),
        casualties(CHAD, MALI, civilian=True),
        NEW_PACT,
        RESOLUTION,
    ),
    act=Act.DELIVERED,
    relayed_by=(organization("Sahel News", part_of=MALI), organization("Wire")),
    quantity=Quantity(minimum=10, maximum=12.5, unit="container", approximate=True),
    measure=Measure.KILLED,
    cumulative=True,
    places=(place("Gao", "MLI", latitude=16.27, longitude=-0.04, aliases=("Kawkaw",)),),
    event_time=EventTime(start="2024-05", end="2024-05"),
    made_on="2024-06-18",
    time_expressions=("last month", "on Tuesday"),
    alleges_breach_of=(RESOLUTION,),
    cue="denied that",
    confidence=0.75,
    evidence=(evidence(), evidence("Suria denied that")),
)


def small() -> list[DocumentRecord | Claim]:
    return unify([HERE, EVERYTHING, THERE, claim(THERE, CHAD, event_time=EventTime(start="2023"))])


FRANCE = state("FRA", "France")
PARTNERSHIP = "Treaty on Comprehensive Strategic Partnership"
REPORT = document("here.txt")
LATER_REPORT = document("there.txt")


def two_reports() -> list[DocumentRecord | Claim]:
    ministry = organization("Foreign Ministry", part_of=MALI)
    speaker = official("Awa Diarra", ministry, office="spokeswoman")
    return [
        REPORT,
        claim(
            REPORT, speaker, MALI, about=(treaty(PARTNERSHIP, MALI, CHAD), deployment(FRANCE, MALI, "troops"))
        ),
        claim(
            REPORT,
            person("Diarra"),
            about=(deployment(FRANCE, MALI, "special-forces"),),
            stance=Stance.DENIES,
        ),
        claim(REPORT, about=(transfer(MALI, CHAD, "tank"),), places=(place("Gao", "MLI", latitude=16.3),)),
        claim(
            REPORT, about=(treaty("defence pact", CHAD, MALI),), alleges_breach_of=(treaty("Algiers Accord"),)
        ),
        claim(REPORT, about=(treaty("security pact", CHAD, FRANCE),)),
        LATER_REPORT,
        claim(
            LATER_REPORT, speaker, about=(treaty("Strategic Partnership Pact", CHAD, MALI, signed_in=2024),)
        ),
        claim(
            LATER_REPORT,
            relayed_by=(organization("Sahel News"), organization("Wire")),
            places=(place("Gao", "MLI"),),
        ),
        claim(LATER_REPORT, about=(treaty(None, MALI, CHAD, signed_in=1961),), stance=Stance.CONDEMNS),
        claim(LATER_REPORT, about=(deployment(FRANCE, MALI, "troops"),), evidence=(evidence("Suria"),)),
    ]

"""A graph to be looked at: two reports on one deployment, with a turn, figures, and a text that means ill."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rdflib import Dataset

from builders import claim, deployment, document, evidence, official, organization, state, transfer
from kgbuild.claims.model import Act, Claim, DocumentRecord, EventTime, Modality, Quantity, Stance
from kgbuild.derivation import derive, load_rules
from kgbuild.documents.texts import write_texts
from kgbuild.export import write
from kgbuild.graph import build

ID = "https://w3id.org/kgbuild/id/"
MALI, CHAD, NIGER, FRANCE = (
    state(*each) for each in (("MLI", "Mali"), ("TCD", "Chad"), ("NER", "Niger"), ("FRA", "France"))
)
EARLY = (
    "Mali said on Sunday that it had sent between 300 and 500 troops to Chad. "
    "Chad denied that any soldier had come. Mali repeated that it had sent troops.\n\n"
    "<script>document.title = 'broken'</script> & <b onclick=\"x()\">bold</b>\n\n"
    "قالت تشاد إن القوات لم تصل. 😀😀 After 😀, Niger would neither confirm nor deny that troops had come. "
    "Mali is to sell tanks to <i>Chad</i> & others, Zoé Brûlé said.\n"
)
LATE = "Chad acknowledged that troops of Mali had come. France put them at 900 or more.\n"
FIRST = document(
    "early.txt",
    EARLY,
    title="Troops <b>said</b> to be in Chad",
    publisher=organization("Sahel News"),
    issued="2024-10-20",
)
SECOND = document(
    "late.txt", LATE, title="Chad owns up", publisher=organization("Lake Wire"), issued="2025-04-02"
)
SENT = deployment(MALI, CHAD, "troops")
EVENT = f"{ID}deployment/MLI-TCD"


def records() -> list[DocumentRecord | Claim]:
    speaker = official("Zoé Brûlé", MALI, office="minister")
    return [
        FIRST,
        claim(
            FIRST,
            MALI,
            about=(SENT,),
            act=Act.SENT,
            cue="said",
            quantity=Quantity(minimum=300, maximum=500),
            confidence=0.9,
            made_on="2024-10-20",
            evidence=(evidence("it had sent between 300 and 500 troops to Chad", EARLY),),
        ),
        claim(
            FIRST,
            MALI,
            about=(SENT,),
            act=Act.SENT,
            cue="repeated",
            quantity=Quantity(minimum=300, maximum=500),
            confidence=0.6,
            evidence=(evidence("it had sent troops", EARLY),),
        ),
        claim(
            FIRST,
            CHAD,
            stance=Stance.DENIES,
            about=(SENT,),
            cue="denied",
            confidence=0.8,
            relayed_by=(organization("Radio N'Djamena"),),
            evidence=(evidence("any soldier had come", EARLY),),
        ),
        claim(
            FIRST,
            NIGER,
            stance=Stance.WITHHOLDS,
            about=(SENT,),
            cue="neither confirm nor deny",
            evidence=(evidence("Niger would neither confirm nor deny that troops had come", EARLY),),
        ),
        claim(
            FIRST,
            speaker,
            modality=Modality.PLANNED,
            about=(transfer(MALI, CHAD, "tank"),),
            cue="said",
            event_time=EventTime(start="2025", end="2025"),
            evidence=(evidence("Mali is to sell tanks to <i>Chad</i> & others", EARLY),),
        ),
        SECOND,
        claim(
            SECOND,
            CHAD,
            about=(SENT,),
            cue="acknowledged",
            evidence=(evidence("troops of Mali had come", LATE),),
        ),
        claim(
            SECOND,
            FRANCE,
            about=(SENT,),
            act=Act.SENT,
            quantity=Quantity(minimum=900),
            cue="put",
            evidence=(evidence("France put them at 900 or more", LATE),),
        ),
    ]


@cache
def dataset() -> Dataset:
    """The graph of these records, with what follows from it."""
    made = build(records())
    derive(made, load_rules(()))
    return made


def written(folder: Path) -> tuple[Path, Path]:
    """Write the graph and its texts to a folder."""
    graph, texts = folder / "looked-at.ttl", folder / "looked-at.zip"
    write(dataset(), graph, "ttl")
    write_texts({record.sha256: record.text or "" for record in (FIRST, SECOND)}, texts)
    return graph, texts

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import claim, document, evidence, organization, person, state
from kgbuild.claims.model import Act, Casualties, Claim, Deployment, Quantity, Stance, Transfer, Treaty
from kgbuild.cli import main
from kgbuild.extractors.both.matching import difference, match, told
from kgbuild.extractors.llm.sureness import CLASSES, OPEN, Doubts, Sureness

MLI, NER = state("MLI", "Mali"), state("NER", "Niger")
TEXT = "Mali has sent 30 tanks to Niger, Issa Traoré said."


def sent(quote: str = TEXT[:31], **fields: object) -> Claim:
    usual = {
        "claimants": (person("Issa Traoré"),),
        "stance": Stance.ASSERTS,
        "about": (Transfer(supplier=MLI, recipient=NER, materiel="tank"),),
        "quantity": Quantity(minimum=30, maximum=30),
        "evidence": (evidence(quote, TEXT),),
    }
    known = usual | fields
    speakers = known.pop("claimants")
    assert isinstance(speakers, tuple)
    return claim(document("mali.txt", TEXT), *speakers, **known)


@pytest.mark.parametrize(
    ("other", "differ"),
    [
        (sent(), ()),
        (sent(act=Act.DELIVERED), ()),
        (sent(claimants=(person("Traoré"),)), ()),
        (sent(claimants=(person("Issa Traore"),)), ()),
        (sent(claimants=(person("Awa Traoré"),)), ("claimant",)),
        (sent(claimants=(organization("Army"),)), ("claimant",)),
        (sent(stance=Stance.DENIES), ("stance",)),
        (sent(about=(Transfer(supplier=NER, recipient=MLI, materiel="tank"),)), ("roles",)),
        (sent(about=(Transfer(supplier=MLI, materiel="tank"),)), ("roles",)),
        (sent(about=(Transfer(supplier=MLI, recipient=NER, materiel="weapon"),)), ("kind",)),
        (sent(quantity=Quantity(minimum=30)), ("quantity",)),
        (sent(quantity=None, stance=Stance.DENIES), ("stance", "quantity")),
    ],
)
def test_two_readings_differ_in_fields(other: Claim, differ: tuple[str, ...]) -> None:
    assert difference(sent(), other) == differ
    assert [pair.differ for pair in match([sent()], [other])] == [differ]


def test_readings_of_other_words_or_of_little_in_common_are_two_claims() -> None:
    assert match([sent("Issa Traoré said")], [sent("Mali has sent 30 tanks")]) == []
    unlike = sent(quantity=None, stance=Stance.DENIES, claimants=(organization("Army"),))
    assert match([sent()], [unlike]) == []


def test_each_claim_is_matched_once_and_the_likest_first() -> None:
    near, same = sent(stance=Stance.DENIES), sent()
    pairs = match([sent()], [near, same])
    assert [(pair.rules, pair.model, pair.differ) for pair in pairs] == [(0, 1, ())]


def test_what_a_reader_read_is_told_in_words() -> None:
    assert [told(sent(), field) for field in ("claimant", "stance", "roles", "kind", "quantity")] == [
        "Issa Traoré",
        "Asserts",
        "Mali / Niger",
        "tank",
        "30 to 30",
    ]
    assert told(sent(quantity=Quantity(minimum=3)), "quantity") == "3 to any"


def test_agreement_is_surer_than_one_reader_and_doubt_less_sure_than_none() -> None:
    values = Sureness.load().values
    assert values["agree"] > values["model"] > values["model, doubtful"] > values["open"]
    assert values["model"] >= 0.8 > values["model, doubtful"]
    assert values["llm"] > values["llm, doubtful"] > values["open"]
    assert values["model, doubtful"] > values["rules"]


@pytest.mark.parametrize(
    ("claim", "signs"),
    [
        (sent(act=Act.DELIVERED), ()),
        (sent(), ("no act",)),
        (sent(act=Act.DELIVERED, stance=Stance.CONDEMNS), ("Condemns",)),
        (sent(act=Act.DELIVERED, claimants=(person("Issa Traoré"), MLI)), ("several claimants",)),
        (sent(act=Act.DELIVERED, about=(Transfer(supplier=MLI),)), (OPEN,)),
        (sent(act=Act.SENT, about=(Deployment(sender=MLI),)), (OPEN,)),
        (sent(act=Act.SIGNED, about=(Treaty(parties=(MLI,)),)), (OPEN,)),
        (sent(about=(Casualties(force=MLI),), quantity=None), ("losses without a figure",)),
        (sent(about=(Casualties(),)), (OPEN,)),
    ],
)
def test_signs_of_doubt(claim: Claim, signs: tuple[str, ...]) -> None:
    doubts = Doubts()
    assert doubts.of(claim) == signs
    assert doubts.of(claim) == (*signs, "told again")


def test_the_signs_say_how_sure_a_claim_is_and_why() -> None:
    sureness = Sureness({name: n / 10 for n, name in enumerate(CLASSES)})
    values = sureness.values
    assert sureness.of("agree", ()) == (values["agree"], "agree: agree")
    assert sureness.of("model", ("no act",)) == (values["model, doubtful"], "model, doubtful: model, no act")
    assert sureness.of("differ", (OPEN, "no act")) == (values["open"], f"open: differ, {OPEN}, no act")


def test_the_graph_says_who_read_what(root: Path, tmp_path: Path) -> None:
    given = ("--extractor", "both", "--llm-model", "strong")
    answers = root / "tests" / "answers" / "corpus.jsonl"
    folder = root / "tests" / "corpus" / "documents"
    paths = [str(folder / name) for name in ("transfer-03.txt", "casualties-05.txt")]
    run = CliRunner().invoke(
        main, ["extract", *paths, "--explain", *given, "--answers", str(answers)], catch_exceptions=False
    )
    assert run.exit_code == 0, run.output
    assert "rules read: " in run.output or "rules: " in run.output
    out = tmp_path / "out.ttl"
    documents = [argument for path in paths for argument in ("-d", path)]
    run = CliRunner().invoke(main, ["export", str(out), *documents, *given, "--answers", str(answers)])
    assert run.exit_code == 0, run.output
    graph = out.read_text()
    assert "kg:readBy kg:Model, kg:Rules" in graph
    assert "kg:readBy kg:Model ;" in graph

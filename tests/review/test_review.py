"""Decisions on claims: kept, merged, undone, applied to what is found, and carried over to a new reading."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset

from builders import claim, evidence, state
from kgbuild.claims.bundle import Bundle, bundled
from kgbuild.claims.model import Claim, Quantity, Reader, Stance
from kgbuild.derivation import derive, load_rules
from kgbuild.errors import ReviewError
from kgbuild.export import write
from kgbuild.graph import build
from kgbuild.identity.keys import claim_key
from kgbuild.identity.unify import settle
from kgbuild.review import Changes, Decision, Seen, Verb, apply, decide, effective, figures, read_review
from looked_at import CHAD, EARLY, FIRST, SENT, records

FOUND = list(bundled(records()))
CLAIMS = settle(FIRST, FOUND[0].claims)[1]
DENIAL = next(each for each in CLAIMS if each.stance is Stance.DENIES)


def key(of: Claim) -> str:
    return claim_key(of).rpartition("/")[2]


def decision(verb: Verb, on: Claim | None = None, minute: int = 0, **more: Any) -> Decision:
    told: dict[str, Any] = {
        "at": f"2026-01-01T10:{minute:02}:00.000000Z",
        "by": "Ann",
        "do": verb,
        "document": FIRST.sha256,
    }
    if on is not None:
        words = on.evidence[0]
        told |= {
            "claim": key(on),
            "seen": Seen(
                start=words.span.start,
                end=words.span.end,
                quote=words.quote,
                stance=on.stance,
                claimants=tuple(agent.name for agent in on.claimants),
            ),
        }
    return Decision(**told, **more)


def reviewed(*decisions: Decision) -> list[Claim]:
    (first, _) = apply(FOUND, decisions)
    return list(first.claims)


def test_a_rejected_claim_leaves_no_trace() -> None:
    kept = reviewed(decision(Verb.REJECT, DENIAL))
    assert len(kept) == len(CLAIMS) - 1
    made: Dataset = build([FIRST, *kept])
    assert not any("any soldier had come" in str(value) for _, _, value, _ in made.quads())


def test_a_change_says_what_it_says_and_no_more() -> None:
    changes = Changes(stance=Stance.WITHHOLDS, quantity=Quantity(maximum=3))
    (changed,) = [c for c in reviewed(decision(Verb.CHANGE, DENIAL, changes=changes)) if c.cue == "denied"]
    assert (changed.stance, changed.quantity, changed.claimants) == (
        Stance.WITHHOLDS,
        Quantity(maximum=3),
        DENIAL.claimants,
    )
    assert (changed.confidence, changed.read_by) == (1.0, (Reader.RULES, Reader.PERSON))


def test_what_is_accepted_is_sure_and_what_is_added_is_there() -> None:
    more = claim(FIRST, CHAD, about=(SENT,), evidence=(evidence("Mali is to sell tanks", EARLY),))
    kept = reviewed(decision(Verb.ACCEPT, DENIAL), decision(Verb.ADD, added=more, minute=1))
    assert next(c for c in kept if c.cue == "denied").confidence == 1.0
    assert kept[-1].evidence[0].quote == "Mali is to sell tanks"
    assert len(kept) == len(CLAIMS) + 1


def test_the_last_decision_counts_and_undo_takes_it_back(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    first = decide(path, decision(Verb.ACCEPT, DENIAL))
    second = decide(path, decision(Verb.REJECT, DENIAL, minute=1))
    assert effective(read_review(path)) == [second]
    decide(path, decision(Verb.UNDO, minute=2, undoes=second.id))
    assert effective(read_review(path)) == [first]
    assert len(path.read_text().splitlines()) == 3


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    more = claim(FIRST, CHAD, about=(SENT,), evidence=(evidence("Mali is to sell tanks", EARLY),))
    every = [
        decide(path, decision(Verb.CHANGE, DENIAL, changes=Changes(about=(SENT,), cue=None))),
        decide(path, decision(Verb.ADD, minute=1, added=more)),
    ]
    again = read_review(path)
    assert again == every
    assert again[0].changes is not None
    assert again[0].changes.model_fields_set == {"about", "cue"}


def test_lines_merged_from_two_sides_are_one_review(tmp_path: Path) -> None:
    ours, theirs, both = (tmp_path / f"{name}.jsonl" for name in ("ours", "theirs", "both"))
    decide(ours, decision(Verb.ACCEPT, DENIAL))
    decide(theirs, decision(Verb.REJECT, DENIAL, minute=3))
    both.write_bytes(theirs.read_bytes() + ours.read_bytes() + ours.read_bytes())
    assert [each.do for each in read_review(both)] == [Verb.ACCEPT, Verb.REJECT]


def test_a_decision_holds_where_the_text_is_read_anew() -> None:
    longer = DENIAL.model_copy(update={"evidence": (evidence("that any soldier had come", EARLY),)})
    other = claim(FIRST, state("NER", "Niger"), stance=Stance.DENIES, evidence=longer.evidence)
    (bundle,) = apply([Bundle(FIRST, (longer, other))], [decision(Verb.REJECT, DENIAL)])
    assert [each.claimants[0].name for each in bundle.claims] == ["Niger"]


def test_twenty_decisions_give_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Of every kind, on every claim: what is exported again is the same, and the file stays as it was."""
    path = tmp_path / "review.jsonl"
    for number in range(20):
        on = CLAIMS[number % len(CLAIMS)]
        match number % 4:
            case 0:
                taken = decision(Verb.ACCEPT, on, minute=number)
            case 1:
                taken = decision(
                    Verb.CHANGE, on, minute=number, changes=Changes(quantity=Quantity(minimum=number))
                )
            case 2:
                taken = decision(Verb.REJECT, on, minute=number)
            case _:
                words = evidence(EARLY.split()[number], EARLY)
                more = claim(FIRST, CHAD, about=(SENT,), evidence=(words,))
                taken = decision(Verb.ADD, added=more, minute=number)
        decide(path, taken)
    decided = path.read_bytes()
    assert decided.count(b"\n") == 20
    for name in ("once", "again"):
        applied = apply(list(bundled(records())), read_review(path))
        made = build([record for bundle in applied for record in bundle.records()])
        derive(made, load_rules(()))
        write(made, tmp_path / f"{name}.nq", "nq")
    once = (tmp_path / "once.nq").read_bytes()
    assert once == (tmp_path / "again.nq").read_bytes()
    assert b"https://w3id.org/kgbuild/ns#Person>" in once
    assert path.read_bytes() == decided


def _write(path: str, by: str) -> None:
    for number in range(25):
        decide(Path(path), decision(Verb.ACCEPT, DENIAL, minute=number).model_copy(update={"by": by}))


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    path.write_bytes(
        decision(Verb.REJECT, DENIAL).model_copy(update={"id": "0" * 16}).model_dump_json().encode()
    )
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(str(path), name)) for name in ("Ann", "Ben")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(read_review(path)) == 51  # and the line that had no end is one of them


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "1: the line: "),
        ('{"at": "now", "by": "x", "do": "accept", "document": "0"}', ":1: at: "),
        (
            '{"at": "2026-01-01T10:00:00.000000Z", "by": "x", "do": "reject", "document": "'
            + "0" * 64
            + '"}',
            "a decision to reject lacks what it is about",
        ),
    ],
)
def test_a_line_that_is_no_decision_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "review.jsonl"
    path.write_text(line)
    with pytest.raises(ReviewError) as raised:
        read_review(path)
    assert said in str(raised.value)


def test_figures_tell_what_is_right() -> None:
    more = claim(FIRST, CHAD, evidence=(evidence("Chad", EARLY),))
    found = figures(
        [
            decision(Verb.ACCEPT, CLAIMS[0]),
            decision(Verb.CHANGE, CLAIMS[1], 1, changes=Changes(cue="x")),
            decision(Verb.REJECT, CLAIMS[2], 2),
            decision(Verb.ADD, minute=3, added=more),
        ]
    )
    assert (found.judged, found.right, found.real, found.found) == (3, 1 / 3, 2 / 3, 2 / 3)
    assert found.fields == (("cue", 1),)

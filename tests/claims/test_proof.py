from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import claim, document, evidence
from kgbuild.claims.align import Alignment
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import read_bundles, write_records
from kgbuild.claims.model import Claim, DocumentRecord, Evidence, Reader
from kgbuild.claims.proof import CAREFUL, Proof, prove, proved, stored_text
from kgbuild.errors import ClaimError
from kgbuild.spans import Span

HERE, THERE = document("here.txt"), document("there.txt")
STORED = stored_text(HERE)
TRUE = prove(claim(HERE, evidence=(evidence("Suria denied that"),)), STORED)
FALSE = claim(HERE, evidence=(Evidence(span=evidence("Suria denied that").span, quote="Suria admits that"),))


def through(*bundles: Bundle, texts: dict[str, str] | None = None) -> tuple[list[Bundle], Proof]:
    proof = Proof()
    return list(proved(bundles, proof, texts)), proof


def without_text(record: DocumentRecord) -> DocumentRecord:
    return record.model_copy(update={"text": None})


def test_a_made_up_quote_of_the_right_length_is_kept_back_and_the_rest_passes() -> None:
    (bundle,), proof = through(Bundle(HERE, (TRUE, FALSE, TRUE), ("a:2", "a:3", "a:4")))
    assert bundle == Bundle(HERE, (TRUE, TRUE), ("a:2", "a:4"))
    assert [str(refusal) for refusal in proof.refusals] == [
        "a:3: the quote “Suria admits that” is not in the document"
    ]
    assert proof.refusals[0].document == "here.txt"
    assert proof.quotes == {Alignment.EXACT: 2}


def test_a_claim_of_no_file_is_named_by_document_and_number() -> None:
    _, proof = through(Bundle(HERE, (TRUE, FALSE)))
    assert str(proof.refusals[0]).startswith("here.txt: claim 2: the quote ")


def test_a_long_quote_is_shown_in_short_and_on_one_line() -> None:
    long = FALSE.evidence[0].model_copy(update={"quote": "never said\n" * 20})
    _, proof = through(Bundle(HERE, (claim(HERE, evidence=(long,)),)))
    assert "never said never said" in proof.refusals[0].reason
    assert "…” is not in the document" in proof.refusals[0].reason
    assert len(proof.refusals[0].reason) < 130


def test_one_quote_that_is_not_the_text_keeps_the_whole_claim_back() -> None:
    (bundle,), proof = through(Bundle(HERE, (claim(HERE, evidence=(*TRUE.evidence, *FALSE.evidence)),)))
    assert bundle.claims == ()
    assert len(proof.refusals) == 1
    assert proof.quotes.total() == 0


def test_quotes_are_anchored_where_they_stand() -> None:
    moved = evidence("Suria denied that").model_copy(update={"span": Span(0, 3)})
    folded = moved.model_copy(update={"quote": "Suria denied  that"})
    told = tuple(claim(HERE, evidence=(each,), confidence=CAREFUL) for each in (moved, folded))
    (bundle,), proof = through(Bundle(HERE, told))
    assert bundle.claims == (TRUE, TRUE)
    assert proof.quotes == {Alignment.MOVED: 1, Alignment.FOLDED: 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"claimant_span": (0, 9999)},
        {"cue_span": (-2, 4)},
        {"content_spans": ((0, 4), (7, 7))},
    ],
)
def test_other_spans_must_lie_inside_the_text(fields: dict[str, object]) -> None:
    (bundle,), proof = through(Bundle(HERE, (claim(HERE, **fields),)))
    assert bundle.claims == ()
    assert str(proof.refusals[0]).endswith("lies outside the document")
    assert next(iter(fields)) in proof.refusals[0].reason


def test_texts_that_are_given_count_for_the_documents_they_are_of() -> None:
    bare = [Bundle(without_text(HERE), (TRUE,)), Bundle(without_text(THERE), (claim(THERE),))]
    assert HERE.text
    (here, there), proof = through(*bare, texts={HERE.key: HERE.text})
    assert here == Bundle(HERE, (TRUE,))
    assert there.claims == ()
    assert [refusal.document for refusal in proof.refusals] == ["there.txt"]
    assert "--documents" in proof.refusals[0].reason


def test_without_any_text_the_work_ends() -> None:
    with pytest.raises(ClaimError, match=r"^c\.jsonl:2: the text of here\.txt is not at hand.*--documents"):
        through(Bundle(without_text(HERE), (TRUE,), ("c.jsonl:2",)))


def test_a_document_without_claims_needs_no_text() -> None:
    bundle = Bundle(without_text(HERE))
    assert through(bundle) == ([bundle], Proof())


def test_bundles_stream() -> None:
    def endless() -> Iterator[Bundle]:
        while True:
            yield Bundle(HERE, (TRUE,))

    stream = proved(endless(), Proof())
    assert next(stream) == next(stream)


def test_one_claim_is_proved_or_refused() -> None:
    assert prove(TRUE, STORED) is TRUE
    with pytest.raises(ClaimError, match="Suria admits that"):
        prove(FALSE, STORED)


def test_what_a_claim_does_not_tell_of_itself_is_added() -> None:
    (made,) = TRUE.evidence
    assert made.sentence is not None
    assert STORED.text[slice(*made.sentence)] == "Suria denied that, a general told the Herald."
    assert (TRUE.read_by, TRUE.confidence) == ((Reader.RULES,), CAREFUL)
    by_hand = prove(claim(HERE, read_by=("Rules", "Person")), STORED)
    assert by_hand.confidence == 1
    assert prove(claim(HERE, read_by=("Person",), confidence=0.7), STORED).confidence == 0.7
    assert prove(claim(HERE, read_by=()), STORED).read_by == (Reader.RULES,)


@pytest.mark.parametrize(
    ("told", "kept"), [((0, 89), (0, 89)), ((44, 50), (44, 89)), ((0, 9999), (44, 89)), ((-1, 70), (44, 89))]
)
def test_a_sentence_that_is_told_must_be_around_the_quote(
    told: tuple[int, int], kept: tuple[int, int]
) -> None:
    given_ = TRUE.evidence[0].model_copy(update={"sentence": Span(*told)})
    (found,) = prove(claim(HERE, evidence=(given_,)), STORED).evidence
    assert found.sentence == kept


def test_a_confidence_that_a_program_does_not_tell_stays_untold_on_the_way() -> None:
    untold = claim(HERE, read_by=("Rules",), confidence=None, evidence=(evidence("Suria denied that"),))
    ((passed,),) = (bundle.claims for bundle in proved([Bundle(HERE, (untold,))], Proof()))
    assert passed.confidence is None
    assert passed.evidence[0].sentence is not None


def test_a_line_that_does_not_say_who_read_it_is_a_persons(tmp_path: Path) -> None:
    path = saved(tmp_path, HERE, TRUE)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"read_by":["Rules"],"confidence":0.5,', ""), encoding="utf-8")
    ((mended,),) = (bundle.claims for bundle in proved(read_bundles(path), Proof()))
    assert (mended.read_by, mended.confidence) == ((Reader.PERSON,), 1)


@given(
    st.lists(
        st.tuples(st.integers(-5, 120), st.text("Suria dent—-  ’'", min_size=1, max_size=12)), max_size=5
    )
)
def test_whatever_passes_the_door_is_the_text(quotes: list[tuple[int, str]]) -> None:
    claims = tuple(
        claim(HERE, evidence=(Evidence(span=Span(at, at + len(quote)), quote=quote),)) for at, quote in quotes
    )
    (bundle,), proof = through(Bundle(HERE, claims))
    assert len(bundle.claims) + len(proof.refusals) == len(claims)
    assert HERE.text
    for passed in bundle.claims:
        for each in passed.evidence:
            assert each.quote == HERE.text[each.span.start : each.span.end]


def saved(folder: Path, *records: DocumentRecord | Claim) -> Path:
    stream = io.StringIO()
    write_records(records, stream)
    path = folder / "claims.jsonl"
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def test_claims_of_a_file_know_their_lines_and_go_to_their_documents(tmp_path: Path) -> None:
    late = claim(HERE, evidence=(evidence("general"),))
    path = saved(tmp_path, HERE, TRUE, THERE, claim(THERE), HERE, late)
    assert list(read_bundles(path)) == [
        Bundle(HERE, (TRUE, late), (f"{path}:2", f"{path}:6")),
        Bundle(THERE, (claim(THERE),), (f"{path}:4",)),
    ]


def test_a_text_that_is_not_its_documents_own_is_an_error_of_its_line(tmp_path: Path) -> None:
    path = saved(tmp_path, HERE, TRUE)
    path.write_text(
        path.read_text(encoding="utf-8").replace("Norland said", "Norland says", 1), encoding="utf-8"
    )
    with pytest.raises(ClaimError, match=r"claims\.jsonl:1: the text is not the one that sha256 was made of"):
        next(read_bundles(path))

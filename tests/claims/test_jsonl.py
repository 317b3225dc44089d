from __future__ import annotations

import io
from pathlib import Path

import pytest

from builders import claim, document, evidence, official, place, state, transfer, treaty
from kgbuild.claims.jsonl import read_records, write_records
from kgbuild.claims.model import Claim, DocumentRecord, EventTime, Quantity
from kgbuild.errors import ClaimError
from processes import failed_in_one_line, kgbuild

HERE = document("here.txt", title="Tanks – “again”", issued="2024-06")
CLAIM = claim(
    HERE,
    official("Kofi Mensah", state("MLI"), office="envoy"),
    about=(
        transfer(state("MLI"), None, "tank"),
        treaty(None, state("MLI"), revives=treaty("Algiers Accord")),
    ),
    quantity=Quantity(minimum=40),
    event_time=EventTime(end="2024"),
    places=(place("Gao", "MLI"),),
    evidence=(evidence("Suria denied"),),
    content_spans=((44, 49),),
    explanation=("stance: verb: denied",),
)


def written(*records: DocumentRecord | Claim) -> str:
    stream = io.StringIO()
    write_records(records, stream)
    return stream.getvalue()


def saved(folder: Path, *lines: str) -> Path:
    path = folder / "claims.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_records_are_read_back_as_they_were(tmp_path: Path) -> None:
    text = written(HERE, CLAIM)
    assert text.count("\n") == 2
    assert "Tanks – “again”" in text
    assert list(read_records(saved(tmp_path, text))) == [HERE, CLAIM]


def test_blank_lines_and_a_byte_order_mark_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n  \n" + written(HERE) + "\n" + written(CLAIM), encoding="utf-8-sig")
    assert list(read_records(path)) == [HERE, CLAIM]


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.touch()
    assert list(read_records(path)) == []


GOOD = written(CLAIM).strip()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", ":2: Invalid JSON: EOF while parsing an object"),
        ("[]", ":2: "),
        ("{}", ':2: lacks its "record" ("document" or "claim")'),
        ('{"record": "fact"}', ":2: Input tag 'fact' found"),
        ('{"record": "claim"}', ":2: document: is missing (and 3 more)"),
        (GOOD.replace('"stance"', '"stand"'), ":2: stance: is missing (and 1 more)"),
        (GOOD.replace('"Asserts"', '"Doubts"'), ":2: stance: Input should be 'Asserts'"),
        (GOOD.replace('"tank"', "7"), ":2: about[0].materiel: Input should be a valid string"),
        (
            GOOD.replace('"iso3":"MLI"', '"iso3":"Mali"'),
            ":2: claimants[0].represents.iso3: String should match",
        ),
        (GOOD.replace('"tank"', '"battle {tank}"'), ":2: about[0].materiel: String should match pattern"),
        (GOOD.replace('"Suria denied"', '""'), ":2: evidence[0].quote: String should have at least 1"),
        (
            GOOD.replace('"end":"2024"', '"end":"soon"'),
            ":2: event_time.end: 'soon' is not a date of the form",
        ),
        (
            GOOD.replace('"end":"2024"', '"end":"2024-02-31"'),
            ":2: event_time.end: '2024-02-31' is no day of the calendar",
        ),
        (GOOD.replace('"end":"2024"', '"end":"0000"'), ":2: event_time.end: '0000' is no day"),
        (GOOD.replace(HERE.key, "0123456789abcdef"), ":2: document '0123456789abcdef' is not known: put its"),
    ],
)
def test_a_faulty_line_is_named_with_its_field(tmp_path: Path, line: str, said: str) -> None:
    path = saved(tmp_path, written(HERE).strip(), line)
    with pytest.raises(ClaimError) as caught:
        list(read_records(path))
    assert str(caught.value).startswith(f"{path}{said}")
    assert "\n" not in str(caught.value)


def test_lines_before_the_faulty_one_are_read(tmp_path: Path) -> None:
    records = read_records(saved(tmp_path, written(HERE).strip(), "{"))
    assert next(records) == HERE
    with pytest.raises(ClaimError):
        next(records)


def test_a_file_that_is_not_text_or_not_there_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(written(HERE).encode() + "{“é”".encode("cp1252"))
    for path, said in (
        (latin, "latin.jsonl:2: not UTF-8 text"),
        (tmp_path / "none.jsonl", "none.jsonl: cannot be read: No such file"),
        (tmp_path, "cannot be read: Is a directory"),
    ):
        with pytest.raises(ClaimError, match=said):
            list(read_records(path))


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"materiel":"tank"', '"materiel":"battle tank"', "about[0].materiel"),
        ('"materiel":"tank"', '"materiel":"{tank}"', "about[0].materiel"),
        ('"materiel":"tank"', '"materiel":"tank\\n"', "about[0].materiel"),
        ('"end":"2024"', '"end":"2024-02-31"', "event_time.end"),
        ('"end":"2024"', '"end":"2023-02-29"', "event_time.end"),
        ('"end":"2024"', '"end":"0000"', "event_time.end"),
        ('"end":"2024"', '"end":"２０２４"', "event_time.end"),
        ('"kind":"Treaty"', '"kind":"Treaty","signed_in":-5', "about[1].signed_in"),
        ('"document":', '"a b{\\n}":1,"document":', "a b{ }"),
    ],
)
def test_what_would_be_an_odd_name_or_day_is_told_in_one_line(
    old: str, new: str, field: str, tmp_path: Path
) -> None:
    text = written(HERE, CLAIM)
    assert old in text.splitlines()[1]
    path = saved(tmp_path, text.splitlines()[0], text.splitlines()[1].replace(old, new, 1))
    told = failed_in_one_line(kgbuild("export", tmp_path / "out.ttl", "--claims", path))
    assert told.startswith(f"{path}:2: {field}: ")
    assert not (tmp_path / "out.ttl").exists()

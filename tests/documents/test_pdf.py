"""PDF files made with ReportLab, read by PDFium."""

from __future__ import annotations

import io
import random
import time

import pytest
from pdfs import HEIGHT, WIDTH, lines, report
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import kgbuild.documents.pdf as module
from kgbuild.documents import Document, Handed, Skipped, read_documents
from kgbuild.documents.formats import Format
from kgbuild.documents.pdf.document import PdfText, read_pdf
from kgbuild.errors import DocumentError
from kgbuild.extractors import bundle, claim
from kgbuild.graph.namespaces import KG
from kgbuild.pipeline.graphs import build
from kgbuild.validate import Check

WORDS = (
    "the army of Chad said on Monday that it had sent no helicopters to Niger although officials in Niamey "
    "confirmed the arrival of equipment which observers described as long-range guns from state-owned firms"
)


def prose(number: int, words: int = 60) -> list[str]:
    """Paragraphs that differ from each other."""
    chosen = random.Random(number)
    return [
        f"{' '.join(chosen.choice(WORDS.split()) for _ in range(words)).capitalize()}." for _ in range(number)
    ]


def running(canvas: Canvas, page: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, HEIGHT - 40, f"Sahel Monitor, page {page}")
    canvas.drawCentredString(WIDTH / 2, 40, f"- {page} -")


def text(*pages: list[tuple[float, float, str]]) -> str:
    return read_pdf(lines(*pages)).text


def handed(data: bytes) -> Document | Skipped:
    (found,) = read_documents([Handed("a.pdf", data)])
    return found


# --- What is stored


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    given = prose(22)
    found = read_pdf(report(given, columns, "Chad and Niger disagree", running))
    assert found.text.split("\n") == ["Chad and Niger disagree", *given]
    assert len(found.pages) >= 2


def test_a_page_full_of_gaps_is_read_in_time() -> None:
    cells = [(20.0 + 13 * c, 60.0 + 9 * n, "ab" * (1 + n * c % 3)) for n in range(80) for c in range(42)]
    began = time.process_time()
    assert text(cells[:2900]).startswith("ab ")
    assert time.process_time() - began < 20


def test_columns_that_the_file_has_line_by_line() -> None:
    left = [(60.0, 100.0 + 12 * n, f"the left column has line number {n:02d}") for n in range(9)]
    right = [(320.0, 100.0 + 12 * n, f"the right column has line number {n:02d}") for n in range(9)]
    found = text([line for pair in zip(left, right, strict=True) for line in pair])
    assert found == " ".join(line for _, _, line in [*left, *right])


def test_a_table_is_read_row_by_row() -> None:
    rows = [(f"{2010 + n}", f"{n} howitzers") for n in range(8)]
    cells = [
        (60 + 140.0 * c, 100 + 14.0 * n, cell) for n, row in enumerate(rows) for c, cell in enumerate(row)
    ]
    assert text(cells).split("\n") == [" ".join(row) for row in rows]


def test_broken_words_are_whole_and_compounds_keep_their_hyphen() -> None:
    broken = [
        "The govern-",
        "ment in Lima bought long-",
        "range guns and Franco-",
        "German guns in 2020-",
        "21.",
    ]
    assert (
        text([(60, 100 + 12 * n, line) for n, line in enumerate(broken)])
        == "The government in Lima bought long-range guns and Franco-German guns in 2020-21."
    )


def test_a_sentence_goes_on_over_the_page_and_each_page_has_its_place() -> None:
    first = [(60.0, 100.0, "The convoy crossed the"), (60.0, 112.0, "border at dawn and depar-")]
    found = read_pdf(lines(first, [(60, 100, "ted on Sunday."), (60, 140, "Nobody saw it.")]))
    assert found.text == "The convoy crossed the border at dawn and departed on Sunday.\nNobody saw it."
    assert [found.text[start:][:6] for start in found.pages] == ["The co", "ted on"]


def test_a_full_line_goes_on_over_the_column_also_with_a_name() -> None:
    left = [(60.0, 100.0 + 12 * n, f"The paper of Lima wrote in line {n:02d} of") for n in range(5)]
    right = [(320.0, 100.0 + 12 * n, f"Peru that it had bought tanks {n:02d} and") for n in range(5)]
    assert "\n" not in text([*left, *right])
    assert text([*left, (60, 180, "A heading")], right).split("\n")[1:2] == ["A heading"]


def test_paragraphs_end_where_the_page_shows_it() -> None:
    body = ["The first paragraph fills its", "line and goes on to here.", "Another one follows it."]
    spaced = text([(60, 100, body[0]), (60, 112, body[1]), (60, 136, body[2]), (60, 148, "More.")])
    assert spaced.split("\n") == [f"{body[0]} {body[1]}", f"{body[2]} More."]
    indented = text([(60, 100, body[0]), (60, 112, body[1]), (75, 124, body[2]), (60, 136, "More of it")])
    assert indented.split("\n") == [f"{body[0]} {body[1]}", f"{body[2]} More of it"]


def test_left_and_right_pages_may_have_their_own_heads() -> None:
    pages = [
        [(60.0, 40.0, "Sahel Monitor" if n % 2 else "Weekly digest"), (60.0, 200.0, f"Report {'abcdef'[n]}.")]
        for n in range(6)
    ]
    assert text(*pages).split("\n") == [f"Report {letter}." for letter in "abcdef"]


def test_items_of_a_list_are_paragraphs_whose_lines_may_stand_in() -> None:
    items = [(60.0, 100.0, "•"), (75.0, 100.0, "Chad sent tanks to"), (75.0, 112.0, "Niger.")]
    assert text([*items, (60, 124, "•"), (75, 124, "Mali sent none.")]).split("\n") == [
        "• Chad sent tanks to Niger.",
        "• Mali sent none.",
    ]


def test_heads_of_chapters_run_along_on_a_few_pages_only() -> None:
    heads = [head for head in ("On Chad", "On Mali", "On Niger", "On Peru") for _ in range(3)]
    pages = [
        [(60.0, 40.0, head), (60.0, 200.0, f"Report {'abcdefghijkl'[n]}.")] for n, head in enumerate(heads)
    ]
    assert text(*pages).split("\n") == [f"Report {letter}." for letter in "abcdefghijkl"]


def test_what_stands_once_at_the_head_of_a_page_is_text() -> None:
    page = [(60.0, 40.0, "Chad denies it"), (60.0, 200.0, "It sent none."), (300.0, 800.0, "12")]
    assert text(page) == "Chad denies it\nIt sent none."


def test_the_title_is_taken_unless_a_program_made_it_up() -> None:
    assert read_pdf(report(["A."], title="On  Chad")).title == "On Chad"
    for made_up in ("Microsoft Word - x", "report.docx", "Untitled 3", None):
        assert read_pdf(report(["A."], title=made_up)).title == ""


# --- Through the door


def test_a_document_has_pages_title_and_no_date_of_its_making() -> None:
    given = prose(22)
    found = handed(report(given, 2, running=running, title="On Chad"))
    assert isinstance(found, Document)
    assert (found.title, found.issued, found.publisher) == ("On Chad", None, None)
    assert found.text.split("\n") == given
    assert found.pages[0] == 0 < found.pages[1] < len(found.text)


def picture(*texts: str) -> bytes:
    """Pages with a drawing, and text where there is one."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for words in texts:
        canvas.rect(100, 100, 200, 200, fill=1)
        canvas.drawString(60, 400, words)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_scanned_pages_are_named() -> None:
    with pytest.raises(DocumentError, match="holds no text on its 2 pages: if they are scanned"):
        read_pdf(picture("", ""))
    found = read_pdf(picture("One.", "", "", "Four.", ""))
    assert found.problems == ("no text on pages 2-3 and 5: scanned pictures are not read",)
    assert found == PdfText("One.\nFour.", (0, 4, 4, 5, 10), "", found.problems)


def test_encrypted_files_are_refused_by_name() -> None:
    data = report(["A."], encrypt=StandardEncryption("secret", ownerPassword="other"))
    with pytest.raises(DocumentError, match="is encrypted: save it without a password"):
        read_pdf(data)
    open_to_all = report(["Anyone may read it."], encrypt=StandardEncryption("", ownerPassword="other"))
    assert read_pdf(open_to_all).text == "Anyone may read it."


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"Not one.", report(prose(2))[:300], b"%PDF" + bytes(9999)])
def test_damaged_files_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="is no PDF file, or is damaged"):
        read_pdf(data)


def test_a_reader_that_breaks_down_or_takes_too_long_takes_nothing_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module.sys, "executable", "false")
    done = handed(report(["A."]))
    assert isinstance(done, Skipped)
    assert "takes too much memory" in done.reason
    monkeypatch.undo()
    monkeypatch.setattr(module, "_SECONDS", 0.001)
    late = handed(report(["A."]))
    assert isinstance(late, Skipped)
    assert "seconds to read" in late.reason


def test_without_the_extra_it_is_named() -> None:
    missing = Format("a PDF file", (".pdf",), "pdf", "pdf", "no_such_package")
    with pytest.raises(DocumentError, match=r"pip install 'kgbuild\[pdf\]'"):
        missing.read(b"")


def tried(data: bytes) -> PdfText | str:
    """What is read, or why it is refused."""
    try:
        return read_pdf(data)
    except DocumentError as refused:
        return str(refused)


def test_mutated_files_are_read_or_refused() -> None:
    chosen = random.Random(7)
    whole = report(prose(2), 2, running=running)
    kinds = set()
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chosen.randrange(1, 40)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        found = tried(bytes(data[: chosen.choice([len(data), len(data), chosen.randrange(len(data))])]))
        kinds.add(type(found))
        assert "\n" not in found if isinstance(found, str) else list(found.pages) == sorted(found.pages)
    assert kinds == {str, PdfText}


# --- As evidence


def test_evidence_has_the_page_on_which_it_begins() -> None:
    first = [(60.0, 100.0, "Chad sent tanks and then depar-")]
    document = handed(lines(first, [(60, 100, "ted. Niger denied it.")]))
    assert isinstance(document, Document)
    told = [claim(document, words, "Chad", "Denies") for words in ("sent tanks", "Niger denied")]
    plain = Document("a.txt", "Chad sent none.")
    graph = build([bundle(document, told), bundle(plain, [claim(plain, "sent none", "Chad", "Asserts")])])
    found = {
        str(evidence).partition("#")[2]: page.toPython()
        for evidence, _, page, _ in graph.quads((None, KG.page, None, None))
    }
    assert found == {"char=5,15": 1, "char=35,47": 2}
    assert Check(graph).shapes() == []

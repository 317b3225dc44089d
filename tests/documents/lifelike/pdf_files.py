"""PDF files as typesetting programs, offices and scanners make them: by reportlab, fpdf2 and PDFium."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pypdfium2
import reportlab
from pdfs import BODY, HEIGHT, WIDTH, lines, report
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from lifelike import Files, Lifelike, kinds_of
from lifelike import lines as told
from lifelike.prose import DECLINED, DENIED, HEADLINE, LONG, LOST, MOVED, REPORT, SHIPPED, SIGNED, long

_FONTS = Path(reportlab.__file__).parent / "fonts"


def _fpdf() -> Any:
    """Return an empty file of fpdf2, which is not everywhere."""
    from fpdf import FPDF  # noqa: PLC0415

    file = FPDF()
    file.set_creation_date(datetime.datetime(2024, 5, 6, tzinfo=datetime.UTC))
    return file


def one_column() -> Lifelike:
    return Lifelike(report(REPORT), **told(*REPORT))


def two_columns_below_a_headline() -> Lifelike:
    return Lifelike(report(REPORT, 2, headline=HEADLINE), **told(HEADLINE, *REPORT))


def three_columns_over_pages() -> Lifelike:
    return Lifelike(report(LONG, 3), **told(*LONG))


def head_and_foot_run_along() -> Lifelike:
    def running(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, HEIGHT - 40, "The Lagoon Courier")
        canvas.drawRightString(WIDTH - 60, HEIGHT - 40, "6 May 2024")
        canvas.drawCentredString(WIDTH / 2, 40, f"Page {page} of 2")

    return Lifelike(report(LONG, running=running), **told(*LONG))


def left_and_right_pages() -> Lifelike:
    def running(canvas: Canvas, page: int) -> None:
        canvas.setFont("Times-Italic", 9)
        if page % 2:
            canvas.drawRightString(WIDTH - 60, HEIGHT - 45, f"Coastal security {page}")
        else:
            canvas.drawString(60, HEIGHT - 45, f"{page} Yearbook of the Gulf")

    return Lifelike(report(long(90), 2, running=running), **told(*long(90)))


def numbers_between_dashes() -> Lifelike:
    def running(canvas: Canvas, page: int) -> None:
        canvas.drawCentredString(WIDTH / 2, 50, f"– {page} –")

    return Lifelike(report(long(70), running=running), **told(*long(70)))


def words_are_broken() -> Lifelike:
    """As a typesetter breaks them, with a hyphen at the end of the line."""
    broken = [
        *("The government of Togo has de-", "livered twelve patrol boats to Be-", "nin, an offi-"),
        *("cial of the ministry said. The boats were well-", "known to anti-", "smuggling patrols."),
    ]
    page = [(60.0, 100.0 + 12 * number, line) for number, line in enumerate(broken)]
    whole = (
        "The government of Togo has delivered twelve patrol boats to Benin, an official of the ministry "
        "said. The boats were well-known to anti-smuggling patrols."
    )
    return Lifelike(lines(page), **told(whole))


def letters_are_joined() -> Lifelike:
    """Ligatures are the letters they join, so that words are found."""
    registerFont(TTFont("Vera", str(_FONTS / "Vera.ttf")))
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setFont("Vera", 11)
    canvas.drawString(60, 700, "Togo con\ufb01rmed that its \ufb02eet had sent ri\ufb02es to Benin.")
    canvas.save()
    return Lifelike(stream.getvalue(), **told("Togo confirmed that its fleet had sent rifles to Benin."))


def encrypted_with_a_password() -> Lifelike:
    data = report(REPORT[:1], encrypt=StandardEncryption("secret", ownerPassword="other", strength=128))
    return Lifelike(data, told="is encrypted")


def forbidden_to_print() -> Lifelike:
    """Encrypted, but open to whoever reads it."""
    data = report(REPORT, encrypt=StandardEncryption("", ownerPassword="other", canPrint=0, strength=128))
    return Lifelike(data, **told(*REPORT))


def _scan() -> ImageReader:
    """Return the picture of a page of text, as a scanner makes one."""
    file = pypdfium2.PdfDocument(report(REPORT))
    return ImageReader(file[0].render(scale=0.5, grayscale=True).to_pil())


def scanned() -> Lifelike:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for _ in range(2):
        canvas.drawImage(_scan(), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return Lifelike(stream.getvalue(), told="holds no text on its 2 pages: if they are scanned")


def scanned_and_recognised() -> Lifelike:
    """A picture with the letters that a text recogniser found lying over it, unseen."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.drawImage(_scan(), 0, 0, WIDTH, HEIGHT)
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 10)
    for line in ("Togo has shipped 12 patrol boats to Benin, the", "ministry of defence said on Monday."):
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    whole = "Togo has shipped 12 patrol boats to Benin, the ministry of defence said on Monday."
    return Lifelike(stream.getvalue(), **told(whole))


def a_scan_among_pages() -> Lifelike:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.drawString(60, 700, "Togo has shipped 12 boats to Benin.")
    canvas.showPage()
    canvas.drawImage(_scan(), 0, 0, WIDTH, HEIGHT)
    canvas.showPage()
    canvas.save()
    more = {"told": "no text on page 2: scanned pictures are not read"}
    return Lifelike(stream.getvalue(), **told("Togo has shipped 12 boats to Benin.", **more))


def turned_pages() -> Lifelike:
    """Each page is turned to be looked at, as those of a wide table are."""
    file = pypdfium2.PdfDocument(report(REPORT, 2))
    for page in file:
        page.set_rotation(90)
    stream = io.BytesIO()
    file.save(stream)
    return Lifelike(stream.getvalue(), **told(*REPORT))


def slides() -> Lifelike:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=landscape(A4), invariant=1)
    shown = {HEADLINE: (SHIPPED, "Deputies speak of 120"), "What is signed": ("An agreement of 2019",)}
    for head, points in shown.items():
        canvas.setFont("Helvetica-Bold", 28)
        canvas.drawString(60, 500, head)
        canvas.setFont("Helvetica", 16)
        for number, point in enumerate(points):
            canvas.drawString(60, 420 - 60 * number, f"• {point}")
        canvas.showPage()
    canvas.save()
    texts = (text for head, points in shown.items() for text in (head, *(f"• {point}" for point in points)))
    return Lifelike(stream.getvalue(), **told(*texts))


def _flowing(*parts: Any, **more: Any) -> bytes:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, invariant=1, **more).build([*parts])
    return stream.getvalue()


def a_table_with_rules() -> Lifelike:
    cells = [["Sender", "Boats", "Day"], ["Togo", "12", "6 May"], ["Ghana", "4", "7 May"]]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    table = Table(cells, colWidths=(90, 60, 60), style=style)
    data = _flowing(Paragraph(SHIPPED, BODY), table, Spacer(1, 20), Paragraph(DENIED, BODY))
    rows = ("Sender Boats Day", "Togo 12 6 May", "Ghana 4 7 May")
    return Lifelike(data, **told(SHIPPED, *rows, DENIED))


def a_list_with_bullets() -> Lifelike:
    points = ListFlowable([ListItem(Paragraph(text, BODY)) for text in (DENIED, MOVED)], bulletType="bullet")
    data = _flowing(Paragraph("What was said:", BODY), points, title=HEADLINE)
    shown = ("What was said:", f"• {DENIED}", f"• {MOVED}")
    return Lifelike(data, **told(*shown, title=HEADLINE))


def by_another_program() -> Lifelike:
    """fpdf2: another order of operators, lines set flush on both sides."""
    file = _fpdf()
    file.set_title(HEADLINE)
    file.add_page()
    file.set_font("Times", size=11)
    for text in (SHIPPED, SIGNED, LOST):
        file.multi_cell(0, 5, text, align="J", new_x="LMARGIN", new_y="NEXT")
        file.ln(4)
    return Lifelike(bytes(file.output()), **told(SHIPPED, SIGNED, LOST, title=HEADLINE))


def in_a_font_of_its_own() -> Lifelike:
    """fpdf2: letters numbered in the order in which they come, and a table that says what they are."""
    file = _fpdf()
    file.add_font("Vera", fname=str(_FONTS / "Vera.ttf"))
    file.add_page()
    file.set_font("Vera", size=10)
    file.multi_cell(0, 5, f"{MOVED} {DENIED}", align="L")
    return Lifelike(bytes(file.output()), **told(f"{MOVED} {DENIED}"))


def two_columns_flush_by_another_program() -> Lifelike:
    file = _fpdf()
    file.add_page()
    file.set_font("Times", size=10)
    plain = tuple(text.replace("“", '"').replace("”", '"') for text in REPORT)
    with file.text_columns(ncols=2, gutter=8, text_align="J") as columns:
        for text in plain:
            with columns.paragraph(bottom_margin=3) as paragraph:
                paragraph.write(text)
    return Lifelike(bytes(file.output()), **told(*plain))


def links_and_a_contents_list() -> Lifelike:
    file = _fpdf()
    file.add_page()
    file.set_font("Helvetica", size=11)
    file.start_section("Losses")
    file.multi_cell(0, 6, LOST, new_x="LMARGIN", new_y="NEXT")
    file.ln(6)
    file.cell(0, 6, "Read on", link="https://example.org/more")
    return Lifelike(bytes(file.output()), **told(LOST, "Read on"))


def spread_letters() -> Lifelike:
    """A headline whose letters stand apart is still made of words."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    text = canvas.beginText(60, 750)
    text.setFont("Helvetica-Bold", 14)
    text.setCharSpace(1.5)
    text.textLine("NIGER CONFIRMS LOSSES")
    text.setCharSpace(0)
    text.setFont("Times-Roman", 10)
    text.moveCursor(0, 20)
    words, line = DECLINED.split(), ""
    for word in words:
        if stringWidth(f"{line} {word}", "Times-Roman", 10) > 400:
            text.textLine(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return Lifelike(stream.getvalue(), **told("NIGER CONFIRMS LOSSES", DECLINED))


FILES: Files = kinds_of(
    *(one_column, two_columns_below_a_headline, three_columns_over_pages, head_and_foot_run_along),
    *(left_and_right_pages, numbers_between_dashes, words_are_broken, letters_are_joined),
    *(encrypted_with_a_password, forbidden_to_print, scanned, scanned_and_recognised, a_scan_among_pages),
    *(turned_pages, slides, a_table_with_rules, a_list_with_bullets, by_another_program),
    *(in_a_font_of_its_own, two_columns_flush_by_another_program, links_and_a_contents_list, spread_letters),
)

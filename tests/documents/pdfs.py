"""PDF files made for the tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

WIDTH, HEIGHT = A4
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4, spaceAfter=8)
HEAD = ParagraphStyle("head", parent=BODY, fontName="Helvetica-Bold", fontSize=18, leading=22, alignment=0)


def report(
    paragraphs: Sequence[str],
    columns: int = 1,
    headline: str | None = None,
    running: Callable[[Canvas, int], None] | None = None,
    title: str | None = None,
    encrypt: object = None,
) -> bytes:
    """Typeset paragraphs in columns; `running` draws what stands on each page besides."""
    stream = io.BytesIO()
    margin, gap, above = 60, 18, 40 if headline else 0
    width = (WIDTH - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + n * (width + gap), 80, width, HEIGHT - 160 - above, 0, 0, 0, 0) for n in range(columns)
    ]

    def on_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        if running:
            running(canvas, document.page)
        if headline and document.page == 1:
            drawn = Paragraph(headline, HEAD)
            drawn.wrap(WIDTH - 2 * margin, 100)
            drawn.drawOn(canvas, margin, HEIGHT - 80 - above + 10)

    made = BaseDocTemplate(
        stream,
        pagesize=A4,
        title=title,
        encrypt=encrypt,
        invariant=1,
        pageTemplates=PageTemplate("p", frames, onPage=on_page),
    )
    made.build([Paragraph(text, BODY) for text in paragraphs])
    return stream.getvalue()


def lines(*pages: Sequence[tuple[float, float, str]], size: float = 10) -> bytes:
    """Draw lines of text where they are told to stand, in points from the upper left corner."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for page in pages:
        canvas.setFont("Times-Roman", size)
        for left, down, text in page:
            canvas.drawString(left, HEIGHT - down, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()

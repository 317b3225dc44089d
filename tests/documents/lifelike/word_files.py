"""Word files as offices make them, by python-docx; what it has no words for is put in as XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from docx import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Inches
from PIL import Image

from lifelike import Files, Lifelike, kinds_of
from lifelike import lines as told
from lifelike.prose import DECLINED, DENIED, HEADLINE, LONG, LOST, MOVED, REPORT, SHIPPED, SIGNED

_RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"


@cache
def _template() -> bytes:
    """Return python-docx's own file without the looks of tables, which are most of it and are not read."""
    file = WordFile()
    styles = file.styles.element
    for style in styles.xpath("w:style[@w:type='table'][w:name/@w:val != 'Table Grid']"):
        styles.remove(style)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _file(fill: Callable[[Any], None], title: str = "") -> bytes:
    file = WordFile(io.BytesIO(_template()))
    file.core_properties.title = title
    fill(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _element(xml: str) -> Any:
    """Return an element of Word's own names."""
    begin, _, rest = xml.partition(">")
    closed = begin.endswith("/")
    begin = begin.removesuffix("/")
    return parse_xml(f"{begin} {nsdecls('w', 'r', 'wp', 'a')}{'/' * closed}>{rest}")


def _put(file: Any, xml: str) -> None:
    """Put an element before the last one, which describes the section."""
    file.element.body.insert(len(file.element.body) - 1, _element(xml))


def _with_parts(data: bytes, parts: dict[str, str], relations: str = "") -> bytes:
    """Return the file with more parts, and what leads to them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", f"{relations}</Relationships>".encode())
            new.writestr(name, content)
        for name, text in parts.items():
            new.writestr(name, text)
    return stream.getvalue()


def plain_paragraphs() -> Lifelike:
    return Lifelike(_file(lambda file: [file.add_paragraph(text) for text in REPORT]), **told(*REPORT))


def headings_and_a_title() -> Lifelike:
    def fill(file: Any) -> None:
        file.add_heading(HEADLINE, 0)
        file.add_heading("At sea", 1)
        file.add_paragraph(SHIPPED)
        file.add_heading("On land", 2)
        file.add_paragraph(MOVED)

    shown = (HEADLINE, "At sea", SHIPPED, "On land", MOVED)
    return Lifelike(_file(fill, HEADLINE), **told(*shown, title=HEADLINE))


def a_table_of_figures() -> Lifelike:
    """Each cell is a paragraph of its own."""

    def fill(file: Any) -> None:
        file.add_paragraph(SHIPPED)
        table = file.add_table(2, 2, style="Table Grid")
        for row, cells in zip(table.rows, (("Sender", "Boats"), ("Togo", "12")), strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        file.add_paragraph(DENIED)

    return Lifelike(_file(fill), **told(SHIPPED, "Sender", "Boats", "Togo", "12", DENIED))


def a_table_that_lays_out_the_page() -> Lifelike:
    def fill(file: Any) -> None:
        left, right = file.add_table(1, 2).rows[0].cells
        left.text, right.text = SHIPPED, DENIED
        right.add_paragraph(LOST)

    return Lifelike(_file(fill), **told(SHIPPED, DENIED, LOST))


def a_table_in_a_table() -> Lifelike:
    def fill(file: Any) -> None:
        cell = file.add_table(1, 1).rows[0].cells[0]
        cell.text = SHIPPED
        cell.add_table(1, 1).rows[0].cells[0].text = DENIED

    return Lifelike(_file(fill), **told(SHIPPED, DENIED))


def lists_with_bullets_and_numbers() -> Lifelike:
    def fill(file: Any) -> None:
        file.add_paragraph("What was said:")
        for text, style in ((SHIPPED, "List Bullet"), (DENIED, "List Bullet 2"), (MOVED, "List Number")):
            file.add_paragraph(text, style=style)

    return Lifelike(_file(fill), **told("What was said:", SHIPPED, DENIED, MOVED))


def heads_and_feet() -> Lifelike:
    """What runs along on each page is no text."""

    def fill(file: Any) -> None:
        section = file.sections[0]
        section.header.paragraphs[0].text = "The Lagoon Courier\t\t6 May 2024"
        section.footer.paragraphs[0].text = "Page 1 of 1. Not to be passed on."
        for text in REPORT:
            file.add_paragraph(text)

    return Lifelike(_file(fill), **told(*REPORT))


def changes_are_tracked() -> Lifelike:
    """They are read as accepted."""

    def fill(file: Any) -> None:
        who = "w:id='{}' w:author='Editor' w:date='2024-05-06T10:00:00Z'"
        gone = f"<w:del {who.format(1)}><w:r><w:delText xml:space='preserve'>20 </w:delText></w:r></w:del>"
        come = f"<w:ins {who.format(2)}>{_RUN.format('12 ')}</w:ins>"
        rest = _RUN.format("patrol boats to Benin.")
        _put(file, f"<w:p>{_RUN.format('Togo has shipped ')}{gone}{come}{rest}</w:p>")
        file.add_paragraph(DENIED)

    return Lifelike(_file(fill), **told("Togo has shipped 12 patrol boats to Benin.", DENIED))


def a_paragraph_was_moved() -> Lifelike:
    """Where it was it is no more; where it went it is."""

    def fill(file: Any) -> None:
        who = "w:id='{}' w:author='Editor' w:date='2024-05-06T10:00:00Z'"
        left = f"<w:moveFrom {who.format(3)}>{_RUN.format(LOST)}</w:moveFrom>"
        _put(file, f"<w:p>{left}</w:p>")
        _put(file, f"<w:p>{_RUN.format(SHIPPED)}</w:p>")
        _put(file, f"<w:p><w:moveTo {who.format(4)}>{_RUN.format(LOST)}</w:moveTo></w:p>")

    return Lifelike(_file(fill), **told(SHIPPED, LOST))


def notes_at_the_foot() -> Lifelike:
    """The text is read without the notes, and without their marks."""
    note = "<w:footnoteReference w:id='2'/>"
    relation = (
        "<Relationship Id='rId90' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        "footnotes' Target='footnotes.xml'/>"
    )
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p>{_RUN.format('Seen by the editor.')}</w:p>"
        "</w:footnote></w:footnotes>"
    )

    def fill(file: Any) -> None:
        _put(file, f"<w:p>{_RUN.format(SHIPPED)}<w:r>{note}</w:r></w:p>")
        file.add_paragraph(DENIED)

    data = _with_parts(_file(fill), {"word/footnotes.xml": notes}, relation)
    return Lifelike(data, **told(SHIPPED, DENIED))


def comments_at_the_edge() -> Lifelike:
    """What a reviewer wrote beside the text is not part of it."""

    def fill(file: Any) -> None:
        paragraph = file.add_paragraph(SHIPPED)
        file.add_comment(paragraph.runs, text="Who says so?", author="Editor", initials="E")

    return Lifelike(_file(fill), **told(SHIPPED))


def a_text_box() -> Lifelike:
    box = (
        "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        f"<w:p>{_RUN.format(LOST)}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )

    def fill(file: Any) -> None:
        file.add_paragraph(SHIPPED)
        _put(file, box)
        file.add_paragraph(DENIED)

    return Lifelike(_file(fill), **told(SHIPPED, LOST, DENIED))


def links() -> Lifelike:
    def fill(file: Any) -> None:
        target = file.part.relate_to(
            "https://example.org/a",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        link = f"<w:hyperlink r:id='{target}'>{_RUN.format('the defence ministry')}</w:hyperlink>"
        _put(file, f"<w:p>{_RUN.format('Togo denied it, ')}{link}{_RUN.format(' said.')}</w:p>")

    return Lifelike(_file(fill), **told("Togo denied it, the defence ministry said."))


def fields_that_word_fills_in() -> Lifelike:
    """A contents list and a day, as Word last filled them in."""

    def fill(file: Any) -> None:
        code = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
        told_ = "<w:r><w:instrText> DATE \\@ d </w:instrText></w:r>"
        field = f"{code.format('begin')}{told_}{code.format('separate')}{_RUN.format('6 May 2024')}"
        _put(file, f"<w:p>{_RUN.format('Lomé, ')}{field}{code.format('end')}</w:p>")
        file.add_paragraph(SHIPPED)

    return Lifelike(_file(fill), **told("Lomé, 6 May 2024", SHIPPED))


def a_form_with_controls() -> Lifelike:
    """What stands in the controls of a form is text as any other."""

    def fill(file: Any) -> None:
        inner = f"<w:p>{_RUN.format(SHIPPED)}</w:p>"
        _put(file, f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
        file.add_paragraph(DENIED)

    return Lifelike(_file(fill), **told(SHIPPED, DENIED))


def runs_of_many_kinds() -> Lifelike:
    """Bold, coloured, broken in the middle of words, with odd hyphens and blanks: words stay words."""

    def fill(file: Any) -> None:
        paragraph = file.add_paragraph()
        for number, piece in enumerate(("To", "go has ship", "ped 12", "\u00a0boats to Be", "nin.")):
            paragraph.add_run(piece).bold = bool(number % 2)
        hyphen = "<w:r><w:noBreakHyphen/></w:r>"
        _put(file, f"<w:p>{_RUN.format('A well')}{hyphen}{_RUN.format('known ship.')}</w:p>")

    return Lifelike(_file(fill), **told("Togo has shipped 12 boats to Benin.", "A well\u2011known ship."))


def breaks_of_lines_and_pages() -> Lifelike:
    def fill(file: Any) -> None:
        paragraph = file.add_paragraph(SHIPPED)
        paragraph.add_run().add_break()
        paragraph.add_run(DENIED)
        file.add_page_break()
        file.add_paragraph(LOST)

    return Lifelike(_file(fill), **told(SHIPPED, DENIED, LOST))


def pictures_and_wide_pages() -> Lifelike:
    def fill(file: Any) -> None:
        section = file.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        picture = io.BytesIO()
        Image.new("RGB", (20, 20), "navy").save(picture, "PNG")
        file.add_paragraph(SHIPPED)
        file.add_picture(picture, width=Inches(1))
        file.add_paragraph("A boat off Cotonou in March.", style="Caption")

    return Lifelike(_file(fill), **told(SHIPPED, "A boat off Cotonou in March."))


def a_long_report_with_two_columns() -> Lifelike:
    def fill(file: Any) -> None:
        columns = file.sections[0]._sectPr.xpath("./w:cols")[0]
        columns.set(f"{{{columns.nsmap['w']}}}num", "2")
        for text in LONG:
            file.add_paragraph(text)

    return Lifelike(_file(fill), **told(*LONG))


def hidden_words_and_marks() -> Lifelike:
    """A bookmark, a spelling mark and a soft hyphen change no word."""

    def fill(file: Any) -> None:
        marks = "<w:bookmarkStart w:id='7' w:name='a'/><w:proofErr w:type='spellStart'/>"
        _put(file, f"<w:p>{marks}{_RUN.format(SIGNED)}<w:bookmarkEnd w:id='7'/></w:p>")
        file.add_paragraph(DECLINED)

    return Lifelike(_file(fill), **told(SIGNED, DECLINED))


def with_macros() -> Lifelike:
    data = _file(lambda file: file.add_paragraph(SHIPPED))
    return Lifelike(_with_parts(data, {"word/vbaProject.bin": "Attribute VB_Name"}), told="has macros")


def encrypted() -> Lifelike:
    begin = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    data = begin + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    return Lifelike(data, told="is encrypted")


FILES: Files = kinds_of(
    *(plain_paragraphs, headings_and_a_title, a_table_of_figures, a_table_that_lays_out_the_page),
    *(a_table_in_a_table, lists_with_bullets_and_numbers, heads_and_feet, changes_are_tracked),
    *(a_paragraph_was_moved, notes_at_the_foot, comments_at_the_edge, a_text_box, links),
    *(fields_that_word_fills_in, a_form_with_controls, runs_of_many_kinds, breaks_of_lines_and_pages),
    *(pictures_and_wide_pages, a_long_report_with_two_columns, hidden_words_and_marks, with_macros),
    *(encrypted,),
)

"""A paper as DOCX, to be edited: the sheet of the PDF (`sheet.typ`) for a word processor. The same content gives the same bytes."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from xiezhi.kernel.papers.layout import lay_out

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, TITLE, BEYOND = "仿宋", "宋体", "SimSun-ExtB"
LINE = Pt(28.95)  # 22 lines on 225 mm
SIGN = Pt(16)
WIDEST = 8  # signs of a title that stands wide
_RARE = re.compile("([\U00020000-\U0003ffff]+)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def written(text: str, on: date, *, title: str = "", author: str = "") -> bytes:
    """A produced paper's text as DOCX bytes; headings, number, addressee and tail in their places. `on`: its day."""
    headings, pieces = lay_out(_NO_XML.sub("", text))
    document = Document()
    _sheet(document)
    for n, heading in enumerate(headings):
        _heading(document.add_paragraph(), heading, last=n + 1 == len(headings), wide=n > 0 and len(heading) <= WIDEST)
    for kind, run in groupby(pieces, lambda piece: piece.kind):
        lines = [piece.text for piece in run]
        if kind == "row":
            _table(document, lines)
        else:
            for line in lines:
                _piece(_words(document.add_paragraph(), line), kind)
    about, moment = document.core_properties, datetime(on.year, on.month, on.day)  # noqa: DTZ001 -- the format has no zone
    about.title, about.author, about.comments = title or " ".join(headings), author, ""
    about.created = about.modified = moment
    out = BytesIO()
    document.save(out)
    return _dated(out.getvalue(), on)


def _sheet(document: Doc) -> None:
    """A4 with a text area of 156 × 225 mm, FangSong of 16 pt, page numbers at the outer edge."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    _page_numbers(section)
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, SIGN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = LINE


def _page_numbers(section: Section) -> None:
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment = side
        line.add_run("— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        line._p.append(field)
        line.add_run(" —")
        for run in line.runs:
            run.font.size = Pt(14)


def _heading(line: Paragraph, text: str, last: bool, wide: bool) -> None:
    run = line.add_run(text)
    _font(run, TITLE)
    if last and wide:  # the name of the paper stands wide, as on the sheet
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "150")
        run._r.get_or_add_rPr().append(spacing)
    run.font.size = Pt(22)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.paragraph_format.space_after = Pt(20 if last else 12)
    line.paragraph_format.keep_with_next = True


def _table(document: Doc, lines: list[str]) -> None:
    """A line of label and value is a row of two cells."""
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for line in lines:
        label, _, value = line.partition("：")
        cells = table.add_row().cells
        for cell, text, width in zip(cells, (f"{label}：", value), (Mm(40), Mm(116)), strict=True):
            cell.width = width
            _words(cell.paragraphs[0], text)
    document.add_paragraph()


def _words(line: Paragraph, text: str) -> Paragraph:
    """The words of a line; signs beyond the basic plane by a font that has them, so that no rare name shows a box."""
    for part in _RARE.split(text):
        if part:
            run = line.add_run(part)
            if _RARE.fullmatch(part):
                _font(run, BEYOND)
    return line


def _font(run: Run, name: str) -> None:
    run.font.name = name
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _piece(line: Paragraph, kind: str) -> None:
    form = line.paragraph_format
    if kind == "number":
        line.alignment, form.space_after = WD_ALIGN_PARAGRAPH.RIGHT, SIGN
    elif kind == "tail":
        line.alignment, form.right_indent, form.keep_together = WD_ALIGN_PARAGRAPH.RIGHT, SIGN * 2, True
    elif kind == "text":
        line.alignment, form.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(32)


def _dated(data: bytes, on: date) -> bytes:
    """The same parts, each dated with the paper's day, so that the bytes do not depend on when they were made."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            info = ZipInfo(part.filename, (max(on.year, 1980), on.month, on.day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(part))
    return out.getvalue()

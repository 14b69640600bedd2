"""A paper to be edited: read back, it says what its source says, on the official sheet."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.kernel.papers.test_printing import DAY, PAPER, RARE
from xiezhi.kernel.papers.docx import written


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_the_text_is_that_of_the_source() -> None:
    source = PAPER + f"本院认为：{RARE}。<不是标签> & “引号”。\n\n第二段\x07。\n"
    found = docx.Document(BytesIO(written(source, DAY)))
    assert [p.text for p in found.paragraphs] == lines(source.replace("\x07", ""))


def test_the_sheet_is_a4_with_the_official_text_area() -> None:
    found = docx.Document(BytesIO(written(PAPER, DAY, title="民事判决书", author="北京市东城区人民法院")))
    [section] = found.sections
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(s.mm) for s in sizes if s] == [210, 297, 28, 26]
    assert section.top_margin and section.bottom_margin
    assert round(297 - section.top_margin.mm - section.bottom_margin.mm) == 225
    style = found.styles["Normal"]
    assert style.font.size == Pt(16)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert found.settings.odd_and_even_pages_header_footer
    assert (found.core_properties.title, found.core_properties.author) == ("民事判决书", "北京市东城区人民法院")


def test_each_line_has_its_place() -> None:
    found = docx.Document(BytesIO(written(PAPER, DAY)))
    by_text = {p.text: p for p in found.paragraphs}
    title, number = by_text["民事判决书"], by_text["（2025）京0101民初1号"]
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER and title.runs[0].font.size == Pt(22)
    assert number.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert by_text["原告：张明，住北京市东城区。"].paragraph_format.first_line_indent == Pt(32)
    tail = by_text["二〇二五年四月十五日"]
    assert tail.alignment == WD_ALIGN_PARAGRAPH.RIGHT and tail.paragraph_format.right_indent == Pt(32)


def test_the_same_content_is_the_same_bytes() -> None:
    assert written(PAPER, DAY) == written(PAPER, DAY)
    assert written(PAPER, DAY) != written(PAPER, date(2025, 4, 16))

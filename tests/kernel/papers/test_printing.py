"""A paper printed: the official sheet, the same bytes every time, the text whole and in order, no empty box."""

from __future__ import annotations

import re
from datetime import date

import pypdfium2
import pytest

from xiezhi.kernel.papers.printing import BODY, families, printed

DAY = date(2025, 4, 15)
PAPER = """北京市东城区人民法院
民事判决书
（2025）京0101民初1号

原告：张明，住北京市东城区。
原告张明与被告李强民间借贷纠纷一案，本院于2025年3月7日立案后，依法适用普通程序，公开开庭进行了审理。本案现已审理终结。
本院认为，借款合同依法成立，应当受到法律保护。
审判长　演示法官
二〇二五年四月十五日
"""
MM = 72 / 25.4
# Names as people bear them: extensions A to H, old forms, the zero, compatibility signs, names of minorities with a middle dot.
RARE = (
    "𬭎 㐂 𠅤 䶮 𪚥 𫍽 𬀩 𫖯 𨱏 𤇾 龘 犇 㛃 𦒍 𬘭 𫘝 𠮷 𡈼 𣎴 𤊻 𥗽 𦍊 𧰼 𨐈 𩾌 𪜈 𫠣 𫝀 𬎆 𬕂 𬺰 𮕵 𰀀 𰻝 𱁬 𱍐 𲎯 﨑 "
    "李〇 王㼆 张𬍛 赵䃅 𠂊某 阿卜杜拉·买买提 古丽娜尔·阿不力孜 央金·卓玛 图门巴雅尔·额尔敦"
)
# The first and last sign of each extension, and some between: (first, last) by what fonts of Debian have.
BLOCKS = {
    "A": (0x3400, 0x4DBF), "B": (0x20000, 0x2A6DF), "C": (0x2A700, 0x2B738), "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1), "F": (0x2CEB0, 0x2EBE0),
}  # fmt: skip


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def plain(text: str) -> str:
    """Without blanks and page numbers."""
    return re.sub(r"\s|—\s*\d+\s*—|\ufffe", "", text)


def test_the_same_content_is_the_same_bytes() -> None:
    assert printed(PAPER, DAY) == printed(PAPER, DAY)
    assert printed(PAPER, DAY) != printed(PAPER.replace("张明", "张朋"), DAY)


def test_the_sheet_is_a4_with_the_official_text_area() -> None:
    pdf = printed(PAPER + "本院认为，应当受到法律保护。" * 400, DAY)
    assert b"pdfaid" in pdf, "archival PDF says so in its metadata"
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 5
    for page in document:
        assert (round(page.get_width() / MM), round(page.get_height() / MM)) == (210, 297)
    left, bottom, right, top = _box(document[1])
    assert left >= 28 * MM - 1
    assert right <= 184 * MM + 1
    assert top <= 260 * MM + 1
    assert bottom >= 15 * MM
    lines = [line for line in document[1].get_textpage().get_text_range().splitlines() if line.strip()]
    assert 22 <= len(lines) - 1 <= 23, "22 lines a page"


def _box(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    boxes = [box for box in boxes if box[2] > box[0]]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def test_the_text_comes_out_whole_and_in_order() -> None:
    assert plain(text_of(printed(PAPER, DAY))) == plain(PAPER)


def test_no_rare_name_prints_a_box() -> None:
    assert any(font in families() for font in BODY)
    for name in RARE.split():
        said = plain(text_of(printed(f"通知书\n\n{name}：\n你方（{name}）的申请已经收到。", DAY)))
        assert said.count(name) == 2, name


@pytest.mark.parametrize("block", BLOCKS)
def test_every_extension_up_to_f_is_printed_whole(block: str) -> None:
    first, last = BLOCKS[block]
    signs = "".join(map(chr, [*range(first, last, max((last - first) // 200, 1)), last]))
    said = plain(text_of(printed(f"通知书\n\n姓名：{signs}。", DAY)))
    assert signs in said


def test_signs_of_the_typesetter_are_only_signs() -> None:
    odd = 'a"b\\c #let x = 1 $y$ *z* _w_ `v` @u <t> // s /* r */ \\u{41} ［q］'
    assert plain(odd) in plain(text_of(printed(f"通知书\n\n{odd}", DAY)))


def test_a_sign_without_any_glyph_prints_its_code() -> None:
    said = plain(text_of(printed("通知书\n\n来人\U0003fffd：\n你方的申请已经收到。", DAY)))
    assert "〔3FFFD〕" in said

"""The parts of a produced paper find their place on the sheet."""

from xiezhi.kernel.papers.layout import lay_out

PAPER = """北京市东城区人民法院
民事判决书

（2026）京0101民初1号

原告：张明，住北京市东城区。
张明：
本院于2026年3月3日立案。

审　判　长　王法官
北京市东城区人民法院
二〇二六年三月三日
书记员：某某
"""


def test_headings_number_body_and_signature() -> None:
    head, pieces = lay_out(PAPER)
    assert head == ["北京市东城区人民法院", "民事判决书"]
    assert [p.kind for p in pieces] == ["number", "text", "text", "text", "tail", "tail", "tail", "tail"]


def test_an_addressee_stands_without_indent() -> None:
    head, pieces = lay_out("受理案件通知书\n\n（2026）京0101民初1号之一\n张明：\n你方起诉本院已收到。")
    assert head == ["受理案件通知书"]
    assert [p.kind for p in pieces] == ["number", "to", "text"]


def test_a_paper_that_begins_with_a_sentence_has_no_heading() -> None:
    head, pieces = lay_out("今借到张明人民币二万元。\n李强")
    assert head == []
    assert [p.text for p in pieces] == ["今借到张明人民币二万元。", "李强"]

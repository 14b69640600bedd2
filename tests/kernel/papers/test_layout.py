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


def test_who_hands_it_in_signs_at_the_foot_and_the_court_is_addressed() -> None:
    text = "民事答辩状\n\n答辩人：张明。\n意见如下。\n此致\n北京市东城区人民法院\n\n答辩人：张明\n2025年3月3日"
    assert [p.kind for p in lay_out(text)[1]] == ["text", "text", "text", "to", "tail", "tail"]


def test_a_summons_is_a_table_up_to_its_first_sentence() -> None:
    head, pieces = lay_out(
        "某某人民法院\n传票\n\n案号：甲\n被传唤人：张明\n\n注意事项：\n一、准时到达。\n审判员　王法官"
    )
    assert head == ["某某人民法院", "传票"]
    assert [p.kind for p in pieces] == ["row", "row", "text", "text", "tail"]


def test_a_paper_that_begins_with_a_sentence_has_no_heading() -> None:
    head, pieces = lay_out("今借到张明人民币二万元。\n李强")
    assert head == []
    assert [p.text for p in pieces] == ["今借到张明人民币二万元。", "李强"]

"""Elements of a paper: found by their form, with their places."""

from __future__ import annotations

import pytest

from xiezhi.kernel.numbers.tables import load_tables
from xiezhi.kernel.papers.elements import elements, plain

TABLES = load_tables()
TEXT = """民事起诉状
原告：张明，男，1990年3月7日出生，公民身份号码110101199003077758，住北京市东城区演示街1号。
被告：北京演示商贸有限公司，住所地北京市西城区。
法定代表人：李强。
诉讼请求：判令被告偿还借款本金人民币20,000.50元、利息1.2万元；另付壹万贰仟叁佰元伍角整。
事实和理由：双方曾有（2024）京0101民初123号案件，二〇二四年十二月三十一日到期未还。
此致
北京市东城区人民法院
2025-03-03"""


def found(text: str, kind: str) -> list[tuple[str, float]]:
    return [(one.value, one.certainty) for one in elements(plain(text), TABLES) if one.kind == kind]


def values(text: str, kind: str) -> list[str]:
    return [value for value, _ in found(text, kind)]


def test_everything_that_a_complaint_names() -> None:
    assert values(TEXT, "party") == ["张明", "北京演示商贸有限公司", "李强"]
    assert [one.more["role"] for one in elements(TEXT, TABLES) if one.kind == "party"] == ["原告", "被告", "法定代表人"]
    assert found(TEXT, "id_number") == [("110101199003077758", 0.99)]
    assert values(TEXT, "sum") == ["20000.50", "12000.00", "12300.50"]
    assert values(TEXT, "date") == ["1990-03-07", "2024-12-31", "2025-03-03"]
    assert values(TEXT, "case_number") == ["（2024）京0101民初123号"]
    assert values(TEXT, "court") == ["北京市东城区人民法院"]


def test_each_stands_where_it_says() -> None:
    for one in elements(TEXT, TABLES):
        assert TEXT[one.start : one.end] == one.text and 0 < one.certainty <= 1


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("身份证110101199003077750", "id_number", [("110101199003077750", 0.4)]),
        ("编号1234567890123456789012", "id_number", []),
        ("２０２４年２月３０日", "date", []),
        ("２０２４年２月２９日", "date", [("2024-02-29", 0.97)]),
        ("二〇二四年二月十日", "date", [("2024-02-10", 0.97)]),
        ("叁亿零伍拾万元整", "sum", [("300500000.00", 0.95)]),
        ("向演示市某某区人民法院起诉", "court", [("向演示市某某区人民法院", 0.5)]),
        ("(2024)京0101民初123号之一", "case_number", [("（2024）京0101民初123号之一", 0.99)]),
        ("版本1.2.3，比分3-2", "date", []),
        ("", "party", []),
    ],
)
def test_forms(text: str, kind: str, expected: list[tuple[str, float]]) -> None:
    assert found(text, kind) == expected

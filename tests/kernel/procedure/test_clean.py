"""Bad input: each fault at its field, in Chinese, all at once; rare names pass to the letter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.kernel.law.model import Field, LawBook, Record
from xiezhi.kernel.procedure.clean import CLEAN, Cleaner, Fault
from xiezhi.kernel.procedure.standing import empty

PARTY = Record(
    "litigant",
    "当事人",
    "Party",
    {"name": Field("name", "text", "姓名", required=True), "sum": Field("sum", "money", "金额")},
)
CHOICES = {"channel": {"online": "网上", "counter": "窗口"}}
FIELDS = {
    "plaintiff": Field("plaintiff", "litigant", "原告", many=True, required=True),
    "claim": Field("claim", "note", "诉讼请求", required=True),
    "amount": Field("amount", "money", "标的额"),
    "heard": Field("heard", "minute", "开庭时间"),
    "lent": Field("lent", "date", "借款日期"),
    "people": Field("people", "number", "人数"),
    "agree": Field("agree", "yes", "是否愿意"),
    "channel": Field("channel", "channel", "方式"),
    "fee": Field("fee", "money", "受理费", value="court_fee"),
}


class Ask:
    def cause(self, text: str) -> str | None:
        return text if text == "民间借贷纠纷" else None

    def paper(self, digest: str) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


def cleaned(raw: Any) -> tuple[dict[str, Any], dict[str, str]]:
    book = LawBook("", {}, {}, {}, {}, {"litigant": PARTY}, CHOICES, {}, {}, {}, {}, {})
    cleaner = Cleaner(book, empty("京0101", date(2025, 3, 3)), Ask())  # type: ignore[arg-type]
    clean = cleaner.fields(FIELDS, raw)
    return clean, {r.field: r.message for r in cleaner.refusals}


GOOD = {"plaintiff": [{"name": "张明"}], "claim": "还钱"}


def test_good_data_passes_in_canonical_form() -> None:
    clean, faults = cleaned(
        {
            **GOOD, "amount": "１２，000.5元".replace("，", ","), "heard": "2025-04-01 09:30", "lent": "2024-02-29",
            "people": "２", "agree": "on", "channel": "online",
        }
    )  # fmt: skip
    assert faults == {}
    assert clean["amount"] == "12000.50"
    assert clean["heard"] == "2025-04-01T09:30"
    assert clean["people"] == 2
    assert clean["agree"] is True


@pytest.mark.parametrize("name", ["买买提·吐尔逊", "𠮷野", "㐂", "王𬭚", "𫖯", "𠀀𪚥𫝀𫠠𬺰𮯰", "刘犇", "  张三  "])
def test_rare_names_stand_to_the_letter(name: str) -> None:
    clean, faults = cleaned({**GOOD, "plaintiff": [{"name": name}]})
    assert faults == {}
    assert clean["plaintiff"][0]["name"] == name.strip()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("amount", "100.005", "两位小数"),
        ("amount", "-1", "不合常理"),
        ("amount", "NaN", "不合常理"),
        ("amount", "1e30", "不合常理"),
        ("amount", "很多", "请填写金额"),
        ("amount", ["1"], "请填写金额"),
        ("lent", "2023-02-29", "没有"),
        ("lent", "昨天", "日期"),
        ("lent", 20250303, "日期"),
        ("heard", "2025-04-01", "时间"),
        ("people", "1.5", "整数"),
        ("people", True, "整数"),
        ("people", "9" * 400, "整数"),
        ("agree", "也许", "是或者否"),
        ("channel", "pigeon", "从所列"),
        ("channel", {"a": 1}, "从所列"),
        ("claim", "字" * 1_000_000, "最多"),
        ("claim", "a\x00b", "控制字符"),
        ("claim", "\ud800", "控制字符"),
        ("claim", "   ", "请填写"),
        ("plaintiff", [], "至少"),
        ("plaintiff", "张三", "列表"),
        ("plaintiff", None, "至少"),
        ("nonsense", "x", "没有“nonsense”"),
        ("fee", None, ""),
    ],
)
def test_each_fault_is_named_at_its_field(field: str, value: Any, says: str) -> None:
    _, faults = cleaned({**GOOD, field: value})
    if says:
        assert says in faults[field]
        assert len(faults) == 1
    else:
        assert faults == {}


def test_faults_inside_rows_carry_their_place_and_all_come_at_once() -> None:
    _, faults = cleaned({"plaintiff": [{"name": "甲"}, {"sum": "1.001"}, "x"], "claim": ""})
    assert set(faults) == {"plaintiff.1.name", "plaintiff.1.sum", "plaintiff.2", "claim"}


@given(st.sampled_from(sorted(CLEAN)), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_a_scalar_is_cleaned_or_refused_and_cleaning_twice_changes_nothing(kind: str, raw: Any) -> None:
    try:
        once = CLEAN[kind](raw, "项目")
    except Fault as fault:
        assert str(fault)
        return
    assert CLEAN[kind](once, "项目") == once


@pytest.mark.system("44a")
@pytest.mark.parametrize("text", ["绝密★30年", "附件：机密 ★ 长期", "秘密★5年 关于某项工作的函"])
def test_what_is_marked_a_state_secret_is_refused_at_the_door(text: str) -> None:
    for kind in ("text", "note"):
        with pytest.raises(Fault, match="国家秘密"):
            CLEAN[kind](text, "事实和理由")
    assert CLEAN["note"]("被告泄露商业秘密，属于机密信息★", "理由")

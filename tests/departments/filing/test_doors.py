"""The question `fee`, as it is asked from outside."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.departments.filing.doors import answer_fee


def test_a_fee_has_its_steps_and_articles() -> None:
    line = {"ask": "fee", "kind": "property", "amount": "1000000.00", "procedure": "simple", "outcome": "mediated"}
    answer = answer_fee({**line, "id": 7, "court": "京0101", "on": "2024-05-01"})
    assert answer["fee"] == "6900.00"
    assert sum(Decimal(step["amount"]) for step in answer["steps"]) == Decimal("6900.00")
    assert answer["steps"][1] == {
        "what": "超过10000元至100000元的部分：90000元×2.5%",
        "amount": "2250.00",
        "basis": "诉讼费用交纳办法第13条第1款第（一）项",
    }
    assert answer["basis"] == [
        "诉讼费用交纳办法第13条第1款第（一）项",
        "诉讼费用交纳办法第16条",
        "民事诉讼法解释第206条",
    ]


def test_a_range_stands_in_place_of_the_fee() -> None:
    answer = answer_fee({"kind": "divorce", "amount": "1200000.00", "court": "京0101", "on": "2024-05-01"})
    assert (answer["min"], answer["max"]) == ("5050.00", "5300.00")
    assert "fee" not in answer and answer["reason"]
    assert answer["steps"][0]["min"] == "50.00"


def test_what_else_may_be_said() -> None:
    assert answer_fee({"kind": "property", "amount": "60000.00", "merged": True})["fee"] == "650.00"
    assert answer_fee({"kind": "administrative", "variety": "trademark_patent_maritime"})["fee"] == "100.00"
    assert answer_fee({"kind": "divorce", "figure": "150.00"})["fee"] == "150.00"
    assert answer_fee({"kind": "appeal", "of": "labor"})["fee"] == "10.00"
    assert answer_fee({"kind": "labor", "amount": None})["fee"] == "10.00"
    assert answer_fee({"kind": "property", "amount": "328765.43"})["fee"] == "6231.48"


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ({}, "missing_field", "kind"),
        ({"kind": "foo"}, "unknown_kind", "kind"),
        ({"kind": 3}, "bad_value", "kind"),
        ({"kind": "appeal", "of": "foo"}, "unknown_kind", "of"),
        ({"kind": "property"}, "amount_missing", "amount"),
        ({"kind": "property", "amount": "12.345"}, "bad_amount", "amount"),
        ({"kind": "property", "amount": "-12.00"}, "amount_negative", "amount"),
        ({"kind": "property", "amount": "1e6"}, "bad_amount", "amount"),
        ({"kind": "property", "amount": "1,000.00"}, "bad_amount", "amount"),
        ({"kind": "property", "amount": "NaN"}, "bad_amount", "amount"),
        ({"kind": "property", "amount": ""}, "bad_amount", "amount"),
        ({"kind": "property", "amount": "１00.00"}, "bad_amount", "amount"),
        ({"kind": "property", "amount": "10000000000000.01"}, "amount_absurd", "amount"),
        ({"kind": "property", "amount": "9" * 5000}, "amount_absurd", "amount"),
        ({"kind": "property", "amount": 100}, "bad_value", "amount"),
        ({"kind": "property", "amount": 100.5}, "bad_value", "amount"),
        ({"kind": "property", "amount": "1.00", "procedure": "fast"}, "unknown_procedure", "procedure"),
        ({"kind": "property", "amount": "1.00", "outcome": "won"}, "unknown_outcome", "outcome"),
        ({"kind": "property", "amount": "1.00", "court": "北京"}, "bad_court", "court"),
        ({"kind": "property", "amount": "1.00", "court": "京101"}, "bad_court", "court"),
        ({"kind": "property", "amount": "1.00", "on": "2024-13-01"}, "bad_date", "on"),
        ({"kind": "property", "amount": "1.00", "on": "2000-01-01"}, "not_in_force", "on"),
        ({"kind": "property", "amount": "1.00", "merged": "yes"}, "bad_value", "merged"),
        ({"kind": "property", "amount": "1.00", "rate": "0.01"}, "unknown_key", "rate"),
        ({"kind": "labor", "variety": "x"}, "unknown_variety", "variety"),
        ({"kind": "labor", "figure": "1.00"}, "no_range", "figure"),
        ("labor", "bad_line", None),
    ],
)
def test_what_is_refused(line: Any, code: str, field: str | None) -> None:
    error = answer_fee(line)["error"]
    assert (error["code"], error.get("field")) == (code, field)
    assert error["message"].endswith("。")


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.lists(st.text(max_size=3), max_size=2)
)
KEYS = ["kind", "amount", "procedure", "outcome", "court", "on", "of", "variety", "merged", "figure"]


@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES | st.sampled_from(["property", "divorce", "simple", "1.00"])) | VALUES
)
def test_no_line_raises(line: Any) -> None:
    answer = answer_fee(line)
    assert answer.keys() & {"fee", "min", "error"}

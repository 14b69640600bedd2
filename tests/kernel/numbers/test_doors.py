"""The questions `number` and `identity`, as they are asked from outside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.kernel.numbers.doors import answer_identity, answer_number


def test_the_parts_of_a_number() -> None:
    assert answer_number({"id": 1, "ask": "number", "text": "(2024)京0101民初123号之一"}) == {
        "year": 2024,
        "court": "京0101",
        "court_name": "北京市东城区人民法院",
        "case_type": "民初",
        "type_name": "民事一审案件",
        "no": 123,
        "suffix": "之一",
        "form": "standard",
        "text": "（2024）京0101民初123号之一",
    }


def test_a_special_word_a_status_a_list_and_a_legacy_number() -> None:
    special = answer_number({"text": "（2021）最高法知民终2270号"})
    assert (special["special"], special["case_type"]) == ("知", "民终")
    assert answer_number({"text": "（2022）最高法商初7号"})["status"] == "observed"
    assert answer_number({"text": "（2024）浙02民诉前调595号"})["form"] == "nonstandard"
    several = answer_number({"text": "（2016）粤03民辖终3827、3828号"})
    assert several["form"] == "list" and "no" not in several
    assert [n["no"] for n in several["numbers"]] == [3827, 3828]
    legacy = answer_number({"text": "（2014）民一终字第174号"})
    assert legacy == {"year": 2014, "no": 174, "suffix": "", "form": "legacy", "text": "（2014）民一终字第174号"}


def test_a_person_and_an_organisation() -> None:
    person = answer_identity({"ask": "identity", "kind": "person", "text": "110101199003077758"})
    assert (person["valid"], person["born"], person["sex"], person["division"]) == (True, "1990-03-07", "男", "110101")
    wrong = answer_identity({"kind": "organisation", "text": "91110000802100433C"})
    assert wrong["valid"] is False and "校验码" in wrong["reason"]
    assert "born" not in wrong


def test_the_future_is_looked_at_when_a_day_is_given() -> None:
    line = {"kind": "person", "text": "110101203001010014"}
    assert answer_identity(line)["valid"] is True
    assert answer_identity(line, today=date(2029, 1, 1))["valid"] is False
    assert answer_identity({**line, "on": "2031-01-01"}, today=date(2029, 1, 1))["valid"] is True


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ({}, "missing_field", "text"),
        ({"text": 5}, "bad_value", "text"),
        ({"text": None}, "bad_value", "text"),
        ({"text": "（2024）京0101民初01号"}, "leading_zero", "text"),
        ({"text": "（2024）京0101民初1号", "court": "京"}, "unknown_key", "court"),
        ([], "bad_line", None),
    ],
)
def test_what_number_refuses(line: Any, code: str, field: str | None) -> None:
    error = answer_number(line)["error"]
    assert (error["code"], error.get("field")) == (code, field)


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ({"text": "x"}, "missing_field", "kind"),
        ({"kind": "ship", "text": "x"}, "unknown_kind", "kind"),
        ({"kind": ["person"], "text": "x"}, "bad_value", "kind"),
        ({"kind": "person", "text": 1}, "bad_value", "text"),
        ({"kind": "person", "text": "x", "on": "20240101"}, "bad_date", "on"),
        ({"kind": "person", "text": "x", "on": "2024-02-30"}, "bad_date", "on"),
    ],
)
def test_what_identity_refuses(line: Any, code: str, field: str) -> None:
    error = answer_identity(line)["error"]
    assert (error["code"], error["field"]) == (code, field)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(["id", "ask", "text", "kind", "on", "more"]), JSON) | JSON)
def test_no_line_raises(line: Any) -> None:
    assert isinstance(answer_number(line), dict)
    assert isinstance(answer_identity(line), dict)

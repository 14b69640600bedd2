"""The questions as they are asked from outside: answers in the agreed fields, and no input that breaks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.kernel.periods.doors import answer_day, answer_limit, answer_period, period_law

FIXED = settings(derandomize=True, deadline=None, max_examples=200)  # the same run on every machine
START = {"what": "start", "on": "2024-03-01"}


def test_period() -> None:
    line = {
        "id": 1,
        "ask": "period",
        "rule": "civ.appeal.judgment",
        "from": "2024-09-16",
        "events": [{"what": "granted", "days": 5, "on": "2024-09-20"}],
    }
    found = answer_period(line)
    assert list(found) == ["due", "steps", "basis"]
    assert found["due"] == "2024-10-08"
    assert found["steps"][-1] == {
        "what": "最后一日2024-10-06为国庆节，顺延至2024-10-08",
        "date": "2024-10-08",
        "basis": "民事诉讼法第85条",
    }
    assert "民事诉讼法第171条" in found["basis"]


def test_period_in_hours_and_provisional() -> None:
    assert answer_period({"rule": "civ.pres.pre", "from": "2024-09-30T10:30"})["due"] == "2024-10-02T11:00"
    found = answer_period({"rule": "civ.appeal.judgment", "from": "2026-12-20"})
    assert (found["due"], found["provisional"]) == ("2027-01-04", True)
    assert "2027" in found["reason"]


def test_limit() -> None:
    events: list[dict[str, Any]] = [
        START,
        {"what": "pause", "on": "2024-04-01", "group": "civ.suspend"},
        {"what": "resume", "on": "2024-05-01"},
        {"what": "exclude", "from": "2024-06-01", "to": "2024-06-10", "ground": "jianding"},
        {"what": "extend", "n": 6, "unit": "month", "on": "2024-08-20"},
    ]
    found = answer_limit({"ask": "limit", "rule": "civ.first.ordinary", "events": events, "on": "2024-10-01"})
    assert list(found) == ["due", "state", "paused_days", "excluded_days", "steps", "basis"]
    assert (found["due"], found["state"]) == ("2025-04-10", "running")
    assert (found["paused_days"], found["excluded_days"]) == (30, 10)
    empty = answer_limit({"rule": "civ.first.ordinary", "events": []})
    assert (empty["due"], empty["state"]) == (None, "not_started")


def test_day() -> None:
    assert answer_day({"ask": "day", "on": "2024-10-12"}) == {"working": True, "why": "调休上班"}
    assert answer_day({"on": "2027-01-01"})["error"]["code"] == "year_not_known"


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ({"rule": "x", "events": []}, "unknown_rule", "rule"),
        ({"rule": 5, "events": []}, "bad_value", "rule"),
        ({"events": []}, "missing_field", "rule"),
        ({"rule": "civ.first.ordinary"}, "missing_field", "events"),
        ({"rule": "civ.first.ordinary", "events": {}}, "bad_value", "events"),
        ({"rule": "civ.first.ordinary", "events": [], "when": 1}, "unknown_key", "when"),
        ({"rule": "civ.first.ordinary", "events": [], "on": "2024-02-30"}, "bad_date", "on"),
        ({"rule": "civ.first.ordinary", "events": [5]}, "bad_event", "events[0]"),
        ({"rule": "civ.first.ordinary", "events": [{"what": ["start"]}]}, "bad_event", "events[0]"),
        ({"rule": "civ.first.ordinary", "events": [{"what": "begin"}]}, "bad_event", "events[0]"),
        ({"rule": "civ.first.ordinary", "events": [{"what": "start"}]}, "missing_field", "events[0].on"),
        ({"rule": "civ.first.ordinary", "events": [START | {"on": "20240301"}]}, "bad_date", "events[0].on"),
        ({"rule": "civ.first.ordinary", "events": [START | {"on": None}]}, "bad_date", "events[0].on"),
        ({"rule": "civ.first.ordinary", "events": [START | {"days": 1}]}, "unknown_key", "events[0].days"),
        ({"rule": "civ.first.ordinary", "events": [START | {"detained": 1}]}, "bad_value", "events[0].detained"),
        (
            {"rule": "civ.first.ordinary", "events": [START, {"what": "extend", "n": True, "on": "2024-04-01"}]},
            "bad_value",
            "events[1].n",
        ),
        (
            {"rule": "civ.first.ordinary", "events": [START, {"what": "extend", "n": 0, "on": "2024-04-01"}]},
            "bad_value",
            "events[1].n",
        ),
        (
            {
                "rule": "civ.first.ordinary",
                "events": [START, {"what": "exclude", "from": "2024-04-01", "ground": "jianding"}],
            },
            "missing_field",
            "events[1].to",
        ),
        (
            {
                "rule": "civ.first.ordinary",
                "events": [
                    {"what": "exclude", "from": "2024-04-01", "to": "2024-04-02", "ground": "paimai"},
                    START,
                ],
            },
            "ground_not_allowed",
            "events[0].ground",
        ),
        ({"rule": "civ.first.ordinary", "events": [{"what": "resume", "on": "2024-04-01"}, START]}, "resume_without_pause", "events[0].what"),
        ({"rule": "civ.first.ordinary", "events": [START | {"on": "9999-08-01"}]}, "out_of_range", ""),
        ([], "bad_line", ""),
        (None, "bad_line", ""),
    ],
)  # fmt: skip
def test_bad_input_is_answered(line: Any, code: str, field: str) -> None:
    error = answer_limit(line)["error"]
    assert (error["code"], error.get("field", "")) == (code, field)
    assert error["message"].endswith("。")


def test_a_refused_start_is_named_as_the_line_names_it() -> None:
    assert answer_period({"rule": "civ.pres.pre", "from": "2024-09-30"})["error"]["field"] == "from"
    assert answer_period({"rule": "civ.pres.pre", "from": 7})["error"]["field"] == "from"
    assert answer_period({"rule": "civ.foreign", "from": "2024-09-30"})["error"]["basis"] == "民事诉讼法第287条"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["2024-03-01", "9999-12-31", "0001-01-01", "2024-03-01T09:00", "civ.suspend", "jianding",
                       "civ.first.ordinary", "month", "day", "hour", "president"]),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=3,
)  # fmt: skip
KEYS = "on from to ground group n days unit by rule detained".split()
EVENTS = st.lists(
    st.fixed_dictionaries(
        {"what": st.sampled_from("start end pause resume exclude extend granted convert restart set x".split())},
        optional={key: VALUES for key in KEYS},
    ),
    max_size=4,
)


@FIXED
@given(st.sampled_from([*sorted(period_law().rules), "x"]), VALUES, EVENTS | VALUES, VALUES)
def test_nothing_breaks_it(rule: str, start: Any, events: Any, on: Any) -> None:
    for found in (
        answer_period({"rule": rule, "from": start, "events": events}),
        answer_limit({"rule": rule, "events": events, "on": on}),
        answer_day({"on": on}),
    ):
        assert json.loads(json.dumps(found)) == found
        assert set(found.get("error", {"code", "message"})) >= {"code", "message"}

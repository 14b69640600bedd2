"""The periods of the four levels are all there: every one by its id, and every rule of counting by what it does."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.periods.told import run
from xiezhi.kernel.periods.doors import PeriodLaw, answer_limit, answer_period
from xiezhi.kernel.periods.rules import Extension, Rule, RuleBook

# id -> what the law says of it in short, or why no day follows from it.
LISTED: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("every_rule.toml").read_text("utf-8"))
NO_DAY = {"none", "times", "inherit", "event", "range"}


def short(rule: Rule) -> list[str]:
    """A rule in short: its length and bound, who may extend it by how much, which suspension stops it."""
    return [f"{rule.length or ''} {rule.unit} {rule.bound}".strip(), *map(_extension, rule.extends), rule.suspends]


def _extension(extension: Extension) -> str:
    length = f" {extension.length.n} {extension.length.unit}" if extension.length else ""
    upto = f" up to {extension.upto.n} {extension.upto.unit}" if extension.upto else ""
    return f"+{length or upto or ' as set'} by {extension.by}"


@pytest.mark.parametrize("id", LISTED["period"])
def test_every_period_is_said(rules: RuleBook, id: str) -> None:
    assert set(LISTED["period"][id].split(", ")) <= set(short(rules[id]))


def test_nothing_is_left_out(rules: RuleBook) -> None:
    grounds = {name for name, ground in rules.grounds.items() if not ground.suspension}
    assert len(LISTED["period"]) >= 257 and (len(LISTED["excluded"]), len(LISTED["suspension"])) == (20, 6)
    assert set(LISTED["excluded"]) == grounds and set(LISTED["suspension"]) == rules.grounds.keys() - grounds
    assert set(LISTED["computation"]) <= rules.computation.keys() and len(LISTED["computation"]) == 15
    for name, title in {**LISTED["excluded"], **LISTED["suspension"]}.items():
        assert rules.grounds[name].title == title and rules.grounds[name].basis


def test_why_no_day_follows(rules: RuleBook) -> None:
    """Every rule that gives no day by itself is listed with the reason, and says it when asked."""
    silent = {id for id in LISTED["period"] if rules[id].unit in NO_DAY}
    assert silent == set(LISTED["no_day"])
    for id in silent:
        assert answer_period({"rule": id, "from": "2024-09-02"})["error"]["message"]


APPEAL, RULING, FOREIGN = "civ.appeal.judgment", "civ.appeal.ruling", "civ.appeal.foreign"
COUNTED: list[tuple[str, str, str, list[dict[str, Any]], str]] = [
    ("unit", "civ.pres.pre", "2024-09-02T10:30", [], "2024-09-04T11:00"),
    ("unit", "exe.apply", "2022-06-30", [], "2024-07-01"),
    ("start_excluded", APPEAL, "2024-09-02", [], "2024-09-18"),  # the 17th is Mid-Autumn
    ("trial_limit_start", "civ.first.ordinary", "2024-03-01", [], "2024-09-02"),
    ("month_rule", "cri.first.private", "2024-02-29", [], "2024-09-02"),
    ("month_rule", "civ.first.ordinary", "2024-08-30", [], "2025-02-28"),
    ("holiday", APPEAL, "2024-09-16", [], "2024-10-08"),
    ("holiday_criminal_custody", "cri.first.private.detained", "2024-08-03", [], "2024-10-03"),
    ("mid_holiday", RULING, "2024-09-30", [], "2024-10-10"),
    ("hours", "civ.pres.pre", "2024-09-30T10:30", [], "2024-10-02T11:00"),
    ("before_event", "civ.hearing_notice", "2024-10-15", [], "2024-10-11"),
    ("appeal_each", APPEAL, "2024-03-04", [], "2024-03-19"),
    ("appeal_each", APPEAL, "2024-03-11", [], "2024-03-26"),
    ("appeal_each", FOREIGN, "2024-03-04", [], "2024-04-03"),
    ("close_date", "civ.first.ordinary", "2024-03-01", [{"what": "end", "on": "2024-09-05", "posted": "2024-09-02"}], "2024-09-02"),
    ("simple_to_ordinary_civil", "civ.first.simple", "2024-03-01", [{"what": "convert", "on": "2024-05-20", "rule": "civ.first.ordinary"}], "2024-09-02"),
    ("simple_to_ordinary_civil", "civ.first.small", "2024-03-01", [{"what": "convert", "on": "2024-04-19", "rule": "civ.first.simple"}], "2024-06-03"),
    ("simple_to_ordinary_criminal", "cri.first.simple", "2024-03-01", [{"what": "convert", "on": "2024-03-15", "rule": "cri.first.ordinary"}], "2024-05-15"),
    ("simple_to_ordinary_criminal", "cri.first.fast", "2024-03-01", [{"what": "convert", "on": "2024-03-08", "rule": "cri.first.simple"}], "2024-03-28"),
]  # fmt: skip


@pytest.mark.parametrize(("computation", "rule", "start", "events", "due"), COUNTED)
def test_how_it_is_counted(
    law: PeriodLaw, computation: str, rule: str, start: str, events: list[dict[str, Any]], due: str
) -> None:
    assert LISTED["computation"][computation] == "counted"
    assert run(law, rule, start, *events).to_dict()["due"] == due


def test_every_way_of_counting_has_an_example_or_a_reason() -> None:
    counted = {name for name, how in LISTED["computation"].items() if how == "counted"}
    assert counted == {name for name, *_ in COUNTED} | {"transit"}


def test_time_on_the_way_does_not_count(law: PeriodLaw) -> None:
    """An appeal posted on the last day is in time, whenever it arrives; the same one brought by hand is late."""
    events: list[dict[str, Any]] = [
        {"what": "start", "on": "2024-03-04"},
        {"what": "end", "on": "2024-03-25", "posted": "2024-03-19"},
    ]
    found = answer_limit({"rule": APPEAL, "events": events})
    assert found["state"] == "ended" and "未超过期限" in found["steps"][-1]["what"]
    assert any("交邮" in step["what"] and step["basis"] == "民事诉讼法第85条" for step in found["steps"])
    events[1] = {"what": "end", "on": "2024-03-25"}
    assert "超过期限6日" in answer_limit({"rule": APPEAL, "events": events})["steps"][-1]["what"]
    events[1] = {"what": "end", "on": "2024-03-25", "posted": "2024-03-26"}
    assert answer_limit({"rule": APPEAL, "events": events})["error"]["field"] == "events[1].posted"


def test_a_judgment_takes_effect_when_the_last_partys_time_is_over(law: PeriodLaw) -> None:
    own = [
        run(law, rule, day).due
        for rule, day in ((APPEAL, "2024-03-04"), (APPEAL, "2024-03-11"), (FOREIGN, "2024-03-04"))
    ]
    assert own == [date(2024, 3, 19), date(2024, 3, 26), date(2024, 4, 3)]

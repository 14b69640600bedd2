"""Reckoning: how a period stands on a day, and that every rule answers or says why not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.kernel.periods.told import exclude, extend, pause, resume, run
from xiezhi.kernel.periods.clock import COURT_TIME
from xiezhi.kernel.periods.doors import PeriodLaw
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.reckon import reckon


@pytest.mark.parametrize(
    ("on", "events", "state", "due"),
    [
        ("2024-02-29", [], "not_started", None),
        ("2024-03-01", [], "running", "2024-09-02"),
        ("2024-09-02", [], "running", "2024-09-02"),
        ("2024-09-03", [], "overdue", "2024-09-02"),
        ("2024-04-01", [pause("2024-04-01")], "paused", "2024-09-02"),
        ("2024-05-01", [pause("2024-04-01")], "paused", "2024-10-08"),
        ("2024-05-01", [pause("2024-04-01"), resume("2024-05-02")], "paused", "2024-10-08"),
        ("2024-05-02", [pause("2024-04-01"), resume("2024-05-01")], "running", "2024-10-08"),
        ("2024-09-30", [{"what": "end", "on": "2024-08-30"}], "ended", "2024-09-02"),
        ("2024-08-29", [{"what": "end", "on": "2024-08-30"}], "running", "2024-09-02"),
        ("2025-09-30", [{"what": "end", "on": "2024-09-30"}], "ended", "2024-09-02"),
    ],
)
def test_states(law: PeriodLaw, on: str, events: list[dict[str, Any]], state: str, due: str | None) -> None:
    found = run(law, "civ.first.ordinary", "2024-03-01", *events, on=on)
    assert (found.state, found.due) == (state, date.fromisoformat(due) if due else None)
    assert found.provisional is (state == "paused")


def test_what_runs_out_by_itself_is_not_overdue(law: PeriodLaw) -> None:
    assert run(law, "civ.service.announce", "2024-03-01", on="2024-06-01").state == "ended"
    assert run(law, "civ.pres.term.bank", "2023-03-01", on="2024-06-01").state == "ended"
    assert run(law, "civ.appeal.judgment", "2024-03-01", on="2024-06-01").state == "overdue"


def test_late_and_in_time_are_said(law: PeriodLaw) -> None:
    late = run(law, "civ.first.ordinary", "2024-03-01", {"what": "end", "on": "2024-09-05"})
    assert late.steps[-1].what == "于2024-09-05终了，超过期限3日"
    assert "未超过" in run(law, "civ.first.ordinary", "2024-03-01", {"what": "end", "on": "2024-09-02"}).steps[-1].what


def test_facts_after_the_end_or_the_view_do_not_count(law: PeriodLaw) -> None:
    end = {"what": "end", "on": "2024-08-30"}
    found = run(law, "civ.first.ordinary", "2024-03-01", end, extend(6, "2024-09-01"))
    assert found.due == date(2024, 9, 2)
    found = run(law, "civ.first.ordinary", "2024-03-01", extend(6, "2024-08-01"), on="2024-07-31")
    assert found.due == date(2024, 9, 2)
    assert any("查询日之后" in step.what for step in found.steps)


def test_no_day_is_off_after_the_end(law: PeriodLaw) -> None:
    """An exclusion that was to last longer than the period counts up to its end, whole or in parts."""
    whole = [exclude("2024-04-01", "2024-12-31")]
    parts = [exclude("2024-04-01", "2024-05-20"), exclude("2024-05-21", "2024-12-31", "gonggao")]
    for events in (whole, parts):
        found = run(law, "civ.first.ordinary", "2024-03-01", *events, {"what": "end", "on": "2024-05-11"})
        assert (found.excluded_days, found.state) == (40, "ended")
    assert run(law, "civ.first.ordinary", "2024-03-01", *whole, {"what": "end", "on": "2024-04-01"}).excluded_days == 0


def test_an_open_exclusion_stands_still(law: PeriodLaw) -> None:
    fact = Fact("exclude", date(2024, 4, 1), ground="jianding")
    found = reckon(
        "civ.first.ordinary",
        [Fact("start", date(2024, 3, 1)), fact],
        rules=law.rules,
        calendar=law.calendar,
        on=date(2024, 5, 1),
    )
    assert (found.state, found.excluded_days, found.due) == ("paused", 30, date(2024, 10, 8))
    with pytest.raises(PeriodError):
        Fact.from_dict({"what": "exclude", "from": "2024-04-02", "to": "2024-04-01", "ground": "jianding"})


def test_backward_periods_wait_for_their_day(law: PeriodLaw) -> None:
    served = {"what": "end", "on": "2024-10-09"}
    assert run(law, "civ.hearing_notice", "2024-10-15", on="2024-10-01").state == "running"
    assert run(law, "civ.hearing_notice", "2024-10-15", on="2024-10-12").state == "overdue"
    assert run(law, "civ.hearing_notice", "2024-10-15", served, on="2024-10-12").state == "ended"
    assert run(law, "civ.hearing_notice", "2024-10-15").state == "running"


def test_every_rule_is_reckoned_or_says_why_not(law: PeriodLaw) -> None:
    refused = set()
    for rule_id, rule in law.rules.items():
        start = "2024-03-01T09:00" if rule.unit == "hour" else "2024-03-01"
        try:
            found = run(law, rule_id, start)
        except PeriodError as refusal:
            refused.add((rule.unit, refusal.code))
            continue
        assert found.due and found.started and (found.due < found.started) == rule.backward, rule_id
        assert found.steps and found.basis, rule_id
    assert refused == {
        ("none", "no_limit"),
        ("times", "not_a_period"),
        ("inherit", "length_depends"),
        ("range", "term_not_set"),
        ("event", "term_not_set"),
    }


def test_written_and_read_back(law: PeriodLaw) -> None:
    facts = [
        Fact("start", datetime(2024, 3, 1, 9, 30, tzinfo=COURT_TIME), detained=True),
        Fact("pause", date(2024, 4, 1), ground="civ.suspend"),
        Fact("resume", date(2024, 5, 1)),
        Fact("exclude", date(2024, 6, 1), to=date(2024, 6, 10), ground="jianding"),
        Fact("exclude", date(2024, 6, 1), ground="jianding"),
        Fact("extend", date(2024, 7, 1), n=6, unit="month", by="president"),
        Fact("granted", date(2024, 7, 1), n=6),
        Fact("convert", date(2024, 7, 1), rule="civ.first.ordinary"),
        Fact("set", date(2024, 7, 1), to=date(2024, 8, 1)),
        Fact("restart", date(2024, 7, 1)),
        Fact("end", date(2024, 8, 1)),
    ]
    assert [Fact.from_dict(fact.to_dict()) for fact in facts] == facts
    found = run(law, "civ.first.ordinary", "2026-07-02").to_dict()
    assert list(found) == [
        "rule", "started", "due", "state", "paused_days", "excluded_days", "steps", "basis", "provisional", "reason",
    ]  # fmt: skip
    assert (found["due"], found["state"], found["provisional"]) == ("2027-01-02", "running", True)

"""Reckoning: worked examples, counted by hand from the articles and the published holidays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.kernel.periods.told import exclude, extend, pause, resume, run
from xiezhi.kernel.periods.clock import COURT_TIME
from xiezhi.kernel.periods.doors import PeriodLaw
from xiezhi.kernel.periods.errors import PeriodError


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("civ.appeal.judgment", "2024-09-16", "2024-10-08"),  # 1 October: the whole holiday passes
        ("civ.appeal.judgment", "2024-09-27", "2024-10-12"),  # a Saturday, but a make-up working day
        ("civ.appeal.ruling", "2024-05-07", "2024-05-17"),
        ("civ.appeal.foreign", "2024-01-11", "2024-02-18"),  # 10 February: Spring Festival, 18 a make-up Sunday
        ("cri.appeal.judgment", "2024-03-05", "2024-03-15"),
        ("cri.appeal.ruling", "2024-03-05", "2024-03-11"),  # 10 March is a Sunday
        ("civ.first.ordinary", "2024-03-01", "2024-09-02"),  # 1 September is a Sunday
        ("civ.first.ordinary", "2024-08-30", "2025-02-28"),
        ("cri.first.private", "2024-02-29", "2024-09-02"),  # month end to month end: 31 August, a Saturday
        ("cri.first.ordinary", "2024-04-30", "2024-07-01"),  # 30 June is a Sunday
        ("civ.pres.term.bank", "2024-02-29", "2025-02-28"),
        ("civ.pres.term.movable", "2022-10-01", "2024-10-01"),  # a freeze is not lengthened by a holiday
        ("civ.service.announce", "2021-12-20", "2022-02-18"),
        ("civ.service.announce", "2022-01-04", "2022-02-07"),  # 3 February: Spring Festival
        ("civ.hearing_notice", "2024-10-15", "2024-10-11"),
        ("cri.serve_indictment", "2024-03-01", "2024-02-19"),
        ("exe.dishonest.delete", "2024-09-29", "2024-10-09"),  # working days: 30 September, 8 and 9 October
        ("exe.apply", "2022-06-30", "2024-07-01"),
    ],
)
def test_worked_examples(law: PeriodLaw, rule: str, start: str, due: str) -> None:
    found = run(law, rule, start)
    assert found.due == date.fromisoformat(due)
    assert not found.provisional
    assert found.basis[0] == law.rules.rule(rule, date.fromisoformat(start)).basis.split("；")[0]


def test_hours(law: PeriodLaw) -> None:
    found = run(law, "civ.pres.pre", "2024-09-30T10:30")
    assert found.due == datetime(2024, 10, 2, 11, tzinfo=COURT_TIME)
    assert found.to_dict()["due"] == "2024-10-02T11:00"
    with pytest.raises(PeriodError) as refused:
        run(law, "civ.pres.pre", "2024-09-30")
    assert refused.value.code == "need_minute"


def test_custody_does_not_grow_by_a_holiday(law: PeriodLaw) -> None:
    assert run(law, "cri.first.ordinary", "2024-08-03").due == date(2024, 10, 8)
    held = run(law, "cri.first.ordinary", "2024-08-03", detained=True)
    assert held.due == date(2024, 10, 3)
    assert any("在押" in step.what and "第105条" in step.basis for step in held.steps)
    assert run(law, "cri.first.private.detained", "2024-08-03").due == date(2024, 10, 3)


def test_a_year_not_announced_gives_the_unmoved_day(law: PeriodLaw) -> None:
    found = run(law, "civ.first.ordinary", "2026-07-02")  # 2 January 2027 is a Saturday
    assert (found.due, found.provisional) == (date(2027, 1, 2), True)
    assert "2027" in found.reason
    counted = run(law, "exe.dishonest.delete", "2026-12-31")
    assert counted.provisional and "工作日" in counted.reason
    assert not run(law, "civ.first.ordinary", "2026-06-30").provisional


def test_suspension_and_exclusion_overlap_once(law: PeriodLaw) -> None:
    found = run(
        law,
        "civ.first.ordinary",
        "2024-03-01",
        pause("2024-04-01", group="civ.suspend"),
        resume("2024-05-01"),
        exclude("2024-04-20", "2024-05-10"),
    )
    # 1 September + (April, 30) + (1 to 10 May, 10) = 11 October
    assert (found.due, found.paused_days, found.excluded_days) == (date(2024, 10, 11), 30, 10)
    assert any("不重复扣除" in step.what for step in found.steps)


def test_days_after_the_last_day_do_not_revive_it(law: PeriodLaw) -> None:
    found = run(law, "civ.second.ruling", "2024-03-01", exclude("2024-04-10", "2024-04-20", "gonggao"))
    assert (found.due, found.excluded_days) == (date(2024, 4, 1), 0)  # 31 March is a Sunday
    assert any("不再扣除" in step.what for step in found.steps)


def test_days_from_the_last_day_on_still_count(law: PeriodLaw) -> None:
    found = run(law, "civ.second.ruling", "2024-04-01", exclude("2024-05-01", "2024-05-10", "gonggao"))
    assert (found.due, found.excluded_days) == (date(2024, 5, 11), 10)  # a make-up Saturday
    found = run(law, "civ.second.ruling", "2024-04-01", exclude("2024-05-02", "2024-05-10", "gonggao"))
    assert (found.due, found.excluded_days) == (date(2024, 5, 6), 0)


def test_a_pause_ended_on_its_day_leaves_no_trace(law: PeriodLaw) -> None:
    found = run(law, "civ.first.ordinary", "2024-03-01", pause("2024-04-01"), resume("2024-04-01"))
    assert found.paused_days == 0 and not any("中止" in step.what for step in found.steps)


def test_the_start_day_is_never_excluded(law: PeriodLaw) -> None:
    found = run(law, "civ.second.ruling", "2024-03-01", exclude("2024-02-20", "2024-03-05", "gonggao"))
    assert (found.due, found.excluded_days) == (date(2024, 4, 7), 4)


def test_a_ground_with_a_cap_is_cut(law: PeriodLaw) -> None:
    found = run(law, "civ.first.simple", "2024-03-01", exclude("2024-03-10", "2024-05-20", "xin_zhengju_1m"))
    assert found.excluded_days == 31  # 10 March to 9 April
    assert any("至多1个月" in step.what for step in found.steps)


def test_extensions_count_from_the_start(law: PeriodLaw) -> None:
    events = [extend(6, "2025-02-10"), extend(3, "2025-08-01")]
    found = run(law, "civ.first.ordinary", "2024-08-31", *events)
    assert found.due == date(2025, 12, 1)  # 15 months: 30 November, a Sunday
    assert [step.what for step in found.steps if "延长" in step.what] == [
        "本院院长批准延长6个月",
        "上一级人民法院批准延长3个月",
    ]
    assert run(law, "civ.first.ordinary", "2024-08-31", extend(None, "2025-02-10")).due == date(2025, 9, 1)


def test_a_late_approval_is_said(law: PeriodLaw) -> None:
    found = run(law, "civ.first.ordinary", "2024-03-01", extend(6, "2024-12-01"))
    assert any("已经届满" in step.what for step in found.steps)
    for events in (
        [extend(6, "2024-08-20")],
        [extend(6, "2024-09-05"), exclude("2024-04-01", "2024-04-10")],
    ):
        timely = run(law, "civ.first.ordinary", "2024-03-01", *events)
        assert not any("已经届满" in step.what for step in timely.steps)


def test_criminal_extensions_in_their_order(law: PeriodLaw) -> None:
    events = [extend(1, "2024-04-20"), extend(3, "2024-05-20"), extend(3, "2024-08-20"), extend(2, "2024-11-20")]
    found = run(law, "cri.first.ordinary", "2024-03-05", *events)
    assert found.due == date(2025, 2, 5)  # 2 + 1 + 3 + 3 + 2 months
    assert run(law, "cri.first.simple", "2024-03-05", extend(None, "2024-03-20")).due == date(2024, 4, 19)
    # thirty days to 29 February, then a month; not a month and then thirty days
    assert run(law, "civ.second.ruling", "2024-01-30", extend(1, "2024-02-20")).due == date(2024, 3, 29)
    assert run(law, "aid.handle", "2024-03-05", extend(1, "2024-03-10")).due == date(2024, 4, 19)


@pytest.mark.parametrize(
    ("rule", "events", "code"),
    [
        ("civ.first.ordinary", [extend(7, "2024-08-01")], "extension_too_long"),
        ("civ.first.ordinary", [extend(200, "2024-08-01", "day")], "extension_too_long"),
        ("civ.first.ordinary", [extend(3, "2024-08-01", by="superior")], "extension_out_of_order"),
        ("civ.first.ordinary", [extend(1, "2024-08-01", by="supreme_court")], "extension_by_unknown"),
        (
            "civ.first.ordinary",
            [extend(6, "2024-08-01"), extend(6, "2024-08-02", by="president")],
            "extension_too_often",
        ),
        ("civ.first.ordinary", [extend(6, "2024-08-01"), extend(None, "2024-08-02")], "extension_length_missing"),
        ("civ.first.simple", [extend(1, "2024-05-01"), extend(1, "2024-06-01")], "extension_too_often"),
        ("civ.first.simple", [extend(24, "2024-05-01", "hour")], "bad_value"),
        ("cri.first.fast", [extend(6, "2024-03-05", "day")], "extension_too_long"),
        ("civ.appeal.judgment", [extend(5, "2024-03-05", "day")], "extension_not_allowed"),
        ("adm.first.simple", [extend(1, "2024-03-05")], "extension_not_allowed"),
        ("civ.first.ordinary", [exclude("2024-04-01", "2024-04-02", "nothing")], "unknown_ground"),
        ("civ.first.ordinary", [exclude("2024-04-01", "2024-04-02", "paimai")], "ground_not_allowed"),
        ("civ.first.ordinary", [pause("2024-04-01", group="cri.suspend")], "ground_not_allowed"),
        ("civ.first.ordinary", [pause("2024-04-01"), pause("2024-04-02")], "already_paused"),
        ("civ.first.ordinary", [resume("2024-04-01")], "resume_without_pause"),
        ("civ.appeal.judgment", [pause("2024-03-05")], "pause_not_allowed"),
        ("civ.first.ordinary", [{"what": "granted", "on": "2024-04-01", "days": 3}], "grant_not_allowed"),
        ("civ.revoke.apply", [{"what": "granted", "on": "2024-04-01", "days": 3}], "grant_not_allowed"),
        ("civ.first.ordinary", [{"what": "start", "on": "2024-04-01"}], "start_twice"),
        ("civ.first.ordinary", [{"what": "end", "on": "2024-02-01"}], "not_started"),
        ("civ.first.ordinary", [{"what": "convert", "on": "2024-04-01", "rule": "cri.second"}], "convert_not_allowed"),
        ("civ.first.ordinary", [{"what": "convert", "on": "2024-04-01", "rule": "x"}], "unknown_rule"),
        ("civ.first.ordinary", [{"what": "set", "on": "2024-03-01", "to": "2024-04-01"}], "set_not_allowed"),
        ("civ.evidence.ordinary", [{"what": "set", "on": "2024-03-01", "to": "2024-03-15"}], "term_out_of_bounds"),
        ("ban.claims", [{"what": "set", "on": "2024-03-01", "to": "2024-06-02"}], "term_out_of_bounds"),
        ("civ.fee.pay", [{"what": "set", "on": "2024-03-01", "to": "2024-03-09"}], "term_out_of_bounds"),
        ("civ.appeal.judgment", [{"what": "set", "on": "2024-03-01", "to": "2024-03-09"}], "set_not_allowed"),
        ("ban.claims", [], "term_not_set"),
        ("civ.special.voter", [], "term_not_set"),
        ("civ.retrial.trial", [], "length_depends"),
        ("civ.foreign", [], "no_limit"),
        ("civ.adjourn.count", [], "not_a_period"),
        ("nothing", [], "unknown_rule"),
    ],
)
def test_refusals(law: PeriodLaw, rule: str, events: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(PeriodError) as refused:
        run(law, rule, "2024-03-01", *events)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_granted_time(law: PeriodLaw) -> None:
    granted = {"what": "granted", "on": "2024-03-20", "days": 5}
    found = run(law, "civ.appeal.judgment", "2024-03-05", granted)
    assert found.due == date(2024, 3, 25)
    assert "民事诉讼法第86条" in found.basis


def test_conversion_civil_from_the_start_criminal_from_the_decision(law: PeriodLaw) -> None:
    civil = [extend(1, "2024-05-20"), {"what": "convert", "on": "2024-06-20", "rule": "civ.first.ordinary"}]
    found = run(law, "civ.first.simple", "2024-03-05", *civil, extend(6, "2024-08-20"))
    assert found.due == date(2025, 3, 5)
    assert any("不再计入" in step.what for step in found.steps)
    assert any(step.what == "本院院长批准延长6个月" for step in found.steps)
    criminal = {"what": "convert", "on": "2024-03-20", "rule": "cri.first.ordinary"}
    found = run(law, "cri.first.fast", "2024-03-12", criminal)
    assert (found.started, found.due) == (date(2024, 3, 20), date(2024, 5, 20))
    inherited = {"what": "convert", "on": "2024-03-05", "rule": "civ.second.judgment"}
    assert run(law, "civ.retrial.trial", "2024-03-05", inherited).due == date(2024, 6, 5)


def test_exclusions_before_a_conversion(law: PeriodLaw) -> None:
    convert = {"what": "convert", "on": "2024-06-20", "rule": "civ.first.ordinary"}
    found = run(law, "civ.first.simple", "2024-03-05", exclude("2024-04-01", "2024-04-10"), convert)
    assert (found.due, found.excluded_days) == (date(2024, 9, 18), 10)  # 15 is a Sunday, 16 and 17 a holiday


def test_restart_counts_anew(law: PeriodLaw) -> None:
    events = [exclude("2024-03-10", "2024-04-09", "buchong_zhencha"), {"what": "restart", "on": "2024-04-09"}]
    found = run(law, "cri.first.ordinary", "2024-03-05", *events)
    assert (found.started, found.due, found.excluded_days) == (date(2024, 4, 9), date(2024, 6, 11), 0)


def test_a_term_set_by_the_court(law: PeriodLaw) -> None:
    term = {"what": "set", "on": "2024-03-01", "to": "2024-04-06"}
    assert run(law, "civ.evidence.ordinary", "2024-03-01", term).due == date(2024, 4, 7)  # a make-up Sunday
    assert run(law, "civ.evidence.ordinary", "2024-03-01").due == date(2024, 3, 18)
    fee = {"what": "set", "on": "2024-03-01", "to": "2024-03-06"}
    assert run(law, "civ.fee.pay", "2024-03-01", fee).due == date(2024, 3, 6)
    election = {"what": "set", "on": "2024-03-01", "to": "2024-03-20"}
    assert run(law, "civ.special.voter", "2024-03-01", election).due == date(2024, 3, 19)

"""Periods by the million agree with those reckoned one by one, on every row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from tests.kernel.periods.drawn import DAY, Drawn, columns, draw, plain
from xiezhi.kernel.periods.calendar import Calendar, Year
from xiezhi.kernel.periods.doors import PeriodLaw, period_law
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.many.columns import Periods, Stretches, joined
from xiezhi.kernel.periods.many.limits import Limits, limits
from xiezhi.kernel.periods.many.redate import redate
from xiezhi.kernel.periods.many.states import STATES, overdue, paused_days, states
from xiezhi.kernel.periods.reckon import reckon

LAW: PeriodLaw = period_law()
RECKONED = [r for r in LAW.rules.values() if r.unit not in ("hour", "inherit", "none", "times")]
TRIALS = [r for r in RECKONED if r.excludes]
DAILY, WHOLE = 20_000, 1_000_000
CHUNK = 20_000
NOT_FOR_COLUMNS = {"not_in_force", "extension_too_long", "term_not_set", "term_out_of_bounds"}
APPEAL = 15  # days in civ.appeal.judgment


def agree(drawn: list[Drawn], on: date) -> int:
    """Compare every row with the scalar rules; how many there were."""
    told = []
    for one in drawn:
        try:
            told.append((one, reckon(one.rule, one.facts(), rules=LAW.rules, calendar=LAW.calendar, on=on)))
        except PeriodError as refusal:
            assert refusal.code in NOT_FOR_COLUMNS, refusal
    periods = columns([one for one, _ in told], LAW.rules)
    found = limits(periods, rules=LAW.rules, calendar=LAW.calendar, on=on)
    seen = {"rules": LAW.rules, "calendar": LAW.calendar, "on": on}
    stand, paused = states(periods, found, **seen), paused_days(periods, found, **seen)
    columns_ = (found.due.tolist(), found.off.tolist(), found.unsure.tolist(), stand.tolist(), paused.tolist())
    for (one, scalar), due, off, unsure, state, off_paused in zip(told, *columns_, strict=True):
        assert STATES[state] == scalar.state, (one, on)
        assert due == scalar.due, (one, on, scalar)
        assert (off_paused, off - off_paused) == (scalar.paused_days, scalar.excluded_days), (one, on, scalar)
        assert (unsure or scalar.state == "paused") == scalar.provisional, (one, on, scalar)
    late = [row for row, (_, scalar) in enumerate(told) if scalar.state == "overdue"]
    assert overdue(periods, found, **seen).tolist() == late
    return len(told)


def random_rows(seed: int) -> tuple[list[Drawn], date]:
    rng = Random(seed)
    rules = RECKONED if seed % 3 == 0 else TRIALS
    drawn = [draw(rng, rng.choice(rules), date(2002, 1, 1) + rng.randrange(9500) * DAY) for _ in range(CHUNK)]
    return drawn, date(2004, 1, 1) + rng.randrange(9500) * DAY if seed % 2 else date(2090, 1, 1)


def test_agree_on_random_rows() -> None:
    """Every day's part: 20,000 rows."""
    drawn, on = random_rows(0)
    more, then = random_rows(1)
    assert agree(drawn[: DAILY // 2], on) + agree(more[: DAILY // 2], then) > DAILY * 0.9


@pytest.mark.slow
def test_agree_on_a_million_random_rows() -> None:
    rows = 0
    seed = 2
    while rows < WHOLE:
        rows += agree(*random_rows(seed))
        seed += 1


def edges() -> list[date]:
    """Month ends, leap days, ends of years, holidays and what lies around them, make-up days."""
    days = {date(year, month, 1) - n * DAY for year in range(2019, 2028) for month in range(1, 13) for n in (0, 1, 2)}
    days |= {date(year, 2, 29) for year in (2004, 2008, 2012, 2016, 2020, 2024)}
    days |= {date(year, month, 28) for year in (2023, 2024) for month in range(1, 13)}
    for year in (2024, 2025, 2026):
        holidays, workdays = LAW.calendar.exceptions(year)
        days |= {day + n * DAY for day in (*holidays, *workdays) for n in (-1, 0, 1)}
    return sorted(days)


@pytest.mark.parametrize("back", [0, 1])
def test_agree_on_every_edge_date(back: int) -> None:
    """Each edge as the day on which a period begins, and as the last day of one."""
    rules = [LAW.rules[id] for id in ("civ.first.ordinary", "cri.first.ordinary", "adm.second", "civ.appeal.judgment")]
    rules += [next(r for r in RECKONED if r.unit == unit) for unit in ("year", "working_day", "range", "event")]
    drawn = []
    for rule in rules:
        for day in edges():
            drawn.append(plain(rule, day - APPEAL * DAY if back else day))
    assert agree(drawn, date(2090, 1, 1)) == len(drawn)


def test_nothing_is_nothing() -> None:
    empty = Periods(("civ.first.ordinary",), np.zeros(0, np.int64), np.zeros(0, "M8[D]"))
    assert len(limits(empty, rules=LAW.rules, calendar=LAW.calendar, on=date(2024, 1, 1)).due) == 0
    unborn = columns([Drawn("civ.first.ordinary", date(2024, 3, 1))], LAW.rules)
    unborn.start[0] = np.datetime64("NaT")
    found = limits(unborn, rules=LAW.rules, calendar=LAW.calendar, on=date(2024, 1, 1))
    assert np.isnat(found.due[0]) and np.isnat(found.last[0]) and not found.off[0]


@pytest.mark.parametrize(
    ("rule", "start", "code"),
    [
        ("civ.no.such", "2024-01-01", "unknown_rule"),
        ("civ.pres.pre", "2024-01-01", "one_by_one"),
        ("civ.arb.revoke_apply", "1990-01-01", "not_in_force"),
        ("civ.special.voter", "2024-01-01", "term_not_set"),
        ("civ.appeal.judgment", "9999-12-30", "out_of_range"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(rule: str, start: str, code: str) -> None:
    periods = Periods((rule,), np.zeros(1, np.int64), np.array([start], "M8[D]"))
    with pytest.raises(PeriodError) as refused:
        limits(periods, rules=LAW.rules, calendar=LAW.calendar, on=date.max)
    assert refused.value.code == code


def test_working_days_by_year_and_by_day_are_the_same() -> None:
    for year in range(2004, 2027):
        holidays, workdays = map(frozenset, LAW.calendar.exceptions(year))
        assert not holidays & workdays
        for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=n)
            assert LAW.calendar.working(day) == (day in workdays or (day.weekday() < 5 and day not in holidays)), day


def closed_rows() -> Periods:
    """Periods of trials whose days off have all come to their end, on grounds that are not capped."""
    rng = Random(11)
    drawn = [draw(rng, rng.choice(TRIALS), date(2008, 1, 1) + rng.randrange(6500) * DAY) for _ in range(4000)]
    for one in drawn:
        one.off = [(a, b, ground, pause) for a, b, ground, pause in one.off if b and not LAW.rules.grounds[ground].most]
    return columns([one for one in drawn if _reckons(one, FAR)], LAW.rules)


FAR = date(2090, 1, 1)


def limits_of(periods: Periods) -> Limits:
    return limits(periods, rules=LAW.rules, calendar=LAW.calendar, on=FAR)


def test_every_last_day_comes_after_its_start() -> None:
    periods = closed_rows()
    assert (limits_of(periods).last > periods.start).all()


def test_one_stretch_more_never_shortens() -> None:
    periods, lot = closed_rows(), np.random.default_rng(1)
    n = len(periods)
    first = periods.start + lot.integers(-20, 200, n)
    more = Stretches(np.arange(n), first, first + lot.integers(0, 60, n), np.full(n, periods.grounds.index("gonggao")))
    before, after = limits_of(periods), limits_of(replace(periods, stretches=joined(periods.stretches, more)))
    assert (after.last >= before.last).all() and (after.due >= before.due).all() and (after.off >= before.off).all()
    assert (after.last > before.last).any()


def test_splitting_never_changes_the_sum() -> None:
    periods, lot = closed_rows(), np.random.default_rng(2)
    whole = periods.stretches
    cut = whole.first + (lot.random(len(whole)) * (whole.last - whole.first).astype(int)).astype(int)
    one, other = replace(whole, last=cut), replace(whole, first=cut + 1).take(cut < whole.last)
    parts = replace(periods, stretches=joined(other, one))
    before, after = limits_of(periods), limits_of(parts)
    assert len(parts.stretches) > len(whole)
    assert (before.last == after.last).all() and (before.off == after.off).all()


def changed(year: int, *, holidays: dict[date, str], workdays: set[date] = set()) -> Calendar:  # noqa: B006
    """The law book's calendar, one year of it announced otherwise."""
    own, more = LAW.calendar.exceptions(year) if LAW.calendar.known(year) else ((), ())
    said = Year("另行通知", {day: "放假" for day in own} | holidays, frozenset(more) - holidays.keys() | workdays)
    return Calendar({**LAW.calendar.years, year: said})


NEW_YEAR = {date(2027, 1, 1) + n * DAY: "元旦" for n in range(3)}


@pytest.mark.parametrize(
    "new",
    [
        changed(2025, holidays={date(2025, 9, 3): "纪念日"}),
        changed(2024, holidays={}, workdays={date(2024, 6, 15)}),
        changed(2027, holidays=NEW_YEAR),
    ],
)
def test_what_a_changed_calendar_moves(new: Calendar) -> None:
    rng, on = Random(7), date(2090, 1, 1)
    drawn = [draw(rng, rng.choice(RECKONED), date(2023, 6, 1) + rng.randrange(1300) * DAY) for _ in range(5000)]
    periods = columns([one for one in drawn if _reckons(one, on)], LAW.rules)
    before = limits(periods, rules=LAW.rules, calendar=LAW.calendar, on=on)
    rows, then = redate(periods, before, rules=LAW.rules, old=LAW.calendar, new=new, on=on)
    after = limits(periods, rules=LAW.rules, calendar=new, on=on)
    moved = (before.due != after.due) | (before.unsure != after.unsure)
    assert len(rows) and rows.tolist() == np.flatnonzero(moved).tolist()
    assert (then.due == after.due[rows]).all() and (then.unsure == after.unsure[rows]).all()


def _reckons(one: Drawn, on: date) -> bool:
    try:
        reckon(one.rule, one.facts(), rules=LAW.rules, calendar=LAW.calendar, on=on)
    except PeriodError:
        return False
    return True

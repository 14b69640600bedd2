"""Pure arithmetic of dates."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.clock import COURT_TIME
from xiezhi.kernel.periods.counting import (
    add_days,
    add_hours,
    add_lengths,
    add_months,
    add_working_days,
    days_before,
    span_days,
    united,
)
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.rules import Length

FIXED = settings(derandomize=True, deadline=None, max_examples=200)  # the same run on every machine
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "n", "civil", "criminal"),
    [
        ("2024-03-15", 6, "2024-09-15", "2024-09-15"),
        ("2024-08-31", 6, "2025-02-28", "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29", "2024-02-29"),
        ("2024-02-29", 1, "2024-03-29", "2024-03-31"),
        ("2024-02-29", 12, "2025-02-28", "2025-02-28"),
        ("2025-02-28", 12, "2026-02-28", "2026-02-28"),
        ("2023-02-28", 12, "2024-02-28", "2024-02-29"),
        ("2024-01-30", 1, "2024-02-29", "2024-02-29"),
        ("2024-04-30", 1, "2024-05-30", "2024-05-31"),
        ("2024-12-31", 2, "2025-02-28", "2025-02-28"),
    ],
)
def test_months(start: str, n: int, civil: str, criminal: str) -> None:
    day = date.fromisoformat(start)
    assert add_months(day, n) == date.fromisoformat(civil)
    assert add_months(day, n, keep_month_end=True) == date.fromisoformat(criminal)


def test_lengths_are_summed_before_they_are_counted() -> None:
    half = Length(6, "month")
    assert add_lengths(date(2024, 8, 31), [half, half]) == date(2025, 8, 31)
    assert add_lengths(date(2024, 8, 31), [half, Length(1, "year")]) == date(2026, 2, 28)
    assert add_lengths(date(2024, 8, 31), [half, Length(3, "day"), half]) == date(2025, 9, 3)
    assert add_lengths(date(2024, 8, 31), []) == date(2024, 8, 31)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ((2024, 9, 30, 10, 30), 48, (2024, 10, 2, 11, 0)),
        ((2024, 9, 30, 10, 0), 24, (2024, 10, 1, 11, 0)),
        ((2024, 2, 28, 23, 59), 24, (2024, 3, 1, 0, 0)),
    ],
)
def test_hours_run_from_the_next_hour_through_holidays(start: tuple[int, ...], n: int, due: tuple[int, ...]) -> None:
    moments = [datetime(*parts, tzinfo=COURT_TIME) for parts in (start, due)]  # type: ignore[arg-type,misc]
    assert add_hours(moments[0], n) == moments[1]


def test_backward_leaves_complete_days_between() -> None:
    assert days_before(date(2024, 10, 15), 3) == date(2024, 10, 11)
    assert days_before(date(2024, 3, 3), 3) == date(2024, 2, 28)


def test_working_days(calendar: Calendar) -> None:
    assert add_working_days(date(2024, 9, 30), 3, calendar) == (date(2024, 10, 10), True)
    assert add_working_days(date(2024, 10, 11), 1, calendar) == (date(2024, 10, 12), True)
    assert add_working_days(date(2026, 12, 30), 1, calendar) == (date(2026, 12, 31), True)
    assert add_working_days(date(2026, 12, 30), 2, calendar) == (date(2027, 1, 1), False)


def test_beyond_the_calendar_is_refused() -> None:
    moment = datetime(9999, 12, 31, 22, tzinfo=COURT_TIME)
    with pytest.raises(PeriodError, match="超出"):
        add_days(date(9999, 12, 31), 1)
    with pytest.raises(PeriodError, match="超出"):
        add_months(date(9999, 12, 31), 1)
    with pytest.raises(PeriodError, match="超出"):
        days_before(date(1, 1, 2), 3)
    with pytest.raises(PeriodError, match="超出"):
        add_hours(moment, 48)


@FIXED
@given(DAYS, st.integers(1, 40), st.booleans())
def test_months_keep_the_day_or_end_the_month(start: date, n: int, keep: bool) -> None:
    due = add_months(start, n, keep_month_end=keep)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == n
    assert due.day == start.day or add_days(due, 1).day == 1


@FIXED
@given(st.lists(st.tuples(DAYS, st.integers(0, 50)), max_size=8))
def test_united_spans_hold_the_same_days_once(raw: list[tuple[date, int]]) -> None:
    spans = [(first, add_days(first, more)) for first, more in raw]
    days = {add_days(first, n) for first, more in raw for n in range(more + 1)}
    made_one = united(spans)
    assert span_days(made_one) == len(days)
    assert all((b[0] - a[1]).days > 1 for a, b in pairwise(made_one))

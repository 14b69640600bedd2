"""Arithmetic of periods: pure date counting, no rule of any procedure.

The day (or hour) on which a period begins does not count; months and years end on the same day of the month,
or on its last day when there is none. Whether a last day on a holiday moves on is for the rule to say.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from xiezhi.kernel.periods.calendar import SATURDAY, Calendar
from xiezhi.kernel.periods.clock import COURT_TIME
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.rules import Length

When = date | datetime
MONTHS = {"month": 1, "year": 12}


def add_months(start: date, n: int, *, keep_month_end: bool = False) -> date:
    """The same day n months later; its month's last day when there is none (民法典第202条).

    `keep_month_end`: counted from a month's last day it ends on a month's last day (刑事诉讼法解释第202条).
    PeriodError `out_of_range` beyond the year 9999.
    """
    years, month = divmod(start.month - 1 + n, 12)
    year = start.year + years
    if not date.min.year <= year <= date.max.year:
        raise out_of_range()
    last = months.monthrange(year, month + 1)[1]
    at_end = keep_month_end and start.day == months.monthrange(start.year, start.month)[1]
    return date(year, month + 1, last if at_end else min(start.day, last))


def add_days(start: date, n: int) -> date:
    """n days later (earlier when negative); the start day does not count. PeriodError `out_of_range`."""
    try:
        return start + timedelta(days=n)
    except OverflowError:
        raise out_of_range() from None


def add_hours(start: datetime, n: int) -> datetime:
    """n full hours from the hour after the one in which it begins (民事诉讼法第85条), through any holiday."""
    next_hour = start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    try:
        return next_hour + timedelta(hours=n)
    except OverflowError:
        raise out_of_range() from None


def add_working_days(start: date, n: int, calendar: Calendar) -> tuple[date, bool]:
    """n working days later, and whether all years passed through are announced.

    In a year not announced Monday to Friday are counted, and the answer is marked as not certain.
    """
    on, certain = start, True
    while n:
        on = add_days(on, 1)
        if calendar.known(on.year):
            n -= calendar.working(on)
        else:
            certain = False
            n -= on.weekday() < SATURDAY
    return on, certain


def days_before(event: date, n: int) -> date:
    """The last day that leaves n complete days between it and the event's day; neither end counts."""
    return add_days(event, -n - 1)


def add_lengths(start: date, lengths: Sequence[Length], *, keep_month_end: bool = False) -> date:
    """Several lengths one after another: neighbouring months and years are summed and counted from one start.

    So 31 August + 6 months + 6 months is 31 August again, not 28 August.
    """
    on, pending = start, 0
    for length in lengths:
        if length.unit in MONTHS:
            pending += length.n * MONTHS[length.unit]
            continue
        on = add_days(add_months(on, pending, keep_month_end=keep_month_end), length.n)
        pending = 0
    return add_months(on, pending, keep_month_end=keep_month_end) if pending else on


def as_day(when: When) -> date:
    """The legal day of a date or of an aware moment, in court time."""
    return when.astimezone(COURT_TIME).date() if isinstance(when, datetime) else when


def united(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Closed spans of days [first, last], overlapping and touching ones made one, in order."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def span_days(spans: Sequence[tuple[date, date]]) -> int:
    """Days in disjoint closed spans."""
    return sum((last - first).days + 1 for first, last in spans)


def out_of_range() -> PeriodError:
    """A day before the year 1 or after the year 9999."""
    return PeriodError("out_of_range", "日期超出可以计算的范围，请核对起算日和长度。")

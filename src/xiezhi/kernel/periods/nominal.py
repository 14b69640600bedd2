"""The last day of a period by its own length, and within which bounds a court may set it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.counting import (
    When,
    add_days,
    add_hours,
    add_lengths,
    add_working_days,
    as_day,
    days_before,
)
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.rules import Length, Rule

WORDS = {"hour": "小时", "day": "日", "working_day": "个工作日", "month": "个月", "year": "年"}
REFUSALS = {
    "none": ("no_limit", "“{title}”法律没有规定期限，无从计算届满日。"),
    "times": ("not_a_period", "“{title}”规定的是次数，不是期间，无从计算届满日。"),
    "inherit": ("length_depends", "“{title}”的长度取决于所适用的程序，请先用 convert 写明适用的规则。"),
    "range": ("term_not_set", "“{title}”由法院在法定幅度内确定，请用 set 写明届满日。"),
    "event": ("term_not_set", "“{title}”以另一日期为界，请用 set 写明该日期。"),
}


def in_words(length: Length) -> str:
    """6个月, 15日, 48小时 …"""
    return f"{length.n}{WORDS[length.unit]}"


def nominal_due(rule: Rule, start: When, added: Sequence[Length], calendar: Calendar, *, keep_month_end: bool) -> When:
    """The last day (a moment for hours) by length and extensions, before excluded days and holidays.

    PeriodError when the rule gives no length by itself: `no_limit`, `not_a_period`, `length_depends`,
    `term_not_set`.
    """
    if rule.unit in REFUSALS:
        code, message = REFUSALS[rule.unit]
        raise PeriodError(code, message.format(title=rule.title), field="rule", basis=rule.basis)
    assert rule.length is not None
    if isinstance(start, datetime):
        return add_hours(start, rule.length)
    if rule.backward:
        return days_before(start, rule.length)
    if rule.unit == "working_day":
        base, _ = add_working_days(start, rule.length, calendar)
        return add_lengths(base, added, keep_month_end=keep_month_end)
    return add_lengths(start, [Length(rule.length, rule.unit), *added], keep_month_end=keep_month_end)


def set_due(rule: Rule, start: date, to: date) -> date:
    """The last day a court has set, checked against the rule's bounds; for an event, the day before it.

    PeriodError `term_out_of_bounds`.
    """
    if rule.unit == "event":
        least, most, due = None, None, add_days(to, -1)
    else:
        own = Length(rule.length, rule.unit) if rule.length else None
        least = rule.least or (own if rule.bound in ("min", "exact") else None)
        most = rule.most or (own if rule.bound in ("max", "exact") else None)
        due = to
    first = add_lengths(start, [least]) if least else add_days(start, 1)
    last = add_lengths(start, [most]) if most else None
    if due < first or (last and due > last):
        until = f"、不晚于{last}" if last else ""
        raise PeriodError(
            "term_out_of_bounds",
            f"“{rule.title}”的届满日须不早于{first}{until}，请另定日期。",
            field="to",
            basis=rule.basis,
        )
    return due


def certain(rule: Rule, start: When, calendar: Calendar) -> bool:
    """False when working days were counted through a year whose holidays are not announced."""
    if rule.unit != "working_day" or rule.length is None:
        return True
    return add_working_days(as_day(start), rule.length, calendar)[1]

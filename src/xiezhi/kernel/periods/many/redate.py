"""What a changed calendar moves, among many periods already reckoned."""

from __future__ import annotations

from datetime import date

import numpy as np

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.many.almanac import Almanac, Days, first_of
from xiezhi.kernel.periods.many.columns import Periods
from xiezhi.kernel.periods.many.limits import BLOCK, Limits, limits
from xiezhi.kernel.periods.rules import RuleBook


def redate(
    periods: Periods, found: Limits, *, rules: RuleBook, old: Calendar, new: Calendar, on: date
) -> tuple[Days, Limits]:
    """The rows that another calendar moves or makes certain, and their limits under it; `found` are those of the old one.

    Reckoned anew are the periods whose last day lies where the calendars differ, and all those in working days.
    """
    rows = np.union1d(_touched(found, old, new), _in_working_days(periods, rules))
    then = limits(periods.rows(rows), rules=rules, calendar=new, on=on)
    was = found.rows(rows)
    moved = (then.due != was.due) & ~np.isnat(then.due) | (then.unsure != was.unsure)
    return rows[moved], then.rows(np.flatnonzero(moved))


def _touched(found: Limits, old: Calendar, new: Calendar) -> Days:
    """The rows whose last day, before any holiday, may now end on another day."""
    last = found.last.view(np.int64)
    first = first_of(found.last)
    before, after = (Almanac(first, int(last.max(initial=first)), calendar) for calendar in (old, new))
    differs = (before.rolled != after.rolled) | (before.unsure != after.unsure)
    touched = [
        start + np.flatnonzero(differs.take(last[start : start + BLOCK] - first, mode="clip"))
        for start in range(0, len(last), BLOCK)
    ]
    return np.concatenate([np.zeros(0, np.int64), *touched])


def _in_working_days(periods: Periods, rules: RuleBook) -> Days:
    named = [any(rule.unit == "working_day" for _, rule in rules.versions[id]) for id in periods.rules]
    return np.flatnonzero(np.array(named)[periods.rule]) if any(named) else np.zeros(0, np.int64)

"""How many periods stand on a day, and for how long each was suspended. `found` are the `limits` of the same day."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.many.almanac import Days
from xiezhi.kernel.periods.many.columns import Periods, numbers
from xiezhi.kernel.periods.many.limits import Block, Limits, blocks
from xiezhi.kernel.periods.rules import RuleBook

STATES = ("not_started", "running", "paused", "ended", "overdue")
NOT_STARTED, RUNNING, PAUSED, ENDED, OVERDUE = range(len(STATES))
Codes = NDArray[np.int8]


def states(periods: Periods, found: Limits, *, rules: RuleBook, calendar: Calendar, on: date) -> Codes:
    """How each period stands: a number into STATES."""
    codes = np.empty(len(periods), np.int8)
    for rows, block in blocks(periods, rules, calendar, on):
        codes[rows] = _states(block, found.due[rows].view(np.int64))
    return codes


def overdue(periods: Periods, found: Limits, *, rules: RuleBook, calendar: Calendar, on: date) -> Days:
    """The rows of the periods that are overdue."""
    return np.flatnonzero(states(periods, found, rules=rules, calendar=calendar, on=on) == OVERDUE)


def paused_days(periods: Periods, found: Limits, *, rules: RuleBook, calendar: Calendar, on: date) -> Days:
    """How many of the days off of each period are those of suspensions."""
    days = numbers(len(periods))
    for rows, block in blocks(periods, rules, calendar, on):
        days[rows] = _paused(block, found.last[rows].view(np.int64))
    return days


def _states(block: Block, due: Days) -> Codes:
    codes = np.full(len(due), RUNNING, np.int8)
    late = due < block.view
    codes[late] = np.where(block.terms.lapses[block.version[late]], ENDED, OVERDUE)
    happened = block.periods.stretches.first.view(np.int64) <= block.view
    codes[block.periods.stretches.row[happened & block.open(block.periods.stretches)]] = PAUSED
    if block.over is not None:
        codes[block.over] = ENDED
    codes[block.absent] = NOT_STARTED
    return codes


def _paused(block: Block, last: Days) -> Days:
    """A suspension counts if it begins no later than the last day: days off push that day beyond all of them."""
    every = block.stretches()
    return block.line(every.take(block.terms.suspends[every.ground])).within(last)

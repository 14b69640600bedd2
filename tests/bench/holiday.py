"""`holiday`: one day more is a holiday; which of twelve million matters does it move, and where to? Beside reckoning them all anew."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np

from tests.bench.limits import ON, matters
from tests.bench.line import Line
from xiezhi.kernel.periods.calendar import Calendar, Year
from xiezhi.kernel.periods.doors import period_law
from xiezhi.kernel.periods.many.limits import limits
from xiezhi.kernel.periods.many.redate import redate

MATTERS, ROUNDS = 12_000_000, 3
NEW = date(2023, 9, 28)  # a Thursday, before the weekend of Mid-Autumn


def changed() -> Calendar:
    """The law book's calendar, with one holiday more."""
    calendar = period_law().calendar
    holidays, workdays = calendar.exceptions(NEW.year)
    year = Year("演示通知", {**dict.fromkeys(holidays, "放假"), NEW: "临时放假"}, frozenset(workdays))
    return Calendar({**calendar.years, NEW.year: year})


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        found = work()
        seconds.append(time.process_time() - began)
    return found, statistics.median(seconds)


def lines() -> Iterator[Line]:
    law, new, periods = period_law(), changed(), matters(MATTERS)
    was = limits(periods, rules=law.rules, calendar=law.calendar, on=ON)
    (rows, then), ours = timed(
        lambda: redate(periods, was, rules=law.rules, old=law.calendar, new=new, on=ON)
    )  # fmt: skip
    whole, peer = timed(lambda: limits(periods, rules=law.rules, calendar=new, on=ON))
    equal = len(rows) > 0 and bool(
        (np.flatnonzero(whole.due != was.due) == rows).all() and (whole.due[rows] == then.due).all()
    )
    yield Line("holiday", ours, peer, "lower", equal, "cpu-s", "ours<=2")

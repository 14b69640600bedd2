"""`limit`: time limits of trial at first instance, beside a loop that walks the days.

The peer knows nothing but six months, days that do not count and the next working day; it says no steps and no article.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.bench.line import Line, turns
from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.doors import period_law
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.reckon import reckon

CASES, ROUNDS, SEED = 4000, 5, 1
RULE, MONTHS, GROUND = "civ.first.ordinary", 6, "jianding"
DAY = timedelta(days=1)
Case = tuple[date, list[tuple[date, date]]]


def cases() -> list[Case]:
    """Starts, each with up to three stretches that do not count, perhaps overlapping."""
    rng = Random(SEED)
    found = []
    for _ in range(CASES):
        start = date(2010, 1, 1) + rng.randrange(5000) * DAY
        spans = []
        for _ in range(rng.randrange(4)):
            first = start + rng.randrange(1, 150) * DAY
            spans.append((first, first + rng.randrange(40) * DAY))
        found.append((start, spans))
    return found


def ours(case: Case) -> object:
    start, spans = case
    law = period_law()
    facts = [Fact("start", start), *(Fact("exclude", a, to=b, ground=GROUND) for a, b in spans)]
    return reckon(RULE, facts, rules=law.rules, calendar=law.calendar, on=date(2100, 1, 1)).due


def peer(case: Case, calendar: Calendar) -> date:
    start, spans = case
    years, month = divmod(start.month - 1 + MONTHS, 12)
    due = date(start.year + years, month + 1, 1)
    due = due.replace(day=min(start.day, months.monthrange(due.year, due.month)[1]))
    out = {first + n * DAY for first, last in spans for n in range((last - first).days + 1)}
    on = start + DAY
    while on <= due:
        if on in out:
            due += DAY
        on += DAY
    if period_law().rules[RULE].rolls:
        while not calendar.working(due):
            due += DAY
    return due


def lines() -> Iterator[Line]:
    calendar, asked = period_law().calendar, cases()
    equal = all(ours(case) == peer(case, calendar) for case in asked)
    a, b = turns(lambda: [ours(c) for c in asked], lambda: [peer(c, calendar) for c in asked], ROUNDS)
    yield Line("limit", CASES / a, CASES / b, "higher", equal, "limits/s")

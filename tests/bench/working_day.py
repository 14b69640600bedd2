"""`working-day`: is this a working day? Beside the published table of the package chinesecalendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
from django.conf import settings

from tests.bench.line import Line, turns
from xiezhi.kernel.periods.calendar import load_calendar

FIRST, LAST = date(2012, 1, 1), date(2025, 12, 31)
ROUNDS = 9


def lines() -> Iterator[Line]:
    calendar = load_calendar(settings.LAW_DIR / "calendar")
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

    def ours() -> list[bool]:
        return [calendar.working(day) for day in days]

    def peer() -> list[bool]:
        return [chinese_calendar.is_workday(day) for day in days]

    equal = ours() == peer()
    a, b = turns(ours, peer, ROUNDS)
    yield Line("working-day", len(days) / a, len(days) / b, "higher", equal, "days/s")

"""The one clock. Nothing else in the platform asks the machine what time it is.

Tests and the simulation set it with `at`; everybody else reads it. All times are aware; court time is Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

COURT_TIME = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


def now() -> datetime:
    """This moment, aware, in court time."""
    return _fixed.get() or datetime.now(COURT_TIME)


def today() -> date:
    """Today's date in court time."""
    return now().date()


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Hold the clock at one moment (a date means nine in the morning of that day)."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9), COURT_TIME)
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware times only")
    token = _fixed.set(moment.astimezone(COURT_TIME))
    try:
        yield
    finally:
        _fixed.reset(token)

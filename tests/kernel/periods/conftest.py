"""The law book's own periods and calendar, read once; and short ways to write facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.doors import PeriodLaw, period_law
from xiezhi.kernel.periods.rules import RuleBook

LAW = Path(__file__).resolve().parents[3] / "law"


@pytest.fixture(scope="session")
def law() -> PeriodLaw:
    return period_law(LAW)


@pytest.fixture(scope="session")
def rules(law: PeriodLaw) -> RuleBook:
    return law.rules


@pytest.fixture(scope="session")
def calendar(law: PeriodLaw) -> Calendar:
    return law.calendar

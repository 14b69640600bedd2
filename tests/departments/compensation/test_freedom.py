"""The sum for days of custody (国家赔偿法第33条): days times the national daily wage last published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from xiezhi.departments.compensation.acts import daily_wage, freedom_sum
from xiezhi.kernel.procedure.registry import Ctx


@pytest.mark.parametrize(
    ("on", "wage"),
    [
        (date(2021, 5, 19), None),
        (date(2021, 6, 1), Decimal("373.10")),
        (date(2022, 6, 1), Decimal("409.34")),
        (date(2023, 6, 1), Decimal("436.89")),
        (date(2024, 6, 1), Decimal("462.44")),
        (date(2025, 5, 19), Decimal("462.44")),
        (date(2025, 5, 20), Decimal("475.52")),
    ],
)
def test_the_wage_of_the_last_year_on_file(on: date, wage: Decimal | None) -> None:
    assert daily_wage(on) == wage


@pytest.mark.parametrize(("days", "total"), [(300, "142656.00"), (0, "0.00"), (None, "0.00")])
def test_days_of_custody_times_the_wage(days: int | None, total: str) -> None:
    ctx = cast(Ctx, SimpleNamespace(on=date(2025, 7, 8), fact=lambda name: days))
    assert freedom_sum(ctx)[0] == total

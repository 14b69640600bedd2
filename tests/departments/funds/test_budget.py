"""The sum of a budget is standards times workload, and what else was named with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from xiezhi.departments.funds.budget.rules import budget_sum
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import empty
from xiezhi.kernel.record.models import Matter

DAY = date(2025, 1, 6)


@pytest.mark.django_db
@pytest.mark.system("36a")
def test_other_factors_are_part_of_the_sum() -> None:
    court = Court.objects.create(code="京0101", name="演示法院", level="基层", parent="京02")
    Matter.objects.create(
        procedure="civ.first.small", number="演示1号", court=court, state="filed", opened=date(2024, 5, 6)
    )
    book = law()
    file = book.procedure("funds.budget", DAY)
    said = {"budget_year": 2025, "budget_factor": [{"name": "演示设备", "sum": "120000.50", "reason": "演示"}]}
    ctx = Ctx(book, file, file.acts["propose"], empty("京0101", DAY), DAY, None, "", said, "", Asking())
    assert budget_sum(ctx)[0] == "120600.50"  # one civil case of last year at 600 yuan

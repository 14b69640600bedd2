"""How much judicial aid may be granted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from xiezhi.departments.compensation.rules import aid_within_standard
from xiezhi.kernel.procedure.registry import Ctx


def ctx(data: dict[str, Any] | None, wage: str = "10000.00", loss: str = "500000.00") -> Ctx:
    facts = {"monthly_wage": wage, "loss": loss, **(data or {})}
    return cast(Ctx, SimpleNamespace(data=data, fact=facts.get))


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        ({"aid_sum": "360000.00"}, True),
        ({"aid_sum": "360000.01"}, False),
        ({"aid_sum": "360000.01", "special": True}, True),
        ({"aid_sum": "500000.01", "special": True}, False),
    ],
)
def test_thirty_six_months_wage_and_never_more_than_is_owed(data: dict[str, Any], allowed: bool) -> None:
    assert (aid_within_standard(ctx(data)) is True) is allowed


def test_nothing_is_said_before_the_sum_is() -> None:
    assert aid_within_standard(ctx(None)) is None
    assert aid_within_standard(ctx({})) is None

"""The grammar on trial: a bankruptcy with 3,000 claims is played whole, to the cent."""

from __future__ import annotations

import copy
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story
from tests.systems.test_scenarios import whole
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Event, Item

CLAIMS = 3000
SEED = 3000


def crowded() -> dict[str, Any]:
    """The scenario of a plan imposed by the court, with thousands of further small claims, all of them examined."""
    story: dict[str, Any] = copy.deepcopy(dict(law().scenarios["ban.liquidation.imposed"]))
    rng = Random(SEED)
    numbers = range(6, CLAIMS + 1)
    sums = [f"{Decimal(rng.randrange(1_00, 90_000_00)) / 100:.2f}" for _ in numbers]
    steps = {step["act"]: step for step in reversed(story["steps"]) if "act" in step}
    steps["enter_claims"]["data"]["creditor_claim"] += [
        {"no": n, "name": f"演示债权人{n}", "amount": sum_, "class": "ordinary", "ground": "买卖合同"}
        for n, sum_ in zip(numbers, sums, strict=True)
    ]
    steps["examine"]["data"]["finding"] += [
        {"no": n, "admitted": sum_, "class": "ordinary"} for n, sum_ in zip(numbers, sums, strict=True)
    ]
    return story


@pytest.mark.system("8a")
@pytest.mark.django_db
def test_three_thousand_claims_share_what_there_is_to_the_cent() -> None:
    Story(crowded(), KernelDriver()).play()
    assert Item.objects.filter(record="creditor_claim").count() == CLAIMS
    planned = Event.objects.filter(act="propose_plan").latest("seq")
    given = planned.data["given"]
    paid = sum(Decimal(row["paid"]) for row in given["share"])
    assert paid == Decimal(given["distributable"]) - Decimal(given["expenses"])
    whole()

"""The cashier's page and the party's account show the same cents, each figure the sum of its list."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Matter

pytestmark = [pytest.mark.http, pytest.mark.django_db]
FEE = "civ.first.small.fee_shared"


def played(until: str) -> Story:
    """The story of a fee that is shared, up to the act before which it is to stop (the last one of that name)."""
    scenario: dict[str, Any] = dict(dict(scenarios())[FEE])
    steps = scenario["steps"]
    last = max(n for n, step in enumerate(steps) if step.get("act") == until and "refused" not in step)
    scenario["steps"] = steps[:last]
    story = Story(scenario, KernelDriver())
    story.play()
    return story


def page(name: str, url: str, day: str = "2025-03-27") -> str:
    client = Client()
    client.force_login(Account.objects.get(person__name=name).user)
    with clock.at(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=clock.COURT_TIME)):
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def export(name: str, tab: str, day: str = "2025-03-27") -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(page(name, f"/desk/money/?list={tab}&day={day}&format=csv", day))))
    assert rows[0][2] == "金额（元）"
    assert Decimal(rows[-1][2]) == sum((Decimal(row[2]) for row in rows[1:-1]), Decimal(0))
    return rows[1:-1]


def test_after_the_settlement_both_see_what_is_owed_and_what_goes_back() -> None:
    played("refund_fee")
    assert [(row[1], row[2]) for row in export("演示收费员", "due")] == [("演示被告乙", "120.00")]
    assert [(row[1], row[2], row[4]) for row in export("演示收费员", "refund")] == [
        ("演示原告甲", "120.00", "最迟2025-04-09")
    ]
    assert export("演示收费员", "aside") == []
    shown = page("演示收费员", "/desk/money/?list=refund")
    assert "120.00 元" in shown and "演示原告甲" in shown and "应退未退" in shown
    matter = Matter.objects.get(procedure="civ.first.small")
    plain = re.sub(r"<[^>]+>", "", page("演示原告甲", f"/my/{matter.id}/"))
    assert "尚应交：0.00 元" in plain and "已交：150.00 元" in plain and "应退给您：120.00 元" in plain
    other = re.sub(r"<[^>]+>", "", page("演示被告乙", f"/my/{matter.id}/"))
    assert "尚应交：120.00 元" in other and "已交：0.00 元" in other


def test_money_aside_and_the_receipts_of_a_day() -> None:
    played("return_aside")
    assert [(row[1], row[2]) for row in export("演示收费员", "aside", "2025-03-06")] == [("", "100.00")]
    # The transfer of 200 came in today; the part of it that was then used for the fee moved nothing at the bank.
    assert [(row[1], row[2]) for row in export("演示收费员", "received", "2025-03-06")] == [("演示原告甲", "200.00")]
    assert [(row[1], row[2]) for row in export("演示收费员", "received", "2025-03-05")] == [("演示原告甲", "50.00")]


def test_what_went_out_stands_in_its_list() -> None:
    played("close_fee")
    assert [(row[1], row[2]) for row in export("演示收费员", "paid", "2025-03-27")] == [("演示原告甲", "120.00")]
    assert [(row[1], row[2]) for row in export("演示收费员", "received", "2025-03-28")] == [("演示被告乙", "100.00")]
    for tab in ("due", "refund", "aside"):
        assert export("演示收费员", tab, "2025-03-31") == []


def test_the_public_is_led_away_and_a_wrong_day_is_today() -> None:
    played("refund_fee")
    client = Client()
    client.force_login(Account.objects.get(person__name="演示原告甲").user)
    with clock.at(datetime(2025, 3, 27, 10, tzinfo=clock.COURT_TIME)):
        assert client.get("/desk/money/").status_code == 302
    assert "没有这样的款项" in page("演示收费员", "/desk/money/?list=received&day=xx")

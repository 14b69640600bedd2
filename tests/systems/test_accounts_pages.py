"""The books as the cashier, the officer, an auditor and a stranger see them: each figure the sum of its list, on any day."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.desk.ledgers import ACCOUNTS
from xiezhi.kernel.people.models import Account, Court, Holding
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Entry

pytestmark = [pytest.mark.http, pytest.mark.django_db, pytest.mark.system("24a", "21a")]


def played(id: str) -> None:
    scenario: dict[str, Any] = dict(dict(scenarios())[id])
    Story(scenario, KernelDriver()).play()


def page(name: str, url: str, day: str = "2025-02-12") -> str:
    client = Client()
    client.force_login(Account.objects.get(person__name=name).user)
    with clock.at(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=clock.COURT_TIME)):
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def rows(name: str, url: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page(name, url + ("&" if "?" in url else "?") + "format=csv"))))[1:]


def test_each_balance_is_the_sum_of_its_statement_on_any_day() -> None:
    played("funds.execution")
    for until in ("2025-01-09", "2025-01-10", "2025-01-15", "2025-02-11"):
        url = f"/desk/money/accounts/?since=2025-01-11&until={until}"
        table = rows("演示收费员", url)
        assert sum(Decimal(row[5]) for row in table) == 0
        for row in table:
            account = next(slug for slug, title in ACCOUNTS.items() if title == row[1])
            lines = rows("演示收费员", f"{url}&account={account}&purpose=execution")
            came, went = (sum(Decimal(line[n] or 0) for line in lines) for n in (4, 5))
            assert (came, went) == (Decimal(row[3]), Decimal(row[4]))
            assert Decimal(row[2]) + came - went == Decimal(row[5])
            assert not lines or lines[-1][6] == row[5]
    shown = page("演示收费员", "/desk/money/accounts/?since=2025-01-01&until=2025-02-12")
    assert "借贷平衡" in shown and "执行款" in shown and "提存" in shown
    assert "没有账目" in page("演示收费员", "/desk/money/accounts/?number=没有的案号")


def test_who_carries_a_case_sees_what_stands_on_it_and_others_do_not() -> None:
    played("funds.execution")
    assert {row[1] for row in rows("演示执行员", "/desk/money/accounts/?mine=1&until=2025-02-12")} >= {"提存", "代管款"}
    assert rows("演示收费员", "/desk/money/accounts/?mine=1") == []


def test_an_auditor_sees_the_sums_of_the_court_but_not_whose_they_are() -> None:
    played("funds.execution")
    someone = Holding.objects.get(person__name="演示立案法官")
    Holding.objects.filter(pk=someone.pk).update(post="auditor")
    shown = page("演示立案法官", "/desk/money/accounts/?account=bank&purpose=execution&until=2025-02-12")
    assert "（未开放）" in shown and "演示申请执行人甲" not in shown
    table = rows("演示立案法官", "/desk/money/accounts/?until=2025-02-12")
    assert table == rows("演示收费员", "/desk/money/accounts/?until=2025-02-12")
    other = Court.objects.exclude(code="京0101").first()
    assert other is not None
    Holding.objects.filter(pk=someone.pk).update(court=other)
    assert rows("演示立案法官", "/desk/money/accounts/?until=2025-02-12") == []


def test_what_waits_stands_on_a_list() -> None:
    played("funds.execution")
    shown = page("演示收费员", "/desk/money/exceptions/")
    assert "提存，无人领取" in shown and "付款被银行退回" not in shown
    found = rows("演示收费员", "/desk/money/exceptions/")
    assert ("提存，无人领取", "60000.00") in {(row[1], row[2]) for row in found}


def test_the_budget_is_the_sum_of_its_lines() -> None:
    played("funds.budget")
    table = rows("演示财务人员", "/desk/money/budget/")
    assert {(row[1], row[4], row[5]) for row in table} == {("2025", "70000.00", "70000.00"), ("2026", "0.00", "0.00")}
    assert "试用值" in page("演示财务人员", "/desk/money/budget/")
    spent = Entry.objects.filter(account="budget_spent")
    assert sum(entry.fen for entry in spent) == 7_000_000

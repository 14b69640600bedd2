"""事务 and 超期: a figure, the list behind it and both files are one; who may not know a matter finds it in none of them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.kernel.access.models import Look
from xiezhi.kernel.people.models import Account, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Item

pytestmark = [pytest.mark.http, pytest.mark.django_db]


def played(id: str) -> None:
    scenario: dict[str, Any] = dict(dict(scenarios())[id])
    Story(scenario, KernelDriver()).play()


def asked(name: str, url: str) -> str:
    client = Client()
    client.force_login(Account.objects.get(person__name=name).user)
    with clock.at(datetime(2025, 6, 10, 10, tzinfo=clock.COURT_TIME)):
        answer = client.get(url)
    assert answer.status_code == 200, url
    return b"".join(answer).decode("utf-8-sig")  # streamed or not


def rows(name: str, url: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(asked(name, url + ("&" if "?" in url else "?") + "format=csv"))))[1:]


@pytest.mark.system("4a")
def test_each_figure_of_the_opinions_is_the_length_of_its_list() -> None:
    played("office.opinion.sources")
    who = "演示办公室甲"
    assert ["监督意见办理", "5", "4", "4", "1"] in rows(who, "/desk/affairs/")
    table = unescape(asked(who, "/desk/affairs/"))
    figures = re.findall(r'<td class="num"[^>]*><a href="(/desk/matters/\?[^"]+)">(?:<span[^>]*>)?(\d+)<', table)
    assert len(figures) >= 4 and all(len(rows(who, link)) == int(n) for link, n in figures)
    page = unescape(asked(who, "/desk/affairs/office.opinion/"))
    links = re.findall(r'<a href="(/desk/matters/\?[^"]+)">[^<]+</a></th><td class="num">(\d+)<', page)
    assert len(links) >= 8
    assert all(len(rows(who, link)) == int(n) for link, n in links)
    counted = Counter(row[1] for row in rows(who, "/desk/affairs/office.opinion/"))
    assert counted["来源"] == 5 and counted["办结方式"] == 1
    late = rows(who, "/desk/late/?procedure=office.opinion")
    assert Look.objects.filter(person__name=who, what="export", matter__procedure="office.opinion").exists()
    assert {row[3] for row in late} == {"办公室人员"} and all(row[0] == "优化立案窗口服务" for row in late)
    assert len(rows(who, "/desk/matters/?procedure=office.opinion&fact=opinion_source:adviser")) == 1
    assert rows(who, "/desk/matters/?procedure=office.opinion&fact=opinion_text:x") == []


@pytest.mark.system("3b")
def test_false_alarms_are_counted_by_rule() -> None:
    played("office.check.false_alarm")
    counted = rows("演示督察员甲", "/desk/affairs/office.check/")
    assert ["审判执行行为风险核查", "规则和办结方式", "案款长期不发：误报", "1"] in counted
    found = rows("演示督察员甲", "/desk/matters/?procedure=office.check&fact=risk_rule:idle_money&outcome=false_alarm")
    assert [row[0] for row in found] == ["案款长期不发：演示"]


@pytest.mark.system("14c", "3c")
def test_who_may_not_know_an_affair_finds_no_figure_of_it() -> None:
    played("office.round.clean")
    assert [row[0] for row in rows("演示督察员甲", "/desk/affairs/")] == ["问题线索移交", "司法巡查、审务督察"]
    assert [row[0] for row in rows("演示院长乙", "/desk/affairs/")] == ["司法巡查、审务督察"]
    client = Client()
    client.force_login(Account.objects.get(person=Person.objects.get(name="演示院长乙")).user)
    assert client.get("/desk/affairs/office.lead/").status_code == 404


@pytest.mark.system("1a")
def test_whoever_is_behind_is_named_and_has_it_on_his_own_list_only() -> None:
    scenario = dict(dict(scenarios())["office.course.rotation"])
    scenario["steps"] = [
        s for s in scenario["steps"] if s["on"] < "2025-03-14"
    ]  # one has his result, the other has not
    Story(scenario, KernelDriver()).play()
    late = rows("演示培训员甲", "/desk/late/?procedure=office.course")
    assert [(row[0], row[2], row[3]) for row in late] == [("演示政治轮训", "完成培训期限", "演示法官丁")]
    assert "完成培训期限" in asked("演示法官丁", "/desk/")
    assert "完成培训期限" not in asked("演示法官丙", "/desk/")


@pytest.mark.system("0a")
def test_the_ledger_of_the_reform_draws_its_evidence_from_the_record() -> None:
    scenario, other = (dict(dict(scenarios())[id]) for id in ("office.reform.carried", "office.opinion.sources"))
    scenario["cast"] = {**scenario["cast"], **other["cast"]}
    opinions = [{**s, "on": "2025-06-10", "then": {}} for s in other["steps"][:5]]
    steps = [s for s in scenario["steps"] if s["on"] < "2025-06-12"]
    scenario["steps"] = [*steps[:-2], *opinions, *({**s, "in": "office.reform"} for s in steps[-2:])]
    Story(scenario, KernelDriver()).play()
    report = Item.objects.get(record="evidence_figure", matter__procedure="office.reform")
    assert report.data == {"name": "接受监督台账", "opened": 5, "closed": 0}
    ledger = rows("演示院长乙", "/desk/reform/")
    own = [row[2:] for row in ledger if row[0] == "4"]
    assert own == [["代表建议办理提质", "实施中", "演示法官丙", "接受监督台账", "5", "5"]]
    assert {row[0] for row in ledger} == {str(n) for n in range(1, 46)}
    page = unescape(asked("演示院长乙", "/desk/reform/"))
    links = re.findall(r'<a href="(/desk/matters/\?system=[^"]+)">(?:未结 )?(\d+)', page)
    assert ("/desk/matters/?system=4a", "5") in links
    assert all(len(rows("演示院长乙", link)) == int(n) for link, n in links)

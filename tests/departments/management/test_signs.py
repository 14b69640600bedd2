"""Signs of the four kinds: found by rule in open cases that nobody marked, and shown only to who may see the case."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from xiezhi.departments.management.questions import signs
from xiezhi.kernel.people.models import Account, Court, Holding, Person
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Assigned, Done, Mark, Matter, Outcome, Party

pytestmark = [pytest.mark.django_db, pytest.mark.http, pytest.mark.system("25b")]


def case(n: int, people: int = 1) -> Matter:
    matter = Matter.objects.create(
        procedure="civ.first.ordinary",
        number=f"（2025）京0101民初{n}号",
        court_id="京0101",
        state="assigned",
        opened="2025-03-03",
    )
    for k in range(people):
        Party.objects.create(matter=matter, key=f"p{k + 1}", role="plaintiff", name=f"演示{k}")
    return matter


def client(name: str, *posts: str) -> Client:
    from django.contrib.auth import get_user_model

    person = Person.objects.create(name=name)
    for post in posts:
        Holding.objects.create(person=person, post=post, court_id="京0101", since="2024-01-01")
    Account.objects.create(user=get_user_model().objects.create_user(username=name), person=person)
    browser = Client()
    browser.force_login(person.account.user)
    return browser


def test_signs_are_found_by_rule_and_end_with_the_mark_or_the_case() -> None:
    Court.objects.create(code="京0101", name="演示法院", level="基层", parent="京02")
    mass, plain, back = case(1, 10), case(2, 9), case(3)
    Done.objects.create(matter=back, key="receive_remand", n=1, first="2025-03-03", last="2025-03-03")
    found = {(s.matter, s.kind) for s in signs(Matter.objects.all(), law())}
    assert found == {(mass, "mass"), (back, "major")} and plain not in {m for m, _ in found}
    chief = client("演示院长", "president")
    page = chief.get("/desk/oversight/").content.decode()
    assert "京0101民初1号" in page and "人数众多" in page and "“四类案件”监督管理" in page
    rows = list(csv.reader(io.StringIO(chief.get("/desk/oversight/?format=csv").content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert "京0101民初1号" not in client("演示书记员", "court_clerk").get("/desk/oversight/").content.decode()
    Mark.objects.create(matter=mass, key="four_kinds", since="2025-03-04")
    Outcome.objects.create(matter=back, key="pronounce", outcome="judged", on="2025-05-01")
    assert signs(Matter.objects.all(), law()) == []


def test_a_party_learns_nothing_of_the_mark_or_of_who_supervises() -> None:
    Court.objects.create(code="京0101", name="演示法院", level="基层", parent="京02")
    matter, plaintiff, chief = case(1), client("演示原告"), client("演示院长", "president")
    Party.objects.filter(matter=matter).update(person=Person.objects.get(name="演示原告"))
    Mark.objects.create(matter=matter, key="four_kinds", since="2025-03-04")
    leader = Person.objects.get(name="演示院长")
    Assigned.objects.create(
        matter=matter, key=f"supervisor/{leader.id.hex}", role="supervisor", person=leader, since="2025-03-04"
    )
    for address in (f"/m/{matter.id}/", f"/my/{matter.id}/", f"/api/matters/{matter.id}"):
        text = plaintiff.get(address).content.decode()
        text = json.dumps(json.loads(text), ensure_ascii=False) if "/api/" in address else text
        assert (
            "京0101民初1号" in text and "四类案件" not in text and "four_kinds" not in text and "演示院长" not in text
        )
    assert "四类案件" in chief.get(f"/m/{matter.id}/").content.decode()

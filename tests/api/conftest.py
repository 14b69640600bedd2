"""A small court over HTTP: a filing judge, an inspector, three members of the public, their tokens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client

from xiezhi.api.models import issue
from xiezhi.kernel.people.models import Account, Court, Division, Holding, Person
from xiezhi.kernel.periods import clock

TODAY = date(2025, 3, 3)
PEOPLE = {
    "jia": ("张明", "110101199003077758", ""),
    "yi": ("李华", "110101198506125120", ""),
    "bing": ("王芳", "110101199211302147", ""),
    "fa": ("立案法官甲", "", "filing_judge"),
    "du": ("督察甲", "", "inspector"),
}


@dataclass(frozen=True)
class Caller:
    """Somebody with a token."""

    name: str
    person: Person
    token: str

    def get(self, path: str, **query: Any) -> HttpResponse:
        return Client().get(f"/api/{path}", query, headers=self.headers())

    def post(self, path: str, body: Any, key: str = "") -> HttpResponse:
        raw = body if isinstance(body, (str, bytes)) else json.dumps(body)
        raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
        headers = self.headers() | ({"Idempotency-Key": key} if key else {})
        return Client().post(f"/api/{path}", raw, content_type="application/json", headers=headers)

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture
def today() -> Iterator[date]:
    with clock.at(TODAY):
        yield TODAY


@pytest.fixture
def court(db: None, today: date) -> Callable[[str], Caller]:
    """The callers of a court, by name; `nobody` has no token."""
    Court.objects.create(code="京02", name="北京市第二中级人民法院", level="中级", parent="京")
    house = Court.objects.create(code="京0101", name="北京市东城区人民法院", level="基层", parent="京02")
    division = Division.objects.create(court=house, name="立案庭", since=date(2020, 1, 1))
    callers = {"nobody": Caller("nobody", Person(name=""), "")}
    for name, (title, number, post) in PEOPLE.items():
        person = Person.objects.create(name=title, id_number=number)
        user = get_user_model().objects.create_user(username=name, password="demo-demo-1")
        if post:
            Holding.objects.create(person=person, post=post, court=house, division=division, since=date(2020, 1, 1))
        callers[name] = Caller(name, person, issue(Account.objects.create(user=user, person=person), 30))
    return callers.__getitem__


@pytest.fixture
def claim() -> dict[str, Any]:
    """A claim of 张明 against 李华 as `civ.first.ordinary:file` takes it."""
    return {
        "plaintiff": [{"kind": "person", "name": "张明", "id_number": "110101199003077758"}],
        "defendant": [{"kind": "person", "name": "李华", "id_number": "110101198506125120"}],
        "cause": "民间借贷纠纷", "claim": "判令被告归还借款20000元。", "grounds": "2024年3月3日借款，至今未还。",
        "amount": "20000.00",
    }  # fmt: skip


@pytest.fixture
def opened(court: Callable[[str], Caller], claim: dict[str, Any]) -> str:
    """The id of a matter that 张明 has filed."""
    body = {"procedure": "civ.first.ordinary", "court": "京0101", "act": "file", "data": claim}
    response = court("jia").post("matters", body, key="opened")
    assert response.status_code == 201, response.content.decode()
    return str(response.json()["matter"]["id"])

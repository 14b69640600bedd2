"""A small court with one member of the public, under the law book itself, on a fixed Tuesday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from xiezhi.kernel.people.models import Account, Court, Person
from xiezhi.kernel.periods import clock

NOW = datetime(2025, 3, 4, 9, 30, tzinfo=clock.COURT_TIME)
PASSWORD = "gong-zhong-77"
ZHANG, LI = "110101199003077758", "110101198506152225"


def somebody(name: str, phone: str, id_number: str) -> Client:
    """A signed-in client of a new person with an account."""
    user = get_user_model().objects.create_user(username=phone, password=PASSWORD)
    person = Person.objects.create(name=name, phone=phone, id_number=id_number)
    Account.objects.create(user=user, person=person)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def court(db: None) -> Iterator[Court]:
    Court.objects.create(code="京02", name="北京市第二中级人民法院", level="中级", parent="京")
    with clock.at(NOW):
        yield Court.objects.create(code="京0101", name="北京市东城区人民法院", level="基层", parent="京02")


@pytest.fixture
def zhang(court: Court) -> Client:
    return somebody("张明", "13800000001", ZHANG)


@pytest.fixture
def other(court: Court) -> Client:
    return somebody("李强", "13800000002", LI)

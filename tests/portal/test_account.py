"""Registering: good input makes a person with an account, bad input says what to write and keeps the rest."""

import pytest
from django.test import Client

from tests.portal.conftest import PASSWORD, ZHANG
from xiezhi.kernel.people.models import Account, Person

pytestmark = pytest.mark.http
GOOD = {"name": "张明", "id_number": ZHANG, "phone": "13900000009", "password": PASSWORD, "again": PASSWORD}


def register(**changes):
    client = Client()
    return client, client.post("/register/", {**GOOD, **changes})


def test_a_new_account_is_signed_in_at_once(court):
    client, answer = register()
    assert answer.status_code == 302 and answer["Location"] == "/my/"
    assert client.get("/my/").status_code == 200
    assert Account.objects.get().person.id_number == ZHANG


def test_names_with_rare_characters_and_dots(court):
    register(name="阿卜杜\U00030edd•买买提", id_number="110101199003077758")
    assert Person.objects.get().name == "阿卜杜\U00030edd·买买提"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id_number": "110101199003077759"}, "校验码"),
        ({"id_number": "1101"}, "您写了 4 位"),
        ({"name": ""}, "请填写姓名"),
        ({"phone": "12345"}, "11 位手机号"),
        ({"again": "x"}, "两次写的密码不一样"),
        ({"password": "12345678", "again": "12345678"}, "密码"),
        ({"name": "名" * 1000}, "最多 100 个字"),
    ],
)
def test_bad_input_is_refused_in_words(court, changes, says):
    _, answer = register(**changes)
    page = answer.content.decode()
    assert answer.status_code == 422 and "<title>错误：" in page and says in page
    assert "张明" in page or "name" in changes
    assert PASSWORD not in page
    assert not Account.objects.exists()


def test_a_number_registers_once(zhang):
    _, answer = register()
    assert answer.status_code == 422 and "身份证号已经注册过了" in answer.content.decode()
    _, answer = register(id_number="110101197001010016", phone="13800000001")
    assert answer.status_code == 422
    assert Account.objects.count() == 1


def test_one_is_not_sent_to_another_house(court):
    _, answer = register(next="https://evil.example/")
    assert answer["Location"] == "/my/"
    client = Client()
    answer = client.post("/register/", {**GOOD, "phone": "13900000008", "id_number": "110101198506152225",
                                        "next": "/claim/"})  # fmt: skip
    assert answer["Location"] == "/claim/"

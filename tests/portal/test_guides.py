"""Home and calculators: open to everybody, every door opens, bad input is refused in words."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.http


def test_every_door_of_the_home_page_opens(court):
    page = Client().get("/").content.decode()
    doors = re.findall(r'class="door[^"]*" href="([^"]+)"', page)
    assert len(doors) == 7 and "12368" in page and "北京市东城区人民法院" in page
    for door in doors:
        assert Client().get(door).status_code in (200, 302)


@pytest.mark.parametrize("address", ["/", "/claim/", "/fee/", "/period/", "/verify/", "/how/", "/sued/", "/register/"])
def test_public_pages_are_whole_and_light(court, address):
    answer = Client().get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1 and 'lang="zh-CN"' in page
    assert not re.search(r'\s(style|onclick)="', page) and "<script>" not in page
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_large_type_is_one_press_and_stays(court):
    client = Client()
    assert "data-elder" not in client.get("/").content.decode()
    client.post("/elder/", {"next": "/"})
    assert "data-elder" in client.get("/fee/").content.decode()


def test_the_fee_with_its_steps(court):
    page = Client().get("/fee/?kind=property&amount=2万&procedure=ordinary&outcome=judged").content.decode()
    assert "300.00 元" in page and "诉讼费用交纳办法" in page


@pytest.mark.parametrize("amount", ["1.005", "-3", "abc", "9" * 40])
def test_a_fee_of_nonsense_is_refused(court, amount):
    answer = Client().get("/fee/", {"kind": "property", "amount": amount})
    assert answer.status_code == 422 and amount in answer.content.decode()


def test_the_last_day_with_its_steps(court):
    page = Client().get("/period/?rule=civ.appeal.judgment&from=2024-09-16").content.decode()
    assert "2024年10月8日" in page and "国庆节" in page


@pytest.mark.parametrize("query", ["rule=ghost&from=2024-09-16", "rule=civ.appeal.judgment&from=2024-13-01",
                                   "rule=civ.appeal.judgment&from="])  # fmt: skip
def test_a_period_of_nonsense_is_refused(court, query):
    answer = Client().get(f"/period/?{query}")
    assert answer.status_code == 422 and "<title>错误：" in answer.content.decode()


def test_every_procedure_of_the_law_book_has_its_page(court):
    page = Client().get("/how/").content.decode()
    addresses = re.findall(r'href="(/how/[^"]+/)"', page)
    assert len(addresses) >= 3
    for address in addresses:
        assert Client().get(address).status_code == 200, address
    assert Client().get("/how/ghost/").status_code == 404

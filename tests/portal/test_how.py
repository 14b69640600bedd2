"""How does this go, and how long may it take: the list, its search, and the page of each procedure."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.portal.how import FIELDS, field_of

pytestmark = [pytest.mark.http, pytest.mark.django_db]


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_how_long_each_may_take() -> None:
    text = page("/how/")
    row = re.search(r'href="/how/civ.first.simple/">民事一审简易程序</a><span[^>]*>([^<]+)</span>', text)
    assert row and row[1] == "3个月以内"
    assert "民事" in re.findall(r'<h2 id="f\d+">([^<]+)</h2>', text)


def test_every_field_of_law_has_a_name() -> None:
    files = [law().procedure(id, clock.today()) for id in law().ids()]
    assert {field_of(file) for file in files} <= FIELDS.keys()


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("简易", "civ.first.simple", "exe.first"),
        ("民终", "civ.second.judgment", "civ.first.ordinary"),
        ("第一百六十九条", "civ.first.small", "exe.first"),
        ("small claims", "civ.first.small", "civ.first.ordinary"),
        ("管辖权异议", "civ.first.ordinary", "court.merge_person"),
        ("民事 诉讼费用交费通知书", "civ.first.ordinary", "cri.first.ordinary"),
    ],
)
def test_a_search_finds_names_codes_acts_and_papers(asked: str, there: str, not_there: str) -> None:
    found = re.findall(r'href="/how/([^"]+)/"', page(f"/how/?q={asked}"))
    assert there in found and not_there not in found


def test_a_search_says_what_it_found_and_what_not() -> None:
    assert re.search(r"其中有：[^<]*管辖权异议", page("/how/?q=管辖权异议"))
    none = page("/how/?q=<没有这种程序>")
    assert "找到 0 种程序" in none and "&lt;没有这种程序&gt;" in none


def test_the_page_of_a_procedure_says_all_that_matters() -> None:
    text = page("/how/civ.first.ordinary/")
    for words in ("6个月以内", "经本院院长批准，延长6个月", "下列时间不算在内", "民事诉讼法第152条", "网上起诉", "各步期限",
                  "答辩期", "会有哪些文书", "受理案件通知书", "谁办什么", "流程图", "条文待核"):  # fmt: skip
        assert words in text, words
    assert text.count("<svg") == 1


def test_a_procedure_that_others_open_says_whence_it_comes() -> None:
    text = page("/how/civ.first.small/")
    assert 'href="/how/civ.first.ordinary/"' in text and "转来：适用小额诉讼程序" in text

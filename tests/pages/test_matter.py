"""The matter page and its papers: what each one may read, and nothing else."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.http import HttpResponse
from docx import Document
from pytest_django import DjangoAssertNumQueries

from tests.pages.world import World
from xiezhi.kernel.record.models import Paper

pytestmark = pytest.mark.http


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_where_it_stands_and_why(world: World) -> None:
    matter = world.accepted()
    page = text(world.client("王法官").get(f"/m/{matter.id}/"))
    assert re.search(r'class="been">.*?待立案', page, re.DOTALL)
    assert re.search(r'class="now" aria-current="step">.*?审理中', page, re.DOTALL)
    assert "审理期限" in page and "2026年9月3日（周四）" in page and "还有 184 天" in page
    assert "民事诉讼法第152条" in page


def test_events_say_what_who_when_and_the_article(world: World) -> None:
    matter = world.accepted()
    page = text(world.client("王法官").get(f"/m/{matter.id}/"))
    events = page[page.index("办理经过") :]
    assert events.index("<h3>立案</h3>") < events.index("<h3>起诉</h3>")
    for words in ("立案甲 · 立案法官", "民事诉讼法第一百二十六条", "2026年3月3日（周二）"):
        assert words in events, words


def test_what_a_grade_hides_is_nowhere_on_the_page(world: World) -> None:
    matter = world.accepted()
    assert "仅供内部" in text(world.client("王法官").get(f"/m/{matter.id}/"))
    assert "仅供内部" not in text(world.client("张明").get(f"/m/{matter.id}/"))


def test_open_acts_are_buttons_and_the_rest_say_why_not(world: World) -> None:
    matter = world.accepted()
    world.do(matter, "suspend", "王法官")
    page = text(world.client("王法官").get(f"/m/{matter.id}/"))
    assert re.search(rf'<a class="button primary" href="/m/{matter.id}/do/resume/">恢复诉讼</a>', page)
    assert f"/m/{matter.id}/do/schedule/" not in page
    assert "案件处于“诉讼中止”" in page
    assert "诉讼中止</span>" in page


def test_a_closed_matter_keeps_its_clocks_and_course(world: World) -> None:
    matter = world.accepted()
    world.do(matter, "withdraw", "王法官")
    page = text(world.client("王法官").get(f"/m/{matter.id}/"))
    assert re.search(r'aria-current="step">.*?已结案', page, re.DOTALL)
    assert "已了结" in page


@pytest.mark.parametrize("who,status", [("张明", 200), ("王法官", 200), ("院长", 200), ("路人", 404)])
def test_only_who_may_know_finds_it(world: World, who: str, status: int) -> None:
    matter = world.accepted()
    client = world.client(who)
    assert client.get(f"/m/{matter.id}/").status_code == status
    assert client.get(f"/m/{matter.id}/papers/2.0/").status_code == status


def test_hidden_and_absent_look_alike(world: World) -> None:
    matter, client = world.accepted(), world.client("路人")
    hidden, absent = client.get(f"/m/{matter.id}/"), client.get(f"/m/{uuid4()}/")
    # What was asked for comes back in the way to sign in; nothing else may differ.
    strip = re.compile(r'name="next" value="[^"]*"|\?next=[^"]*|csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub("", text(hidden)) == strip.sub("", text(absent))
    assert "没有找到" in text(hidden)


def test_what_was_done_is_told_only_to_who_did_it(world: World) -> None:
    matter = world.accepted()
    assert "已办理：立案" in text(world.client("立案甲").get(f"/m/{matter.id}/?done=2"))
    assert "已办理" not in text(world.client("王法官").get(f"/m/{matter.id}/?done=2"))
    assert world.client("立案甲").get(f"/m/{matter.id}/?done=x").status_code == 200


def test_a_produced_paper_is_an_official_sheet(world: World) -> None:
    matter = world.accepted()
    page = text(world.client("张明").get(f"/m/{matter.id}/papers/2.0/"))
    assert '<article class="sheet"' in page and "<h1>北京市东城区人民法院</h1>" in page
    assert "（2026）京0101民初1号" in page
    assert '<p class="tail">二〇二六年三月三日</p>' in page


def test_a_produced_paper_can_be_taken_away_to_be_edited(world: World) -> None:
    matter = world.accepted()
    client = world.client("张明")
    assert "?docx=1" in text(client.get(f"/m/{matter.id}/papers/2.0/"))
    answer = client.get(f"/m/{matter.id}/papers/2.0/?docx=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    read = [p.text for p in Document(BytesIO(answer.content)).paragraphs]
    source = client.get(f"/m/{matter.id}/papers/2.0/?download=1").content.decode()
    assert read == [line.strip() for line in source.splitlines() if line.strip()]


def test_an_uploaded_page_of_markup_is_not_taken(world: World) -> None:
    client = world.client("张明")
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.pages.test_act import OPEN, suit

    page = SimpleUploadedFile("证据.html", b"<script>alert(1)</script>", content_type="text/html")
    answer = client.post(OPEN, suit(evidence=page))
    assert answer.status_code == 422 and "网页或者 SVG" in text(answer)
    assert not Paper.objects.filter(kind="filed").exists()


def test_a_name_with_markup_is_only_a_name(world: World) -> None:
    matter = world.accepted(defendant=[{"kind": "person", "name": "<b>李·强𬭚</b>"}])
    assert "&lt;b&gt;李·强𬭚&lt;/b&gt;" in text(world.client("王法官").get(f"/m/{matter.id}/"))


def test_the_page_asks_the_database_a_fixed_number_of_questions(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    matter, client = world.accepted(), world.client("王法官")
    for n in range(12):
        world.do(matter, "note", "王法官", phone_calls=[f"来电{n}"])
    with django_assert_max_num_queries(52):
        client.get(f"/m/{matter.id}/")


def test_a_long_matter_shows_the_newest_and_leads_to_the_rest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiezhi.pages.matter.SHOWN", 3)
    matter, client = world.accepted(), world.client("王法官")
    for n in range(4):
        world.do(matter, "note", "王法官", phone_calls=[f"来电{n}"])
    page = text(client.get(f"/m/{matter.id}/"))
    assert page.count('<li id="e') == 3 and "再看更早的 3 条" in page and "<h3>起诉</h3>" not in page
    assert text(client.get(f"/m/{matter.id}/?all=1")).count('<li id="e') == 6


def test_what_was_refused_by_the_browser_check_is_a_page_of_ours(world: World) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["张明"].account.user)
    answer = client.post("/open/demo.suit/file/", {"claim": "x"})
    assert answer.status_code == 403 and "页面已过期" in text(answer)

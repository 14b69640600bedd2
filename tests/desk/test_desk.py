"""The desk: today, lists that agree with their export, hearings, verification, and who may come in."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.pages.world import COURT, PASSWORD, World
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Paper
from xiezhi.pages.tables import harmless

pytestmark = pytest.mark.http


def text(response: HttpResponse) -> str:
    return response.content.decode()


def rows_of(response: HttpResponse) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content)))


@pytest.mark.parametrize("path", ["", "matters/", "hearings/", "money/", "open/", "verify/"])
def test_the_desk_is_for_staff(world: World, path: str) -> None:
    assert Client().get(f"/desk/{path}").headers["Location"].startswith("/sign-in/")
    assert world.client("张明").get(f"/desk/{path}").headers["Location"] == "/"
    assert world.client("立案甲").get(f"/desk/{path}").status_code == 200


def test_a_filing_judge_sees_the_clock_of_a_new_suit(world: World) -> None:
    matter = world.file()
    page = text(world.client("立案甲").get("/desk/"))
    assert f"/m/{matter.id}/" in page and "立案审查期限" in page and "2026年3月10日（周二）" in page
    assert "立案审查期限" not in text(world.client("王法官").get("/desk/"))


@pytest.mark.parametrize("day,group", [(3, "以后到期"), (5, "5天内到期"), (10, "今天到期"), (11, "已超期")])
def test_clocks_are_grouped_by_what_is_left(world: World, day: int, group: str) -> None:
    world.file()
    with clock.at(datetime(2026, 3, day, 9, tzinfo=clock.COURT_TIME)):
        page = text(world.client("立案甲").get("/desk/"))
    assert re.findall(r'class="subhead">(\S+) ', page) == [group]


def test_a_judge_sees_what_others_did_and_todays_hearing(world: World) -> None:
    matter = world.accepted()
    hearing = {"start": "2026-03-03T14:30", "room": "第三法庭"}
    world.do(matter, "schedule", "王法官", hearing=hearing)
    page = text(world.client("王法官").get("/desk/"))
    news = page[page.index("我的案件新动态") :]
    assert "立案甲" in news and "排定庭审" not in news
    assert "14:30" in page and "第三法庭" in page
    assert "手上未结" in page and re.search(r'手上未结</span><span class="figure">1<', page)


def test_news_is_what_came_since_the_visit_before(world: World) -> None:
    world.accepted()
    client = world.client("王法官")
    assert "立案甲" in text(client.get("/desk/"))
    with clock.at(datetime(2026, 3, 4, 9, tzinfo=clock.COURT_TIME)):
        assert "没有新动态" in text(client.get("/desk/"))


def test_a_notice_is_put_away_by_its_reader_alone(world: World) -> None:
    world.file()
    page = text(world.client("立案甲").get("/desk/"))
    found = re.search(r'name="notice" value="([^"]+)"', page)
    if found is None:
        assert "没有新通知" in page
        return
    world.client("王法官").post("/desk/notices/", {"notice": found.group(1)})
    assert found.group(1) in text(world.client("立案甲").get("/desk/"))
    world.client("立案甲").post("/desk/notices/", {"notice": found.group(1)})
    assert found.group(1) not in text(world.client("立案甲").get("/desk/"))


def many(world: World, n: int) -> None:
    for i in range(n):
        world.file(defendant=[{"kind": "person", "name": f"被告{i:03}"}])


def test_total_pages_and_export_are_the_same_rows(world: World) -> None:
    many(world, 53)
    world.accepted(defendant=[{"kind": "person", "name": "另一人"}])
    client = world.client("立案甲")
    query = "/desk/matters/?q=被告&sort=number"
    first, second = text(client.get(query)), text(client.get(query + "&page=2"))
    assert "共 <strong>53</strong> 件" in first and "导出这 53 件" in first
    shown = re.findall(r"被告 (被告\d+)", first) + re.findall(r"被告 (被告\d+)", second)
    exported = rows_of(client.get(query + "&format=csv"))
    assert exported[0][0] == "案号"
    assert [r[3].split(" ")[-1] for r in exported[1:]] == shown
    assert len(shown) == 53 == len(set(shown))


def test_a_figure_is_the_total_of_the_list_behind_it(world: World) -> None:
    for _ in range(3):
        world.accepted()
    world.do(world.accepted(), "withdraw", "王法官")
    world.file("立案甲")
    for who, total in (("王法官", 3), ("立案甲", 0)):
        client = world.client(who)
        found = re.search(
            r'href="(/desk/matters/[^"]+)"><span>手上未结</span><span class="figure">(\d+)<', text(client.get("/desk/"))
        )
        assert found and int(found.group(2)) == total
        assert f"共 <strong>{total}</strong> 件" in text(client.get(found.group(1).replace("&amp;", "&"))), who


def test_filters_live_in_the_address(world: World) -> None:
    matter = world.accepted()
    world.file(defendant=[{"kind": "person", "name": "赵六"}])
    client = world.client("立案甲")
    judge = world.people["王法官"].id.hex
    for query, total in [
        ("procedure=demo.suit", 2), ("state=accepted&procedure=demo.suit", 1), (f"judge={judge}", 1), ("q=赵六&sort=due", 1),
        ("q=(2026)京0101民初1号&sort=due", 1), ("q=（２０２６）京0101民初1&sort=due", 1), (f"court={COURT}", 2),
        ("since=2026-03-04", 0), ("until=2026-03-03", 2), ("overdue=1", 0), ("unfinished=1", 2), ("q=查无此人", 0),
        ("procedure=' OR 1=1", 0), ("sort=id;drop", 2), ("page=999", 2), ("page=x", 2),
    ]:  # fmt: skip
        page = client.get(f"/desk/matters/?{query}")
        assert f"共 <strong>{total}</strong> 件" in text(page), query
    world.do(matter, "withdraw", "王法官")
    assert "共 <strong>1</strong> 件" in text(client.get("/desk/matters/?unfinished=1"))
    with clock.at(datetime(2026, 3, 12, 9, tzinfo=clock.COURT_TIME)):
        assert "共 <strong>1</strong> 件" in text(client.get("/desk/matters/?overdue=1"))


def test_a_wrong_date_is_told_and_shows_nothing(world: World) -> None:
    world.file()
    page = world.client("立案甲").get("/desk/matters/?since=2026-02-30")
    assert page.status_code == 422
    assert "<title>错误：" in text(page) and "共 <strong>0</strong> 件" in text(page)


def test_one_hit_of_a_search_is_opened(world: World) -> None:
    matter = world.accepted()
    answer = world.client("立案甲").get("/desk/matters/?q=京0101民初1号")
    assert answer.headers["Location"] == f"/m/{matter.id}/"


def test_a_list_shows_only_what_one_may_know(world: World) -> None:
    world.file()
    assert "共 <strong>0</strong> 件" in text(world.client("王法官").get("/desk/matters/"))


def test_the_calendar_puts_a_hearing_in_its_week_room_and_day(world: World) -> None:
    matter = world.accepted()
    world.do(matter, "schedule", "王法官", hearing={"start": "2026-03-06T09:00", "room": "第一法庭"})
    client = world.client("王法官")
    page = text(client.get("/desk/hearings/"))
    assert "第一法庭" in page and "09:00" in page and "共 1 场" in page and matter.number in page
    assert ">王法官</th>" in text(client.get("/desk/hearings/?by=judge"))
    assert "没有排定的庭审" in text(client.get("/desk/hearings/?day=2026-03-09"))
    assert "共 1 场" in text(client.get("/desk/hearings/?day=nonsense"))


def test_what_may_be_opened_leads_to_its_form(world: World) -> None:
    assert 'href="/open/demo.suit/file/"' in text(world.client("立案甲").get("/desk/open/"))
    assert 'href="/open/demo.suit/file/"' not in text(world.client("王法官").get("/desk/open/"))


def test_verification_tells_what_is_broken(world: World) -> None:
    world.accepted()
    client = world.client("院长")
    assert "全部相符" in text(client.post("/desk/verify/"))
    Paper.objects.filter(kind="notice").update(title="被人改过的标题")
    page = text(client.post("/desk/verify/"))
    assert "不符" in page and "全部相符" not in page


def test_today_and_lists_ask_a_fixed_number_of_questions(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        world.accepted()
    client = world.client("王法官")
    for path in ("/desk/", "/desk/matters/", "/desk/hearings/"):
        client.get(path)
        with django_assert_max_num_queries(17):
            client.get(path)


@pytest.mark.parametrize("cell", ["=1+1", "+8613", "-1", "@x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("京0101") == "京0101"


def test_signing_in_says_what_is_wrong_and_keeps_the_name(world: World) -> None:
    page = Client().post("/sign-in/", {"username": "u0", "password": "wrong"})
    assert page.status_code == 422
    assert "账号或密码不对" in text(page) and 'value="u0"' in text(page) and "<title>错误：" in text(page)
    empty = text(Client().post("/sign-in/", {"username": "", "password": ""}))
    assert 'href="#f-username">请填写账号。' in empty and 'href="#f-password">请填写密码。' in empty


def test_signing_in_leads_home_and_never_elsewhere(world: World) -> None:
    right = {"username": "u0", "password": PASSWORD}
    assert Client().post("/sign-in/", right).headers["Location"] == "/desk/"
    assert Client().post("/sign-in/", right | {"next": "//evil.example/"}).headers["Location"] == "/desk/"
    assert Client().post("/sign-in/", right | {"next": "/desk/open/"}).headers["Location"] == "/desk/open/"


def test_the_week_begins_on_monday(world: World) -> None:
    from xiezhi.desk.hearings import week_of

    assert week_of("2026-03-08") == date(2026, 3, 2) == week_of("2026-03-02")


def test_the_law_in_force_is_shown_and_a_refused_one_with_its_faults(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = text(world.client("立案甲").get("/desk/verify/"))
    assert law().digest in page and "未予采用" not in page
    refused = in_force.Standing(law().digest, in_force.folder(), "f" * 64, ("posts.toml:posts.x.reach: <bad>",))
    monkeypatch.setattr(in_force, "standing", lambda: refused)
    monkeypatch.setattr(in_force, "refresh", lambda *_: refused)
    page = text(world.client("立案甲").get("/desk/verify/"))
    assert "未予采用" in page and "posts.x.reach: &lt;bad&gt;" in page and "f" * 64 in page

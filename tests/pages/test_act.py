"""The generic act page: opening, doing, refusing, adding rows, keeping what was typed."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.pages.world import COURT, PASSWORD, World
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Event, Fact, Matter, Paper, Party
from xiezhi.pages.models import Draft

pytestmark = pytest.mark.http
OPEN = "/open/demo.suit/file/"


def suit(**changes: object) -> dict[str, object]:
    """A complaint as a browser posts it."""
    return {
        "_key": "key-of-this-form-0001", "_court": COURT,
        "plaintiff-rows": "1", "plaintiff-0-kind": "person", "plaintiff-0-name": "张明",
        "plaintiff-0-id_number": "110101199003077758",
        "defendant-rows": "1", "defendant-0-kind": "person", "defendant-0-name": "李强",
        "cause": "民间借贷纠纷", "amount": "20,000", "claim": "返还借款。", "mediate": "on",
    } | changes  # fmt: skip


def text(response: HttpResponse) -> str:
    return response.content.decode()


def hidden(response: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text(response))
    assert found, f"{name} is not in the form"
    return found.group(1)


def test_the_form_asks_what_the_law_asks_and_knows_who_files(world: World) -> None:
    page = world.client("张明").get(OPEN)
    assert page.status_code == 200
    for words in ("起诉", "民事诉讼法第一百二十二条", "诉讼请求", "加一项被告", 'value="110101199003077758"'):
        assert words in text(page), words
    assert 'hx-get="/suggest/cause/"' in text(page)


def test_filing_opens_a_matter_and_says_what_follows(world: World) -> None:
    client = world.client("张明")
    sheet = SimpleUploadedFile("借条.txt", "借到两万元".encode())
    answer = client.post(OPEN, suit(evidence=sheet))
    matter = Matter.objects.get()
    assert answer.headers["Location"] == f"/m/{matter.id}/?done=1"
    assert [p.role for p in Party.objects.order_by("key")] == ["plaintiff", "defendant"]
    assert Fact.objects.get(key="amount").value == "20000.00"
    assert Paper.objects.get(kind="filed").name == "借条.txt"
    page = text(client.get(answer.headers["Location"]))
    for words in ("已办理：起诉", "待立案", "立案审查期限", "借条.txt", "第 1 号记录"):
        assert words in page, words


def test_the_same_form_sent_twice_opens_one_matter_and_shows_the_same_page(world: World) -> None:
    client = world.client("张明")
    first, second = client.post(OPEN, suit()), client.post(OPEN, suit())
    assert first.headers["Location"] == second.headers["Location"]
    assert Matter.objects.count() == 1


def test_a_key_used_for_other_data_is_refused_and_the_form_gets_a_new_one(world: World) -> None:
    client = world.client("张明")
    client.post(OPEN, suit())
    again = client.post(OPEN, suit(claim="另一项请求。"))
    assert again.status_code == 422
    assert Matter.objects.count() == 1
    assert hidden(again, "_key") != "key-of-this-form-0001"


def test_faults_are_told_twice_linked_and_nothing_typed_is_lost(world: World) -> None:
    wrong = suit(amount="20.005", claim="", cause="没有这个案由")
    page = world.client("张明").post(OPEN, wrong)
    body = text(page)
    assert page.status_code == 422
    assert re.search(r"<title>错误：起诉", body)
    for name in ("amount", "claim", "cause"):
        link = re.search(rf'<a href="#f-{name}">([^<]+)</a>', body)
        assert link, name
        assert f'id="f-{name}-fault">{link.group(1)}<' in body
        assert re.search(rf'name="{name}"[^>]*aria-invalid="true"[^>]*aria-describedby="f-{name}-fault', body)
    assert 'value="20.005"' in body and 'value="没有这个案由"' in body and 'value="李强"' in body
    assert not Event.objects.exists()


def test_a_file_sent_with_a_fault_is_kept_and_goes_along_the_second_time(world: World) -> None:
    client = world.client("张明")
    page = client.post(OPEN, suit(claim="", evidence=SimpleUploadedFile("借条.txt", b"20000")))
    found = re.search(r'name="evidence" value="([0-9a-f]{64}/[^"]+)" checked', text(page))
    assert found
    client.post(OPEN, suit(evidence=found.group(1)))
    assert Paper.objects.get(kind="filed").name == "借条.txt"


def test_rows_are_added_and_taken_away_without_scripts(world: World) -> None:
    client = world.client("张明")
    more = text(client.post(OPEN, suit(_add="defendant")))
    assert 'name="defendant-1-name"' in more and 'value="李强"' in more
    two = suit(_drop="defendant-0") | {"defendant-rows": "2", "defendant-1-kind": "person", "defendant-1-name": "赵六"}
    less = text(client.post(OPEN, two))
    assert "赵六" in less and "李强" not in less and 'name="defendant-1-name"' not in less
    assert not Event.objects.exists()


def test_blank_rows_are_left_out(world: World) -> None:
    world.client("张明").post(
        OPEN, suit() | {"defendant-rows": "3", "defendant-2-kind": "organisation", "defendant-2-name": "某公司"}
    )
    assert [p.name for p in Party.objects.order_by("key")] == ["张明", "李强", "某公司"]


def test_absurd_rows_do_not_end_the_server(world: World) -> None:
    page = world.client("张明").post(OPEN, suit() | {"defendant-rows": "99999999999999"})
    assert page.status_code == 302


@pytest.mark.parametrize("who,status", [("立案甲", 200), ("王法官", 404), ("张明", 404), ("路人", 404)])
def test_an_act_is_there_only_for_whom_it_is(world: World, who: str, status: int) -> None:
    matter = world.file()
    assert world.client(who).get(f"/m/{matter.id}/do/accept/").status_code == status


def test_what_is_known_is_not_asked_again(world: World) -> None:
    matter = world.file()
    assert 'value="民间借贷纠纷"' in text(world.client("立案甲").get(f"/m/{matter.id}/do/accept/"))


def test_accepting_numbers_assigns_and_makes_the_paper(world: World) -> None:
    matter, client = world.file(), world.client("立案甲")
    judge = world.people["王法官"].id.hex
    answer = client.post(f"/m/{matter.id}/do/accept/", {"_key": "a", "cause": "民间借贷纠纷", "judge": judge})
    matter.refresh_from_db()
    assert matter.number == "（2026）京0101民初1号"
    assert Assigned.objects.get(role="judge").person_id == world.people["王法官"].id
    page = text(client.get(answer.headers["Location"]))
    assert "（2026）京0101民初1号" in page and "受理案件通知书" in page


def test_what_is_not_open_says_why_and_what_to_do(world: World) -> None:
    matter = world.accepted()
    world.do(matter, "suspend", "王法官")
    page = world.client("王法官").get(f"/m/{matter.id}/do/schedule/")
    assert page.status_code == 409
    assert "诉讼中止" in text(page) and "恢复诉讼" in text(page) and 'name="_key"' not in text(page)


def test_a_per_act_asks_for_whom_and_refuses_none(world: World) -> None:
    two = [{"kind": "person", "name": "李强"}, {"kind": "person", "name": "赵六"}]
    matter, client = world.accepted(defendant=two), world.client("王法官")
    address = f"/m/{matter.id}/do/serve/"
    assert "针对" in text(client.get(address))
    none = client.post(address, {"_key": "s0"})
    assert none.status_code == 422 and 'href="#f-_which-0"' in text(none)
    done = client.post(address, {"_key": "s1", "_which": "p2", "_on": "2026-03-03"})
    assert done.status_code == 302
    assert Event.objects.get(act="serve").which == "p2"
    left = text(client.get(address))
    assert 'value="p3"' in left and 'value="p2"' not in left


def test_only_staff_date_an_act_and_never_in_the_future(world: World) -> None:
    matter, client = world.accepted(), world.client("王法官")
    address = f"/m/{matter.id}/do/serve/"
    late = client.post(address, {"_key": "s", "_which": "p2", "_on": "2026-03-04"})
    assert late.status_code == 422 and 'href="#f-_on"' in text(late)
    odd = client.post(address, {"_key": "s", "_which": "p2", "_on": "2026-02-30"})
    assert odd.status_code == 422 and "2026-02-30" in text(odd)
    assert 'name="_on"' not in text(world.client("张明").get(OPEN))


@pytest.mark.parametrize(
    "typed,minute", [("2026-03-02", None), ("2026-03-02T16:05", "16:05"), ("2026-03-02 16:05", "16:05")]
)
def test_the_minute_is_kept_where_it_is_given(world: World, typed: str, minute: str | None) -> None:
    with clock.at(datetime(2026, 3, 2, 8, tzinfo=clock.COURT_TIME)):
        matter = world.file()
    world.client("立案甲").post(f"/m/{matter.id}/do/note/", {"_key": "n", "_on": typed})
    event = Event.objects.get(act="note")
    assert event.on == date(2026, 3, 2)
    assert (event.minute.strftime("%H:%M") if event.minute else None) == minute


def test_plain_values_repeat_in_rows(world: World) -> None:
    matter, client = world.file(), world.client("立案甲")
    form = {
        "_key": "n",
        "_on": "2026-03-03",
        "phone_calls-rows": "2",
        "phone_calls-0": "上午来电",
        "phone_calls-1": "下午来电",
    }
    client.post(f"/m/{matter.id}/do/note/", form)
    assert Fact.objects.get(key="phone_calls").value == ["上午来电", "下午来电"]


def test_a_visitor_is_sent_to_sign_in(world: World) -> None:
    assert Client().get(OPEN).headers["Location"] == f"/sign-in/?next={OPEN}"


def test_a_session_that_ended_in_a_form_loses_nothing(world: World) -> None:
    client = world.client("张明")
    mark = hidden(client.get(OPEN), "_who")
    client.logout()
    answer = client.post(OPEN, suit(_who=mark, claim="写了很久的请求"))
    assert answer.headers["Location"].startswith("/sign-in/")
    user = world.people["张明"].account.user
    client.post(answer.headers["Location"], {"username": user.username, "password": PASSWORD, "next": OPEN})
    back = text(client.get(OPEN))
    assert "写了很久的请求" in back and "已恢复" in back
    client.post(OPEN, suit())
    assert not Draft.objects.exists()


def test_a_draft_is_its_writers_alone(world: World) -> None:
    client = world.client("张明")
    client.post("/draft/", {"_path": OPEN, "claim": "只给自己看"})
    assert "只给自己看" not in text(world.client("路人").get(OPEN))
    assert "只给自己看" in text(client.get(OPEN))
    client.post(OPEN, {"_discard": "1"})
    assert "只给自己看" not in text(client.get(OPEN))


def test_a_forged_mark_keeps_nothing(world: World) -> None:
    Client().post(OPEN, suit(_who="1:forged"))
    assert Client().post("/draft/", {"_path": OPEN, "_who": "1:forged", "claim": "x"}).status_code == 400
    assert not Draft.objects.exists()


def test_staff_file_in_their_own_court_without_being_asked(world: World) -> None:
    assert 'name="_court"' not in text(world.client("立案甲").get(OPEN))
    assert 'name="_court"' in text(world.client("张明").get(OPEN))


def test_suggestions_name_what_was_typed(world: World) -> None:
    page = text(world.client("张明").get("/suggest/cause/?for=cause&cause=民间借贷"))
    assert '<option value="民间借贷纠纷">' in page
    assert "option" not in text(world.client("张明").get("/suggest/cause/?for=cause&cause="))

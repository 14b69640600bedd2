"""我的案件: only mine, in plain words; news is read once; the calendar has a secret address."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.portal.conftest import NOW
from tests.portal.test_claim import hand_in, walk
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.people.models import Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.portal.calendar import escaped, folded
from xiezhi.portal.models import Feed

pytestmark = pytest.mark.http


@pytest.fixture
def matter(zhang):
    draft, _ = walk(zhang)
    hand_in(zhang, draft)
    return Matter.objects.get()


def test_my_matter_stands_in_my_list(zhang, matter):
    page = zhang.get("/my/").content.decode()
    assert "张明 诉 李" in page and f"/my/{matter.id}/" in page
    assert 'aria-current="step"' in page


def test_the_matter_in_plain_words(zhang, matter):
    page = zhang.get(f"/my/{matter.id}/").content.decode()
    for word in ("现在到哪一步", "您要做什么", "经过", "材料和文书", "北京市东城区人民法院"):
        assert word in page


def test_what_i_must_do_stands_first_with_its_day(zhang, other, matter):
    clerk = Person.objects.create(name="立案甲")
    Holding.objects.create(person=clerk, post="filing_judge", court_id="京0101", since=NOW.date())
    defects = [{"what": "没有写清哪天借的", "how": "补上借款的日期"}]
    perform(matter.id, "return_claim", actor=of_person(clerk), key="k1",
            data={"defect": defects, "correction": "2025-03-14"})  # fmt: skip
    page = zhang.get("/my/").content.decode()
    todo = page.split("需要您做的事")[1].split("</section>")[0]
    assert "2025年3月14日（周五）" in todo and "还有 10 天" in todo and f"/m/{matter.id}/do/supplement/" in todo
    assert "法院发来的，还没看" in page
    told = zhang.get(f"/my/{matter.id}/").content.decode()
    assert "补上借款的日期" in told, "what is wrong stands on the page itself"
    assert "补正通知书" in told and f"/m/{matter.id}/do/supplement/" in told
    assert "没有必须您做的事" in other.get("/my/").content.decode()
    assert "20250314" in Client().get(f"/my/calendar/{Feed.objects.create(person=_me()).secret}.ics").content.decode()


def _me():
    return Person.objects.get(name="张明", account__isnull=False)


def test_nobody_elses(zhang, other, matter):
    assert "张明" not in other.get("/my/").content.decode()
    assert other.get(f"/my/{matter.id}/").status_code == 404
    assert Client().get(f"/my/{matter.id}/").status_code == 302


def test_finding_by_name(zhang, matter):
    assert f"/my/{matter.id}/" in zhang.get("/my/?q=张明").content.decode()
    page = zhang.get("/my/?q=王五").content.decode()
    assert f"/my/{matter.id}/" not in page and "没有找到" in page


def test_opening_a_notice_notes_it_was_read(zhang, other, matter):
    me, event = _me(), Event.objects.get(seq=1)
    message = Message.objects.create(
        id="m1", event=event, kind="notice", person=me, not_before=NOW,
        body={"matter": matter.id.hex, "act": "accept", "title": "立案", "basis": "民事诉讼法第一百二十六条"},
    )  # fmt: skip
    assert "法院发来的，还没看" in zhang.get("/my/").content.decode()
    assert other.get("/my/messages/m1/").status_code == 404
    assert zhang.get("/my/messages/m1/").status_code == 200
    message.refresh_from_db()
    assert message.read == NOW
    with clock.at(NOW + timedelta(days=1)):
        zhang.get("/my/messages/m1/")
    message.refresh_from_db()
    assert message.read == NOW
    assert "法院发来的，还没看" not in zhang.get("/my/").content.decode()


def test_the_calendar_has_a_secret_address_that_can_change(zhang, matter):
    page = zhang.get("/my/calendar/").content.decode()
    address = re.search(r'value="http://testserver(/my/calendar/[^"]+\.ics)"', page)[1]
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    zhang.post("/my/calendar/")
    assert Client().get(address).status_code == 404
    assert Feed.objects.count() == 1


def test_calendar_text():
    assert escaped("甲;乙,丙\\") == "甲\\;乙\\,丙\\\\"
    long = "SUMMARY:" + "最后一天" * 20
    assert "".join(p if i == 0 else p[1:] for i, p in enumerate(folded(long))) == long

"""我要起诉 through the pages: every way in, bad input, nothing lost, handed in once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import files
from tests.portal.conftest import NOW
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Event, Matter, Paper, Party
from xiezhi.portal.guides import all_guides
from xiezhi.portal.models import Draft

pytestmark = pytest.mark.http
PNG = files.png()
LENDING = {
    "me": {"my_name": "张明", "my_id": "110101199003077758"},
    "contact": {"my_phone": "13800000001", "my_address": "北京市东城区某街1号", "e_service": "yes"},
    "other_kind": {"other_kind": "person"},
    "other": {"other_name": "李\U0002ceb0", "other_address": "北京东城区另一街9号", "other_id-unknown": "yes"},
    "guarantee": {"guaranteed": "no"},
    "proof": {"proof": ["note"]},
    "loan": {"principal": "2万", "lent_on": "2024-03-01"},
    "paid_how": {"paid_how": ["bank"], "payments-0-on": "2024-03-01", "payments-0-amount": "20000"},
    "interest": {"interest": "month", "rate": "1"},
    "due": {"due_known": "yes", "due_on": "2024-12-31"},
    "repaid": {"repaid": "no"},
    "asked": {"asked": "yes", "asked_on-unknown": "yes"},
    "evidence": {},
    "witness": {},
    "preservation": {"preservation": "no"},
    "wants": {"wants": "判令被告归还借款本金20,000元。", "amount": "20000"},
    "words": {"words": "他说年底还。"},
    "mediation": {"mediation": "unwilling"},
    "court": {"agreed": "no", "court": "京0101"},
    "fee": {"relief": "no"},
}
OWN = {
    "me": LENDING["me"] | LENDING["contact"],
    "other": {"other_kind": "organisation", "other_name": "北京甲乙有限公司", "other_address": "北京市东城区"},
    "story": {"words": "我在店里摔倒受伤。"},
    "wants": {"wants": "赔偿医药费5000元", "amount": "5000"},
    "evidence": {},
    "mediation": {"mediation": "willing"},
    "court": {"agreed": "no", "court": "京0101"},
}


def begin(client, way="private_lending"):
    answer = client.post("/claim/begin/", {"way": way})
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.get(id=answer["Location"].split("/")[2]), answer["Location"]


def walk(client, way="private_lending", answers=LENDING):
    """Answer page after page as the platform leads; gives the draft and the number of pages."""
    draft, at = begin(client, way)
    pages = 0
    while not at.endswith("/check/"):
        assert client.get(at).status_code == 200
        slug = at.rstrip("/").rsplit("/", 1)[-1]
        answer = client.post(at, answers[slug])
        assert answer.status_code == 302, re.findall(r'class="fault"[^>]*>([^<]*)', answer.content.decode())
        at, pages = answer["Location"], pages + 1
    draft.refresh_from_db()
    return draft, pages


def hand_in(client, draft):
    return client.post(f"/claim/{draft.id}/check/", {"true": "yes"})


def test_three_ways_of_equal_standing(zhang):
    page = zhang.get("/claim/").content.decode()
    for way in ("private_lending", "own_words", "own_file"):
        assert f'value="{way}"' in page
    assert "登录后开始" in Client().get("/claim/").content.decode()


def test_a_loan_by_questions(zhang):
    draft, pages = walk(zhang)
    assert pages + 1 <= 22
    answer = hand_in(zhang, draft)
    assert answer.status_code == 302, answer.content.decode()
    matter = Matter.objects.get()
    assert matter.court_id == "京0101" and matter.procedure == "civ.first.ordinary"
    assert {(p.role, p.name) for p in Party.objects.all()} == {("plaintiff", "张明"), ("defendant", "李\U0002ceb0")}
    receipt = zhang.get(answer["Location"]).content.decode()
    assert "法院收到了" in receipt and re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", receipt)
    assert "2025年3月11日" in receipt and "第126条" in receipt.replace("第一百二十六条", "第126条")


def test_every_answer_has_its_place_in_the_act(court):
    """What a guide fills, and what it offers to choose from, stands in the law file that it opens."""
    book = law()
    for way in all_guides().values():
        file = book.procedure(way.procedure, NOW.date())
        fields = file.acts[way.act].data
        for question in (q for p in way.pages for q in p.questions if q.fills):
            name, _, rest = question.fills.partition(".")
            field = fields[name]
            if rest:
                field = book.records[field.type].fields[rest.partition(".")[2]]
            if question.type == "one":
                assert set(question.options) <= set(book.choices[field.type]), question.name
        assert {a["act"] for a in way.after} <= set(file.acts)


def test_the_check_page_shows_the_complaint_that_is_filed(zhang):
    draft, _ = walk(zhang, answers=LENDING | {"fee": {"relief": "slow", "relief_why": "正在领低保"}})
    page = zhang.get(f"/claim/{draft.id}/check/").content.decode()
    answer = hand_in(zhang, draft)
    given = Event.objects.get(seq=1).data["given"]
    for line in [*given["claim"].splitlines(), *given["grounds"].splitlines()]:
        assert line in page
    assert "原告申请缓交诉讼费，理由：正在领低保。" in given["grounds"]
    assert "申请缓交、减交、免交诉讼费用" in zhang.get(answer["Location"]).content.decode()


def test_a_guarantor_is_sued_only_when_asked_for(zhang):
    guarantor = {"guarantor_name": "王五", "guarantor_kind": "person", "guarantor_address-unknown": "yes"}
    for sued, names in (("yes", ["李\U0002ceb0", "王五"]), ("no", ["李\U0002ceb0"])):
        answers = LENDING | {"guarantee": {"guaranteed": "yes"}, "guarantor": guarantor | {"guarantor_sued": sued}}
        draft, _ = walk(zhang, answers=answers)
        hand_in(zhang, draft)
        draft.refresh_from_db()
        sides = Party.objects.filter(matter=draft.matter, role="defendant").order_by("id")
        assert [p.name for p in sides] == names
        assert "王五为上述借款提供担保" in Event.objects.get(matter=draft.matter, seq=1).data["given"]["grounds"]


def test_in_own_words(zhang):
    draft, pages = walk(zhang, "own_words", OWN)
    assert pages + 1 <= 8
    assert hand_in(zhang, draft).status_code == 302
    assert "我在店里摔倒受伤。" in str(Event.objects.get(seq=1).data["given"])


def test_who_wants_papers_on_the_phone_has_confirmed_the_address(zhang):
    for wish, electronic in (("yes", True), ("no", None)):
        draft, _ = walk(zhang, answers=LENDING | {"contact": LENDING["contact"] | {"e_service": wish}})
        hand_in(zhang, draft)
        draft.refresh_from_db()
        confirmed = Party.objects.get(matter=draft.matter, key="p1").data.get("service", {})
        assert confirmed.get("electronic") is electronic
        assert Paper.objects.filter(matter=draft.matter, title="送达地址确认书").exists() == bool(electronic)


def test_by_ones_own_file(zhang):
    pdf = SimpleUploadedFile("起诉状.pdf", files.pdf("民事起诉状"))
    answers = OWN | {"complaint": {"complaint": [pdf], "amount": "", "amount-unknown": "yes"}}
    draft, pages = walk(zhang, "own_file", answers)
    assert pages + 1 <= 8
    assert hand_in(zhang, draft).status_code == 302
    assert Paper.objects.filter(name="起诉状.pdf").exists()


def test_handing_in_twice_is_once(zhang):
    draft, _ = walk(zhang)
    first = hand_in(zhang, draft)
    Draft.objects.update(matter=None)  # as if the second press came before the first was answered
    second = hand_in(zhang, draft)
    assert first.status_code == second.status_code == 302
    assert Matter.objects.count() == 1 and Event.objects.filter(act="file").count() == 1


def test_after_handing_in_nothing_changes(zhang):
    draft, _ = walk(zhang)
    hand_in(zhang, draft)
    answer = zhang.post(f"/claim/{draft.id}/loan/", {"principal": "99"})
    assert answer["Location"].endswith("/receipt/")
    zhang.post(f"/claim/{draft.id}/drop/")
    draft.refresh_from_db()
    assert draft.answers["principal"] == "20000.00"


def test_mediation_never_touches_filing(zhang):
    for choice in ("willing", "unwilling", "undecided"):
        draft, _ = walk(zhang, answers=LENDING | {"mediation": {"mediation": choice}})
        assert hand_in(zhang, draft).status_code == 302
    assert Matter.objects.values("state").distinct().count() == 1


def test_what_is_missing_stops_at_the_check_page(zhang):
    draft, _ = begin(zhang)
    answer = hand_in(zhang, draft)
    page = answer.content.decode()
    assert answer.status_code == 422 and "还没有答完" in page and 'href="#p-loan"' in page
    draft, _ = walk(zhang)
    answer = zhang.post(f"/claim/{draft.id}/check/", {})
    assert answer.status_code == 422 and "请确认上面写的是真实的" in answer.content.decode()
    assert not Matter.objects.exists()


def test_the_court_is_suggested_with_its_reason(zhang):
    draft, _ = begin(zhang)
    zhang.post(f"/claim/{draft.id}/other/", LENDING["other"])
    page = zhang.get(f"/claim/{draft.id}/court/").content.decode()
    assert "北京市东城区人民法院" in page and "对方住（设）在这里" in page and "民事诉讼法第二十二条" in page


def test_the_fee_is_estimated(zhang):
    draft, _ = begin(zhang)
    zhang.post(f"/claim/{draft.id}/wants/", {"wants": "还钱", "amount": "20000"})
    page = zhang.get(f"/claim/{draft.id}/fee/").content.decode()
    assert "300.00 元" in page and "150.00 元" in page

"""我要起诉 through the pages: every way in, bad input, nothing lost, handed in once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.portal.conftest import PASSWORD
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.record.models import Event, Matter, Paper, Party
from xiezhi.portal.models import Draft

pytestmark = pytest.mark.http
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
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
    "mediation": {"mediation": "no"},
    "court": {"agreed": "no", "court": "京0101"},
    "fee": {"relief": "no"},
}
OWN = {
    "me": LENDING["me"] | LENDING["contact"],
    "other": {"other_kind": "organisation", "other_name": "北京甲乙有限公司", "other_address": "北京市东城区"},
    "story": {"words": "我在店里摔倒受伤。"},
    "wants": {"wants": "赔偿医药费5000元", "amount": "5000"},
    "evidence": {},
    "mediation": {"mediation": "yes"},
    "court": {"agreed": "no", "court": "京0101"},
}


def begin(client, way="private_lending"):
    answer = client.post("/claim/begin/", {"way": way})
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.order_by("-begun").first(), answer["Location"]


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


def test_in_own_words(zhang):
    draft, pages = walk(zhang, "own_words", OWN)
    assert pages + 1 <= 8
    assert hand_in(zhang, draft).status_code == 302
    assert "我在店里摔倒受伤。" in str(Event.objects.get().data["given"])


def test_by_ones_own_file(zhang):
    pdf = SimpleUploadedFile("起诉状.pdf", b"%PDF-1.7 ...")
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
    for choice in ("yes", "no"):
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


def test_a_draft_goes_on_elsewhere(zhang):
    draft, at = begin(zhang)
    zhang.post(at, LENDING["me"])
    elsewhere = Client()
    assert elsewhere.login(username="13800000001", password=PASSWORD)
    assert f"/claim/{draft.id}/" in elsewhere.get("/claim/").content.decode()
    assert elsewhere.get(f"/claim/{draft.id}/")["Location"].endswith("/contact/")


def test_what_the_account_knows_is_not_asked_again(zhang):
    _, at = begin(zhang)
    page = zhang.get(at).content.decode()
    assert 'value="张明"' in page and 'value="110101199003077758"' in page


def test_anothers_draft_is_not_there(zhang, other):
    draft, at = begin(zhang)
    for address in (at, f"/claim/{draft.id}/", f"/claim/{draft.id}/check/", f"/claim/{draft.id}/receipt/"):
        assert other.get(address).status_code == 404
    assert other.post(f"/claim/{draft.id}/drop/").status_code == 404
    assert Draft.objects.count() == 1


def test_back_loses_nothing(zhang):
    draft, _ = walk(zhang)
    page = zhang.get(f"/claim/{draft.id}/loan/").content.decode()
    assert 'value="20000.00"' in page and f"/claim/{draft.id}/proof/" in page


def test_changing_from_the_check_page_leads_back_to_it(zhang):
    draft, _ = walk(zhang)
    answer = zhang.post(f"/claim/{draft.id}/loan/?back=check", {"principal": "3万", "lent_on": "2024-03-01"})
    assert answer["Location"].endswith("/check/")
    assert "30,000元" in zhang.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("slug", "post", "says"),
    [
        ("me", {"my_name": "张明", "my_id": "110101199003077759"}, "校验码"),
        ("loan", {"principal": "100.005", "lent_on": "2024-03-01"}, "写到分"),
        ("loan", {"principal": "1", "lent_on": "2025-03-05"}, "还没有到"),
        ("mediation", {}, "请选择"),
        ("court", {"agreed": "no", "court": "沪01"}, "请选一个法院"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_kept(zhang, slug, post, says):
    draft, _ = begin(zhang)
    answer = zhang.post(f"/claim/{draft.id}/{slug}/", post)
    page = answer.content.decode()
    assert answer.status_code == 422 and "<title>错误：" in page
    assert page.count(says) >= 2, "the same words stand in the summary and by the field"
    assert 'aria-invalid="true"' in page or slug == "court"
    for typed in post.values():
        assert f'value="{typed}"' in page or slug == "court"
    draft.refresh_from_db()
    assert slug == "me" or not set(post) & set(draft.answers)


def test_too_many_characters(zhang):
    draft, _ = begin(zhang)
    answer = zhang.post(f"/claim/{draft.id}/words/", {"words": "字" * 30_000})
    page = answer.content.decode()
    assert answer.status_code == 422 and "您写了 30000 个" in page and "字" * 30_000 in page
    assert zhang.post(f"/claim/{draft.id}/words/", {"words": "字" * 1_000_000}).status_code in (400, 413, 422)
    draft.refresh_from_db()
    assert "words" not in draft.answers


def test_markup_stays_text(zhang):
    draft, _ = begin(zhang)
    zhang.post(f"/claim/{draft.id}/words/", {"words": "<script>alert(1)</script>"})
    page = zhang.get(f"/claim/{draft.id}/check/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_wrong_file_does_not_take_the_good_ones_with_it(zhang):
    draft, _ = begin(zhang)
    files = [SimpleUploadedFile("借条.png", PNG), SimpleUploadedFile("照片.jpg", b"MZ not a photo\x00")]
    answer = zhang.post(f"/claim/{draft.id}/evidence/", {"evidence": files})
    page = answer.content.decode()
    assert answer.status_code == 422 and "照片.jpg" in page and "借条.png" in page
    draft.refresh_from_db()
    (kept,) = draft.answers["evidence"]
    assert kept["name"] == "借条.png"
    zhang.post(f"/claim/{draft.id}/evidence/", {"do": f"drop:evidence:{kept['digest']}"})
    draft.refresh_from_db()
    assert draft.answers["evidence"] == []


def test_rows_are_added_without_scripts(zhang):
    draft, _ = begin(zhang)
    at = f"/claim/{draft.id}/paid_how/"
    page = zhang.post(at, LENDING["paid_how"] | {"do": "row:payments"}).content.decode()
    assert ('name="payments-1-amount"' in page and 'value="20000.00"' in page) or 'value="20000"' in page
    page = zhang.post(at, LENDING["paid_how"] | {"payments-1-amount": "5", "do": "less:payments:0"}).content.decode()
    assert 'name="payments-1-amount"' not in page and 'value="5"' in page


def test_a_session_that_ended_keeps_the_text(zhang):
    draft, _ = begin(zhang)
    at = f"/claim/{draft.id}/words/"
    mark = re.search(r'name="_who" value="([^"]+)"', zhang.get(at).content.decode())[1]
    late = Client()
    answer = late.post(at, {"words": "写了很久的一段话", "_who": mark})
    assert answer.status_code == 302 and "sign-in" in answer["Location"]
    back = late.post(answer["Location"], {"username": "13800000001", "password": PASSWORD, "next": at})
    page = late.get(back["Location"]).content.decode()
    assert back["Location"] == at and "写了很久的一段话" in page and "都还在" in page
    late.post(at, {"words": "写了很久的一段话"})
    draft.refresh_from_db()
    assert draft.answers["words"] == "写了很久的一段话"
    assert "都还在" not in late.get(at).content.decode()


def test_two_tabs_never_swallow_each_other(zhang):
    draft, _ = begin(zhang)
    at = f"/claim/{draft.id}/words/"
    seen = re.search(r'name="seen" value="(\w+)"', zhang.get(at).content.decode())[1]
    assert zhang.post(at, {"words": "第一个窗口写的", "seen": seen}).status_code == 302
    answer = zhang.post(at, {"words": "第二个窗口写的", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409 and "第一个窗口写的" in page and "第二个窗口写的" in page
    now = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert zhang.post(at, {"words": "第二个窗口写的", "seen": now}).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["words"] == "第二个窗口写的"


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


def test_a_draft_can_be_deleted(zhang):
    draft, _ = begin(zhang)
    zhang.post(f"/claim/{draft.id}/drop/")
    assert not Draft.objects.exists() and not Message.objects.exists()

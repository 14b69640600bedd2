"""A suit being written: bad input is refused and kept, nothing typed is lost, nobody else sees it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import files as made
from tests.portal.conftest import PASSWORD
from tests.portal.test_claim import LENDING, begin, walk
from xiezhi.kernel.exchange.models import Message
from xiezhi.portal.models import Draft

pytestmark = pytest.mark.http
PNG = made.png()


def test_a_draft_goes_on_elsewhere(zhang):
    draft, at = begin(zhang)
    zhang.post(at, LENDING["me"])
    elsewhere = Client()
    assert elsewhere.post("/sign-in/", {"username": "13800000001", "password": PASSWORD}).status_code == 302
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


def test_a_draft_can_be_deleted(zhang):
    draft, _ = begin(zhang)
    zhang.post(f"/claim/{draft.id}/drop/")
    assert not Draft.objects.exists() and not Message.objects.exists()

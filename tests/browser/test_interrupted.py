"""What goes wrong on the way: the session ends, a form is open twice, the same form is sent twice. Nobody's text vanishes."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.house import Days, open_house
from tests.browser.stage import PHONE, Stage, staged
from tests.browser.test_journeys import OWN_WORDS, answer, hand_in, slug
from tests.browser.travel import Traveller
from xiezhi.kernel.record.models import Event, Matter

STORY = OWN_WORDS["story"]["words"]


def is_form(request: Request) -> bool:
    return request.method == "POST" and request.is_navigation_request()


def send_again(page: Page, sent: Request) -> int:
    """The very same form once more, as an impatient thumb or a proxy does: the status of what comes at last."""
    kind = sent.headers["content-type"]
    again = page.context.request.post(sent.url, data=sent.post_data_buffer or b"", headers={"content-type": kind})
    return again.status


@pytest.mark.system("16b", "16a")
def test_no_text_vanishes_and_nothing_happens_twice(
    chromium: Browser, live: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = open_house("2025-03-03")
    with staged(chromium, live, house, Days(monkeypatch, "2025-03-03T09:00")) as stage:
        session_ends_in_a_question(stage)
        the_claim_is_handed_in_twice(stage)
        two_tabs_return_the_claim(stage)
        session_ends_in_an_act(stage)


def session_ends_in_a_question(stage: Stage) -> None:
    jia = stage.register("jia", "/claim/")
    jia.click(jia.page.locator("button[value=own_words]"))
    answer(jia, OWN_WORDS, "story")
    jia.put("words", STORY)
    Session.objects.all().delete()
    jia.press("保存并继续")
    expect(jia.page.get_by_role("heading", level=1)).to_have_text("登录")
    for label, value in (("账号", "13800000001"), ("密码", "gong-zhong-77")):
        jia.page.get_by_label(label).fill(value)
    jia.press("登录")
    assert slug(jia) == "story"
    expect(jia.page.locator("[name=words]")).to_have_value(STORY)
    two_tabs_answer_a_question(stage)


def two_tabs_answer_a_question(stage: Stage) -> None:
    jia = stage.on["jia"]
    other = jia.context.new_page()
    other.goto(jia.page.url)
    other.locator("[name=words]").fill("另一个窗口里写的话。")
    other.get_by_role("button", name="保存并继续").last.click()
    other.wait_for_url("**/wants/")
    other.close()
    jia.press("保存并继续")
    expect(jia.page.locator("[name=words]")).to_have_value(STORY)
    expect(jia.page.locator("main")).to_contain_text("另一个窗口里写的话。")
    answer(jia, {name: given for name, given in OWN_WORDS.items() if name != "story"})


def the_claim_is_handed_in_twice(stage: Stage) -> None:
    jia = stage.on["jia"]
    with jia.page.expect_request(is_form) as sent:
        hand_in(jia)
    assert send_again(jia.page, sent.value) == 200
    stage.matter = Matter.objects.get(procedure="civ.first.ordinary").id


def two_tabs_return_the_claim(stage: Stage) -> None:
    """A colleague's tab was quicker: what is typed in the slower one stays, and why it was refused is said."""
    li = stage.at("li")
    slow = stage.traveller("slow", width=PHONE["width"])
    slow.sign_in(stage.house.user("li"))
    slow.open(f"/m/{stage.matter}/do/return_claim/")
    slow.fill({"defect": [{"what": "没有写明案由", "how": "写明"}], "correction": "2025-03-18"})
    before = Event.objects.filter(matter=stage.matter).count()
    with li.page.expect_request(is_form) as sent:
        li.act("return_claim", defect=[{"what": "没有凭证", "how": "补上"}], correction="2025-03-17")
    assert send_again(li.page, sent.value) == 200
    assert Event.objects.filter(matter=stage.matter).count() == before + 1
    slow.click(slow.page.locator("form[data-main] button.primary"))
    expect(slow.page.locator("[data-error-summary]")).to_be_focused()
    expect(slow.page.locator("[name=defect-0-what]")).to_have_value("没有写明案由")
    assert Event.objects.filter(matter=stage.matter).count() == before + 1


def session_ends_in_an_act(stage: Stage) -> None:
    jia = stage.on["jia"]
    jia.open(f"/m/{stage.matter}/do/supplement/")
    jia.put("grounds", "补正：有转账记录为证。")
    Session.objects.all().delete()
    jia.click(jia.page.locator("form[data-main] button.primary"))
    for label, value in (("账号", "13800000001"), ("密码", "gong-zhong-77")):
        jia.page.get_by_label(label).fill(value)
    jia.press("登录")
    expect(jia.page.locator("[name=grounds]")).to_have_value("补正：有转账记录为证。")
    sent_before_its_file_has_arrived(jia)
    assert stage.state() == "filed"


def sent_before_its_file_has_arrived(jia: Traveller) -> None:
    """On a slow line somebody presses on at once: the form waits for its file and goes by itself."""
    slow = "**/uploads/*/"
    jia.page.route(slow, lambda route: (jia.page.wait_for_timeout(700), route.continue_()))
    jia.click(jia.page.locator("[name='_add'][value='evidence']"))
    jia.put("evidence-0-name", "转账记录")
    papers = jia.page.locator("main form [type=file]").first
    papers.set_input_files(
        {"name": "转账记录.txt", "mimeType": "text/plain", "buffer": "2024年3月1日转出20000元\n".encode()}
    )
    jia.click(jia.page.locator("form[data-main] button.primary"))
    expect(jia.page.locator("main")).to_contain_text("传完后自动提交")
    expect(jia.page.locator("#done")).to_be_visible(timeout=20_000)
    jia.page.unroute(slow)

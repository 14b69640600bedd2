"""The public's side in a real browser: a suit on a small phone within its budget, no barriers, large targets, no scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.conftest import PASSWORD, somebody
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.record.models import Matter

pytestmark = pytest.mark.system("16b")
PUBLIC = ["/", "/claim/", "/sued/", "/fee/?kind=property&amount=2万", "/fee/?kind=property&amount=-1", "/how/", "/register/",
          "/period/?rule=civ.appeal.judgment&from=2024-09-16", "/how/civ.first.ordinary/"]  # fmt: skip
ANSWERS: dict[str, dict[str, Any]] = {
    "contact": {"my_address": "北京市东城区某街1号", "e_service": "yes"},
    "other_kind": {"other_kind": "person"},
    "other": {"other_name": "李强", "other_address": "北京市东城区另街9号"},
    "guarantee": {"guaranteed": "no"},
    "proof": {"proof": "note"},
    "loan": {"principal": "2万", "lent_on": "2024-03-01"},
    "paid_how": {"paid_how": "bank"},
    "interest": {"interest": "month", "rate": "1"},
    "due": {"due_known": "yes", "due_on": "2024-12-31"},
    "repaid": {"repaid": "no"},
    "asked": {"asked": "no"},
    "preservation": {"preservation": "no"},
    "mediation": {"mediation": "unwilling"},
    "court": {"agreed": "no"},
    "fee": {"relief": "no"},
}
SMALL = """least => [...document.querySelectorAll('main a, main button, main input, main select, main textarea, main summary')]
  .filter(e => e.type !== 'hidden' && !e.classList.contains('sr'))
  .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
  .filter(([, r]) => r.width && (r.width < least - 0.5 || r.height < least - 0.5)).map(([e]) => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def court(live: str) -> Court:
    Court.objects.create(code="京02", name="北京市第二中级人民法院", level="中级", parent="京")
    somebody("张明", "13800000001", "110101199003077758")
    return Court.objects.create(code="京0101", name="北京市东城区人民法院", level="基层", parent="京02")


def sign_in(page: Page, after: str) -> None:
    page.goto(f"/sign-in/?next={after}")
    page.get_by_label("账号").fill("13800000001")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def whole(page: Page, least: int = 44) -> None:
    """Nothing sticks out sideways and every target is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"
    assert page.evaluate(SMALL, least) == [], page.url


def answer(page: Page, slug: str) -> int:
    """Fill one question page and go on; gives the characters typed."""
    typed = 0
    for name, value in ANSWERS.get(slug, {}).items():
        field = page.locator(f"main [name='{name}']").first
        if field.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"main [name='{name}'][value='{value}']").check()
        else:
            field.fill(value)
            typed += len(value)
    page.get_by_role("button", name="保存并继续").last.click()
    return typed


def sue(page: Page, look: Callable[[Page], None]) -> tuple[int, int]:
    """From the three ways to the receipt; gives the pages answered and the characters typed."""
    page.locator("button[value=private_lending]").click()
    pages = typed = 0
    while not page.url.endswith("/check/"):
        look(page)
        typed += answer(page, page.url.rstrip("/").rsplit("/", 1)[-1])
        pages += 1
        assert pages < 40
    look(page)
    page.get_by_label("上面写的是真实的").check()
    page.get_by_role("button", name="交给法院").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("法院收到了")
    look(page)
    return pages + 1, typed


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_public_pages_have_no_barriers(
    court: Court, request: pytest.FixtureRequest, axe: Callable[[Page], None], size: str, elder: bool
) -> None:
    page: Page = request.getfixturevalue(size)
    page.goto("/")
    if elder:
        page.get_by_role("button", name="大字版").click()
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 24
    for address in PUBLIC:
        page.goto(address)
        whole(page)
        axe(page)


def test_a_loan_on_a_phone_within_the_budget(court: Court, phone: Page, axe: Callable[[Page], None]) -> None:
    """J1: at most 22 question pages and 120 typed characters, no barrier on any of them."""

    def look(page: Page) -> None:
        whole(page)
        axe(page)

    sign_in(phone, "/claim/")
    pages, typed = sue(phone, look)
    assert pages <= 22 and typed <= 120
    phone.get_by_role("link", name="查看这个案件").click()
    look(phone)
    phone.goto("/my/")
    look(phone)
    phone.goto("/my/calendar/")
    look(phone)
    assert Matter.objects.get().court_id == court.code


def test_a_loan_without_scripts(court: Court, chromium: Browser, live: str) -> None:
    context = chromium.new_context(base_url=live, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "/claim/")
    sue(page, lambda _: None)
    context.close()
    assert Matter.objects.count() == 1


def test_an_error_is_said_twice_and_leads_to_its_field(court: Court, phone: Page, axe: Callable[[Page], None]) -> None:
    sign_in(phone, "/claim/")
    phone.locator("button[value=private_lending]").click()
    phone.get_by_label("身份证号").fill("110101199003077759")
    phone.get_by_role("button", name="保存并继续").last.click()
    expect(phone).to_have_title(re.compile("^错误"))
    summary = phone.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(phone.get_by_label("身份证号")).to_be_focused()
    expect(phone.get_by_label("身份证号")).to_have_value("110101199003077759")
    whole(phone)
    axe(phone)


def test_fields_that_do_not_apply_are_out_of_sight(court: Court, phone: Page) -> None:
    sign_in(phone, "/claim/")
    phone.locator("button[value=private_lending]").click()
    phone.goto(phone.url.replace("/me/", "/interest/"))
    expect(phone.get_by_label("利率（百分之几）")).to_be_hidden()
    phone.get_by_label("说过年利率").check()
    expect(phone.get_by_label("利率（百分之几）")).to_be_visible()

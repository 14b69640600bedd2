"""The shared pages and the desk in a real browser: no barrier, no sideways scrolling, the keyboard, and scripts off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.world import PASSWORD, World, make_law, make_world
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Event, Matter


@pytest.fixture
def court(live: str, settings: Any, tmp_path: Path) -> Iterator[World]:
    """The tests' court on the live server; the server's threads go by the real clock."""
    settings.LAW_DIR = make_law(tmp_path / "law")
    yield make_world()


def sign_in(page: Page, user: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("账号").fill(user)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def busy(court: World) -> tuple[Matter, Matter]:
    """A new suit and an accepted one with a hearing today."""
    new, matter = court.file(), court.accepted()
    hearing = {"start": f"{clock.today()}T14:30", "room": "第三法庭"}
    court.do(matter, "schedule", "王法官", hearing=hearing)
    return new, matter


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_barriers_and_no_sideways_scrolling(
    court: World, request: pytest.FixtureRequest, axe: Callable[[Page], None], size: str, elder: bool
) -> None:
    page: Page = request.getfixturevalue(size)
    new, matter = busy(court)
    sign_in(page, "u0")
    if elder:
        page.get_by_role("button", name="大字版").click()
    # u0 is the filing judge: the wrong date shows the state of error.
    for path in ("/desk/", "/desk/matters/", "/desk/matters/?since=x", "/desk/hearings/", "/desk/open/", "/desk/verify/",
                 f"/m/{matter.id}/", f"/m/{new.id}/do/accept/", "/open/demo.suit/file/", f"/m/{matter.id}/papers/2.0/", "/x/"):  # fmt: skip
        page.goto(path)
        assert fits(page), f"{path} scrolls sideways"
        axe(page)


def test_faults_take_the_focus_and_lead_to_their_fields(court: World, phone: Page, axe: Callable[[Page], None]) -> None:
    sign_in(phone, "u3")
    phone.goto("/open/demo.suit/file/")
    phone.get_by_role("button", name="起诉").click()
    expect(phone).to_have_title("错误：起诉 · 獬豸在线法院")
    assert phone.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    phone.get_by_role("link", name="请填写“诉讼请求”。").click()
    assert phone.evaluate("document.activeElement.name") == "claim"
    axe(phone)


def test_accepting_with_the_keyboard_alone(court: World, desktop: Page) -> None:
    new = court.file()
    sign_in(desktop, "u0")
    desktop.goto(f"/m/{new.id}/do/accept/")
    desktop.locator("#f-judge-0").focus()
    desktop.keyboard.press("Space")
    desktop.keyboard.press("F9")
    expect(desktop.get_by_role("heading", name="已办理：立案")).to_be_visible()
    assert Event.objects.get(matter=new, act="accept").data["given"]["judge"]


def test_the_slash_finds_a_case(court: World, desktop: Page) -> None:
    matter = court.accepted()
    sign_in(desktop, "u0")
    desktop.keyboard.press("/")
    desktop.keyboard.type("京0101民初1号")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text(matter.number)


def test_typing_suggests_and_saves_a_draft(court: World, desktop: Page) -> None:
    sign_in(desktop, "u3")
    desktop.goto("/open/demo.suit/file/")
    with desktop.expect_response("**/suggest/cause/**"):
        desktop.locator("#f-cause").press_sequentially("民间借贷")
    expect(desktop.locator("#f-cause-list option").first).to_have_attribute("value", "民间借贷纠纷")
    with desktop.expect_response("**/draft/"):
        desktop.locator("#f-claim").fill("写了一半")
        desktop.locator("#f-claim").blur()
    desktop.goto("/open/demo.suit/file/")
    expect(desktop.locator("#f-claim")).to_have_value("写了一半")


def test_filing_works_with_scripts_off(court: World, chromium: Browser, live: str) -> None:
    context = chromium.new_context(base_url=live, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_in(page, "u3")
    page.goto("/open/demo.suit/file/")
    page.get_by_role("button", name="加一项被告").click()
    for n, name in enumerate(("李强", "赵六")):
        page.locator(f"#f-defendant-{n}-kind-0").check()
        page.locator(f"#f-defendant-{n}-name").fill(name)
    page.locator("#f-cause").fill("民间借贷纠纷")
    page.locator("#f-claim").fill("返还借款二万元。")
    page.get_by_role("button", name="起诉").click()
    expect(page.get_by_role("heading", name="已办理：起诉")).to_be_visible()
    context.close()
    assert Matter.objects.count() == 1

"""Drafting a judgment in a real browser: the file beside the text on a desk, above it on a phone; no barrier anywhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.test_shared_pages import fits
from tests.systems.drafted import TEXT, Case, to_be_drafted

SHOTS = os.environ.get("XIEZHI_SHOTS", "")  # a folder to look at the pages by eye


def enter(page: Page, live: str, case: Case) -> None:
    """The judge's browser, signed in."""
    session = case.client(case.judge).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live}])
    assert urlsplit(live).hostname == "localhost"


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_drafting(live: str, request: pytest.FixtureRequest, axe: Callable[[Page], None], size: str) -> None:
    with to_be_drafted() as case:
        case.draft("one", found=TEXT["found"].replace("尚欠", "还欠"))
    page: Page = request.getfixturevalue(size)
    enter(page, live, case)

    def sound(name: str) -> None:
        shoot(page, f"{name}-{size}")
        assert fits(page), f"{name} scrolls sideways"
        axe(page)

    page.goto(case.url("draft"))
    sound("draft")
    page.get_by_label("查明的事实", exact=True).fill("被告演示被告己欠15000元。")
    page.get_by_label("驳回诉讼请求").check()
    page.get_by_role("button", name="按卷宗重新拟写判决主文").click()
    expect(page.get_by_label("判决主文", exact=True)).to_have_value(
        "驳回原告演示原告甲的诉讼请求。\n案件受理费300元，由原告演示原告甲负担。"
    )
    page.get_by_role("button", name="先核对一遍").click()
    expect(page.get_by_text("应为“被告演示被告乙”")).to_be_visible()
    sound("proof")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="预览《民事判决书》（草稿）").click()
    popup.value.close()
    page.get_by_role("button", name="办理：起草判决书").click()
    page.wait_for_url("**/?done=*")
    page.goto(case.url("sign"))
    sound("sign")
    page.get_by_role("link", name="比较“起草判决书”的 2 个版本").click()
    sound("versions")

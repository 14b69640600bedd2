"""Signing in as people do it: a passkey of the device, the warning before a session ends, and a text that survives the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_shared_pages import court, fits, sign_in
from tests.pages.world import PASSWORD, World

__all__ = ["court"]


@pytest.fixture
def device(desktop: Page) -> Page:
    """A computer that keeps passkeys, unlocked by its user (Chromium's virtual authenticator)."""
    session = desktop.context.new_cdp_session(desktop)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return desktop


@pytest.mark.system("25a")
def test_a_passkey_is_added_and_signs_in_alone(court: World, device: Page, axe: Callable[[Page], None]) -> None:
    sign_in(device, "u1")
    device.goto("/sign-in/second/")
    device.get_by_role("link", name=re.compile("添加.*通行密钥")).click()
    device.locator("#id_password").fill(PASSWORD)
    device.get_by_role("button", name="确认").click()
    axe(device)
    device.locator("#id_name").fill("办公室的电脑")
    device.locator("#id_passwordless").check()
    device.get_by_role("button", name="添加", exact=True).click()
    expect(device.get_by_role("heading", level=1)).to_have_text("恢复码")
    axe(device)
    device.get_by_role("link", name="我已经保存好").click()
    expect(device.locator("main")).to_contain_text("办公室的电脑")
    device.get_by_role("button", name="退出").click()
    device.goto("/sign-in/?next=/desk/matters/")
    device.get_by_role("button", name="通行密钥").click()
    device.wait_for_url("**/desk/matters/")
    device.get_by_role("button", name="退出").click()
    device.goto("/sign-in/")
    device.get_by_label("账号").fill("u1")
    device.get_by_label("密码").fill(PASSWORD)
    device.get_by_role("button", name="登录").click()
    expect(device.get_by_role("heading", level=1)).to_have_text("第二步验证")
    device.get_by_role("button", name="改用通行密钥").click()
    device.wait_for_url("**/desk/")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_of_signing_in_have_no_barriers(
    court: World, request: pytest.FixtureRequest, axe: Callable[[Page], None], size: str
) -> None:
    page: Page = request.getfixturevalue(size)
    for path in ("/sign-in/", "/sign-in/code/", "/record/"):
        page.goto(path)
        assert fits(page), f"{path} scrolls sideways"
        axe(page)
    sign_in(page, "u1")
    for path in ("/sign-in/second/", "/sign-in/devices/", "/sign-in/password/", "/sign-in/second/totp/activate/"):
        page.goto(path)
        if page.url.split("?")[0].endswith("/again/"):
            page.locator("#id_password").fill(PASSWORD)
            page.get_by_role("button", name="确认").click()
        assert fits(page), f"{path} scrolls sideways"
        axe(page)


@pytest.mark.system("25a")
def test_the_end_of_a_session_is_announced_and_loses_no_text(court: World, desktop: Page, settings: Any) -> None:
    settings.SESSION_IDLE, settings.SESSION_WARNED = 3600, 3598
    sign_in(desktop, "u1")
    desktop.goto("/open/demo.suit/file/")
    warning = desktop.locator(".session-end")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("还有 5 分钟")
    desktop.get_by_role("button", name="继续", exact=True).click()
    expect(warning).to_be_hidden()
    settings.SESSION_IDLE = 6
    desktop.reload()
    desktop.locator("[name=claim]").fill("返还借款二万元，写了很久。")
    expect(warning).to_contain_text("登录已经结束", timeout=20_000)
    desktop.wait_for_timeout(2_000)
    warning.get_by_role("link", name="登录").click()
    settings.SESSION_IDLE = 3600
    expect(desktop.get_by_role("heading", level=1)).to_have_text("登录")
    desktop.get_by_label("账号").fill("u1")
    desktop.get_by_label("密码").fill(PASSWORD)
    desktop.get_by_role("button", name="登录").click()
    desktop.wait_for_url("**/open/demo.suit/file/")
    expect(desktop.locator("[name=claim]")).to_have_value("返还借款二万元，写了很久。")

"""The browser's own rules catch what they are there to catch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import watch

HOME = "http" + "://court.test"


def served(page: Page, body: str, status: int = 200) -> list[str]:
    """Faults noted while the page shows `body`; any other address answers 404."""
    faults: list[str] = []
    watch(page, HOME, faults)

    def answer(route: Route) -> None:
        at_home = route.request.url == f"{HOME}/"
        content = f"<!doctype html><html lang=zh-CN><title>页</title><link rel=icon href=data:,>{body}"
        route.fulfill(
            status=status if at_home else 404,
            content_type="text/html; charset=utf-8",
            body=content if at_home else "",
        )

    page.route("**/*", answer)
    page.goto(f"{HOME}/")
    page.wait_for_load_state("networkidle")
    return faults


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Page:
    """A page that nobody watches yet."""
    context = request.getfixturevalue("chromium").new_context()
    request.addfinalizer(context.close)
    new: Page = context.new_page()
    return new


@pytest.mark.parametrize(
    ("body", "status", "fault"),
    [
        ("<script>console.error('坏了')</script>", 200, "console: 坏了"),
        ("<script>nothing.here()</script>", 200, "script: "),
        ("<img alt='' src='//elsewhere.test/a.png'>", 200, "request to another host: "),
        ("<img alt='' src='/gone.png'>", 200, "404: "),
        ("<p>坏了</p>", 500, "500: "),
    ],
)
def test_a_fault_is_noted(page: Page, body: str, status: int, fault: str) -> None:
    assert any(noted.startswith(fault) for noted in served(page, body, status))


@pytest.mark.parametrize("status", [200, 404, 422])
def test_a_sound_page_and_a_refused_form_are_no_faults(page: Page, status: int) -> None:
    assert served(page, "<p>请填写姓名</p>", status) == []


def test_axe_names_a_barrier(page: Page, axe: Callable[[Page], None]) -> None:
    served(page, "<main><h1>立案</h1><input></main>")
    with pytest.raises(AssertionError, match="label"):
        axe(page)
    served(page, "<main><h1>立案</h1><label>姓名 <input></label></main>")
    axe(page)


def test_the_live_server_answers_under_the_policy(desktop: Page, phone: Page) -> None:
    for window, width in ((desktop, 1366), (phone, 360)):
        answer = window.goto("/static/django_htmx/htmx-2.min.js")
        assert answer and answer.status == 200
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert window.evaluate("screen.width") == width

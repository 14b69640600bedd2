"""A real browser on a live server. Any fault in the console, any call to another host fails the test."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",  # the suite runs as root, where Chromium has no sandbox
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30_000  # milliseconds; machines that run suites are busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder goes through the browser; the mark need not be repeated."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run; a machine without it, or without Chinese fonts, fails by name."""
    if not os.path.exists(CHROMIUM):
        pytest.fail(f"Chromium is missing on this machine ({CHROMIUM}): install chromium", pytrace=False)
    if not shutil.which("fc-list") or not subprocess.check_output(["fc-list", ":lang=zh"]):
        pytest.fail("Chinese fonts are missing on this machine: install fonts-noto-cjk", pytrace=False)
    # Playwright keeps an event loop in this thread; Django would refuse a test's queries as made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def live_server(request: pytest.FixtureRequest) -> Iterator[LiveServer]:
    """The platform's own stack alone: Django's test server would answer for static files in place of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application)
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def live(live_server: LiveServer) -> str:
    """Address of the platform, served for this test on a database that it may commit to."""
    return live_server.url


@pytest.fixture
def phone(chromium: Browser, live: str) -> Iterator[Page]:
    """A small phone, 360 × 740, with touch."""
    yield from _page(chromium, live, 360, 740, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture
def desktop(chromium: Browser, live: str) -> Iterator[Page]:
    """The screen most court staff have, 1366 × 768."""
    yield from _page(chromium, live, 1366, 768)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check a page for barriers: `axe(page)` fails with every violation, its rule and the elements."""

    def check(page: Page) -> None:
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = Axe().run(page, options=options).response["violations"]
        assert not found, "\n".join(_barrier(violation) for violation in found)

    return check


def _barrier(violation: dict[str, Any]) -> str:
    places = [f"    {node['html']}" for node in violation["nodes"]]
    return "\n".join([f"{violation['id']} ({violation['impact']}): {violation['help']}", *places])


def _page(chromium: Browser, live: str, width: int, height: int, **device: Any) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=live,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **device,
    )
    context.set_default_timeout(PATIENCE)
    page, faults = context.new_page(), list[str]()
    watch(page, live, faults)
    yield page
    context.close()
    assert not faults, "faults in the browser:\n" + "\n".join(faults)


def watch(page: Page, live: str, faults: list[str]) -> None:
    """Note in `faults` what no page may do: console errors, other hosts, missing parts, answers of 500."""
    home = urlsplit(live).netloc

    def heard(message: ConsoleMessage) -> None:
        # A refused form answers 422, which Chromium calls an error; `answered` judges answers by their kind.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text}")

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != home:
            faults.append(f"request to another host: {url}")

    def answered(response: Response) -> None:
        spoken = response.request.resource_type in ("document", "xhr", "fetch")
        if response.status >= (500 if spoken else 400):
            faults.append(f"{response.status}: {response.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", lambda request: asked(request.url))
    page.on("response", answered)

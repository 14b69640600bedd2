"""A person going through the pages, counted: clicks, pages loaded, characters typed; every kind of page is looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.browser.conftest import PATIENCE, RULES, _barrier, watch
from tests.browser.house import PASSWORD

WIDTHS = (360, 1366)
NARROWEST = 320
PICTURES = os.environ.get("XIEZHI_PICTURES", "")  # a folder: every page looked at is kept there as a picture
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\d+(\.\d+)?")


@dataclass
class Seen:
    """Kinds of pages already looked at, so that each is looked at once."""

    kinds: set[str] = field(default_factory=set)

    def look(self, page: Page, who: str) -> None:
        """No barrier at two widths, no sideways scrolling at three."""
        path = page.url.split("/", 3)[3].split("?")[0]
        kind = _ID.sub("-", path) + ("" if "/do/" in path or "claim/" in path else f"@{who}")
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        before = page.viewport_size
        for width in (*WIDTHS, NARROWEST):
            page.set_viewport_size({"width": width, "height": 768})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{kind} scrolls at {width}"
            if width != NARROWEST:
                self._barriers(page, kind, width)
        if before:
            page.set_viewport_size(before)

    def _barriers(self, page: Page, kind: str, width: int) -> None:
        if PICTURES:
            name = f"{len(self.kinds):03}-{kind.strip('/').replace('/', '_')}-{width}.png"
            page.screenshot(path=Path(PICTURES) / name, full_page=True)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = Axe().run(page, options=options).response["violations"]
        assert not found, f"{kind} at {width}\n" + "\n".join(_barrier(violation) for violation in found)


@dataclass
class Cost:
    """What a journey has cost so far."""

    clicks: int = 0
    loads: int = 0
    typed: int = 0


class Traveller:
    """One person in a browser of their own."""

    def __init__(self, browser: Browser, live: str, seen: Seen, who: str, width: int = 1366, **device: Any) -> None:
        context = browser.new_context(
            base_url=live, viewport={"width": width, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai", **device
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        self.context, self.page, self.seen, self.who = context, context.new_page(), seen, who
        self.cost, self.faults = Cost(), list[str]()
        watch(self.page, live, self.faults)
        self.page.on("response", self._loaded)

    def _loaded(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and not 300 <= response.status < 400:
            self.cost.loads += 1

    def end(self) -> None:
        """Leave; whatever the browser complained of fails the journey."""
        self.context.close()
        assert not self.faults, f"{self.who}:\n" + "\n".join(self.faults)

    @contextmanager
    def within(self, clicks: int, loads: int, typed: int | None = None) -> Iterator[Cost]:
        """A part of the journey that may cost no more than this."""
        before = Cost(self.cost.clicks, self.cost.loads, self.cost.typed)
        spent = Cost()
        yield spent
        spent.clicks = self.cost.clicks - before.clicks
        spent.loads = self.cost.loads - before.loads
        spent.typed = self.cost.typed - before.typed
        assert spent.clicks <= clicks, f"{self.who}: {spent.clicks} clicks, at most {clicks}"
        assert spent.loads <= loads, f"{self.who}: {spent.loads} pages, at most {loads}"
        assert typed is None or spent.typed <= typed, f"{self.who}: {spent.typed} characters, at most {typed}"

    # hands ----------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        self.seen.look(self.page, self.who)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def click(self, what: Locator) -> None:
        what.click()
        self.cost.clicks += 1
        self.page.wait_for_load_state()
        self.look()

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name).last)

    def type(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.cost.typed += len(text)

    def put(self, name: str, value: Any) -> None:
        """Answer one field of the form by its name; a choice by its value or by its label."""
        boxes = self.page.locator(f"main form [name='{name}']:not([type=hidden])")
        kind = boxes.first.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                self._tick(name, boxes, one)
        elif kind == "select-one":
            boxes.first.select_option(label=value) if not boxes.locator(f"[value='{value}']").count() else (
                boxes.first.select_option(value)
            )
            self.cost.clicks += 1
        elif kind == "file":
            boxes.first.set_input_files({"name": value, "mimeType": "text/plain", "buffer": f"{value}\n".encode()})
            for chosen in self.page.get_by_role("list", name="选中的文件").all():  # with scripts it goes up at once
                expect(chosen).to_contain_text("已收到", timeout=20_000)
            self.cost.clicks += 1
        else:
            self.type(boxes.first, value)

    def _tick(self, name: str, boxes: Locator, value: Any) -> None:
        by_value = self.page.locator(f"main form [name='{name}'][value='{'on' if value is True else value}']")
        label = self.page.locator(f"main form label:has([name='{name}'])").filter(
            has_text=re.compile(rf"^\s*{value}\s*$")
        )
        (by_value if by_value.count() else label.locator("input")).check()
        self.cost.clicks += 1

    def fill(self, data: Mapping[str, Any], prefix: str = "") -> None:
        """Fill the form of an act; rows are added with their button."""
        for name, value in data.items():
            if isinstance(value, Mapping):
                self.fill(value, f"{prefix}{name}-")
            elif isinstance(value, list) and isinstance(value[0], Mapping):
                for n, row in enumerate(value):
                    if not self.page.locator(f"[name^='{name}-{n}-']").count():
                        self.click(self.page.locator(f"[name='_add'][value='{name}']"))
                    self.fill(row, f"{name}-{n}-")
            else:
                self.put(f"{prefix}{name}", value)

    # ways -----------------------------------------------------------------------------------------------------------

    def sign_in(self, user: str, password: str = PASSWORD, after: str = "") -> None:
        self.page.goto(f"/sign-in/?next={after}" if after else "/sign-in/")
        self.page.get_by_label("账号").fill(user)
        self.page.get_by_label("密码").fill(password)
        self.press("登录")

    def to(self, matter: UUID, home: str = "/desk/") -> None:
        """From one's home page to the matter, by its first link there."""
        self.open(home)
        self.click(self.page.locator(f"main a[href*='{matter}']").first)

    def act(self, name: str, *, which: str = "", **data: Any) -> None:
        """Do an act from the matter page or a duty: its button, its form, its sending."""
        way = self.page.locator(f"main a[href$='/do/{name}/'], main a[href*='/do/{name}/?']").first
        if not way.is_visible():
            self.click(self.page.locator("details.others > summary"))
        self.click(way)
        if which:
            self.put("_which", which)
        self.fill(data)
        self.click(self.page.locator("form[data-main] button.primary"))
        done, refused = self.page.locator("#done"), self.page.locator("[data-error-summary]")
        expect(done.or_(refused).first).to_be_visible()
        assert not refused.is_visible(), f"{self.who} {name}: {refused.inner_text()}"

"""A stage for journeys: two courts, their clock, and people who each have a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from playwright.sync_api import Browser, expect

from tests.browser.house import Days, House
from tests.browser.travel import Seen, Traveller
from xiezhi.kernel.record.models import Assigned, Matter

PHONE = {"width": 360, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
PUBLIC = {
    "jia": ("张明", "110101199003077758", "13800000001"),
    "yi": ("李强", "110101198506122130", "13800000002"),
}


class Stage:
    """Who is in the story so far, and the matter it is about."""

    def __init__(self, browser: Browser, live: str, house: House, days: Days) -> None:
        self.browser, self.live, self.house, self.days = browser, live, house, days
        self.seen, self.on = Seen(), dict[str, Traveller]()
        self.matter: UUID | None = None

    def traveller(self, who: str, **device: Any) -> Traveller:
        """The person's browser, opened and not signed in when there is none yet."""
        if who not in self.on:
            self.on[who] = Traveller(self.browser, self.live, self.seen, who, **device)
        return self.on[who]

    def staff(self, who: str) -> Traveller:
        """Somebody of the courts, signed in, on the page of today."""
        new = who not in self.on
        found = self.traveller(who)
        if new:
            found.sign_in(self.house.user(who))
        return found

    def register(self, who: str, after: str = "") -> Traveller:
        """A member of the public makes an account on a phone."""
        found = self.traveller(who, **PHONE)
        name, number, phone = PUBLIC[who]
        found.open(f"/register/?next={after}" if after else "/register/")
        for field, value in (("name", name), ("id_number", number), ("phone", phone)):
            found.put(field, value)
        for field in ("password", "again"):
            found.page.locator(f"[name={field}]").fill("gong-zhong-77")
        found.press("注册并登录")
        return found

    def at(self, who: str, matter: UUID | None = None) -> Traveller:
        """The person on the page of the matter, reached from their home page."""
        wanted = matter or self.matter
        assert wanted is not None
        public = who in PUBLIC
        found = self.on[who] if public else self.staff(who)
        found.to(wanted, "/my/" if public else "/desk/")
        return found

    def judge(self, matter: UUID | None = None) -> str:
        """Whom the draw has named to carry the matter."""
        person = Assigned.objects.get(matter=matter or self.matter, role="judge").person
        assert person is not None
        return self.house.who(person)

    def state(self, matter: UUID | None = None) -> str:
        return Matter.objects.get(pk=matter or self.matter).state

    def end(self) -> None:
        for one in self.on.values():
            one.end()


@contextmanager
def staged(browser: Browser, live: str, house: House, days: Days) -> Iterator[Stage]:
    """A stage that is cleared at its end; what a browser complained of fails the journey."""
    stage = Stage(browser, live, house, days)
    yield stage
    stage.end()


def draw(stage: Stage, clerk: str, filing: str, matter: UUID) -> str:
    """The filing judge sends the matter to the draw, the draw is made: the judge it names."""
    stage.at(filing, matter).act("draw")
    child = Matter.objects.get(procedure="assignment.draw", parent=matter)
    stage.at(clerk, child.id).act("draw")
    assert stage.state(child.id) == "closed"
    judge = stage.judge(matter)
    stage.staff(judge).open("/desk/")
    expect(stage.on[judge].page.locator(f"main a[href*='{matter}']").first).to_be_visible()
    return judge


def deliberate(stage: Stage, judges: list[str], matter: UUID) -> None:
    """Each of the panel speaks and votes."""
    for who in judges:
        stage.at(who, matter).act("speak", opinion="同意承办人意见。")
        stage.on[who].act("vote", ballot="agree")

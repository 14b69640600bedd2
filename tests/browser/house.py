"""The people of two courts and their days: who signs in to the journeys, and the clock that the live server goes by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.procedure.tick import tick

PASSWORD = "long-enough-9"
ABOVE = "京02"
STAFF: dict[str, dict[str, Any]] = {
    "li": {"name": "演示立案法官", "post": "filing_judge"},
    "fen": {"name": "演示分案员", "post": "assignment_clerk"},
    "fa": {"name": "演示法官一", "post": "trial_judge"},
    "fb": {"name": "演示法官二", "post": "trial_judge"},
    "fc": {"name": "演示法官三", "post": "trial_judge"},
    "shu": {"name": "演示书记员", "post": "court_clerk"},
    "yuan": {"name": "演示院长", "post": "president"},
    "li2": {"name": "演示中院立案法官", "post": "filing_judge", "court": ABOVE},
    "fen2": {"name": "演示中院分案员", "post": "assignment_clerk", "court": ABOVE},
    "ga": {"name": "演示中院法官一", "post": "trial_judge", "court": ABOVE},
    "gb": {"name": "演示中院法官二", "post": "trial_judge", "court": ABOVE},
    "gc": {"name": "演示中院法官三", "post": "trial_judge", "court": ABOVE},
    "shu2": {"name": "演示中院书记员", "post": "court_clerk", "court": ABOVE},
}


class Days:
    """The clock of the whole process: it stands where it is put, and what falls due on the way is done."""

    def __init__(self, patch: pytest.MonkeyPatch, moment: str) -> None:
        self.moment = _moment(moment)
        # The server's threads see no context of the test, so the clock itself is set; `clock.at` still goes before.
        patch.setattr(clock, "now", lambda: clock._fixed.get() or self.moment)

    def to(self, moment: str) -> None:
        """Go on to a moment, one day after the other, as the platform's timed work does."""
        until = _moment(moment)
        while self.moment.date() < until.date():
            self.moment += timedelta(days=1)
            self.settle()
        self.moment = until

    def settle(self) -> None:
        """The timed work: what is due is done, what waits between courts is delivered."""
        tick()
        deliver_due()


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.replace(hour=found.hour or 9, tzinfo=clock.COURT_TIME)


class House:
    """The courts' people by their names in the cast, each able to sign in with `PASSWORD`."""

    def __init__(self, story: Story) -> None:
        self.story = story
        for user in User.objects.all():
            user.set_password(PASSWORD)
            user.save()

    def user(self, who: str) -> str:
        return f"{self.story.scenario['id']}-{who}"

    def id(self, who: str) -> str:
        """The person as a form names them."""
        return self.story.people[who].id.hex

    def name(self, who: str) -> str:
        return self.story.people[who].name

    def who(self, person: str | Person) -> str:
        """The name in the cast of a person."""
        found = person if isinstance(person, str) else person.name
        return next(who for who, one in self.story.people.items() if one.name == found)


def open_house(on: str, cast: Mapping[str, Any] = STAFF, steps: list[Any] | None = None) -> House:
    """Both courts with their staff; `steps` of a scenario are played before anybody opens a page."""
    first = steps or [{"on": on}]
    story = Story({"id": "journey", "court": "京0101", "cast": dict(cast), "steps": first}, KernelDriver())
    story.play()
    return House(story)

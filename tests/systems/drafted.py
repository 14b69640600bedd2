"""The demonstration case as far as its judgment: heard, voted, to be drafted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.test import Client

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, scenarios
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.record.models import Assigned, Event, Matter

LENDING = dict(scenarios())["civ.first.ordinary.lending"]
RULING = (
    "一、被告演示被告乙于本判决生效之日起十日内归还原告演示原告甲借款本金15000元；"
    "二、驳回原告演示原告甲的其他诉讼请求。案件受理费300元，由原告演示原告甲负担75元，被告演示被告乙负担225元。"
)
TEXT = {
    "judgment_result": "partly",
    "found": "2024年5月6日，原告演示原告甲借给被告演示被告乙20000元。被告演示被告乙已经归还5000元，尚欠15000元。",
    "reasoning": "借款合同依法成立。依照《中华人民共和国民法典》第六百七十五条规定，被告应当归还尚欠的15000元。",
    "ruling": RULING,
}


class Case:
    """The matter, its people by their names in the story, and a browser for each."""

    def __init__(self, story: Story) -> None:
        self.people = story.people
        self.matter = Matter.objects.get(pk=story.main)
        self.judge = Assigned.objects.get(matter=self.matter, role="judge").person

    def client(self, person: Person | None) -> Client:
        assert person is not None
        client = Client()
        client.force_login(person.account.user)
        return client

    def draft(self, key: str, **changes: str) -> Event:
        assert self.judge is not None
        return perform(self.matter.id, "draft", actor=of_person(self.judge), data=TEXT | changes, key=key)

    def url(self, act: str) -> str:
        return f"/m/{self.matter.id}/do/{act}/"


@contextmanager
def to_be_drafted(scenario: Mapping[str, Any] = LENDING) -> Iterator[Case]:
    """The case of a story on the day of its judgment."""
    steps = scenario["steps"]
    last = next(n for n, s in enumerate(steps) if s.get("act") == "draft" and "refused" not in s)
    story = Story({**scenario, "steps": steps[:last]}, KernelDriver())
    story.play()
    with clock.at(date.fromisoformat(str(steps[last]["on"])[:10])):
        yield Case(story)

"""A case that changed its procedure tells its whole course in words, also the states that only the earlier procedure knows."""

from __future__ import annotations

import pytest

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, own_law
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.access.door import sees
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.pages.told import Told


@pytest.mark.django_db
@pytest.mark.system("19b")
def test_the_course_of_a_converted_case_has_no_slug() -> None:
    story = Story(own_law().scenarios["civ.first.simple.agreed"], KernelDriver())
    story.play()
    matter = Matter.objects.get(pk=story.main)
    assert Event.objects.filter(matter=matter).values("procedure").distinct().count() > 1, "it was converted"
    with clock.at(story.day):
        actor = of_person(next(p for n, p in story.people.items() if n == "jia"))
        titles = [title for title, _ in Told(matter, sees(actor, matter, law()), actor).course()]
    assert titles[0] == "待立案审查" and not any(title.isascii() for title in titles)

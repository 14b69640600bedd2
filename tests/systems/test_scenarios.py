"""Every scenario of the law book, played through the kernel and through the pages; afterwards every invariant of the record holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.systems.by_page import act_of, by_page
from tests.systems.http_driver import HttpDriver
from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Story, own_law, scenarios
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.verify import verify

STORIES = scenarios()
BY_PAGE = by_page(STORIES, own_law())
CASES = [
    pytest.param(scenario, id=id, marks=[pytest.mark.system(s) for s in scenario.get("system", [])])
    for id, scenario in STORIES
]


@pytest.mark.django_db
@pytest.mark.parametrize("scenario", CASES)
def test_story_through_the_kernel(scenario: Mapping[str, Any]) -> None:
    story = Story(scenario, KernelDriver())
    story.play()
    whole(story.day)


@pytest.mark.http
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("scenario", CASES)
def test_story_through_the_pages(scenario: Mapping[str, Any]) -> None:
    story = Story(scenario, HttpDriver(BY_PAGE[scenario["id"]]))
    story.play()
    whole(story.day)


def test_every_act_goes_through_its_page_done_and_refused() -> None:
    steps = [
        (id, n, act_of(story, s, own_law()))
        for id, story in STORIES
        for n, s in enumerate(story["steps"], 1)
        if "act" in s
    ]
    assert {act for id, n, act in steps if n in BY_PAGE[id]} == {act for *_, act in steps}
    assert all(BY_PAGE[id] for id, _ in STORIES)


def whole(day: date = date.min) -> None:
    """Every invariant of the record holds, seen from today or from the last day of a story that ends later."""
    with clock.at(max(day, clock.today())):
        broken = {i.name: i.broken for i in verify() if i.broken}
    assert not broken

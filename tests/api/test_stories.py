"""Scenarios of the law book through the API: a third way in, and the same story as through the kernel and the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from tests.api.api_driver import ApiDriver
from tests.systems.story import Story, scenarios
from tests.systems.test_scenarios import whole
from xiezhi.api.models import issue
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Event, Matter

PLAYED = (
    "civ.first.ordinary.lending",
    "civ.first.ordinary.withdrawn",
    "civ.first.ordinary.jurisdiction_settled",
    "civ.first.simple.converted",
    "civ.second.judgment.upheld",
)
CASES = [pytest.param(scenario, id=id) for id, scenario in scenarios() if id in PLAYED]
pytestmark = [pytest.mark.http, pytest.mark.django_db, pytest.mark.system("43a")]


def test_the_stories_are_there() -> None:
    assert len(CASES) == len(PLAYED)


@pytest.mark.parametrize("scenario", CASES)
def test_story_through_the_api(scenario: Mapping[str, Any]) -> None:
    story = Story(scenario, ApiDriver())
    story.play()
    whole()
    with clock.at(story.day):
        _each_reads_what_he_may(story)


def _each_reads_what_he_may(story: Story) -> None:
    """Whoever can read the matter or the latest of its kin reads all of it without a fault, and nobody else any of it."""
    client, read = Client(), 0
    for person in story.people.values():
        headers = {"Authorization": f"Bearer {issue(Account.objects.get(person=person), days=1)}"}
        listed: Any = client.get("/api/matters", {"limit": 200}, headers=headers).json()
        for matter in Matter.objects.filter(pk__in=[story.main, Matter.objects.order_by("-opened")[0].pk]):
            at = f"/api/matters/{matter.id}"
            seen = {tail: client.get(at + tail, {"limit": 200}, headers=headers) for tail in ("", "/events", "/acts")}
            visible = str(matter.id) in {row["id"] for row in listed["items"]}
            assert {r.status_code for r in seen.values()} == {200 if visible else 404}, (person, matter.procedure)
            if visible:
                read += 1
                told: dict[str, Any] = {tail: json.loads(r.content) for tail, r in seen.items()}
                assert told["/events"]["total"] == Event.objects.filter(matter=matter).count()
                assert told[""]["course"][-1]["name"] == matter.state
    assert read

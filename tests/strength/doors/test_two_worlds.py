"""Two worlds, without and with a secret matter: to whoever may not know it, thirteen channels answer the same to the byte."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import pytest

from tests.kernel.world import DAY
from tests.strength.doors.routes import ORACLE
from tests.strength.doors.world import ACTORS, MARKS, Doors, make_doors, secret, text_of
from xiezhi.kernel.access.models import Look
from xiezhi.kernel.periods import clock

FULL = os.environ.get("XIEZHI_FULL") == "1"
# What differs from request to request whatever the world: tokens of forms, keys of submissions.
CHANCE = re.compile(r'(name="(?:csrfmiddlewaretoken|_who|_key)" value=")[^"]*|csrfToken[^,]*|nonce-[\w=+/-]+')
CHANNELS = {
    "list": ["/desk/matters/", "/my/", "/api/matters"],
    "count": ["/desk/", "/api/matters?limit=1"],
    "search": ["/desk/matters/?q={trace}", "/api/matters?party={trace}", "/my/?q={trace}"],
    "suggestion": ["/suggest/court/?q=东城", "/suggest/cause/?q=借贷"],
    "statistics": ["/desk/money/", "/desk/verify/"],
    "export": ["/desk/matters/?format=csv", "/desk/money/?format=csv", "/desk/looks/?format=csv"],
    "calendar": ["/desk/hearings/?day=2025-03-04", "/my/calendar/"],
    "notice": ["/api/inbox"],
    "audit": ["/desk/looks/", "/desk/powers/?post=president"],
    "machine": ["/how/", "/claim/"],
}
# Asked for one id: that of the secret, and one that nothing has.
OBJECTS = {
    "object": ["/m/{id}/", "/api/matters/{id}", "/my/{id}/"],
    "file": ["/m/{id}/papers/1.9/", "/api/matters/{id}/papers/1.9", "/m/{id}/package/"],
    "error": ["/m/{id}/do/accept/", "/api/matters/{id}/acts", "/m/{id}/versions/draft/"],
}


@pytest.fixture
def doors(db: None, settings: Any, tmp_path: Path) -> Iterator[Doors]:
    settings.XIEZHI_HOME = tmp_path
    with clock.at(DAY):
        yield make_doors(["parties"])


def answer(client: Any, path: str, **headers: str) -> tuple[int, str, str | None, str]:
    """Status, body without what chance puts in, ETag, and length of an answer."""
    found = client.get(path, headers=headers)
    text = CHANCE.sub(r"\1", text_of(found))
    return found.status_code, text, found.headers.get("ETag"), str(len(text))


def said(doors: Doors, actors: list[str], trace: str) -> dict[tuple[str, str], Any]:
    """What each channel answers each actor."""
    found = {}
    for actor in actors:
        client = doors.client(actor)
        for paths in CHANNELS.values():
            for path in paths:
                found[actor, path] = answer(client, path.format(trace=trace))
    return found


@pytest.mark.slow
@pytest.mark.http
@pytest.mark.system("44a", "3a")
@pytest.mark.parametrize("name", sorted(MARKS) if FULL else ["preservation"])
def test_thirteen_channels_are_the_same_with_and_without_it(doors: Doors, name: str) -> None:
    strangers = [a for a in ACTORS if a not in ORACLE[name]["know"]]
    actors = strangers if FULL else ["public", "defendant", "ended_lawyer", "elsewhere", "audit_keeper"]
    trace = f"某某公司{name}痕迹"
    said(doors, actors, trace)  # a first visit is not a second one: what is new since the last
    before = said(doors, actors, trace)
    hidden = secret(doors, name, 7)
    report = doors.kernel.report()
    after = said(doors, actors, trace)
    differ = [key for key in before if before[key] != after[key]]
    assert not differ
    for one in (hidden.matter, report):
        for actor in actors:
            client = doors.client(actor)
            for paths in OBJECTS.values():
                for path in paths:
                    there, nowhere = (answer(client, path.format(id=id)) for id in (one.pk, uuid4()))
                    assert _plain(there) == _plain(nowhere), (actor, path)
    assert not Look.objects.filter(matter__in=[hidden.matter, report]).exists()


def _plain(found: tuple[int, str, str | None, str]) -> tuple[int, str]:
    """An answer without the id that was asked for."""
    return found[0], re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}", "ID", found[1])


@pytest.mark.slow
@pytest.mark.http
def test_their_times_cannot_be_told_apart(doors: Doors) -> None:
    """Two hundred askings of each in full, twenty in short; the medians may differ by a quarter (in short, by half)."""
    hidden = secret(doors, "preservation", 7)
    client, runs = doors.client("defendant"), 200 if FULL else 20
    times: dict[bool, list[float]] = {True: [], False: []}
    for n in range(2 * runs):
        there = n % 2 == 0
        path = f"/m/{hidden.matter.pk if there else uuid4()}/"
        began = time.perf_counter()
        assert client.get(path).status_code == 404
        times[there].append(time.perf_counter() - began)
    a, b = median(times[True]), median(times[False])
    assert abs(a - b) < max(0.002, (0.25 if FULL else 1) * min(a, b)), (a, b)

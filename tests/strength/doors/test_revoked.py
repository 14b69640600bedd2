"""What ends, ends at once: mandates, posts, seals, transfers, recusals, on sessions, tokens and links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from tests.kernel.world import DAY
from tests.strength.doors.world import Doors, make_doors
from xiezhi.api.models import issue
from xiezhi.kernel.access import looking
from xiezhi.kernel.access.models import Look
from xiezhi.kernel.people.models import Holding
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Mark, Matter, Paper, Party, Right
from xiezhi.portal.models import Feed

MANY = 1000 if os.environ.get("XIEZHI_FULL") == "1" else 40


@pytest.fixture
def doors(db: None, settings: Any, tmp_path: Path) -> Iterator[Doors]:
    settings.XIEZHI_HOME = tmp_path
    with clock.at(DAY):
        yield make_doors(["parties"])


def _mandate(matter: Matter, doors: Doors) -> None:
    Party.objects.filter(matter=matter, role="counsel").update(active=False)


def _post(matter: Matter, doors: Doors) -> None:
    Holding.objects.filter(person=doors.people["president"]).update(until=DAY - timedelta(days=1))


def _seal(matter: Matter, doors: Doors) -> None:
    Mark.objects.create(matter=matter, key="sealed/p2", since=DAY)


def _transfer(matter: Matter, doors: Doors) -> None:
    Assigned.objects.filter(matter=matter, role="judge").delete()


def _recusal(matter: Matter, doors: Doors) -> None:
    person = doors.people["judge"]
    Right.objects.create(matter=matter, key="deny/x", kind="deny", person=person, target=matter, since=DAY)


# what ends, and for whom
ENDS = [(_mandate, "own_lawyer"), (_post, "president"), (_seal, "plaintiff"), (_transfer, "judge"), (_recusal, "judge")]


def put_back(matter: Matter, doors: Doors) -> None:
    Party.objects.filter(matter=matter, key="p3").update(active=True)
    Holding.objects.update(until=None)
    Mark.objects.filter(matter=matter).delete()
    Right.objects.all().delete()
    person = doors.people["judge"]
    Assigned.objects.get_or_create(
        matter=matter, key=f"judge/{person.id.hex}", defaults={"role": "judge", "person": person, "since": DAY}
    )


@pytest.mark.slow
@pytest.mark.http
@pytest.mark.system("44a", "18e")
def test_the_next_request_after_a_revocation_fails(doors: Doors) -> None:
    secret, rng = doors.secrets["parties"], Random(44)
    clients = {actor: doors.client(actor) for _, actor in ENDS}
    tokens = {actor: issue(doors.people[actor].account, 1) for actor in clients}
    page = reverse("pages:matter", args=[secret.matter.pk])
    paper = reverse("pages:paper", args=[secret.matter.pk, secret.paper])
    told = f"/api/matters/{secret.matter.pk}"
    for n in range(MANY):
        end, actor = ENDS[n % len(ENDS)]
        address = rng.choice([page, paper, told])
        assert clients[actor].get(address).status_code == 200, (n, actor, address)
        end(secret.matter, doors)
        assert clients[actor].get(address).status_code == 404, (n, end.__name__, address)
        by_token = Client(headers={"Authorization": f"Bearer {tokens[actor]}"}).get(told)
        assert by_token.status_code == 404, (n, end.__name__, "token")
        put_back(secret.matter, doors)


@pytest.mark.http
@pytest.mark.system("44a")
def test_a_calendar_s_secret_link_forgets_a_case_that_may_no_longer_be_known(doors: Doors) -> None:
    feed = Feed.objects.create(person=doors.people["own_lawyer"])
    address = reverse("portal:feed", args=[feed.secret])
    number = doors.secrets["parties"].matter.number
    assert number in Client().get(address).content.decode()
    _mandate(doors.secrets["parties"].matter, doors)
    assert number not in Client().get(address).content.decode()


# ── harvesting ──────────────────────────────────────────────────────────────


def papers(matter: Matter, many: int) -> None:
    """Many papers in one case."""
    first = Paper.objects.filter(matter=matter).first()
    assert first is not None
    values = {f.attname: getattr(first, f.attname) for f in Paper._meta.concrete_fields if f.name not in ("id", "key")}
    Paper.objects.bulk_create(Paper(key=f"2.{n}", **values) for n in range(many))


@pytest.mark.http
@pytest.mark.system("44a")
def test_an_account_that_harvests_is_stopped_and_a_judge_on_a_long_case_is_not(doors: Doors) -> None:
    """With a limit of 20 in short, 200 in full: the limit itself is asserted below."""
    assert looking.MOST == 200
    most = 200 if MANY == 1000 else 20
    matter = doors.secrets["parties"].matter
    papers(matter, most * 5)
    president, judge = doors.client("president"), doors.client("judge")
    with mock.patch.object(looking, "MOST", most):
        seen = [president.get(f"/m/{matter.pk}/papers/2.{n}/?download=1").status_code for n in range(most + 5)]
        assert seen.count(200) == most and seen[most:] == [404] * 5
        for n in range(most + 30):
            assert judge.get(f"/m/{matter.pk}/papers/2.{n}/?download=1").status_code == 200
    assert Matter.objects.filter(procedure="court.looking").count() == 1
    stopped = president.get("/desk/")
    assert stopped.status_code == 403 and "已经停止" in stopped.content.decode()
    person = doors.people["president"]
    assert Look.objects.filter(person=person, task=False).count() == most
    auditor = doors.client("audit_keeper").get("/desk/looks/?format=csv&q=演示president")
    assert auditor.content.decode().count("演示president") == most, "the whole list of what it saw"


@pytest.mark.http
@pytest.mark.system("44a")
def test_the_log_says_who_when_as_what_and_why_and_shows_it_to_supervisors_alone(doors: Doors) -> None:
    matter = doors.secrets["parties"].matter
    doors.client("judge").get(f"/m/{matter.pk}/")
    look = Look.objects.get(matter=matter)
    assert (look.person_id, look.what, look.grade, look.task) == (doors.people["judge"].pk, "matter", "case", True)
    assert "judge" in look.held.split("、") and look.at == clock.now()
    for actor, shown in (("audit_keeper", True), ("president", True), ("clerk", False), ("elsewhere", False)):
        page = doors.client(actor).get("/desk/looks/").content.decode()
        assert (matter.number in page) is shown, actor


@pytest.mark.http
@pytest.mark.system("18e")
def test_a_sealed_case_opens_for_a_reason_which_is_kept_and_other_numbers_are_answered_alike(doors: Doors) -> None:
    matter = doors.secrets["parties"].matter
    Mark.objects.create(matter=matter, key="sealed/p2", since=DAY)
    client = doors.client("president")
    answers = {
        number: client.post("/desk/reason/", {"number": number, "why": "办理查询申请"})
        for number in ("（2025）京0101民初1号", matter.number)
    }
    assert [a.status_code for a in answers.values()] == [422, 302]
    assert client.get(f"/m/{matter.pk}/").status_code == 200
    assert Look.objects.get(matter=matter).why == "办理查询申请"
    window = doors.client("window").post("/desk/reason/", {"number": matter.number, "why": "随便看看一下"})
    other = doors.client("window").post("/desk/reason/", {"number": "（2025）京0101民初1号", "why": "随便看看一下"})
    plain = [
        a.content.decode().replace(matter.number, "N").replace("（2025）京0101民初1号", "N") for a in (window, other)
    ]
    strip = [p.split("csrfmiddlewaretoken")[0] for p in plain]
    assert window.status_code == other.status_code == 422 and strip[0] == strip[1]

"""The contents of a case file: proposed by the platform, confirmed by a person, and the confirmation is in the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests import files
from tests.kernel.world import DAY, make_world
from xiezhi.kernel.papers import intake, reading
from xiezhi.kernel.people.models import Account, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Event, Paper


def signed_in(person: Person) -> Client:
    user = get_user_model().objects.create_user(person.id.hex)
    Account.objects.create(user=user, person=person)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.http
@pytest.mark.django_db
@pytest.mark.system("45a")
def test_a_doubtful_paper_is_proposed_with_its_reason_and_confirmed_by_a_person(settings: Any, tmp_path: Path) -> None:
    settings.XIEZHI_HOME = tmp_path
    with clock.at(DAY):
        world = make_world()
        scan = intake.take_bytes(files.docx("授权委托书", "委托人：张明"), "扫描.docx")
        matter = world.accepted(complaint=scan.given())
        reading.read_due()
        paper = Paper.objects.get(matter=matter, kind="filed")
        archivist, party = signed_in(world.person("archivist")), signed_in(world.people["", "张明"])
        at = f"/m/{matter.pk}/file/"
        page = archivist.get(at).content.decode()
        assert f'name="place-{paper.key}"' in page and '<option value="complaint" selected' in page
        key = page.split('name="_key" value="')[1].split('"')[0]
        given = {"_key": key, f"place-{paper.key}": "mandate"}
        assert f'name="place-{paper.key}"' not in party.get(at).content.decode()
        refused = party.post(f"{at}arrange/", {**given, "_key": "x" * 32})
        assert refused.status_code in (404, 409) and not Event.objects.filter(act="arrange").exists()
        for _ in range(2):  # pressed twice it is one act
            assert archivist.post(f"{at}arrange/", given).status_code == 302
        event = Event.objects.get(act="arrange")
        (row,) = event.data["given"]["placing"]
        assert row == {"paper": paper.key, "name": "扫描.docx", "place": "mandate"} and event.post == "archivist"
        page = archivist.get(at).content.decode()
        assert '<option value="mandate" selected' in page and "已确认" in page

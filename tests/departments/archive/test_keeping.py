"""Destroying takes the bytes and leaves the record: each file for itself, only what nothing else names, and only when approved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.kernel.world import World, make_world
from xiezhi.departments.archive.keeping import erase_papers
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import deliver
from xiezhi.kernel.procedure.load import standing
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.record.models import Matter, Paper


@pytest.fixture
def court(db: None, settings: Any, tmp_path: Path) -> World:
    settings.XIEZHI_HOME = tmp_path
    return make_world()


def archived(world: World, name: str) -> Matter:
    """A short-kept matter in the archive: an application that was decided and closed, by acts of the record alone."""
    person = world.citizen(name, "110101199003077758")
    matter = world.open(
        "civ.special.voter", person, act="file", applicant={"kind": "person", "name": name, "id_number": "110101199003077758"},
        respondent={"kind": "organisation", "name": "演示选举委员会"}, election_day="2025-06-25", appeal_decision="不列入名单。",
        claim="列入名单。", grounds="居住满一年。",
    )  # fmt: skip
    world.do(
        matter,
        "docket",
        world.staff("filing_judge"),
        cause="申请确定选民资格",
        admissible=True,
        election_day="2025-06-25",
    )
    matter.refresh_from_db()
    return matter


def test_only_an_approved_list_destroys(court: World) -> None:
    with clock.at(date(2025, 3, 3)):
        matter = archived(court, "张明")
        keeper = court.staff("archivist")
        with pytest.raises(Refused) as refused:
            court.do(matter, "destroy_file", keeper)
        assert refused.value.refusals[0].code == "not_open"
        with pytest.raises(Refused) as refused:
            court.open("archive.destruction", keeper, act="list", destruction_row=[{"number": matter.number}])
        assert refused.value.refusals[0].code == "condition.terms_are_over"
        assert "没有归档" in refused.value.refusals[0].message


@pytest.mark.system("44c")
def test_the_bytes_go_unless_another_file_names_them(court: World) -> None:
    with clock.at(date(2025, 3, 3)):
        one = archived(court, "张明")
        papers = list(Paper.objects.filter(matter=one))
        effect = erase_papers(cast(Ctx, SimpleNamespace(standing=standing(one))))
        assert {g["digest"] for g in effect.notes["erased"]} == {p.digest for p in papers}
        assert [c[2] for c in effect.changes] == [None] * len(papers)
        message = cast(Message, SimpleNamespace(body=effect.notices[0]["body"]))
        assert deliver._erase(message) == 0, "a file still names them"
        assert all(store.path(p.digest).exists() for p in papers)
        Paper.objects.filter(matter=one).delete()
        assert deliver._erase(message) == len({p.digest for p in papers})
        assert not any(store.path(p.digest).exists() for p in papers)
        assert deliver._erase(message) == 0, "twice, it is done once"


def test_the_pages_of_the_archive_answer(court: World) -> None:
    with clock.at(date(2025, 3, 3)):
        matter = archived(court, "张明")
        person = court.person("archivist")
        user = get_user_model().objects.create_user(username="keeper")
        Account.objects.create(user=user, person=person)
        client = Client()
        client.force_login(user)
        for name in ("ready", "kept", "out", "over"):
            assert client.get(f"/desk/archive/?list={name}").status_code == 200
            assert client.get(f"/desk/archive/?list={name}&format=csv").status_code == 200
        page = client.get(f"/desk/archive/{matter.id}/").content.decode()
        assert "归档清单" in page
        assert matter.number in page

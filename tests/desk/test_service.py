"""The board of service, a batch of it, and the list of messages, as a clerk uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.kernel.world import DAY, World, broken, make_world
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.people.models import Account, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.record.models import Assigned, Item, Matter


@pytest.fixture
def court(settings: Any, tmp_path: Path, transactional_db: None) -> World:
    settings.XIEZHI_HOME = tmp_path
    return make_world()


def signed_in(person: Person) -> Client:
    user = get_user_model().objects.create_user(username=person.id.hex)
    Account.objects.create(user=user, person=person)
    client = Client()
    client.force_login(user)
    return client


def assigned(world: World) -> tuple[Matter, Person]:
    """A case whose complaint is to be served, and its clerk."""
    matter = world.accepted()
    world.person("cashier")
    clerk = world.person("court_clerk")
    world.do(matter, "charge", world.staff("cashier"), fee_kind="property", amount="20000.00")
    world.do(matter, "pay", world.citizen(), payment_method="qr", paid="300.00")
    world.do(matter, "draw", world.staff("filing_judge"))
    draw = Matter.objects.get(procedure="assignment.draw")
    world.do(draw, "draw", world.staff("assignment_clerk"))
    judge = Assigned.objects.get(matter=matter, role="judge").person
    assert judge
    world.do(matter, "name_clerk", world.staff("trial_judge"), clerk=clerk.id.hex)
    matter.refresh_from_db()
    return matter, clerk


@pytest.mark.system("16d")
def test_rows_of_the_board_are_sent_as_a_batch_and_each_says_what_became_of_it(court: World) -> None:
    with clock.at(DAY):
        matter, clerk = assigned(court)
        client = signed_in(clerk)
        page = client.get("/desk/service/").content.decode()
        key = f"{matter.id.hex}/serve_complaint/p2"
        assert key in page
        assert "演示街2号" in page
        sent = client.post("/desk/service/", {"row": [key], "method": "best", "key": "k1"})
        batch = UUID(sent["Location"].rstrip("/").rpartition("/")[2])
        assert "还有 1 行" in client.get(sent["Location"]).content.decode()
        deliver_due()
        assert "1 行全部发出" in client.get(sent["Location"]).content.decode()
        assert Item.objects.get(matter=matter, record="sending").data["method"] == "post"
        assert key not in client.get("/desk/service/").content.decode()
        assert key.partition("/")[0] in client.get("/desk/service/?list=on_the_way").content.decode().replace("-", "")
        again = client.post("/desk/service/", {"row": [key], "method": "post", "key": "k2"})
        deliver_due()
        shown = client.get(again["Location"]).content.decode()
        assert "上一次发出还没有结果" in shown
        assert Matter.objects.get(pk=batch).state == "running"
        assert "案号" in client.get("/desk/service/?list=on_the_way&format=csv").content.decode()
        assert broken() == {}


def test_nothing_ticked_and_nothing_visible(court: World) -> None:
    with clock.at(DAY):
        matter, clerk = assigned(court)
        client = signed_in(clerk)
        assert client.post("/desk/service/", {}, follow=True).status_code == 200
        other = signed_in(court.person("court_clerk", name="演示别的书记员"))
        assert matter.id.hex not in other.get("/desk/service/").content.decode()
        forged = {"row": [f"{matter.id.hex}/serve_complaint/p2"], "method": "post"}
        other.post("/desk/service/", forged)
        assert not Matter.objects.filter(procedure="court.service_batch").exists()


@pytest.mark.system("16d")
def test_what_is_stuck_is_listed_with_its_reason_and_tried_again_by_hand(court: World) -> None:
    with clock.at(DAY):
        matter, clerk = assigned(court)
        client = signed_in(clerk)
        rows = [
            {
                "matter": matter.number,
                "name": "甲案",
                "which": "p1",
                "label": "张明",
                "what": "serve_complaint",
                "method": "post",
            }
        ]
        court.open("court.service_batch", court.staff("court_clerk"), act="list", batch_row=rows)
        deliver_due()
        [row] = Message.objects.filter(kind="row")
        page = client.get("/desk/messages/").content.decode()
        assert row.id in page
        assert "不送达这一方" in page
        client.post("/desk/messages/", {"only": row.id})
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("waiting", 0)
        deliver_due()
        row.refresh_from_db()
        assert row.state == "stuck"
        assert client.get("/desk/messages/?format=csv").status_code == 200

"""Letters: nothing leaves that did not commit, each once; what the receipt says is done, and what fails comes back as a task."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.world import World, broken
from xiezhi.kernel.exchange import gateway, outbox
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Done, Event, Item, Matter, Period


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.XIEZHI_HOME = tmp_path
    yield tmp_path


def declined(world: World, electronic: bool = True) -> Matter:
    """A case declined; the ruling is to be served on a plaintiff who confirmed an address."""
    suit, judge = world.suit(), world.staff("filing_judge")
    world.do(suit, "decline", judge, reason="不属于受案范围")
    world.do(
        suit, "confirm_address", world.citizen(), which="p1", service_address="演示街9号", service_phone="13900000001",
        electronic=electronic,
    )  # fmt: skip
    return suit


def send(world: World, suit: Matter, method: str = "sms") -> Event:
    sending = {"what": "serve_decline", "method": method}
    return world.do(suit, "dispatch", world.staff("filing_judge"), which="p1", sending=sending)


def letter() -> Message:
    return Message.objects.get(kind="letter")


def out(home: Path) -> list[Path]:
    return sorted((home / "gateway/out").glob("*.json"))


def answer(home: Path, state: str, at: str, reason: str = "", key: str = "") -> None:
    place = home / "gateway/in"
    place.mkdir(parents=True, exist_ok=True)
    receipt = {"key": key or letter().id, "state": state, "at": at, "reason": reason}
    (place / f"{state}.json").write_text(json.dumps(receipt), "utf-8")


@pytest.mark.system("16d")
def test_a_letter_goes_out_once_and_its_receipt_serves_the_paper(world: World, home: Path) -> None:
    suit = declined(world)
    send(world, suit)
    assert out(home) == [], "nothing leaves before its delivery"
    deliver_due()
    deliver_due()
    [file] = out(home)
    said = json.loads(file.read_text("utf-8"))
    assert (said["key"], said["to"], said["name"]) == (letter().id, "13900000001", "张明")
    assert letter().state == "sent"
    answer(home, "arrived", f"{clock.today()}T08:00")
    assert deliver_due() >= 1
    served = Event.objects.get(matter=suit, act="serve_decline")
    assert (served.actor, served.which, served.on) == ("clock", "p1", clock.today())
    assert served.data["notes"]["service"]["steps"][0]["basis"].startswith("民事诉讼法第九十条")
    assert Item.objects.get(matter=suit, record="service").data["tracking"] == letter().id
    assert Period.objects.get(matter=suit, key="on_the_way/p1").state == "ended"
    assert letter().receipt["event"] == served.id.hex
    answer(home, "arrived", f"{clock.today()}T08:00")
    assert deliver_due() == 0, "said twice, it is done once"
    assert broken() == {}


@pytest.mark.system("16d")
def test_a_letter_that_fails_comes_back_as_a_task(world: World, home: Path) -> None:
    suit = declined(world)
    send(world, suit)
    deliver_due()
    answer(home, "failed", f"{clock.today()}T08:00", "号码是空号")
    assert deliver_due() >= 1
    failed = Item.objects.get(matter=suit, record="attempt").data
    assert (failed["failure"], failed["method"], failed["address"]) == ("号码是空号", "sms", "13900000001")
    again = Period.objects.get(matter=suit, key="serve_again/p1")
    assert (again.state, again.owner) == ("running", "clerk")
    send(world, suit, "post")
    again.refresh_from_db()
    assert again.state == "ended"
    assert broken() == {}


def test_a_receipt_that_is_refused_stands_on_the_list_and_is_tried_again(world: World, home: Path) -> None:
    suit = declined(world)
    send(world, suit)
    deliver_due()
    answer(home, "arrived", f"{clock.today() + timedelta(days=1)}T08:00")
    assert deliver_due() == 0
    assert letter().state == "stuck"
    assert "没有到" in letter().receipt["refusals"][0]["message"]
    with clock.at(clock.now() + timedelta(days=1)):
        assert outbox.again([letter().id], clock.now()) == 1
        assert deliver_due() >= 1
    assert letter().state == "delivered"
    assert Done.objects.filter(matter=suit, key="serve_decline/p1").exists()
    assert len(out(home)) == 1


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"key": "x"}', '{"key": "x", "state": "lost", "at": "2025-03-03"}', "\x00" * 9]
)
def test_a_receipt_that_cannot_be_read_is_put_aside(world: World, home: Path, text: str) -> None:
    place = home / "gateway/in"
    place.mkdir(parents=True)
    (place / "a.json").write_text(text, "utf-8")
    (place / "b.json").write_text('{"key": "nobody", "state": "arrived", "at": "2025-03-03T08:00"}', "utf-8")
    deliver_due()
    assert not list(place.iterdir())
    assert sorted(p.name for p in (home / "gateway/refused").iterdir()) == [
        "a.json",
        "a.json.txt",
        "b.json",
        "b.json.txt",
    ]


def test_a_carrier_that_fails_is_tried_later_and_stands_on_the_list_in_the_end(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suit = declined(world)
    send(world, suit)

    def refuse(*_: object) -> None:
        raise OSError("no line")

    monkeypatch.setattr(gateway.Folder, "hand_over", refuse)
    deliver_due()
    first = letter()
    assert (first.state, first.attempts) == ("waiting", 1)
    assert first.not_before == clock.now() + outbox.FIRST_WAIT
    deliver_due()
    assert letter().attempts == 1, "its wait is not over"
    for n in range(2, outbox.MOST_ATTEMPTS + 1):
        with clock.at(letter().not_before):
            deliver_due()
        assert letter().attempts == n
    assert letter().state == "stuck"
    assert "no line" in letter().receipt["fault"]
    monkeypatch.undo()
    assert outbox.again([letter().id], clock.now()) == 1
    with clock.at(letter().not_before):
        deliver_due()
    assert letter().state == "sent"


def test_nothing_is_sent_without_consent(world: World) -> None:
    suit = declined(world, electronic=False)
    with pytest.raises(Refused) as refused:
        send(world, suit)
    assert refused.value.refusals[0].field == "sending.method"
    assert not Message.objects.filter(kind="letter").exists()

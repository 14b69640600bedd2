"""Messages: each waits, is delivered once in effect with a receipt, or stands on a list where somebody sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.kernel.world import SUPERIOR, World, broken, traces
from xiezhi.kernel.exchange import outbox
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import deliver
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.record.models import Event, Link, Matter


def appealed(world: World) -> Matter:
    """A case whose refusal was appealed: the message to the court above waits."""
    suit, judge = world.suit(), world.staff("filing_judge")
    world.do(suit, "decline", judge, reason="不属于受案范围")
    world.do(suit, "serve_decline", judge, which="p1", service={"method": "person"})
    world.do(suit, "appeal_decline", world.citizen(), which="p1", appeal_request="撤销裁定，指令立案。")
    return suit


def the_appeal() -> Message:
    return Message.objects.get(kind="open")


def above() -> Matter:
    return Matter.objects.get(procedure="civ.second.ruling")


def carry_all() -> None:
    while deliver_due():
        pass


@pytest.mark.system("16b")
def test_a_message_waits_and_is_delivered_with_a_receipt(world: World) -> None:
    suit = appealed(world)
    assert (the_appeal().state, the_appeal().receipt) == ("waiting", {})
    carry_all()
    opening = Event.objects.get(matter=above(), seq=1)
    message = the_appeal()
    assert (message.state, message.attempts) == ("delivered", 1)
    assert message.receipt == {"matter": above().id.hex, "event": opening.id.hex, "digest": opening.digest}
    assert message.delivered == clock.now()
    assert above().court_id == SUPERIOR
    assert above().parent is None, "a parent stays inside one court"
    sent = Link.objects.get(matter=suit, kind="sent")
    assert UUID(sent.other) == above().id, "the sender named the matter it opened"
    assert Link.objects.get(matter=above(), kind="origin").other == suit.id.hex
    assert broken() == {}


def test_delivered_twice_is_delivered_once_in_effect(world: World) -> None:
    appealed(world)
    carry_all()
    before, receipt = traces(), the_appeal().receipt
    Message.objects.update(state="waiting", receipt={})
    carry_all()
    assert traces() == before
    assert the_appeal().receipt == receipt
    assert broken() == {}


class Crash(BaseException):
    pass


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_while_delivering_leaves_the_message_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    appealed(world)
    before, real = traces(), deliver._hand_over

    def crash(message: Message) -> Any:
        if when == "after":
            real(message)
        raise Crash

    monkeypatch.setattr(deliver, "_hand_over", crash)
    with pytest.raises(Crash):
        deliver_due()
    monkeypatch.undo()
    assert the_appeal().state == "waiting"
    assert traces() == before
    carry_all()
    assert the_appeal().state == "delivered"
    assert broken() == {}


def test_a_court_that_is_not_here_leaves_the_message_on_the_list(world: World) -> None:
    Court.objects.filter(code="京0101").update(parent="京03")
    appealed(world)
    before = traces()["matter"]
    carry_all()
    assert [m.id for m in outbox.stuck()] == [the_appeal().id]
    assert the_appeal().receipt["refusals"][0]["code"] == "court_not_here"
    assert "京03" in the_appeal().receipt["refusals"][0]["message"]
    assert traces()["matter"] == before
    assert broken() == {}, "what is stuck is not lost: it stands on a list"


def _other_matter(message: Message) -> None:
    message.body["matter"] = "0" * 32


def _other_act(message: Message) -> None:
    message.body["act"] = "no_such_act"


def _elsewhere(message: Message) -> None:
    message.court = "京9999"


@pytest.mark.parametrize("spoil", [_other_matter, _other_act, _elsewhere])
def test_a_return_that_cannot_be_done_is_stuck_and_stops_nobody(world: World, spoil: Callable[[Message], None]) -> None:
    suit = appealed(world)
    carry_all()
    returning = Message.objects.create(
        id=f"{'f' * 32}.0", event=Event.objects.get(matter=above(), seq=1), kind="return", court="京0101",
        body={"matter": suit.id.hex, "act": "decline_upheld", "data": {}, "papers": []}, not_before=clock.now(),
    )  # fmt: skip
    spoil(returning)
    returning.save()
    notice = Message.objects.filter(kind="notice").first()
    assert notice
    Message.objects.filter(pk=notice.pk).update(state="waiting", receipt={}, not_before=clock.now())
    carry_all()
    returning.refresh_from_db()
    notice.refresh_from_db()
    assert (returning.state, notice.state) == ("stuck", "delivered")
    assert returning.receipt["refusals"][0]["message"]


def _unknown_procedure(message: Message) -> None:
    message.body["procedure"] = "no.such.procedure"


def _unknown_opening(message: Message) -> None:
    message.body["act"] = "no_such_act"


@pytest.mark.parametrize("spoil", [_unknown_procedure, _unknown_opening])
def test_what_the_other_law_book_does_not_know_is_stuck(world: World, spoil: Callable[[Message], None]) -> None:
    appealed(world)
    message = the_appeal()
    spoil(message)
    message.save()
    carry_all()
    assert the_appeal().state == "stuck"
    assert not Matter.objects.filter(procedure="civ.second.ruling").exists()


def test_nothing_is_delivered_before_its_time(world: World) -> None:
    appealed(world)
    Message.objects.update(not_before=clock.now().replace(hour=23))
    assert deliver_due() == 0
    with clock.at(clock.now().replace(hour=23)):
        assert deliver_due() > 0


def test_what_comes_back_is_done_in_the_waiting_matter(world: World) -> None:
    """A request passed up comes back with the other court's answer; its reply is done once, however often it is carried."""
    from xiezhi.kernel.access.actor import CLOCK

    asked = world.open("trial.extension", CLOCK, reason="案情复杂", extension=3)
    world.do(asked, "pass_up", world.staff("president"), reason="案情复杂", extension=3)
    carry_all()
    there = Matter.objects.get(procedure="trial.extension_above")
    world.do(there, "grant", world.staff("president", SUPERIOR), extension=3)
    carry_all()
    asked.refresh_from_db()
    assert asked.state == "closed"
    Message.objects.filter(kind="return").update(state="waiting", receipt={})
    carry_all()
    assert Event.objects.filter(matter=asked, act="note_granted").count() == 1
    assert broken() == {}

"""The verb: once for a key, all or nothing, and every refusal leaves the record as it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.kernel.world import COURT, DAY, SUIT, World, broken, last, owner_of, refused, traces
from xiezhi.kernel.access.actor import CLOCK
from xiezhi.kernel.exchange import outbox
from xiezhi.kernel.papers import store
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import children
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.models import Event, Matter, Paper

CAUSE = {"cause": "民间借贷纠纷"}
DEFECT = [{"what": "没有签名", "how": "签名"}]


# once ---------------------------------------------------------------------------------------------------------------


def test_the_same_key_twice_is_the_same_event(world: World) -> None:
    suit = world.suit()
    one = world.do(suit, "accept", world.staff("filing_judge"), key="k", **CAUSE)
    before = traces()
    two = world.do(suit, "accept", world.staff("filing_judge"), key="k", **CAUSE)
    assert (one.id, one.digest) == (two.id, two.digest)
    assert traces() == before


def test_opening_twice_with_one_key_is_one_matter(world: World) -> None:
    jia = world.citizen()
    one = world.open("civ.first.ordinary", jia, act="file", key="claim", **SUIT)
    assert world.open("civ.first.ordinary", jia, act="file", key="claim", **SUIT) == one
    other = {**SUIT, "claim": "另一项请求"}
    refused(lambda: world.open("civ.first.ordinary", jia, act="file", key="claim", **other), code="key_reused")


def test_a_key_for_something_else_is_refused(world: World) -> None:
    task = world.task()
    world.do(task, "accept", owner_of(task), key="k", plan="先清理")
    for act, data in (("accept", {"plan": "另一种"}), ("report_progress", {"plan": "先清理"})):
        refused(lambda act=act, data=data: world.do(task, act, owner_of(task), key="k", **data), code="key_reused")


def test_a_key_is_one_persons_own(world: World) -> None:
    world.open("civ.first.ordinary", world.citizen(), act="file", key="1", **SUIT)
    stranger = world.citizen("路人", "110101198506122130")
    refused(lambda: world.open("civ.first.ordinary", stranger, act="file", key="1", **SUIT), code="key_reused")


def test_a_key_may_be_used_again_in_another_matter(world: World) -> None:
    one, two = world.suit(), world.suit()
    events = [world.do(m, "accept", world.staff("filing_judge"), key="same", **CAUSE) for m in (one, two)]
    assert events[0].id != events[1].id


@pytest.mark.parametrize("key", ["", "x" * 500, "a\x00b", "\ud800"])
def test_a_key_that_cannot_be_kept_is_refused(world: World, key: str) -> None:
    suit, judge = world.suit(), world.staff("filing_judge")
    assert (
        refused(lambda: perform(suit.id, "accept", actor=judge, data=CAUSE, key=key), code="data").refusals[0].field
        == "key"
    )
    jia = world.citizen()
    refused(
        lambda: open_matter("civ.first.ordinary", COURT, actor=jia, act="file", data=SUIT, key=key), code="data"
    )  # fmt: skip


# when ---------------------------------------------------------------------------------------------------------------


def test_no_act_is_dated_in_the_future(world: World) -> None:
    suit, judge = world.suit(), world.staff("filing_judge")
    refused(lambda: world.do(suit, "accept", judge, on=DAY + timedelta(days=1), **CAUSE), code="data")
    later = datetime.combine(DAY, datetime.min.time(), clock.COURT_TIME).replace(hour=20)
    refused(lambda: world.do(suit, "accept", judge, on=later, **CAUSE), code="data")
    decided = {"decision": "一", "decided_by": "二", "decided_on": "2025-02-28", "decision_text": "三"}
    tomorrow = DAY + timedelta(days=1)
    refused(lambda: world.open("court.decision", world.staff("taskmaster"), on=tomorrow, **decided), code="data")


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), date(1900, 1, 1), date.min])
def test_no_act_is_dated_before_its_matter(world: World, day: date) -> None:
    suit = world.suit()
    refused(lambda: world.do(suit, "return_claim", world.staff("filing_judge"), on=day, defect=DEFECT), code="data")


def test_a_party_acts_today(world: World) -> None:
    suit = world.suit()
    with clock.at(DAY + timedelta(days=2)):
        correction = "2025-03-31"
        world.do(suit, "return_claim", world.staff("filing_judge"), on=DAY, defect=DEFECT, correction=correction)
        yesterday = DAY + timedelta(days=1)
        refused(lambda: world.do(suit, "supplement", world.citizen(), on=yesterday, claim="改"), code="data")
        world.do(suit, "supplement", world.citizen(), claim="改")


def test_a_number_is_of_today(world: World) -> None:
    suit = world.suit()
    with clock.at(DAY + timedelta(days=1)):
        refused(lambda: world.do(suit, "accept", world.staff("filing_judge"), on=DAY, **CAUSE), code="data")


def test_a_naive_moment_is_a_fault_of_the_program(world: World) -> None:
    suit = world.suit()
    with pytest.raises(ValueError, match="aware"):
        world.do(suit, "accept", world.staff("filing_judge"), on=datetime(2025, 3, 3, 8), **CAUSE)  # noqa: DTZ001


# all or nothing -----------------------------------------------------------------------------------------------------


class Crash(Exception):
    pass


@pytest.mark.parametrize("place", ["append", "put", "keep", "post"])
def test_a_crash_on_the_way_leaves_no_row(world: World, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    suit, judge = world.suit(), world.staff("filing_judge")

    def crash(*args: Any, **more: Any) -> None:
        raise Crash

    owner = {"append": writer, "put": writer, "keep": store, "post": outbox}
    before = traces()
    monkeypatch.setattr(owner[place], place, crash)
    with pytest.raises(Crash), transaction.atomic():
        world.do(suit, "accept", judge, **CAUSE)
    monkeypatch.undo()
    assert traces() == before
    world.do(suit, "accept", judge, **CAUSE)
    suit.refresh_from_db()
    assert suit.number == "（2025）京0101民初1号", "the number that was not used is given again"
    assert broken() == {}


def test_a_child_that_cannot_open_takes_its_parents_act_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    decision, chief = world.decision(duties=1), world.staff("taskmaster")
    owner = world.person("filing_judge").id.hex
    monkeypatch.setattr(children, "fit", lambda data, act: {"owner": "0" * 32})
    given = {"task": "一", "owner": owner, "due": "2025-06-30"}
    refused(lambda: world.do(decision, "assign_task", chief, which="duty.1", **given), code="data")


def test_the_event_says_who_in_which_post_under_which_law(world: World) -> None:
    event = last(world.accepted())
    assert event.actor == world.person("filing_judge").id.hex
    assert event.post == "filing_judge"
    assert len(event.law) == 64
    assert Event.objects.get(matter=event.matter_id, seq=1).digest == event.prev
    assert Paper.objects.filter(matter=event.matter_id, act="accept").count() == 1
    assert Matter.objects.get(pk=event.matter_id).number
    with pytest.raises(Refused):
        perform(event.matter_id, "accept", actor=CLOCK, key="k")

"""Many at once: threads with connections of their own, on whichever database the suite runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction

from tests.kernel.world import COURT, DAY, SUIT, World, broken, codes, make_world, number, owner_of
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.procedure.perform import open_matter
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Counter, Event, Matter

pytestmark = pytest.mark.django_db(transaction=True)
CAUSE = {"cause": "民间借贷纠纷"}
THREADS, EACH = 8, 20


@pytest.fixture
def shared(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    """A world that is committed, so that other connections see it."""
    settings.XIEZHI_HOME = tmp_path
    with clock.at(DAY):
        yield make_world()


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Do the calls at once, each in a thread; what each returned, or the codes of its refusal."""
    start = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            with clock.at(DAY):
                return call()
        except Refused as refused:
            return codes(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_one_key_from_two_threads_is_one_event(shared: World) -> None:
    suit, judge = shared.suit(), shared.staff("filing_judge")
    events = together(*[lambda: shared.do(suit, "accept", judge, key="k", **CAUSE)] * 4)
    assert len({e.id for e in events}) == 1
    assert Event.objects.filter(matter=suit, act="accept").count() == 1
    assert broken() == {}


def test_one_key_opens_one_matter(shared: World) -> None:
    jia = shared.citizen()

    def file() -> Event:
        return open_matter("civ.first.ordinary", COURT, actor=jia, act="file", data=SUIT, key="claim")

    assert len({e.matter_id for e in together(*[file] * 4)}) == 1
    assert Matter.objects.count() == Event.objects.count() == 1
    assert broken() == {}


def test_of_two_who_decide_at_once_one_wins(shared: World) -> None:
    suit, judge = shared.suit(), shared.staff("filing_judge")
    answers = together(
        lambda: shared.do(suit, "accept", judge, **CAUSE),
        lambda: shared.do(suit, "decline", judge, reason="不属于受案范围"),
    )
    assert sorted(isinstance(a, Event) for a in answers) == [False, True]
    assert next(a for a in answers if isinstance(a, list)) == ["not_open"]
    done = next(a for a in answers if isinstance(a, Event))
    suit.refresh_from_db()
    assert (suit.state, bool(suit.number)) == {"accept": ("accepted", True), "decline": ("declined", False)}[done.act]
    assert Event.objects.filter(matter=suit).count() == 2
    assert broken() == {}


def test_a_task_ends_once_and_returns_once(shared: World) -> None:
    """The end of a child writes in its parent: two who end two children at once do not lose each other's return."""
    decision, chief = shared.decision(duties=2), shared.staff("taskmaster")
    given = {"task": "一", "owner": shared.person("filing_judge").id.hex, "due": "2030-01-31"}
    for n in (1, 2):
        shared.do(decision, "assign_task", chief, which=f"duty.{n}", **given)
    president = shared.staff("president")
    children = list(Matter.objects.filter(parent=decision))
    together(*[lambda c=c: shared.do(c, "cancel", president, cancel_reason="不再需要") for c in children])
    assert Event.objects.filter(matter=decision, act="note_end").values("which").distinct().count() == 2
    assert {m.state for m in Matter.objects.filter(parent=decision)} == {"closed"}
    assert broken() == {}


@pytest.mark.system("19b")
def test_numbers_have_no_gap_and_no_double(shared: World) -> None:
    judge = shared.staff("filing_judge")
    with transaction.atomic():
        suits = [shared.suit() for _ in range(THREADS * EACH)]
    shares = [suits[n::THREADS] for n in range(THREADS)]

    def accept_all(mine: list[Matter]) -> None:
        for n, suit in enumerate(mine):
            if n % 5 == 0:
                _take_and_drop(shared, suit)
            shared.do(suit, "accept", judge, **CAUSE)

    together(*[lambda mine=mine: accept_all(mine) for mine in shares])
    given = sorted(number(m) for m in Matter.objects.exclude(number=""))
    assert given == list(range(1, THREADS * EACH + 1))
    assert list(Counter.objects.values_list("court", "year", "case_type", "last")) == [
        (COURT, 2025, "民初", len(given))
    ]
    assert broken() == {}


class Dropped(Exception):
    pass


def _take_and_drop(world: World, suit: Matter) -> None:
    """Take a number, then roll back."""
    try:
        with transaction.atomic():
            world.do(suit, "accept", world.staff("filing_judge"), key="dropped", **CAUSE)
            raise Dropped
    except Dropped:
        pass


def test_one_person_filed_twice_at_once_is_one_matter_each(shared: World) -> None:
    jia = shared.citizen()
    events = together(*[
        lambda n=n: open_matter("civ.first.ordinary", COURT, actor=jia, act="file", data=SUIT, key=f"claim{n}")
        for n in range(4)
    ])  # fmt: skip
    assert len({e.matter_id for e in events}) == 4
    assert broken() == {}


def test_two_carriers_deliver_each_message_once(shared: World) -> None:
    suit, judge, jia = shared.suit(), shared.staff("filing_judge"), shared.citizen()
    shared.do(suit, "decline", judge, reason="不属于受案范围")
    shared.do(suit, "serve_decline", judge, which="p1", service={"method": "person"})
    shared.do(suit, "appeal_decline", jia, which="p1", appeal_request="撤销")
    counts = together(*[deliver_due] * 3)
    assert sum(counts) > 0
    assert Matter.objects.filter(procedure="civ.second.ruling").count() == 1
    while deliver_due():
        pass
    assert set(Message.objects.values_list("state", "attempts")) == {("delivered", 1)}
    assert broken() == {}


def test_the_owner_and_the_clock_at_once(shared: World) -> None:
    """A report that comes while the reminder is being written: both stand, in some order."""
    from xiezhi.kernel.procedure.tick import tick

    task = shared.task(due="2030-01-31")
    owner = owner_of(task)
    shared.do(task, "accept", owner, plan="一")
    later = DAY + timedelta(days=120)

    def at_later(call: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with clock.at(later):
                return call()

        return run

    report = {"progress": {"percent": 10, "done": "一"}}
    together(at_later(tick), at_later(lambda: shared.do(task, "report_progress", owner, **report)), at_later(tick))
    acts = list(Event.objects.filter(matter=task).values_list("act", flat=True))
    assert acts.count("report_progress") == 1
    assert acts.count("remind") <= 1
    with clock.at(later):
        assert broken() == {}

"""What the end of a period brings about bears the last day, whenever the clock comes to it (decision 21)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.kernel.world import DAY, World, broken
from xiezhi.kernel.papers import store
from xiezhi.kernel.periods import clock
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.reckon import reckon
from xiezhi.kernel.procedure import book
from xiezhi.kernel.procedure.load import standing
from xiezhi.kernel.procedure.tick import tick
from xiezhi.kernel.record.models import Event, Paper, Period

LAST = date(2025, 3, 31)


@pytest.mark.django_db
@pytest.mark.parametrize("late", (1, 2, 40))
def test_one_run_and_a_late_one_write_the_same_day(world: World, late: int) -> None:
    with clock.at(DAY):
        task = world.task(LAST.isoformat())
    with clock.at(LAST):
        tick()
        assert not Event.objects.filter(act="escalate").exists()
    with clock.at(LAST + timedelta(late)):
        tick()
        tick()
        event = Event.objects.get(act="escalate")
        assert event.on == LAST and event.at.date() > LAST - timedelta(1)
        begun = Period.objects.get(matter=task, key="late_term")
        law = {"rules": book.rules(), "calendar": book.calendar()}
        assert begun.due == reckon(begun.rule, [Fact("start", LAST)], **law).due.isoformat()
        paper = Paper.objects.get(matter=task, title="督查催办单")
        assert paper.on == LAST + timedelta(late)
        assert store.path(paper.digest).exists()
        assert not broken()


@pytest.mark.django_db
def test_what_an_act_finds_run_out_is_dated_as_if_the_run_had_come_in_time(world: World) -> None:
    with clock.at(DAY):
        task = world.task(LAST.isoformat())
    with clock.at(LAST + timedelta(3)):
        world.do(task, "accept", world.staff("filing_judge"), plan="逐条核对")
        assert Event.objects.get(act="escalate").on == LAST
        task.refresh_from_db()
        assert standing(task).state == "overdue"

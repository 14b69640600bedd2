"""Annulment: a reason, a second person, nothing resting on it, nothing sent. The record only grows, and the rows equal its fold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.world import World, broken, child, codes, last, owner_of, refused, traces
from xiezhi.kernel.access.actor import CLOCK, Actor
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.procedure.annul import annul
from xiezhi.kernel.procedure.changes import _highest
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.verify import rows_of
from xiezhi.kernel.record.models import Done, Event, Item, Matter, Period

REASON = "登记时选错了案件。"


def undo(world: World, matter: Matter, seq: int, **other: Any) -> Event:
    given = {"actor": world.staff("filing_judge"), "second": world.staff("president"), "reason": REASON, "key": "undo"}
    return annul(matter.id, seq, **{**given, **other})


def by_chiefs(world: World) -> dict[str, Actor]:
    """Two presidents, who may mend any act."""
    return {"actor": world.staff("president"), "second": world.staff("president", name="副院长")}


def accepted_task(world: World) -> Matter:
    """A task with one act that sends nothing: the owner accepted it (event 2)."""
    task = world.task()
    world.do(task, "accept", owner_of(task), plan="先清理")
    return task


@pytest.mark.system("44b")
def test_annulled_the_rows_are_as_before_and_the_record_has_grown(world: World) -> None:
    task = world.task()
    before = rows_of([task])[task.id]
    world.do(task, "accept", owner_of(task), plan="先清理")
    assert rows_of([task])[task.id] != before
    event = undo(world, task, 2)
    task.refresh_from_db()
    assert rows_of([Matter.objects.get(pk=task.id)])[task.id] == before
    assert list(Event.objects.filter(matter=task).order_by("seq").values_list("seq", "act")) == [
        (1, "open"), (2, "accept"), (3, "annul"),
    ]  # fmt: skip
    assert event.data["given"] == {"reason": REASON, "second": world.person("president").id.hex}
    assert broken() == {}
    world.do(task, "accept", owner_of(task), plan="再来一次")
    assert broken() == {}


def test_twice_with_one_key_is_one_annulment(world: World) -> None:
    task = accepted_task(world)
    one = undo(world, task, 2)
    assert undo(world, task, 2) == one
    refused(lambda: undo(world, task, 1), code="key_reused")
    refused(lambda: undo(world, task, 2, key="again"), code="annulled")
    chiefs = by_chiefs(world)
    refused(lambda: undo(world, task, 3, key="again", **chiefs), code="annulled")


def test_a_key_of_another_act_is_no_annulment(world: World) -> None:
    task = world.task()
    world.do(task, "accept", owner_of(task), key="undo", plan="先清理")
    refused(lambda: undo(world, task, 2), code="key_reused")


@pytest.mark.parametrize("reason", ["", "   ", "a\x00b", "\ud800", "长" * 200_001])
def test_a_reason_must_be_given(world: World, reason: str) -> None:
    task = accepted_task(world)
    assert refused(lambda: undo(world, task, 2, reason=reason), code="data").refusals[0].field == "reason"


def test_a_second_person_must_agree(world: World) -> None:
    task = accepted_task(world)
    refused(lambda: undo(world, task, 2, actor=world.staff("filing_clerk")), code="not_your_post")
    president = world.staff("president")
    refused(lambda: undo(world, task, 2, actor=president, second=president), code="second")
    for second in (world.citizen(), world.staff("filing_clerk"), CLOCK, Actor("nobody", "")):
        refused(lambda s=second: undo(world, task, 2, second=s), code="not_your_post")


def test_two_records_of_one_person_are_no_second_person(world: World) -> None:
    task = accepted_task(world)
    president, twin = world.person("president"), world.person("president", name="院长的另一条记录")
    Person.objects.filter(pk=twin.pk).update(merged_into=president)
    refused(
        lambda: undo(world, task, 2, actor=world.staff("president"), second=world.staff("president", name=twin.name)),
        code="second",
    )


def test_to_those_who_may_not_know_nothing_is_said(world: World) -> None:
    report = world.report()
    for seq in (1, 2, 99):
        with pytest.raises(Refused) as caught:
            undo(world, report, seq, key=f"k{seq}", **by_chiefs(world))
        assert codes(caught.value) == ["hidden"]


def test_what_others_rest_on_stays(world: World) -> None:
    task = accepted_task(world)
    world.do(task, "ask_delay", owner_of(task), asked_due="2030-01-31", delay_reason="一")
    refused(lambda: undo(world, task, 2), code="rests")
    chiefs = by_chiefs(world)
    refused(lambda: undo(world, task, 1, **chiefs), code="rests")
    refused(lambda: undo(world, task, 99), code="data")


def test_what_was_sent_stays(world: World) -> None:
    task = accepted_task(world)
    world.do(task, "report_progress", owner_of(task), progress={"percent": 10, "done": "一"})
    assert last(task).data["messages"] == [], "nobody stands in the relation: nothing was sent"
    undo(world, task, 3)
    world.do(task, "ask_delay", owner_of(task), asked_due="2030-01-31", delay_reason="一")
    world.do(task, "refuse_delay", world.staff("taskmaster"), refusal="不")
    assert [m["kind"] for m in last(task).data["messages"]] == ["notice"]
    refused(lambda: undo(world, task, last(task).seq, key="again", actor=world.staff("taskmaster")), code="sent")


def test_a_number_once_given_stays(world: World) -> None:
    received = world.open(
        "cri.first.ordinary", world.staff("filing_judge"), act="receive", prosecutor={"kind": "organisation", "name": "某某人民检察院"},
        accused=[{"kind": "person", "name": "被告人甲"}], cause="盗窃罪", indictment=_file(),
    )  # fmt: skip
    world.do(received, "docket", world.staff("filing_judge"))
    docketed = last(received)
    assert docketed.data["messages"] == []
    refused(
        lambda: undo(world, received, docketed.seq, actor=world.staff("filing_judge")), code="numbered"
    )  # fmt: skip


def _file() -> str:
    return store.keep("起诉书".encode())


def test_what_opened_a_child_stays(world: World) -> None:
    decision = world.decision(duties=1)
    given = {"task": "一", "owner": world.person("filing_judge").id.hex, "due": "2030-01-31"}
    event = world.do(decision, "assign_task", world.staff("taskmaster"), which="duty.1", **given)
    assert event.data["messages"] == []
    refused(lambda: undo(world, decision, event.seq, actor=world.staff("taskmaster")), code="rests")
    assert child(decision).state == "assigned"


def test_what_returned_to_a_parent_stays(world: World) -> None:
    decision, chief = world.decision(duties=1), world.staff("taskmaster")
    given = {"task": "一", "owner": world.person("filing_judge").id.hex, "due": "2030-01-31"}
    world.do(decision, "assign_task", chief, which="duty.1", **given)
    task = child(decision)
    ended = world.do(task, "cancel", world.staff("president"), cancel_reason="不再需要")
    assert Event.objects.filter(matter=decision, act="note_end").count() == 1
    before = traces()
    with pytest.raises(Refused):
        undo(world, task, ended.seq, actor=world.staff("division_chief"))
    assert traces() == before


def test_repeated_acts_are_undone_from_the_last(world: World) -> None:
    decision, chief = world.decision(duties=2), world.staff("taskmaster")
    world.do(decision, "divide", chief, duty=[{"name": "事项3"}])
    refused(lambda: undo(world, decision, 2, actor=chief), code="rests")
    undo(world, decision, 3, actor=chief)
    assert Done.objects.get(matter=decision, key="divide").n == 1
    assert sorted(Item.objects.filter(matter=decision).values_list("key", flat=True)) == ["duty.1", "duty.2"]
    world.do(decision, "divide", chief, duty=[{"name": "事项丙"}])
    assert Item.objects.get(matter=decision, key="duty.3").data == {"name": "事项丙"}
    assert broken() == {}


def test_a_number_of_a_row_is_never_given_twice() -> None:
    """Rows of different acts: when the earlier act is annulled, a new row does not fall on the later one's."""
    assert _highest({"p1": 0, "p4": 0}, "p") == 4
    assert _highest({}, "p") == 0


def test_what_the_law_made_a_later_act_look_at_stays(world: World) -> None:
    """`submit` wants progress reported: the report it rested on cannot be taken away."""
    task = accepted_task(world)
    world.do(task, "report_progress", owner_of(task), progress={"percent": 100, "done": "一"})
    reported = last(task)
    world.do(task, "submit", owner_of(task), result="完成")
    refused(lambda: undo(world, task, reported.seq), code="rests")


def test_periods_run_again_as_if_nothing_had_been_done(world: World) -> None:
    task = world.task()
    due = Period.objects.get(matter=task, name="accept_term")
    world.do(task, "accept", owner_of(task), plan="先清理")
    assert Period.objects.get(matter=task, name="accept_term").state == "ended"
    undo(world, task, 2)
    again = Period.objects.get(matter=task, name="accept_term")
    assert (again.state, again.due, again.history) == (due.state, due.due, due.history)
    assert not Period.objects.filter(matter=task, name="progress_term").exists()

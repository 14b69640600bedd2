"""Refusals: state, post, marks, clocks, who is meant, bad data. Each speaks Chinese and leaves the record as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.kernel.world import CONTACT, PLAINTIFF, SUIT, World, broken, codes, last, owner_of, refused, traces
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.papers import store
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.ids import new_id
from xiezhi.kernel.record.models import Done, Fact, Mark, Period

CAUSE = {"cause": "民间借贷纠纷"}
DEFECT = [{"what": "没有签名", "how": "签名"}]


# what and where ------------------------------------------------------------------------------------------------------


def test_what_is_unknown_is_refused(world: World) -> None:
    suit, judge, jia = world.suit(), world.staff("filing_judge"), world.citizen()
    refused(lambda: world.do(suit, "fly", judge), code="unknown_act")
    refused(lambda: world.do(suit, "file", jia, **SUIT), code="unknown_act")
    refused(lambda: world.open("civ.first.imaginary", jia), code="unknown_procedure")
    refused(lambda: world.open("civ.first.ordinary", jia, act="accept"), code="unknown_act")
    refused(lambda: world.open("civ.first.ordinary", jia, **SUIT), code="unknown_act")
    for court in ("京9999", "", "\x00", "\ud800", "x" * 300):
        before = traces()
        with pytest.raises(Refused):
            world.open("civ.first.ordinary", jia, act="file", court=court, **SUIT)
        assert traces() == before
    with pytest.raises(Refused) as caught:
        perform(new_id(), "accept", actor=judge, data={}, key="k")
    assert codes(caught.value) == ["hidden"]


@pytest.mark.system("3a")
def test_what_is_hidden_is_refused_with_nothing_but_that(world: World) -> None:
    report = world.report()
    for actor in (world.staff("president"), world.staff("trial_judge"), world.citizen(), Actor("nobody", "")):
        for act in ("record", "receive", "no_such_act"):
            found = refused(lambda a=actor, act=act: world.do(report, act, a, contact=CONTACT), code="hidden")
            assert [(r.code, r.message, r.basis, r.field) for r in found.refusals] == [("hidden", "未开放", "", "")]
        assert open_acts(report, actor) == []


def test_a_matter_that_is_not_there_reads_like_one_that_is_hidden(world: World) -> None:
    report, president = world.report(), world.staff("president")
    messages = []
    for id in (report.id, new_id()):
        with pytest.raises(Refused) as caught:
            perform(id, "record", actor=president, data={}, key="k")
        messages.append(caught.value.refusals)
    assert messages[0] == messages[1]


# law ----------------------------------------------------------------------------------------------------------------


def test_state_post_and_times(world: World) -> None:
    suit, judge = world.suit(), world.staff("filing_judge")
    refused(lambda: world.do(suit, "accept", world.staff("filing_clerk"), **CAUSE), code="not_your_post")
    refused(lambda: world.do(suit, "supplement", world.citizen(), claim="改"), code="not_open")
    world.do(suit, "return_claim", judge, defect=DEFECT, correction="2025-03-17")
    world.do(suit, "supplement", world.citizen(), claim="改")
    refused(lambda: world.do(suit, "return_claim", judge, defect=DEFECT, correction="2025-03-17"), code="too_often")


def test_marks_are_set_once_and_cleared_once(world: World) -> None:
    task = world.task()
    owner, chief = owner_of(task), world.staff("taskmaster")
    world.do(task, "accept", owner, plan="先清理")
    refused(lambda: world.do(task, "refuse_delay", chief, refusal="不"), code="mark_not_set")
    asked = {"asked_due": "2030-03-01", "delay_reason": "需要更多时间"}
    world.do(task, "ask_delay", owner, **asked)
    assert list(Mark.objects.filter(matter=task).values_list("key", flat=True)) == ["delay_asked"]
    refused(lambda: world.do(task, "ask_delay", owner, **asked), code="mark_set")
    world.do(task, "refuse_delay", chief, refusal="不")
    assert not Mark.objects.filter(matter=task).exists()


def test_all_must_be_done_for_each_one(world: World) -> None:
    decision, chief = world.decision(duties=2), world.staff("taskmaster")
    owner = world.person("filing_judge").id.hex
    given = {"task": "一", "owner": owner, "due": "2025-06-30"}
    world.do(decision, "assign_task", chief, which="duty.1", **given)
    found = refused(lambda: world.do(decision, "close", chief, summary="完"), code="not_all_done")
    assert any("事项2" in r.message for r in found.refusals)
    refused(lambda: world.do(decision, "assign_task", chief, which="duty.1", **given), code="too_often")
    assert Done.objects.get(matter=decision, key="assign_task/duty.1").n == 1


@pytest.mark.parametrize("which", ["", "duty.3", "p1", "duty.1 ", "\ud800", "a\x00", "x" * 5000])
def test_who_is_meant_must_stand_there(world: World, which: str) -> None:
    decision, chief = world.decision(duties=2), world.staff("taskmaster")
    given = {"task": "一", "owner": world.person("filing_judge").id.hex, "due": "2025-06-30"}
    refused(lambda: world.do(decision, "assign_task", chief, which=which, **given), code="which")


def test_nobody_is_meant_where_an_act_is_for_all(world: World) -> None:
    task = world.task()
    refused(lambda: world.do(task, "accept", owner_of(task), which="p1", plan="一"), code="which")


def test_a_clock_shuts_and_opens(world: World) -> None:
    suit, judge, jia = world.suit(), world.staff("filing_judge"), world.citizen()
    world.do(suit, "decline", judge, reason="不属于受案范围")
    appeal = {"appeal_request": "撤销"}
    refused(lambda: world.do(suit, "appeal_decline", jia, which="p1", **appeal), code="not_within")
    world.do(suit, "serve_decline", judge, which="p1", service={"method": "person"})
    assert Period.objects.get(matter=suit, key="ruling_appeal/p1").due == "2025-03-13"
    with clock.at(date(2025, 3, 14)):
        refused(lambda: world.do(suit, "appeal_decline", jia, which="p1", **appeal), code="not_within")
    with clock.at(date(2025, 3, 13)):
        world.do(suit, "appeal_decline", jia, which="p1", **appeal)


def test_a_receipt_that_comes_late_carries_its_day(world: World) -> None:
    suit, judge = world.suit(), world.staff("filing_judge")
    world.do(suit, "decline", judge, reason="不属于受案范围")
    with clock.at(date(2025, 3, 10)):
        world.do(suit, "serve_decline", judge, which="p1", on=date(2025, 3, 4), service={"method": "person"})
        period = Period.objects.get(matter=suit, key="ruling_appeal/p1")
        assert (period.started, period.due) == ("2025-03-04", "2025-03-14")
        assert (last(suit).on, last(suit).at.date()) == (date(2025, 3, 4), date(2025, 3, 10))
        assert broken() == {}


def test_an_earlier_end_told_later_reckons_the_period_anew(world: World) -> None:
    task = world.task(due="2025-12-31")
    owner = owner_of(task)
    with clock.at(date(2025, 3, 5)):
        world.do(task, "accept", owner, plan="一")
        told = {"progress": {"percent": 10, "done": "一"}}
    with clock.at(date(2025, 4, 1)):
        world.do(task, "report_progress", owner, on=date(2025, 3, 28), **told)
        late = Period.objects.get(matter=task, name="progress_term").due
        world.do(task, "report_progress", owner, on=date(2025, 3, 20), **told)
        period = Period.objects.get(matter=task, name="progress_term")
        assert period.due == late, "an earlier report that comes later does not move the term back"
        assert [f["on"] for f in period.history["facts"]].count("2025-03-20") == 1
        assert broken() == {}


# data ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("claim", "字" * 1_000_000), ("claim", "\ud800"), ("claim", "a\x00b"), ("claim", {"a": 1}), ("claim", 7),
        ("amount", "1" * 400), ("amount", "-0.001"), ("amount", 1.5), ("\ud800", "x"), ("\x00", "x"),
        ("plaintiff", [{**PLAINTIFF, "name": "张" * 201}]), ("plaintiff", [{**PLAINTIFF, "phone": "1" * 41}]),
        ("plaintiff", [{**PLAINTIFF, "id_number": "1" * 41}]), ("plaintiff", [{**PLAINTIFF, "address": "路" * 301}]),
        ("plaintiff", [PLAINTIFF] * 10_001), ("plaintiff", [[[[[]]]]]), ("defendant", [{}]), ("plaintiff", {"0": PLAINTIFF}),
        ("evidence", [{"name": "借条", "paper": "0" * 64}]), ("evidence", [{"name": "借条", "paper": "../../etc/passwd"}]),
        ("cause", "没有这个案由"), ("cause", "\ud800"), ("mediation", "maybe"),
    ],
)  # fmt: skip
def test_bad_data_is_refused_at_its_field(world: World, name: str, value: Any) -> None:
    jia = world.citizen()
    found = refused(lambda: world.suit(jia, **{name: value}), code="data")
    assert all(r.field.partition(".")[0] == name for r in found.refusals)


def test_names_fill_their_columns_to_the_last_letter(world: World) -> None:
    long = {**PLAINTIFF, "name": "张" * 200, "phone": "1" * 40, "address": "路" * 300}
    suit = world.suit(plaintiff=[long])
    assert suit.party_set.get(key="p1").name == "张" * 200
    digest = store.keep(b"x")
    refused(
        lambda: world.suit(evidence=[{"name": "一", "paper": {"digest": digest, "name": "长" * 201}}]), code="data"
    )  # fmt: skip


def test_what_is_not_typed_is_not_taken(world: World) -> None:
    """A form changes only the fields it sends, and a computed field cannot be sent."""
    suit = world.suit()
    world.do(suit, "return_claim", world.staff("filing_judge"), defect=DEFECT, correction="2025-03-17")
    before = dict(Fact.objects.filter(matter=suit).values_list("key", "value"))
    world.do(suit, "supplement", world.citizen(), claim="改过的请求")
    after = dict(Fact.objects.filter(matter=suit).values_list("key", "value"))
    assert after == before | {"claim": "改过的请求"}

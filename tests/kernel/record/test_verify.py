"""`verify` finds what was touched behind the verb's back, and names it in the invariant it breaks; `rebuild` restores or refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from tests.kernel.world import World, broken, last
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.papers import store
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.procedure.rebuild import Differs, rebuild
from xiezhi.kernel.procedure.verify import record_digest, verify
from xiezhi.kernel.record import guard
from xiezhi.kernel.record.models import Counter, Entry, Event, Fact, Matter, Paper, Party, Period
from xiezhi.kernel.record.tables import TABLES

pytestmark = [pytest.mark.system("44b")]


@pytest.fixture
def suit(world: World) -> Matter:
    """A record with rows in every folded table, whole."""
    suit = world.accepted()
    world.do(suit, "charge", world.staff("filing_clerk"), fee_kind="property")
    _pay(world, suit)
    task = world.task()
    owner = world.staff("filing_judge")
    world.do(task, "accept", owner, plan="一")
    world.do(task, "ask_delay", owner, asked_due="2030-01-31", delay_reason="一")
    other = world.suit(plaintiff=[{"kind": "person", "name": "王五"}])
    world.do(other, "decline", owner, reason="不属于受案范围")
    world.do(other, "serve_decline", owner, which="p1", service={"method": "person"})
    world.do(other, "appeal_decline", world.citizen(), which="p1", appeal_request="撤销")
    ended = world.task()
    world.do(ended, "cancel", world.staff("president"), cancel_reason="不再需要")
    deputy = world.person("filing_judge").id.hex
    world.open(
        "court.delegation", world.staff("president"), deputy=deputy, delegated_post="cashier", delegation_term="2025-03-20",
        reason="外出",
    )  # fmt: skip
    while deliver_due():
        pass
    assert broken() == {}
    empty = [name for name, model in TABLES.items() if not model._default_manager.exists()]
    assert empty == [], "each table must have a row to be touched"
    return suit


def _pay(world: World, suit: Matter) -> None:
    """The acceptance fee is paid at the counter, whatever it came to."""
    fee = Fact.objects.get(matter=suit, key="fee").value
    world.do(suit, "pay", world.staff("cashier"), paid=fee, payment_method="counter")


@contextmanager
def unguarded() -> Iterator[Any]:
    """A cursor with which the record can be touched: triggers off, foreign keys not asked."""
    connection.check_constraints()
    guard.remove(connection)
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.check_constraints()
        guard.install(connection)


def touch(statement: str, *values: Any) -> None:
    with unguarded() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, "the sabotage missed"


CHANGED = {
    "mark": "since = '1999-01-01'", "fact": "grade = 'x'", "party": "name = '冒名'", "assigned": "role = 'judge2'",
    "period": "due = '2099-01-01'", "item": "record = 'x'", "paper": "title = 'x'", "link": "number = 'x'",
    "right": "post = 'president'",
    "done": "n = 9", "outcome": "outcome = 'x'", "entry": "purpose = 'x'",
}  # fmt: skip


def table(name: str) -> str:
    return TABLES[name]._meta.db_table


def rows() -> Iterator[tuple[str, Any]]:
    """One row of each folded table; what a test does to it is taken back."""
    for name, model in sorted(TABLES.items()):
        row = model._default_manager.order_by("id").last()
        assert row is not None
        with transaction.atomic():
            yield name, row
            transaction.set_rollback(True)


def test_a_row_that_was_changed_is_found_and_rebuilt(suit: Matter) -> None:
    for name, row in rows():
        touch(f"UPDATE {table(name)} SET {CHANGED[name]} WHERE id = %s", row.pk)
        assert broken()["replay"] == [f"{row.matter_id} {name} {row.key}"]
        with pytest.raises(Differs):
            rebuild()
        rebuild(accept=True)
        assert broken() == {}


def test_a_row_that_was_taken_away_is_found(suit: Matter) -> None:
    for name, row in rows():
        touch(f"DELETE FROM {table(name)} WHERE id = %s", row.pk)
        assert f"{row.matter_id} {name} {row.key}" in broken()["replay"]


def test_a_row_that_was_slipped_in_is_found(suit: Matter) -> None:
    for name, row in rows():
        row.pk, row.key = None, "slipped/in.1"
        row.save(force_insert=True)
        assert f"{row.matter_id} {name} slipped/in.1" in broken()["replay"]


@pytest.mark.parametrize(
    ("column", "value"), [("state", "archived"), ("opened", "1999-01-01"), ("procedure", "exe.first")]
)
def test_a_matter_that_was_changed_is_found(suit: Matter, column: str, value: str) -> None:
    Matter.objects.filter(pk=suit.pk).update(**{column: value})
    assert f"{suit.id} matter " in broken()["replay"]


EVENTS = {
    "act": "'decline'", "actor": "'x'", "post": "'president'", "which": "'p9'", "law": "'x'", "key": "'x'", "salt": "'x'",
    "prev": "'x'", "digest": "'x'", "seq": "77", "procedure": "'exe.first'",
}  # fmt: skip


def test_an_event_that_was_changed_is_found(suit: Matter) -> None:
    event = Event.objects.get(matter=suit, act="accept")
    for column, value in EVENTS.items():
        with transaction.atomic():
            touch(f'UPDATE record_event SET "{column}" = {value} WHERE id = %s', _id(event))
            assert any(one.startswith(str(suit.id)) for one in broken()["chain"]), column
            transaction.set_rollback(True)
    assert broken() == {}


def _id(event: Event) -> Any:
    return event.id.hex if connection.vendor == "sqlite" else event.id


UNREADABLE = [
    "{}", "[]", "1", '{"changes": 1, "messages": 1}', '{"changes": [["fact"]], "messages": [], "annuls": "x"}'
]  # fmt: skip


def test_an_event_that_cannot_be_read_any_more_is_found(suit: Matter) -> None:
    event = last(suit)
    for data in UNREADABLE:
        with transaction.atomic():
            touch("UPDATE record_event SET data = %s WHERE id = %s", data, _id(event))
            assert f"{suit.id} {event.seq}" in broken()["chain"], data
            transaction.set_rollback(True)


def test_words_inside_an_event_are_covered(suit: Matter) -> None:
    event = Event.objects.get(matter=suit, act="file")
    event.data["given"]["claim"] += "。"
    with unguarded():
        event.save()
    assert broken() == {"chain": [f"{suit.id} 1"]}


def test_a_tail_that_was_cut_off_is_found(world: World, suit: Matter) -> None:
    task = world.task()
    world.do(task, "accept", world.staff("filing_judge"), plan="一")
    touch("DELETE FROM record_event WHERE id = %s", _id(last(task)))
    assert any(one.startswith(str(task.id)) for one in broken()["replay"])


def test_a_matter_without_events_is_found(world: World, suit: Matter) -> None:
    decision = world.open(
        "court.decision", world.staff("taskmaster"), decision="一", decided_by="二", decided_on="2025-02-28",
        decision_text="三",
    )  # fmt: skip
    touch("DELETE FROM record_event WHERE id = %s", _id(last(decision)))
    assert f"{decision.id} 0" in broken()["chain"]


def test_a_message_that_was_taken_away_is_found(suit: Matter) -> None:
    message = Message.objects.order_by("id").first()
    assert message
    gone = message.id
    message.delete()
    assert broken() == {"messages": [gone]}


def test_a_message_that_was_slipped_in_or_turned_aside_is_found(suit: Matter) -> None:
    message = Message.objects.filter(kind="notice").order_by("id").first()
    assert message
    Message.objects.filter(pk=message.pk).update(person=None)
    assert broken() == {"messages": [message.id]}
    message.save()
    assert broken() == {}
    Message.objects.filter(pk=message.pk).update(body={**message.body, "title": "别的"})
    assert broken() == {"messages": [message.id]}
    message.save()
    message.id = f"{message.event_id.hex}.99"
    message.save(force_insert=True)
    assert broken() == {"messages": [message.id]}


def test_a_message_without_a_receipt_is_found(suit: Matter) -> None:
    message = Message.objects.filter(state="delivered").first()
    assert message
    Message.objects.filter(pk=message.pk).update(receipt={})
    assert broken() == {"receipts": [message.id]}
    Message.objects.filter(pk=message.pk).update(receipt={"a": 1}, state="lost")
    assert broken() == {"receipts": [message.id]}


@pytest.mark.parametrize("harm", ["cut", "other", "gone"])
def test_a_paper_that_was_damaged_is_found(suit: Matter, harm: str) -> None:
    paper = Paper.objects.filter(matter=suit).first()
    assert paper
    path = store.path(paper.digest)
    harms: dict[str, Callable[[], Any]] = {
        "cut": lambda: path.write_bytes(path.read_bytes()[:-1]), "other": lambda: path.write_bytes(b"x"), "gone": path.unlink
    }  # fmt: skip
    harms[harm]()
    assert broken() == {"papers": [paper.digest]}


def test_an_entry_out_of_balance_is_found(suit: Matter) -> None:
    entry = Entry.objects.first()
    assert entry
    Entry.objects.filter(pk=entry.pk).update(fen=entry.fen + 1)
    found = broken()
    assert found["money"] == [f"{entry.matter_id} {entry.key.partition('.')[0]}"]
    assert found["replay"] == [f"{entry.matter_id} entry {entry.key}"]


def test_a_number_that_was_skipped_or_is_none_is_found(suit: Matter) -> None:
    Counter.objects.update(last=2)
    assert broken() == {"numbers": ["（2025）京0101民初"]}
    Counter.objects.update(last=1)
    Matter.objects.filter(pk=suit.pk).update(number="（2025）京0101民初7号")
    assert broken()["numbers"] == ["（2025）京0101民初"]
    Matter.objects.filter(pk=suit.pk).update(number="没有这样的号")
    assert "没有这样的号" in broken()["numbers"]


def test_a_period_nobody_owns_is_found(suit: Matter) -> None:
    period = Period.objects.filter(state="running").first()
    assert period
    for owner in ("", "nobody"):
        Period.objects.filter(pk=period.pk).update(owner=owner)
        assert broken()["owners"] == [f"{period.matter_id} {period.key}"]


def test_a_matter_under_another_courts_is_found(world: World, suit: Matter) -> None:
    other = world.suit()
    Matter.objects.filter(pk=other.pk).update(parent=suit, court="京02")
    assert broken()["courts"] == [str(other.id)]


def test_what_is_whole_is_counted(suit: Matter) -> None:
    found = {i.name: i for i in verify()}
    assert found["replay"].checked == Matter.objects.count()
    assert found["chain"].checked == Event.objects.count()
    assert found["messages"].checked == found["receipts"].checked == Message.objects.count() > 0
    assert found["papers"].checked == Paper.objects.values("digest").distinct().count() > 0
    assert found["money"].checked > 0
    assert found["numbers"].checked == 1
    assert all(any("一" <= c <= "鿿" for c in i.title) for i in found.values())


def test_rebuilt_the_record_is_the_same_to_the_letter(suit: Matter) -> None:
    whole = record_digest()
    assert rebuild() == whole == record_digest()
    Party.objects.all().delete()
    touched = record_digest()
    with pytest.raises(Differs):
        rebuild()
    assert record_digest() == touched, "a refused rebuild changes nothing"
    assert rebuild(accept=True) == whole
    assert broken() == {}

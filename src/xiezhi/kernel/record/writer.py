"""The only writer of the record. `kernel.procedure` alone may import it (held by import-linter and a test)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from xiezhi.kernel.record.chain import body
from xiezhi.kernel.record.digest import digest
from xiezhi.kernel.record.fold import Change, Rows, fold
from xiezhi.kernel.record.ids import new_id, new_salt
from xiezhi.kernel.record.models import Counter, Event, Matter
from xiezhi.kernel.record.tables import MATTER, TABLES, stored


def lock(matter: UUID) -> Matter | None:
    """The matter, locked until the end of the transaction, those above it first; None if there is none."""
    found = Matter.objects.filter(pk=matter).first()
    if found is None or not connection.features.has_select_for_update:
        return found  # SQLite has one lock, and the transaction holds it from its start
    above: list[UUID] = []
    parent = found.parent_id
    while parent:
        above.append(parent)
        parent = Matter.objects.filter(pk=parent).values_list("parent", flat=True).get()
    for one in reversed(above):
        Matter.objects.select_for_update().get(pk=one)
    return Matter.objects.select_for_update().get(pk=matter)


def next_number(court: str, year: int, case_type: str) -> int:
    """The next number of a court, year and type; it commits with the act that takes it."""
    Counter.objects.get_or_create(court=court, year=year, case_type=case_type)
    counter = Counter.objects.select_for_update().get(court=court, year=year, case_type=case_type)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def take_number(court: str, year: int, case_type: str, number: int) -> bool:
    """Take a number that another system gave; False once this one has given numbers of its own below it."""
    Counter.objects.get_or_create(court=court, year=year, case_type=case_type)
    counter = Counter.objects.select_for_update().get(court=court, year=year, case_type=case_type)
    if number <= counter.brought:
        return True
    if counter.last > counter.brought:
        return False
    counter.last = counter.brought = number
    counter.save(update_fields=["last", "brought"])
    return True


def numbered(court: str, number: str) -> bool:
    """Whether a court has given this number already (two at once are parted by the unique constraint)."""
    return Matter.objects.filter(court=court, number=number).exists()


def append(
    matter: UUID,
    *,
    seq: int,
    prev: str,
    act: str,
    procedure: str,
    actor: str,
    post: str,
    which: str,
    on: date,
    minute: time | None,
    at: datetime,
    data: Mapping[str, Any],
    law: str,
    key: str,
) -> Event:
    """Write one event and put its changes into the tables. Call inside a transaction that holds the matter."""
    changes: Sequence[Change] = data["changes"]
    put_matter(matter, [c for c in changes if c[0] == "matter"])
    event = Event(
        id=new_id(), matter_id=matter, seq=seq, act=act, procedure=procedure, actor=actor, post=post, which=which,
        on=on, minute=minute, at=at.astimezone(UTC), data=dict(data), law=law, key=key, salt=new_salt(), prev=prev,
    )  # fmt: skip
    event.digest = digest(body(event))
    event.save(force_insert=True)
    put(matter, [c for c in changes if c[0] != "matter"])
    return event


def put_matter(matter: UUID, changes: Iterable[Change]) -> None:
    """Write the matter's own columns."""
    for _, _, values in changes:
        assert values is not None
        columns = dict(stored(Matter, name, value) for name, value in values.items())
        if not Matter.objects.filter(pk=matter).update(**columns):
            Matter.objects.create(id=matter, **columns)


def put(matter: UUID, changes: Iterable[Change]) -> None:
    """Write changes into the folded tables: one statement for each table and set of columns."""
    groups: dict[tuple[str, tuple[str, ...]], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for table, key, values in changes:
        if values is None:
            TABLES[table]._default_manager.filter(matter=matter, key=key).delete()
        else:
            groups[table, tuple(values)][key] = values
    for (table, names), rows in groups.items():
        model = TABLES[table]
        made = [
            model(matter_id=matter, key=key, **dict(stored(model, n, v) for n, v in values.items()))
            for key, values in rows.items()
        ]
        model._default_manager.bulk_create(
            made, update_conflicts=True, unique_fields=["matter", "key"], update_fields=list(names)
        )


def refold(matter: UUID, events: Iterable[Event]) -> Rows:
    """Put all rows of a matter anew from its events (after an annulment)."""
    rows = fold(events)
    put_matter(matter, [("matter", "", {n: v for n, v in rows["matter", ""].items() if n in MATTER})])
    for model in TABLES.values():
        model._default_manager.filter(matter=matter).delete()
    put(matter, [(t, k, v) for (t, k), v in rows.items() if t != "matter"])
    return rows

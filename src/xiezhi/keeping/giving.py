"""The record given out as tables: CSV, Parquet and a schema file, masked as the caller may see.

With a caller the door decides: his matters, and in each what its grades let him see. Without one (whoever keeps the platform
at a terminal) only matters up to the level of ordinary cases are given, and of them nothing that names a person or was
said in the case: what counting needs. What is masked is empty, and the row says so in its column `masked`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.db.models import DateField, DateTimeField, Field, Model, QuerySet, TimeField

from xiezhi.keeping.columns import Column, Table, to_parquet
from xiezhi.kernel.access import looking
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import Eyes, matters, sees
from xiezhi.kernel.access.grades import file_grade, marked_grades
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Event, Mark, Matter
from xiezhi.kernel.record.tables import TABLES, column, columns

FORMAT, SCHEMA = 1, "schema.json"
ORDINARY = 2  # the level of ordinary cases in grades.toml
CHUNK = 200
# What names a person or was said in the case: given to a caller who may see it, never to nobody.
PERSONAL = {
    "fact": ("value",), "item": ("data",), "paper": ("name", "to", "digest"),
    "party": ("name", "id_number", "phone", "address", "person", "filer", "data"), "assigned": ("person",),
    "period": ("steps",), "right": ("person", "why"),
}  # fmt: skip
LEFT_OUT = {"period": ("history",)}
EVENT = ("seq", "act", "procedure", "actor", "post", "which", "on", "minute", "at", "law", "prev", "digest")


class NotEmpty(Exception):
    """Something lies in the folder already."""


@dataclass(slots=True)
class Given:
    """What was given: rows by table."""

    rows: dict[str, int] = field(default_factory=dict)


def give(folder: Path, actor: Actor | None, since: date | None, book: LawBook, say: Callable[[str], None]) -> Given:
    """Write every table to an empty folder. `NotEmpty`."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    found = _among(actor, book, since)
    tables = {t.name: t for t in _tables()}
    given = Given(dict.fromkeys(tables, 0))
    with ExitStack() as stack:
        writers = {name: stack.enter_context(table.opened(folder)) for name, table in tables.items()}
        for n, chunk in enumerate(_chunks(found)):
            for name, row in _rows(chunk, actor, since, book):
                writers[name](row)
                given.rows[name] += 1
            if n % 10 == 9:
                say(f"{given.rows['matter']} matters")
    for table in tables.values():
        to_parquet(folder, table)
    (folder / SCHEMA).write_text(_schema(tables.values(), given, actor, since, book), encoding="utf-8")
    if actor is not None:
        looking.exported(actor, found, book)
    return given


def _among(actor: Actor | None, book: LawBook, since: date | None) -> QuerySet[Matter]:
    """The matters that are given, those with an event since that day."""
    found = matters(actor, book) if actor is not None else _ordinary(book)
    if since is not None:
        found = found.filter(pk__in=Event.objects.filter(at__gte=_start(since)).values("matter"))
    return found


def _ordinary(book: LawBook) -> QuerySet[Matter]:
    today = clock.today()
    level = {name: grade.level for name, grade in book.grades.items()}
    files = [id for id in book.ids() if level[file_grade(book, id, today)] <= ORDINARY]
    closed = [mark for mark, grade in marked_grades(book).items() if level[grade] > ORDINARY]
    marked = {m.pk for mark in closed for m in Matter.objects.filter(pk__in=_marked(mark))}
    return Matter.objects.filter(procedure__in=files).exclude(pk__in=marked)


def _marked(mark: str) -> QuerySet[Mark, Any]:
    here = Mark.objects.filter(key=mark) | Mark.objects.filter(key__startswith=f"{mark}/")
    return here.values("matter")


def _chunks(found: QuerySet[Matter]) -> Iterator[list[Matter]]:
    ids = list(found.order_by("opened", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        some = Matter.objects.in_bulk(ids[start : start + CHUNK])
        yield [some[id] for id in ids[start : start + CHUNK]]


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.COURT_TIME)


def _rows(
    chunk: list[Matter], actor: Actor | None, since: date | None, book: LawBook
) -> Iterator[tuple[str, dict[str, Any]]]:
    eyes = {m.pk: sees(actor, m, book) for m in chunk} if actor is not None else {}
    for matter in chunk:
        yield "matter", {"matter": matter.pk.hex, **_values(matter, list(_matter_columns()))}
    events = Event.objects.filter(matter__in=chunk).order_by("matter", "seq")
    for event in events.filter(at__gte=_start(since)) if since else events:
        yield "event", _event(event, eyes.get(event.matter_id), book)
    for name, model in TABLES.items():
        for row in model._default_manager.filter(matter__in=chunk).order_by("matter", "pk"):
            yield name, _row(name, row, eyes.get(row.matter_id))


def _row(name: str, row: Any, eyes: Eyes | None) -> dict[str, Any]:
    """A row of a folded table, masked where its grade or nobody's asking demands it."""
    values = {"matter": row.matter_id.hex, "key": row.key, **_values(row, _kept(name, type(row)))}
    shut = eyes is None or not eyes.may_see(getattr(row, "grade", ""))
    hidden = [c for c in PERSONAL.get(name, ()) if shut and values.get(c) not in (None, "", {}, [])]
    return values | dict.fromkeys(hidden) | {"masked": bool(hidden)}


def _event(event: Event, eyes: Eyes | None, book: LawBook) -> dict[str, Any]:
    """An event; of what was given in it, the fields that may be seen."""
    act = book.procedure(event.procedure, event.on).acts.get(event.act) if event.procedure in book.raw else None
    given = event.data.get("given", {}) if isinstance(event.data, dict) else {}
    shown = {}
    if eyes is not None and act is not None:
        shown = {n: v for n, v in given.items() if n in act.data and eyes.may_see(act.data[n].grade)}
    values = {"matter": event.matter_id.hex, "id": event.pk.hex, **_values(event, list(EVENT))}
    if eyes is None and len(event.actor) == len(event.pk.hex):
        values["actor"] = "person"
    return values | {"given": shown or None, "masked": len(shown) < len(given) or values["actor"] != event.actor}


def _values(row: Model, names: list[str]) -> dict[str, Any]:
    return {n: _plain(getattr(row, column(type(row), n).attname)) for n in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.hex if hasattr(value, "hex") and not isinstance(value, (int, float)) else value


def _matter_columns() -> Iterator[str]:
    yield from ("procedure", "number", "court", "parent", "state", "opened")


def _kept(name: str, model: type[Model]) -> list[str]:
    return [c for c in columns(model) if c not in LEFT_OUT.get(name, ())]


# ── what the tables are made of ─────────────────────────────────────────────


def _tables() -> Iterator[Table]:
    matter = Column("matter", "VARCHAR")
    masked = Column("masked", "BOOLEAN")
    yield Table("matter", (matter, *(_column(Matter, c) for c in _matter_columns())))
    event = (_column(Event, c) for c in EVENT)
    yield Table("event", (matter, Column("id", "VARCHAR"), *event, Column("given", "JSON"), masked))
    for name, model in TABLES.items():
        kept = (_column(model, c) for c in _kept(name, model))
        yield Table(name, (matter, Column("key", "VARCHAR"), *kept, masked))


def _column(model: type[Model], name: str) -> Column:
    return Column(name, _type(column(model, name)))


def _type(found: Field[Any, Any]) -> str:
    if isinstance(found, DateTimeField):
        return "TIMESTAMPTZ"
    if isinstance(found, DateField):
        return "DATE"
    if isinstance(found, TimeField):
        return "TIME"
    kind = found.get_internal_type()
    return {"JSONField": "JSON", "BooleanField": "BOOLEAN"}.get(kind, "BIGINT" if "Integer" in kind else "VARCHAR")


def _schema(tables: Any, given: Given, actor: Actor | None, since: date | None, book: LawBook) -> str:
    told = {
        "format": FORMAT, "made": clock.now().isoformat(), "law": book.digest, "caller": actor.name if actor else None,
        "since": since.isoformat() if since else None,
        "tables": {
            t.name: {"rows": given.rows[t.name], "columns": [{"name": c.name, "type": c.type} for c in t.columns]}
            for t in tables
        },
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

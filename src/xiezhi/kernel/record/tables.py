"""Which tables are folded from events, and how a row's columns are written in an event (plain JSON)."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Field, ForeignKey, Model

from xiezhi.kernel.record import models

TABLES: dict[str, type[models.Row]] = {
    "mark": models.Mark,
    "fact": models.Fact,
    "party": models.Party,
    "assigned": models.Assigned,
    "period": models.Period,
    "item": models.Item,
    "paper": models.Paper,
    "link": models.Link,
    "right": models.Right,
    "done": models.Done,
    "outcome": models.Outcome,
    "entry": models.Entry,
}
MATTER = ("procedure", "number", "court", "parent", "state", "opened")


def columns(model: type[Model]) -> list[str]:
    """The columns of a folded table, apart from matter and key."""
    return [f.name for f in model._meta.concrete_fields if f.name not in ("id", "matter", "key")]


def plain(value: Any) -> Any:
    """A column value as it stands in an event."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, date):
        return value.isoformat()
    return value


def column(model: type[Model], name: str) -> Field[Any, Any]:
    """The database field of a column."""
    return cast("Field[Any, Any]", model._meta.get_field(name))


def as_values(row: Model, names: list[str]) -> dict[str, Any]:
    """A database row as an event would write it."""
    return {n: plain(getattr(row, column(type(row), n).attname)) for n in names}


def stored(model: type[Model], name: str, value: Any) -> tuple[str, Any]:
    """Attribute name and Python value under which an event's column value is stored."""
    field = column(model, name)
    if value is None:
        return field.attname, None
    target = field.target_field if isinstance(field, ForeignKey) else field
    return field.attname, target.to_python(value)


def defaults(model: type[Model]) -> dict[str, Any]:
    """What a column holds that no event has named."""
    return {n: plain(column(model, n).get_default()) for n in columns(model)}

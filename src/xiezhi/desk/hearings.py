"""The calendar of hearings: a week, by courtroom or by judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.desk.door import staff_only
from xiezhi.desk.rows import Row, rows
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Item
from xiezhi.pages.who import actor_of

RECORD = "hearing"
NOWHERE = "（未定）"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One hearing. `at` is "09:30", or empty when only the day is set."""

    row: Row
    day: date
    at: str
    room: str


def sittings(actor: Actor, book: LawBook, first: date, last: date, only: Q | None = None) -> list[Sitting]:
    """Hearings from a day to a day in matters that the actor may know of, by time."""
    end = (last + timedelta(days=1)).isoformat()
    found = Item.objects.filter(
        only or Q(), record=RECORD, when__gte=first.isoformat(), when__lt=end, matter__in=matters(actor, book)
    )
    items = list(found.select_related("matter").order_by("when", "id"))
    shown = {r.id: r for r in rows(list({i.matter_id: i.matter for i in items}.values()), book)} if items else {}
    return [
        Sitting(shown[i.matter_id], date.fromisoformat(i.when[:10]), i.when[11:16], _room(i.data, book)) for i in items
    ]


def _room(data: dict[str, object], book: LawBook) -> str:
    """The place of a hearing: the first line of text that its record asks for."""
    record = book.records.get(RECORD)
    names = [f.name for f in record.fields.values() if f.type == "text"] if record else []
    return next((str(data[n]) for n in names if data.get(n)), NOWHERE)


def week_of(text: str) -> date:
    """The Monday of the week that holds a day; this week when the day cannot be read."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = clock.today()
    return day - timedelta(days=day.weekday())


@staff_only
def hearings_page(request: HttpRequest) -> HttpResponse:
    """One week; `?day=` any day in it, `?by=room` or `judge`."""
    actor, book = actor_of(request), law()
    monday = week_of(request.GET.get("day", ""))
    days = [monday + timedelta(days=n) for n in range(7)]
    by = "judge" if request.GET.get("by") == "judge" else "room"
    found = sittings(actor, book, days[0], days[-1])
    lines: dict[str, dict[date, list[Sitting]]] = {}
    for one in found:
        name = (one.row.judge or NOWHERE) if by == "judge" else one.room
        lines.setdefault(name, {}).setdefault(one.day, []).append(one)
    table = [(name, [(d, cells.get(d, [])) for d in days]) for name, cells in sorted(lines.items())]
    context = {
        "days": days, "table": table, "by": by, "total": len(found), "today": clock.today(), "monday": monday,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
    }  # fmt: skip
    return render(request, "desk/hearings.html", context)

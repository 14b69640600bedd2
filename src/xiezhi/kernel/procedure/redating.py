"""A newly announced year of holidays moves last days: the periods concerned are reckoned anew, each matter by one event.

Concerned are running periods that were provisional, and those whose last day lies in a year of the law book's own
calendar files. A calendar that has been looked at in this process is not looked at again.
"""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from xiezhi.kernel.access.actor import CLOCK
from xiezhi.kernel.periods import clock
from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.procedure import book, clocks
from xiezhi.kernel.procedure.call import stored_key
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.fold import Change
from xiezhi.kernel.record.models import Period

ACT = "redate"
MOVING = ("due", "provisional")
log = logging.getLogger(__name__)
_looked_at: list[Calendar] = []


def redate() -> int:
    """Reckon anew what the calendar in force moves; the number of matters in which something moved."""
    calendar = book.calendar()
    if _looked_at and _looked_at[0] is calendar:
        return 0
    moved = 0
    for matter in list(_concerned(calendar).order_by("matter").values_list("matter", flat=True).distinct()):
        moved += redate_matter(matter)
    _looked_at[:] = [calendar]
    return moved


def _concerned(calendar: Calendar) -> QuerySet[Period]:
    in_years = Q()
    for year in calendar.years:
        in_years |= Q(due__startswith=f"{year}-")
    return Period.objects.filter(Q(state__in=("running", "paused")) & (~Q(provisional="") | in_years))


def redate_matter(matter: UUID) -> bool:
    """Reckon the running periods of one matter anew; whether any moved, and so an event was written."""
    with transaction.atomic():
        locked = writer.lock(matter)
        if locked is None:
            return False
        standing, law = load_standing(locked), book.law()
        changes = [change for key, row in standing.table("period").items() if (change := _moved(key, row))]
        if not changes:
            return False
        before = {key: standing.table("period")[key]["due"] for _, key, _ in changes}
        data: dict[str, Any] = {
            "given": {}, "changes": [list(change) for change in changes], "messages": [], "notes": {"before": before}, "asked": "",
        }  # fmt: skip
        writer.append(
            locked.id, seq=standing.seq + 1, prev=standing.head, act=ACT, procedure=locked.procedure, actor=CLOCK.written,
            post="clock", which="", on=clock.today(), minute=None, at=clock.now(), data=data, law=law.digest,
            key=stored_key(locked.id.hex, f"{ACT}:{standing.seq + 1}"),
        )  # fmt: skip
        return True


def _moved(key: str, row: dict[str, Any]) -> Change | None:
    """A running period reckoned anew, if that changes anything."""
    if row["state"] not in ("running", "paused"):
        return None
    try:
        anew = clocks.again(row)
    except Refused as wrong:  # a rule that changed no longer allows what was done: people must look at it
        log.warning("the period %s cannot be reckoned anew: %s", key, wrong)
        return None
    return ("period", key, anew) if any(anew[name] != row[name] for name in MOVING) else None

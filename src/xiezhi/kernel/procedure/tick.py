"""What the clock does by itself: acts at the end of periods, and matters that open on the first day of a month.

Statutory deadlines are rows that a periodic run sweeps, not sleeping timers: a run that was missed is made up by the next.
"""

from __future__ import annotations

from datetime import date

from xiezhi.kernel.access.actor import CLOCK
from xiezhi.kernel.law.model import LawBook, Procedure
from xiezhi.kernel.people.models import Court, Holding, Person
from xiezhi.kernel.people.questions import in_force
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.lapses import due_acts, legal_days
from xiezhi.kernel.procedure.load import standing
from xiezhi.kernel.procedure.perform import open_matter, try_by_clock
from xiezhi.kernel.procedure.redating import redate
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Matter, Period


def tick() -> int:
    """Do what fell due by today; returns the number of acts done. A last day that a holiday moved has not passed."""
    today = clock.today()
    return redate() + _run_out(today) + _open_monthly(today)


def _run_out(today: date) -> int:
    book, done = law(), 0
    over = Period.objects.filter(state="running", due__lt=today.isoformat()).exclude(then="").exclude(due="")
    for id in list(over.order_by("matter").values_list("matter", flat=True).distinct()):
        matter = Matter.objects.get(pk=id)
        file = book.procedure(matter.procedure, today)
        stands = standing(matter)
        for due in due_acts(file, stands, today):
            days = legal_days(book, file, due, stands, today, Asking())
            done += any(try_by_clock(id, due[0], due[1], day, today.isoformat()) for day in days)
    return done


def _open_monthly(today: date) -> int:
    book, done = law(), 0
    for id in book.ids():
        file = book.procedure(id, today)
        if file.opened.get("every") == "month":
            done += _open_for_staff(book, file, today)
    return done


def _open_for_staff(book: LawBook, file: Procedure, today: date) -> int:
    """One matter a month for each member of staff; the staff fields of the opening act name that person."""
    opening = file.opening_acts[0]
    fields = [f.name for f in opening.data.values() if f.type == "staff"]
    month, done = today.strftime("%Y-%m"), 0
    opened = set(
        Matter.objects.filter(procedure=file.id, opened__gte=today.replace(day=1), events__seq=1)
        .values_list("events__key", flat=True)
    )  # fmt: skip
    for court in Court.objects.order_by("code"):
        held = Holding.objects.filter(in_force(today), court=court)
        for person in Person.objects.filter(id__in=held.values("person")).order_by("id"):
            key = f"month:{file.id}:{month}:{person.id.hex}"
            if f"{court.code}/{key}" not in opened:
                data = {name: person.id.hex for name in fields}
                done += _try_open(file.id, court.code, opening.name, data, key)
    return done


def _try_open(procedure: str, court: str, act: str, data: dict[str, str], key: str) -> bool:
    try:
        open_matter(procedure, court, actor=CLOCK, act=act, data=data, key=key)
    except Refused:
        return False
    return True

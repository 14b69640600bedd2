"""The filters of the list of matters: read from the address, so that a link, Back and the export mean the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from xiezhi.departments.office.reform.questions import by_system
from xiezhi.desk.mine import RUNNING, carried_by, final_states
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import Field, LawBook, Procedure
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.lineage import of_one_dispute, read_code
from xiezhi.kernel.record.models import Fact, Matter, Outcome, Party, Period

SORTS = {
    "due": (F("due").asc(nulls_last=True), "-opened", "id"),
    "opened": ("opened", "id"),
    "-opened": ("-opened", "id"),
    "number": ("number", "opened", "id"),
    "state": ("state", "-opened", "id"),
}
TERMS = ("q", "procedure", "state", "court", "judge", "outcome", "fact", "system")
FULL_WIDTH = str.maketrans("()〔〕[]０１２３４５６７８９", "（）（）（）0123456789")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is asked for. `faults` by name: what could not be understood; then the list is empty."""

    q: str = ""
    procedure: str = ""
    state: str = ""
    court: str = ""
    judge: str = ""
    outcome: str = ""
    fact: str = ""
    system: str = ""
    since: date | None = None
    until: date | None = None
    overdue: bool = False
    unfinished: bool = False
    finished: bool = False
    sort: str = "due"
    faults: Mapping[str, str] = field(default_factory=dict)


def read(terms: Mapping[str, str]) -> Filter:
    """The filter in an address."""
    faults: dict[str, str] = {}
    found: dict[str, Any] = {n: terms.get(n, "").strip()[:100] for n in TERMS}
    for name, title in (("since", "立案日期起"), ("until", "立案日期止")):
        try:
            found[name] = date.fromisoformat(terms[name]) if terms.get(name) else None
        except ValueError:
            faults[name] = f"“{title}”请写成 2025-03-03 这样的日期。"
    if found["judge"] and not _person(found["judge"]):
        faults["judge"] = "承办人请从列表中选。"
    sort = terms.get("sort", "")
    found |= {name: terms.get(name) == "1" for name in ("overdue", "unfinished", "finished")}
    return Filter(**found, sort=sort if sort in SORTS else "due", faults=faults)


def _person(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def find(asked: Filter, actor: Actor, book: LawBook) -> QuerySet[Matter]:
    """The matters asked for, among those the actor may know of, in order, each with its next last day (`due`)."""
    found = matters(actor, book)
    if asked.faults:
        return found.none()
    exact = {"procedure": asked.procedure, "state": asked.state, "court": asked.court}
    found = found.filter(**{k: v for k, v in exact.items() if v})
    if asked.since:
        found = found.filter(opened__gte=asked.since)
    if asked.until:
        found = found.filter(opened__lte=asked.until)
    if asked.unfinished:
        found = found.exclude(final_states(book))
    if asked.finished:
        found = found.filter(final_states(book))
    if asked.judge:
        found = found.filter(carried_by([UUID(asked.judge)]))
    found = found.filter(_figure(asked, book))
    if asked.q:
        found = found.filter(_named(asked.q))
    running = Period.objects.filter(matter=OuterRef("pk"), state__in=RUNNING).exclude(due="")
    if asked.overdue:
        found = found.filter(Exists(running.filter(due__lt=clock.today().isoformat())))
    due = Subquery(running.order_by("due").values("due")[:1])
    return found.annotate(due=due).order_by(*SORTS[asked.sort])


def _figure(asked: Filter, book: LawBook) -> Q:
    """What a figure counts beyond the filters that people set: an outcome, a code that was said, a system of the outline."""
    wanted = Q()
    if asked.outcome:
        wanted &= Q(Exists(Outcome.objects.filter(matter=OuterRef("pk"), outcome=asked.outcome)))
    if asked.fact:
        wanted &= _says(asked, book)
    if asked.system:
        wanted &= Q(procedure__in=sorted(by_system(book).get(asked.system, ())))
    return wanted


def open_fields(file: Procedure, book: LawBook) -> dict[str, Field]:
    """The codes that a matter has one of, and that whoever knows the matter may see: by these it may be asked for and counted."""
    fields = {f.name: f for act in file.acts.values() if act.grade in ("", file.grade) for f in act.data.values()}
    return {n: f for n, f in fields.items() if f.type in book.choices and not f.many and f.grade in ("", file.grade)}


def _says(asked: Filter, book: LawBook) -> Q:
    """Matters of one procedure of which a code was said (`fact` = field:code)."""
    name, _, code = asked.fact.partition(":")
    file = book.procedure(asked.procedure, clock.today()) if asked.procedure in book.raw else None
    if file is None or name not in open_fields(file, book):
        return Q(pk__isnull=True)
    return Q(Exists(Fact.objects.filter(matter=OuterRef("pk"), key=name, value=code, grade__in=("", file.grade))))


def _named(typed: str) -> Q:
    """A case number in any brackets, a part of one, a case code, or a party's name or identity number."""
    if root := read_code(typed):
        return Q(pk__in=of_one_dispute(root).values("pk"))
    number = typed.replace(" ", "").translate(FULL_WIDTH)
    people = Party.objects.filter(Q(name__contains=typed) | Q(id_number=typed), matter=OuterRef("pk"), active=True)
    return Q(number__contains=number) | Q(Exists(people))

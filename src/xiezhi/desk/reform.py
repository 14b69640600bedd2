"""改革: the forty-five tasks of the outline, what this court does for each, and what the record says; each figure is its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.departments.office.reform.questions import by_system, task_of, written
from xiezhi.desk.accounts import exported
from xiezhi.desk.affairs import by_procedure
from xiezhi.desk.door import staff_only
from xiezhi.desk.rows import state_of
from xiezhi.desk.search import Filter, find
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Assigned, Fact
from xiezhi.pages.who import actor_of

COLUMNS = ("任务", "名称", "本院任务", "情况", "责任人", "系统", "件数", "未结")
PROCEDURE = "office.reform"


@dataclass(frozen=True, slots=True)
class System:
    """One system of a task: how many matters of its procedures the reader knows, how many are not at their end; `counted`: it has any."""

    id: str
    name: str
    total: int
    unfinished: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Own:
    """What the court has opened for a task."""

    matter: UUID
    name: str
    state: str
    owner: str


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the outline."""

    no: int
    area: str
    title: str
    own: tuple[Own, ...]
    systems: tuple[System, ...]

    def lines(self) -> Iterator[tuple[str, ...]]:
        """A row for each system, in the order of COLUMNS."""
        names, states, owners = (
            ("；".join(cells) for cells in zip(*((o.name, o.state, o.owner) for o in self.own), strict=True))
            if self.own
            else ("", "未登记", "")
        )
        for one in self.systems:
            yield (
                str(self.no),
                self.title,
                names,
                states,
                owners,
                one.name,
                str(one.total) if one.counted else "",
                str(one.unfinished) if one.counted else "",
            )


def tasks(actor: Actor, book: LawBook) -> list[Task]:
    """All tasks, in a fixed number of questions."""
    total = by_procedure(find(Filter(), actor, book))
    open_ = by_procedure(find(replace(Filter(), unfinished=True), actor, book))
    found, own = by_system(book), _own(actor, book)
    areas = {area["no"]: area["title"] for area in written()["area"]}
    systems: dict[int, list[System]] = {}
    for row in written()["system"]:
        ids = found.get(row["id"], set())
        one = System(
            row["id"], row["name"], sum(total.get(i, 0) for i in ids), sum(open_.get(i, 0) for i in ids), bool(ids)
        )
        systems.setdefault(task_of(row["id"]), []).append(one)
    return [
        Task(t["no"], areas[t["area"]], t["title"], tuple(own.get(f"t{t['no']}", ())), tuple(systems.get(t["no"], ())))
        for t in written()["task"]
    ]


def _own(actor: Actor, book: LawBook) -> dict[str, list[Own]]:
    known = list(matters(actor, book).filter(procedure=PROCEDURE).order_by("opened", "id"))
    facts = {
        (f.matter_id, f.key): str(f.value)
        for f in Fact.objects.filter(matter__in=known, key__in=("reform_task", "subject"))
    }
    held = Assigned.objects.filter(matter__in=known, role="owner", person__isnull=False).values_list(
        "matter", "person__name"
    )
    owners, found = dict(held), dict[str, list[Own]]()
    for m in known:
        one = Own(m.pk, facts.get((m.pk, "subject"), ""), state_of(book, m), owners.get(m.pk, ""))
        found.setdefault(facts.get((m.pk, "reform_task"), ""), []).append(one)
    return found


@staff_only
def reform_page(request: HttpRequest) -> HttpResponse:
    """The ledger; `?format=csv` the same as a file."""
    found = tasks(actor_of(request), law())
    if request.GET.get("format") == "csv":
        return exported(COLUMNS, (line for task in found for line in task.lines()), "reform.csv")
    areas: dict[str, list[Task]] = {}
    for task in found:
        areas.setdefault(task.area, []).append(task)
    begun = sum(bool(task.own) for task in found)
    return render(request, "desk/reform.html", {"areas": areas.items(), "begun": begun, "n": len(found)})

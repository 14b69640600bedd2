"""Evidence of a reform task from live data: how many matters each of its systems had in this court, frozen into the report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomli

from xiezhi.departments.office.reform.questions import by_system, named, task_of, written
from xiezhi.kernel.procedure.registry import Ctx, law_check, value
from xiezhi.kernel.record.models import Matter, Outcome

KEPT = 3  # what is graded so high is not counted before all staff


@value("reform_evidence")
def reform_evidence(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A row for each system of the task: matters of its procedures opened in this court until today, and how many have ended."""
    task, found = task_of(str(ctx.fact("reform_task"))), by_system(ctx.book)
    rows = []
    for system in written()["system"]:
        ids = [id for id in sorted(found.get(system["id"], ())) if _open_to_staff(ctx, id)]
        if task_of(system["id"]) != task or not ids:
            continue
        matters = Matter.objects.filter(court=ctx.standing.court, procedure__in=ids, opened__lte=ctx.on)
        ended = Outcome.objects.filter(matter__in=matters).values("matter").distinct()
        rows.append({"name": system["name"], "opened": matters.count(), "closed": ended.count()})
    return rows, {"on": ctx.on.isoformat(), "task": task}


def _open_to_staff(ctx: Ctx, id: str) -> bool:
    grade = ctx.book.grades.get(ctx.book.procedure(id, ctx.on).grade)
    return grade is None or grade.level < KEPT


@law_check("reform")
def task_faults(folder: Path) -> Iterable[str]:
    """What is wrong with the code list of tasks: not those of the outline."""
    tasks = {f"t{t['no']}": t["title"] for t in tomli.loads((folder / "outline.toml").read_text("utf-8"))["task"]}
    codes = tomli.loads((folder / "choices/office.toml").read_text("utf-8")).get("reform_task", {})
    for slug in sorted(tasks.keys() | codes.keys()):
        if tasks.get(slug) != codes.get(slug):
            yield f"choices/office.toml:reform_task.{slug}: is not the task of outline.toml"


@law_check("evidence")
def evidence_faults(folder: Path) -> Iterable[str]:
    """What is wrong with the evidence: a system that the outline lacks, a procedure that the book lacks."""
    systems = {s["id"] for s in tomli.loads((folder / "outline.toml").read_text("utf-8"))["system"]}
    files = (tomli.loads(path.read_text("utf-8")) for path in sorted((folder / "procedures").rglob("*.toml")))
    ids = {str(file.get("id")) for file in files}
    for system, parts in tomli.loads((folder / "parameters/reform.toml").read_text("utf-8"))["evidence"].items():
        if system not in systems:
            yield f"parameters/reform.toml:{system}: is no system of the outline"
        for part in parts:
            if not any(named(id, [part]) for id in ids):
                yield f"parameters/reform.toml:{system}: no procedure is called `{part}`"

"""A judge's work of a year from the record alone: cases ended times their weights, what came back changed, what ran over, training.

Weights are decimal strings of one standard case (parameters/workload.toml), counted in hundredths. Nobody is ranked: each
figure is of one judge and shown to that judge first (法官法第41条、第43条).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from xiezhi.kernel.law.resolve import on as resolved
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.procedure.registry import Ctx, condition, value
from xiezhi.kernel.record.models import Assigned, Done, Fact, Item, Matter, Outcome, Party, Period

CHANGED = ("note_changed", "note_partly_changed")
REMANDED = ("note_remanded",)
PASSED = ("passed", "excellent")
OVER = ("overdue", "expired")


def _judge(ctx: Ctx) -> UUID:
    named = (ctx.data or {}).get("owner") or next(iter(ctx.standing.assigned("owner")), "")
    return UUID(str(named))


def _year(ctx: Ctx) -> int:
    return int(ctx.fact("assessment_year") or 0)


@condition("assessment_year_begun")
def assessment_year_begun(ctx: Ctx) -> bool | None:
    """The year is this one or an earlier one."""
    return None if ctx.data is None else 2000 <= _year(ctx) <= ctx.on.year


def ended(judge: UUID, year: int) -> QuerySet[Matter]:
    """Numbered matters that a judge carried and that ended in a year."""
    mine = Assigned.objects.filter(person=judge, role="judge").values("matter")
    over = Outcome.objects.filter(on__year=year).values("matter")
    return Matter.objects.filter(pk__in=mine).filter(pk__in=over).exclude(number="")


def _counts(matters: QuerySet[Matter], rows: QuerySet[Any]) -> dict[UUID, int]:
    return dict(rows.filter(matter__in=matters).values_list("matter").annotate(n=Count("pk")).order_by())


def measured(ctx: Ctx) -> list[dict[str, Any]]:
    """A line for each class of weight: how many cases, the weight, the additions, the sum; weights in standard cases."""
    known, classes = parameters("workload"), parameters("workload")["weight"]
    more_party, more_hearing = (fen(str(resolved(known[n], ctx.on))) for n in ("party", "hearing"))
    matters = ended(_judge(ctx), _year(ctx))
    parties = _counts(matters, Party.objects.filter(active=True).exclude(role="counsel"))
    hearings = _counts(matters, Item.objects.filter(record="hearing"))
    n, added = defaultdict[str, int](int), defaultdict[str, int](int)
    for id, procedure in matters.values_list("id", "procedure"):
        title = next(c["title"] for c in classes if procedure.startswith(tuple(c["procedures"])))
        n[title] += 1
        added[title] += max(parties.get(id, 0) - 2, 0) * more_party + max(hearings.get(id, 0) - 1, 0) * more_hearing
    weights = {c["title"]: fen(str(resolved(c["weight"], ctx.on))) for c in classes}
    return [
        {"name": t, "n": n[t], "weight": yuan(weights[t]), "added": yuan(added[t]), "points": yuan(n[t] * weights[t] + added[t])}
        for t in weights
        if n[t]
    ]  # fmt: skip


@value("work_lines")
def work_lines(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The lines of work."""
    return measured(ctx), {"basis": parameters("workload")["basis"]}


@value("work_sum")
def work_sum(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Their sum, in standard cases."""
    return yuan(sum(fen(row["points"]) for row in measured(ctx))), {}


@value("quality_lines")
def quality_lines(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Of the cases that this judge carries: changed and remanded on appeal in the year; periods of cases ended in it that ran over."""
    judge, year = _judge(ctx), _year(ctx)
    mine = Assigned.objects.filter(person=judge, role="judge").values("matter")
    done = Done.objects.filter(matter__in=mine, last__year=year)
    over = Period.objects.filter(matter__in=ended(judge, year), owner__in=("judge", "panel.member"), state__in=OVER)
    found = (
        ("上级法院改判（含部分改判）", done.filter(key__in=CHANGED).count()),
        ("上级法院发回重审", done.filter(key__in=REMANDED).count()),
        ("办结案件中超过期限的事项", over.count()),
    )
    return [{"name": name, "n": n} for name, n in found], {}


@value("training_hours")
def training_hours(ctx: Ctx) -> tuple[int, dict[str, Any]]:
    """Hours of the courses of the year that the judge passed (法官法第32条)."""
    passed = Fact.objects.filter(
        key=f"course_result/{_judge(ctx).hex}", value__in=PASSED, matter__opened__year=_year(ctx)
    ).values("matter")
    hours = Fact.objects.filter(matter__in=passed, key="course_hours").values_list("value", flat=True)
    return sum(int(h) for h in hours), {}


@value("work_told")
def work_told(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Where the weights come from."""
    return f"{parameters('workload')['trial']}。案件、期限、上级法院的结果和培训均由平台从记录中汇集，不作排名。", {}

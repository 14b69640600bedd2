"""What the acts of a quality review compute: the draw, the row handed out, the score and its grade, the summary."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from xiezhi.departments.management.quality import cases, reviewers
from xiezhi.kernel.access.grades import marked_grades
from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.periods.counting import add_months
from xiezhi.kernel.procedure.book import law, parameters
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect, value
from xiezhi.kernel.record.models import Assigned, Mark, Matter, Outcome

PREFIXES = ("civ.first.", "civ.second.", "cri.first.", "cri.second", "adm.first.", "adm.second.")
REVERSED = ("note_changed", "note_remanded")
PART = ("judge", "presiding", "member", "clerk", "assistant", "supervisor")


def _refuse(ctx: Ctx, message: str, field: str = "") -> Refused:
    return Refused(Refusal("data", message, ctx.act.basis, field))


@value("draw_sample")
def draw_sample(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Cases closed in the days named, and a reviewer for each who had no part in it; pool and seed stay in the event."""
    size, seed = int(ctx.fact("sample_size") or 0), ctx.standing.head
    if size < 1:
        raise _refuse(ctx, "抽取的件数要大于零。")
    pool = {m.pk.hex: m for m in _pool(ctx)}
    drawn = cases(list(pool), size, seed)
    able = [p.id.hex for p in staff(ctx.standing.court, ctx.on, "quality_reviewer")]
    rows = Assigned.objects.filter(matter__in=[pool[c].pk for c in drawn], role__in=PART, person__isnull=False)
    barred: dict[str, set[str]] = {}
    judge: dict[str, str] = {}
    for row in rows.order_by("id"):
        assert row.person_id
        barred.setdefault(row.matter_id.hex, set()).add(row.person_id.hex)
        if row.role == "judge":
            judge[row.matter_id.hex] = row.person_id.hex
    by = reviewers(drawn, able, barred, seed)
    if not drawn or len(by) < len(drawn):
        raise _refuse(
            ctx,
            "范围内没有可以评查的案件，或者没有可以评查的评查员（参与过案件的人应当回避）。请调整范围或者增加评查员。",
        )
    sample = [
        {"number": pool[c].number, "case": c, "reviewer": by[c], **({"judge": judge[c]} if c in judge else {})}
        for c in drawn
    ]
    return sample, {"pool": sorted(pool), "seed": seed, "able": able}


def _pool(ctx: Ctx) -> QuerySet[Matter]:
    """Cases whose first outcome fell into the days, by the kind of review; none that carries a mark of secrecy."""
    first = Subquery(Outcome.objects.filter(matter=OuterRef("pk")).order_by("on", "id").values("on")[:1])
    scope = Q()
    for prefix in PREFIXES:
        scope |= Q(procedure__startswith=prefix)
    hidden = Q()
    for mark in marked_grades(ctx.book):
        hidden |= Q(key=mark) | Q(key__startswith=f"{mark}/")
    found = Matter.objects.filter(scope, court=ctx.standing.court).exclude(number="").annotate(closed_on=first)
    found = found.filter(closed_on__gte=ctx.fact("sample_since"), closed_on__lte=ctx.fact("sample_until"))
    found = found.exclude(pk__in=Mark.objects.filter(hidden).values("matter"))
    kind = ctx.fact("review_kind")
    if kind == "key":
        found = found.filter(done__key__in=REVERSED)
    elif kind == "special":
        ids = [m.pk for m in found if m.closed_on > add_months(m.opened, 12)]
        found = found.filter(pk__in=ids)
    return found.distinct()


def _row(ctx: Ctx) -> dict[str, Any]:
    return dict(ctx.standing.items("quality_sample")[ctx.which]["data"])


@value("sample_number")
def sample_number(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The number of the case that is handed out."""
    return _row(ctx)["number"], {}


@value("sample_judge")
def sample_judge(ctx: Ctx) -> tuple[Any, dict[str, Any]]:
    """Whose case it is."""
    return _row(ctx).get("judge"), {}


@value("sample_reviewer")
def sample_reviewer(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Who was drawn to review it."""
    return _row(ctx)["reviewer"], {}


@value("case_reviewer")
def case_reviewer(ctx: Ctx) -> tuple[Any, dict[str, Any]]:
    """Who reviews, as it was handed out."""
    return ctx.fact("case_reviewer"), {}


@value("reviewed_judge")
def reviewed_judge(ctx: Ctx) -> tuple[Any, dict[str, Any]]:
    """Whose case was reviewed: from now on he knows."""
    return ctx.fact("reviewed_judge"), {}


@effect("open_for_review")
def open_for_review(ctx: Ctx) -> Effect:
    """The reviewer may read the case for the days of parameters/management.toml."""
    row, days = _row(ctx), int(parameters("management")["quality"]["reading_days"])
    until = (ctx.on + timedelta(days=days)).isoformat()
    right = {
        "kind": "read", "person": row["reviewer"], "target": UUID(row["case"]).hex, "post": "", "division": None,
        "since": ctx.on.isoformat(), "until": until,
    }  # fmt: skip
    return Effect(changes=[["right", ctx.which, right]])


def _grade(points: int) -> str:
    grades: dict[str, int] = parameters("management")["quality"]["grades"]
    return next(name for name, least in sorted(grades.items(), key=lambda one: -one[1]) if points >= least)


def _score(ctx: Ctx) -> int:
    off = [int(row["points"]) for row in (ctx.data or {}).get("deduction") or ()]
    full = int(parameters("management")["quality"]["full"])
    if any(points < 1 for points in off) or sum(off) > full:
        raise _refuse(ctx, f"每项扣分要大于零，合计不超过{full}分。请核对。", "deduction")
    return full - sum(off)


@value("quality_score")
def quality_score(ctx: Ctx) -> tuple[int, dict[str, Any]]:
    """Full marks less what was taken off."""
    return _score(ctx), {}


@value("quality_grade")
def quality_grade(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The grade of the score."""
    return _grade(_score(ctx)), {}


@value("final_grade")
def final_grade(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The grade of the final score."""
    points, full = int((ctx.data or {}).get("final_score") or 0), int(parameters("management")["quality"]["full"])
    if not 0 <= points <= full:
        raise _refuse(ctx, f"最后得分在0到{full}之间。", "final_score")
    return _grade(points), {}


@value("review_summary")
def review_summary(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """How many cases of each grade, and the mean score to one place."""
    facts = ctx.standing.table("fact")
    scores = [int(row["value"]) for key, row in facts.items() if key.startswith("final_score/")]
    grades = Counter(str(row["value"]) for key, row in facts.items() if key.startswith("final_grade/"))
    said = "，".join(f"{title}{grades[name]}件" for name, title in law().choices["quality_grade"].items())
    tenths = (10 * sum(scores) + len(scores) // 2) // len(scores) if scores else 0
    return f"共{len(scores)}件：{said}；平均{tenths // 10}.{tenths % 10}分", {"grades": dict(grades)}

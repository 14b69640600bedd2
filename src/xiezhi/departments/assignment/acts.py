"""Drawing a judge: compute the pool, draw, and keep everything needed to replay it in the event."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef

from xiezhi.departments.assignment.draw import Candidate, NobodyAble, draw, notes
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, value
from xiezhi.kernel.record.models import Assigned, Outcome


@value("draw_judge")
def draw_judge(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The judge who is to carry the case, and the draw; `Refused` when nobody is able."""
    pool = candidates(ctx)
    seed = ctx.standing.head
    try:
        drawn = draw(pool, seed)
    except NobodyAble:
        message = "目前没有可以承办本案的法官：名单内的人员均应回避或者不在岗。请改为指定分案。"
        raise Refused(Refusal("nobody_able", message, ctx.act.basis)) from None
    return drawn.person, notes(pool, seed, drawn)


def candidates(ctx: Ctx) -> list[Candidate]:
    """Judges in post in this court on the day, with their open cases, and those left out with the reason."""
    court = ctx.standing.court
    judges = list(staff(court, ctx.on, "trial_judge"))
    loads = open_cases(court, judges)
    withdrawn = set(ctx.fact("withdrawn") or ())
    parties = {row["person"] for row in ctx.standing.parties.values()}
    return [
        Candidate(
            judge.id.hex,
            judge.name,
            loads.get(judge.id.hex, 0),
            "应当回避或者已经退出" if judge.id.hex in withdrawn else "是本案当事人" if judge.id.hex in parties else "",
        )
        for judge in judges
    ]


def open_cases(court: str, judges: list[Person]) -> dict[str, int]:
    """How many open cases each judge carries in a court."""
    closed = Outcome.objects.filter(matter=OuterRef("matter"))
    rows = Assigned.objects.filter(~Exists(closed), role="judge", matter__court=court, person__in=judges)
    counted = rows.values_list("person").annotate(n=Count("matter", distinct=True))
    return {person.hex: n for person, n in counted}

"""Drawing a judge: compute the pool, draw, and keep everything needed to replay it in the event."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef

from xiezhi.departments.assignment.draw import Candidate, NobodyAble, draw, notes
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.procedure.lineage import ROOT, of_one_dispute
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, value
from xiezhi.kernel.record.models import Assigned, Event, Outcome

PANEL = ("judge", "presiding", "member")


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
    why = {
        **dict.fromkeys((row["person"] for row in ctx.standing.parties.values() if row["person"]), "是本案当事人"),
        **dict.fromkeys(withdrawn(ctx), "应当回避或者已经退出"),
    }
    sat = before(ctx)
    # Where nobody else is left the court must ask for another one; whether it does, people decide, not the draw.
    if any(j.id.hex not in sat and j.id.hex not in why for j in judges):
        why = {**dict.fromkeys(sat, "参加过本案其他程序的审判（民事诉讼法解释第四十五条）"), **why}
    return [Candidate(j.id.hex, j.name, loads.get(j.id.hex, 0), why.get(j.id.hex, "")) for j in judges]


def withdrawn(ctx: Ctx) -> set[str]:
    """Whoever was ever to withdraw from the matter that is drawn for: an earlier recusal still counts."""
    parent = ctx.standing.table("link").get("parent", {}).get("other")
    given = Event.objects.filter(matter=parent).values_list("data__given__withdrawn", flat=True) if parent else []
    return {*(ctx.fact("withdrawn") or ()), *(person for found in given for person in found or ())}


def before(ctx: Ctx) -> set[str]:
    """Who sat in another procedure of the same dispute in this court (民诉法解释第45条; not so when it comes back on appeal)."""
    links = ctx.standing.table("link")
    parent, root = links.get("parent", {}), links.get(ROOT)
    if root is None or ".second." in str(parent.get("procedure")):
        return set()
    others = (
        of_one_dispute(root["other"])
        .filter(court=ctx.standing.court)
        .exclude(pk=str(parent.get("other", ctx.standing.matter)))
    )
    sat = Assigned.objects.filter(matter__in=others, role__in=PANEL).values_list("person", flat=True)
    return {person.hex for person in sat}


def open_cases(court: str, judges: list[Person]) -> dict[str, int]:
    """How many open cases each judge carries in a court."""
    closed = Outcome.objects.filter(matter=OuterRef("matter"))
    rows = Assigned.objects.filter(~Exists(closed), role="judge", matter__court=court, person__in=judges)
    counted = rows.values_list("person").annotate(n=Count("matter", distinct=True))
    return {person.hex: n for person, n in counted}

"""Becoming a judge and leaving the quota: who may be proposed, and what appointment and dismissal change among the posts held."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from xiezhi.kernel.people.models import Court, Holding
from xiezhi.kernel.people.questions import in_force
from xiezhi.kernel.procedure.book import law, parameters
from xiezhi.kernel.procedure.registry import Ctx, Effect, condition, effect
from xiezhi.kernel.record.models import Assigned

JUDGE = "trial_judge"
LAW_YEARS = 5


def _candidate(ctx: Ctx) -> str:
    return str(ctx.standing.items("candidate")[ctx.which]["data"]["person"])


@condition("candidate_is_new")
def candidate_is_new(ctx: Ctx) -> bool | str | None:
    """Nobody stands twice, nor who is a judge already; five years of legal work, fewer with a degree in law (法官法第12条)."""
    if ctx.data is None:
        return None
    row = ctx.data["candidate"]
    if any(r["data"]["person"] == row["person"] for r in ctx.standing.items("candidate").values()):
        return "这名人选已经登记。"
    if Holding.objects.filter(in_force(ctx.on), person=UUID(str(row["person"])), post=JUDGE).exists():
        return "这名人选已经是员额法官。"
    least = {"master": LAW_YEARS - 1, "doctor": LAW_YEARS - 2}.get(str(row["degree"]), LAW_YEARS)
    return int(row["law_years"]) >= least or f"从事法律工作应当满{least}年（法官法第十二条第一款第六项）。"


@condition("candidate_stands")
def candidate_stands(ctx: Ctx) -> bool:
    """That one was neither dropped nor appointed."""
    return not (ctx.which and (ctx.standing.done("drop", ctx.which) or ctx.standing.done("appoint", ctx.which)))


@condition("candidate_passed")
def candidate_passed(ctx: Ctx) -> bool:
    """The committee has found that one fit (法官法第16条), and an objection to him was answered."""
    w = ctx.which
    return not w or (bool(ctx.standing.done("pass_committee", w)) and ctx.standing.done("object", w) <= (
        ctx.standing.done("settle_objection", w)
    ))  # fmt: skip


@condition("seats_left")
def seats_left(ctx: Ctx) -> bool:
    """No more are appointed than the round has seats."""
    return ctx.standing.done("appoint") < int(ctx.fact("seats") or 0)


@condition("candidates_settled")
def candidates_settled(ctx: Ctx) -> bool:
    """Each was appointed or dropped."""
    rows = ctx.standing.items("candidate")
    return all(ctx.standing.done("appoint", k) or ctx.standing.done("drop", k) for k in rows)


@condition("is_a_judge")
def is_a_judge(ctx: Ctx) -> bool | None:
    """Who is to leave holds the post of a judge here."""
    person = (ctx.data or {}).get("owner")
    if person is None:
        return None
    return Holding.objects.filter(
        in_force(ctx.on), person=UUID(str(person)), post=JUDGE, court=ctx.standing.court
    ).exists()


@condition("cases_handed_over")
def cases_handed_over(ctx: Ctx) -> bool | str:
    """Who leaves has no case left in hand."""
    people = [UUID(p) for p in ctx.standing.assigned("owner")]
    book, ended = law(), Q()
    for id in book.ids():
        ended |= Q(matter__procedure=id, matter__state__in=book.procedure(id, ctx.on).final)
    left = Assigned.objects.filter(person__in=people, role__in=("judge", "presiding")).exclude(ended).count()
    return left == 0 or f"名下还有{left}件没有办结的案件，请先变更承办法官，再办理退出。"


@effect("enter_quota")
def enter_quota(ctx: Ctx) -> Effect:
    """The one appointed holds the post of a judge from today; as an assistant he served until yesterday."""
    person, court = UUID(_candidate(ctx)), ctx.standing.court
    held = Holding.objects.filter(in_force(ctx.on), person=person, court=court)
    division = ctx.ask.division(person.hex, court)
    held.filter(post="judge_assistant").update(until=ctx.on - timedelta(days=1))
    Holding.objects.create(
        person_id=person, post=JUDGE, court=Court.objects.get(code=court), division_id=division, since=ctx.on
    )
    return Effect(notes={"holding": {"person": person.hex, "post": JUDGE, "since": ctx.on.isoformat()}})


@effect("leave_quota")
def leave_quota(ctx: Ctx) -> Effect:
    """Who is dismissed holds no post of a judge after today."""
    person = ctx.standing.assigned("owner")[0]
    posts = parameters("establishment")["quota"]["posts"]
    held = Holding.objects.filter(in_force(ctx.on), person=UUID(person), court=ctx.standing.court, post__in=posts)
    ended = sorted(held.values_list("post", flat=True))
    held.update(until=ctx.on)
    return Effect(notes={"holding": {"person": person, "ended": ended, "until": ctx.on.isoformat()}})


@condition("rank_in_order")
def rank_in_order(ctx: Ctx) -> bool | str | None:
    """Both ranks stand in the list of the category, the new one higher: by one step, unless chosen out of order (法官法第26、28条)."""
    if ctx.data is None:
        return None
    found = next(c for c in parameters("establishment")["category"] if c["name"] == ctx.data["rank_category"])
    ranks: list[str] = found["ranks"]
    old, new = str(ctx.data.get("rank_from") or ""), str(ctx.data["rank_to"])
    if new not in ranks or (old and old not in ranks):
        return f"{found['title']}的等级是：{'、'.join(ranks)}。请照此填写。"
    if not old:
        return True
    steps = ranks.index(old) - ranks.index(new)
    if steps < 1:
        return "晋升后的等级应当高于现在的等级。"
    return (
        steps == 1 or ctx.data["rank_ground"] == "special" or "按期晋升、择优选升应当逐级。特别选升的，请选“特别选升”。"
    )

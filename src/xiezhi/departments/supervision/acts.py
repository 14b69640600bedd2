"""Powers and leave for a time: a post delegated, a case opened to a reader, a stop of looking that ends."""

from __future__ import annotations

from xiezhi.kernel.access.grades import file_grade, see_list
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect
from xiezhi.kernel.record.models import Matter

LEAVE = "reader"


def _right(ctx: Ctx, kind: str, person: str, until: object, **columns: object) -> list[object]:
    blank = {"target": None, "post": "", "division": None}
    return [
        "right",
        "1",
        blank | {"kind": kind, "person": person, "since": ctx.on.isoformat(), "until": until} | columns,
    ]


@effect("delegate_post")
def delegate_post(ctx: Ctx) -> Effect:
    """The deputy holds the post in this court from today until the last day named."""
    person, data = str(ctx.fact("deputy")), ctx.data or {}
    division = ctx.ask.division(person, ctx.standing.court)
    row = _right(ctx, "post", person, data["delegation_term"], post=data["delegated_post"], division=division)
    return Effect(changes=[row])


@effect("open_reading")
def open_reading(ctx: Ctx) -> Effect:
    """Whoever asked may read the case of that number until the last day granted; `Refused` for what no leave can open."""
    number = str(ctx.fact("reading_number")).strip()
    opened = [id for id in ctx.book.ids() if LEAVE in see_list(ctx.book, _grade(ctx, id))]
    found = Matter.objects.filter(court=ctx.standing.court, number=number, procedure__in=opened).first()
    if found is None:
        says = f"本院没有案号为“{number}”、可以批准调阅的案件，请与申请人核对。"
        raise Refused(Refusal("no_such_case", says, ctx.act.basis))
    reader = ctx.standing.assigned("opener")[0]
    return Effect(changes=[_right(ctx, "read", reader, (ctx.data or {})["reading_term"], target=found.id.hex)])


def _grade(ctx: Ctx, id: str) -> str:
    return file_grade(ctx.book, id, ctx.on)


@effect("end_right")
def end_right(ctx: Ctx) -> Effect:
    """What this matter gave is over."""
    return Effect(changes=[["right", key, None] for key in ctx.standing.table("right")])


@effect("end_stop")
def end_stop(ctx: Ctx) -> Effect:
    """Whoever was stopped may look again as his posts allow."""
    return Effect(changes=[["mark", "stopped", None]] if ctx.standing.marked("stopped") else [])

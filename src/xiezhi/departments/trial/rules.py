"""Trial: which procedure a case may take, who may try it, when it is heard, and whether a decision has been reached."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from xiezhi.kernel.law.resolve import on as resolved
from xiezhi.kernel.procedure.book import parameters, tables
from xiezhi.kernel.procedure.engine import ones, running
from xiezhi.kernel.procedure.registry import Ctx, condition, value
from xiezhi.kernel.record.fold import annulled
from xiezhi.kernel.record.models import Assigned, Event, Item

SLOT = timedelta(hours=1)
# In small claims a ruling on jurisdiction takes effect at once (民诉法解释第276条).
APPEALABLE = ("civ.first.ordinary", "civ.first.simple", "adm.first.ordinary", "adm.first.simple")


@condition("simple_is_allowed")
def simple_is_allowed(ctx: Ctx) -> bool:
    """A basic court's first instance, not remanded, not yet heard by ordinary procedure (民诉法第160条; 解释第257、260条)."""
    return _basic(ctx) and not ctx.standing.done("receive_remand") and not ctx.standing.done("hold")


@condition("small_is_allowed")
def small_is_allowed(ctx: Ctx) -> bool | str:
    """A simple money claim within the threshold; above it only by agreement (民诉法第165、166条)."""
    amount, law = ctx.fact("amount"), parameters("small-claims")
    if not _basic(ctx) or ctx.standing.done("receive_remand") or ctx.standing.done("counterclaim") or not amount:
        return False
    wage = Decimal(str(resolved(law["wage"]["yuan"], ctx.on)))
    must, may = (wage * Decimal(law["threshold"][k]) for k in ("must", "may"))
    if Decimal(amount) <= must:
        return True
    if Decimal(amount) <= may:
        agreed = bool(ctx.data.get("agreed")) if ctx.data is not None else True
        return agreed or f"标的额超过{must:.2f}元（{law['wage']['trial']}），须双方当事人约定才能适用小额诉讼程序。"
    return f"标的额{amount}元超过{may:.2f}元（{law['wage']['trial']}），不能适用小额诉讼程序。"


def _basic(ctx: Ctx) -> bool:
    court = tables().court(ctx.standing.court)
    return court is not None and court.level == "基层"


@condition("panel_is_odd")
def panel_is_odd(ctx: Ctx) -> bool | None:
    """Three or more, an odd number, each once, the judge among them (民诉法第40、41条)."""
    if ctx.data is None:
        return None
    members = list(ctx.data.get("member") or ())
    panel = {*members, ctx.data.get("presiding"), *ctx.standing.assigned("judge")} - {None}
    return len(panel) >= 3 and len(panel) % 2 == 1 and len(set(members)) == len(members)


@condition("hearing_is_ahead")
def hearing_is_ahead(ctx: Ctx) -> bool | str | None:
    """The time is to come, and neither the room nor the judge is taken within the hour (民诉法第139条)."""
    hearing = (ctx.data or {}).get("hearing")
    if not hearing:
        return None
    time = datetime.fromisoformat(hearing["time"])
    if time.date() < ctx.on or time <= ctx.ask.now().replace(tzinfo=None):
        return "开庭时间已经过去，请另选时间。"
    near = Item.objects.filter(
        record="hearing",
        matter__court=ctx.standing.court,
        when__gt=(time - SLOT).isoformat(timespec="minutes"),
        when__lt=(time + SLOT).isoformat(timespec="minutes"),
    ).exclude(matter=UUID(ctx.standing.matter))
    if any(item.data.get("room") == hearing["room"] for item in near):
        return f"{hearing['room']}在该时间已有开庭安排，请另选时间或者法庭。"
    judges = [UUID(p) for p in ctx.standing.assigned("judge", "presiding", "member")]
    taken = Assigned.objects.filter(
        matter__in=near.values("matter"), person__in=judges, role__in=("judge", "presiding", "member")
    )
    return "审判组织的成员在该时间已有开庭安排，请另选时间。" if taken.exists() else True


@condition("hearing_has_come")
def hearing_has_come(ctx: Ctx) -> bool | None:
    """No hearing is recorded before its day."""
    item = ctx.standing.items("hearing").get(ctx.which)
    return None if item is None else str(item["when"])[:10] <= ctx.on.isoformat()


@condition("has_spoken")
def has_spoken(ctx: Ctx) -> bool | None:
    """Whoever votes has spoken before (民诉法第45条)."""
    return None if not ctx.which else ctx.standing.done("speak", ctx.which) > 0


@condition("panel_has_voted")
def panel_has_voted(ctx: Ctx) -> bool:
    """A panel has concluded its deliberation; a sole judge need not (民诉法第45条)."""
    return len(ones("panel.member", ctx.standing, ctx.book)) < 2 or ctx.standing.done("conclude") > 0


@condition("votes_have_majority")
def votes_have_majority(ctx: Ctx) -> bool:
    """More than half of those who sit agree (民诉法第45条: the minority follows the majority)."""
    sitting = ones("panel.member", ctx.standing, ctx.book)
    ballots = Counter(ballot for who, ballot in _ballots(ctx).items() if who in sitting)
    return ballots["agree"] * 2 > len(sitting)


def _ballots(ctx: Ctx) -> dict[str, str]:
    """The last ballot of each member: the votes are kept in their own events, under the grade of deliberation."""
    events = list(Event.objects.filter(matter=UUID(ctx.standing.matter), act__in=("vote", "annul")).order_by("seq"))
    gone = annulled(events)
    return {e.which: e.data["given"]["ballot"] for e in events if e.act == "vote" and e.seq not in gone}


@condition("nobody_appealed")
def nobody_appealed(ctx: Ctx) -> bool:
    """No party's appeal stands (民诉法第171条)."""
    return not appellants_of(ctx)


@condition("somebody_appealed")
def somebody_appealed(ctx: Ctx) -> bool:
    """At least one party's appeal stands (民诉法第174条)."""
    return bool(appellants_of(ctx))


@condition("appeal_times_are_over")
def appeal_times_are_over(ctx: Ctx) -> bool:
    """Nobody's own time to appeal still runs: the file that goes up, or the effect, must cut nobody off (民诉法第171条)."""
    return not any(running(clock, ctx.seen) for clock in ctx.standing.clocks("appeal").values())


def appellants_of(ctx: Ctx) -> list[str]:
    """Keys of the parties whose appeal stands."""
    return [key for key in ones("party", ctx.standing, ctx.book) if f"appealed/{key}" in ctx.standing.table("mark")]


@value("appellants")
def appellants(ctx: Ctx) -> tuple[list[str], dict[str, Any]]:
    """Those who have appealed."""
    return appellants_of(ctx), {}


@value("appellees")
def appellees(ctx: Ctx) -> tuple[list[str], dict[str, Any]]:
    """Those who have not (民诉法解释第315条以下: all others take part as appellees)."""
    appealed = set(appellants_of(ctx))
    return [key for key in ones("party", ctx.standing, ctx.book) if key not in appealed], {}


@condition("not_remanded_before")
def not_remanded_before(ctx: Ctx) -> bool:
    """A case that was remanded once is not remanded again (民诉法第177条第2款)."""
    return not ctx.standing.facts.get("remand_reason")


@condition("objection_is_ruled")
def objection_is_ruled(ctx: Ctx) -> bool:
    """There is a ruling on an objection to jurisdiction, to be served (民诉法第130条)."""
    return bool(ctx.standing.done("reject_objection") or ctx.standing.done("uphold_objection"))


@condition("objection_not_appealed")
def objection_not_appealed(ctx: Ctx) -> bool:
    """No appeal against the ruling on jurisdiction waits for its result (民诉法第157条第2款)."""
    return not _marked_for_any(ctx, "objection_appealed")


@condition("jurisdiction_is_settled")
def jurisdiction_is_settled(ctx: Ctx) -> bool:
    """No objection to jurisdiction waits for its ruling, nor a ruling for its effect (民诉法第130、157条)."""
    if _marked_for_any(ctx, "objected") or _marked_for_any(ctx, "objection_appealed"):
        return False
    if ctx.file.id not in APPEALABLE or not objection_is_ruled(ctx):
        return True
    clocks = ctx.standing.clocks("objection_appeal").values()
    return bool(clocks) and not any(running(clock, ctx.seen) for clock in clocks)


def _marked_for_any(ctx: Ctx, mark: str) -> bool:
    return any(key.partition("/")[0] == mark for key in ctx.standing.table("mark"))

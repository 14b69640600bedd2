"""Criminal trial: appeals and protests, defence, minors, which court may do what."""

from __future__ import annotations

from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.procedure.engine import ones, roles, running
from xiezhi.kernel.procedure.registry import Ctx, condition

# Everybody's own time: the accused, the prosecution, the claimant, the private prosecutor, a relative; against a ruling, all.
APPEAL_PERIODS = ("appeal", "protest_term", "claim_appeal", "private_appeal", "kin_appeal", "ruling_appeal")
SERVICE = ("serve_judgment", "serve_condemned")
CHARGES = ("serve_indictment", "serve_charge", "serve_abroad")
AGAINST = ("prosecutor", "private")


@condition("no_appeal_stands")
def no_appeal_stands(ctx: Ctx) -> bool:
    """Nobody's appeal and no protest stands (刑诉法第259条)."""
    return not _marked(ctx, "appealed")


@condition("an_appeal_stands")
def an_appeal_stands(ctx: Ctx) -> bool:
    """Somebody's appeal or a protest stands (刑诉法第231、232条)."""
    return bool(_marked(ctx, "appealed"))


@condition("appeal_periods_are_over")
def appeal_periods_are_over(ctx: Ctx) -> bool:
    """Nobody's time to appeal or protest still runs (刑诉法第230条；解释第381条)."""
    rows = [row for name in APPEAL_PERIODS for row in ctx.standing.clocks(name).values()]
    return bool(rows) and not any(running(row, ctx.seen) for row in rows)


@condition("judgment_is_served")
def judgment_is_served(ctx: Ctx) -> bool | str:
    """The judgment has been served on every party (刑诉法第202条第2款)."""
    there = ones("party", ctx.standing, ctx.book)
    left = [label for key, label in there.items() if not any(ctx.standing.done(act, key) for act in SERVICE)]
    return f"判决书还没有送达：{'、'.join(left)}。请先送达。" if left else True


@condition("charge_is_served")
def charge_is_served(ctx: Ctx) -> bool | str:
    """The indictment, or the private charge, has been served on each accused; on appeal nothing is to be served."""
    served = [act for act in CHARGES if act in ctx.file.acts]
    there = ones("party.accused", ctx.standing, ctx.book) if served else {}
    left = [label for key, label in there.items() if not any(ctx.standing.done(act, key) for act in served)]
    return f"起诉书（自诉状）副本还没有送达：{'、'.join(left)}。请先送达。" if left else True


@condition("accused_are_defended")
def accused_are_defended(ctx: Ctx) -> bool | str:
    """Each accused who must be defended, a minor among them, has counsel (刑诉法第35、278、293条)."""
    rows = ctx.standing.parties.values()
    defended = {row["of"] for row in rows if row["role"] == "counsel" and row["active"]}
    must = {*_marked(ctx, "must_defend"), *_marked(ctx, "minor")}
    there = ones("party.accused", ctx.standing, ctx.book)
    left = [label for key, label in there.items() if key in must and key not in defended]
    return f"应当有辩护人而没有的被告人：{'、'.join(left)}。请等指派的律师到案后再开庭。" if left else True


@condition("minor_is_closed")
def minor_is_closed(ctx: Ctx) -> bool | None:
    """A case with an accused who is a minor is not heard in public (刑诉法第285条)."""
    if ctx.data is None:
        return None
    return not (_marked(ctx, "minor") and (ctx.data.get("hearing") or {}).get("open"))


@condition("nobody_is_minor")
def nobody_is_minor(ctx: Ctx) -> bool:
    """No accused is a minor (刑诉法第223条第2项)."""
    return not _marked(ctx, "minor")


@condition("is_not_remanded")
def is_not_remanded(ctx: Ctx) -> bool:
    """The case was not remanded before (刑诉法第236条第2款；解释第360、370、405条)."""
    return not ctx.standing.facts.get("remand_reason")


@condition("court_is_basic")
def court_is_basic(ctx: Ctx) -> bool:
    """Summary and fast-track procedure are for basic courts (刑诉法第214、222条)."""
    return _level(ctx) == "基层"


@condition("court_is_not_basic")
def court_is_not_basic(ctx: Ctx) -> bool:
    """A trial in absence is for the intermediate court (刑诉法第291条第2款)."""
    return _level(ctx) != "基层"


@condition("court_is_high")
def court_is_high(ctx: Ctx) -> bool:
    """A high court (刑诉法第243、246条)."""
    return _level(ctx) == "高级"


@condition("court_is_supreme")
def court_is_supreme(ctx: Ctx) -> bool:
    """Approval is the Supreme People's Court's (刑诉法第246条；刑法第63条第2款、第81条第1款)."""
    return _level(ctx) == "最高"


@condition("court_is_below_supreme")
def court_is_below_supreme(ctx: Ctx) -> bool:
    """There is a court above (刑诉法第247条)."""
    return _level(ctx) != "最高"


@condition("no_heavier_on_appeal")
def no_heavier_on_appeal(ctx: Ctx) -> bool | None:
    """On the accused's appeal alone the punishment is not made heavier (刑诉法第237条)."""
    if ctx.data is None:
        return None
    if ctx.data.get("punishment_moves") != "heavier":
        return True
    appellants = [roles(row) for row in ctx.standing.parties.values() if "appellant" in roles(row)]
    return any(role in held for held in appellants for role in AGAINST)


@condition("is_prosecuted_in_public")
def is_prosecuted_in_public(ctx: Ctx) -> bool:
    """A public prosecution: a remand opens the public procedure below."""
    return not _private(ctx)


@condition("is_prosecuted_privately")
def is_prosecuted_privately(ctx: Ctx) -> bool:
    """A private prosecution (刑诉法第210条)."""
    return _private(ctx)


@condition("private_may_settle")
def private_may_settle(ctx: Ctx) -> bool:
    """The third kind of private prosecution is not mediated (刑诉法第212条第1款)."""
    return bool(ctx.fact("private_kind") != "refused")


@condition("absent_twice")
def absent_twice(ctx: Ctx) -> bool | None:
    """Summoned twice in vain, or left the court without leave (刑诉法第211条第2款)."""
    if ctx.standing.done("note_absent") >= 2:
        return True
    return None if ctx.data is None else bool(ctx.data.get("left_court"))


def _level(ctx: Ctx) -> str:
    court = tables().court(ctx.standing.court)
    return court.level if court else ""


def _private(ctx: Ctx) -> bool:
    return any("private" in roles(row) for row in ctx.standing.parties.values())


def _marked(ctx: Ctx, mark: str) -> list[str]:
    """For whom a mark is set."""
    return [key.partition("/")[2] for key in ctx.standing.table("mark") if key.partition("/")[0] == mark]

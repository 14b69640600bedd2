"""Supervision: how a matter elsewhere names the one it is about; whether a sanction keeps within the law."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.supervision.sanction import detention_fault, fine_fault
from xiezhi.kernel.money.ledger import fen
from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.procedure.registry import Ctx, condition, value


@value("own_number")
def own_number(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The number of this matter, for the matter that reviews it (民诉法解释第376条)."""
    return ctx.standing.number, {}


@value("own_court")
def own_court(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The court of this matter, for the matter that reviews it (民诉法解释第376条)."""
    return ctx.standing.court, {}


@condition("court_may_remit")
def court_may_remit(ctx: Ctx) -> bool:
    """Upon an application only a high court or the supreme one hands the retrial on; upon a protest any may (民诉法第215、222条)."""
    court = tables().court(ctx.standing.court)
    return ctx.file.id == "civ.retrial.protest" or (court is not None and court.level in ("高级", "最高"))


@condition("fine_within_limits")
def fine_within_limits(ctx: Ctx) -> bool | str | None:
    """A fine keeps within the sums of its field of law (民诉法第118条; 刑诉法第199条; 行诉法第59条; 反家庭暴力法第34条)."""
    if ctx.data is None or not ctx.data.get("fine"):
        return None
    return fine_fault(_law(ctx), _kind(ctx), fen(str(ctx.data["fine"]))) or True


@condition("detention_within_limits")
def detention_within_limits(ctx: Ctx) -> bool | str | None:
    """Only persons are detained, for fifteen days at most (民诉法第118条; 刑诉法第199条; 行诉法第59条)."""
    if ctx.data is None or ctx.data.get("detention_days") is None:
        return None
    return detention_fault(_law(ctx), _kind(ctx), int(ctx.data["detention_days"])) or True


def _kind(ctx: Ctx) -> str:
    return next((str(p["kind"]) for p in ctx.standing.parties.values() if p["role"] == "sanctioned"), "person")


@condition("not_owner")
def not_owner(ctx: Ctx) -> bool:
    """Nobody checks himself."""
    return ctx.actor not in ctx.standing.assigned("owner")


def _law(ctx: Ctx) -> str:
    """Whose limits hold: of the field of law, but those of 反家庭暴力法第34条 whenever a protection order was broken."""
    return "protection_order" if ctx.fact("misconduct") == "protection_order" else str(ctx.fact("sanction_law"))

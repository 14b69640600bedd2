"""What acts of enforcement book and change: money held in trust, shares, measures lifted together."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.enforcement.shares import share_out
from xiezhi.kernel.money.ledger import balance, book, fen, yuan
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect, value

BANK, HELD = "bank", "execution_money"  # held for the parties: a debt of the court, so its balance is negative
PURPOSE = "execution"
MEASURES = ("restricted", "listed", "exit_barred")


def held(ctx: Ctx) -> int:
    """Fen held for this case."""
    return -balance(ctx.standing.table("entry"), HELD)


def _booked(ctx: Ctx, amount: int, party: str = "") -> Effect:
    sides = [(BANK, "", amount, PURPOSE), (HELD, party, -amount, PURPOSE)]
    return Effect(changes=[list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


def _out(ctx: Ctx, field: str) -> Effect:
    amount = fen(str((ctx.data or {})[field]))
    if amount > held(ctx):
        message = f"账上只有{yuan(held(ctx))}元，不足{yuan(amount)}元。请核对金额。"
        raise Refused(Refusal("data", message, ctx.act.basis, field))
    return _booked(ctx, -amount, ctx.which)


@effect("receive_execution_money")
def receive_execution_money(ctx: Ctx) -> Effect:
    """Money comes in and is held for the parties (执行款物管理工作的规定)."""
    return _booked(ctx, fen(str((ctx.data or {})["received_sum"])))


@effect("pay_execution_money")
def pay_execution_money(ctx: Ctx) -> Effect:
    """Money goes out to the one the act is for: never more than is held."""
    return _out(ctx, "paid_sum")


@effect("share_execution_money")
def share_execution_money(ctx: Ctx) -> Effect:
    """Money goes out by a plan: never more than is held."""
    return _out(ctx, "shared_sum")


@value("execution_shares")
def execution_shares(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Each creditor's share by the order of the law, and how it came about (民事诉讼法解释 art. 508)."""
    claims = [row["data"] for row in ctx.standing.items("share_claim").values()]
    shares, steps = share_out(fen(str(ctx.fact("pot"))), fen(str(ctx.fact("costs"))), claims)
    rows = [{k: c[k] for k in ("no", "name", "class", "amount")} | {"paid": yuan(shares[int(c["no"])])} for c in claims]
    return rows, {"basis": "民事诉讼法解释第五百零八条", "steps": steps}


@effect("release_measures")
def release_measures(ctx: Ctx) -> Effect:
    """Every restriction of consumption, listing and bar from leaving falls with the end of the case."""
    marks = [k for k in ctx.standing.table("mark") if k.partition("/")[0] in MEASURES]
    return Effect(changes=[["mark", k, None] for k in marks], notes={"released": marks})


@effect("forget_review")
def forget_review(ctx: Ctx) -> Effect:
    """A case sent back is ruled on anew: who asked for review of the old ruling has not asked for review of the new one."""
    marks = [k for k in ctx.standing.table("mark") if k.partition("/")[0] == "review_asked"]
    return Effect(changes=[["mark", k, None] for k in marks])


@effect("rename_party")
def rename_party(ctx: Ctx) -> Effect:
    """The party the act is for goes on under its new name (变更追加规定 art. 27)."""
    row = ctx.standing.table("party")[ctx.which]
    name = str((ctx.data or {})["new_name"])
    return Effect(changes=[["party", ctx.which, {**row, "name": name}]], notes={"formerly": row["name"]})

"""Rounds of distribution (企业破产法第一百一十六条至第一百二十三条): what the plan gives each claim, what was paid, kept, added; to the cent.

Accounts, all of purpose `estate` (debits above zero): `estate_due` what a claim (party `c3`) is still to get, `estate` what the plans
gave in all, `estate_paid` what rounds paid out, `estate_kept` what is deposited for a claim.
"""

from __future__ import annotations

from typing import Any

from xiezhi.departments.bankruptcy.shares import ORDER, claims, in_order
from xiezhi.kernel.money.ledger import book, fen, yuan
from xiezhi.kernel.money.statements import Of, lines, stood
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, condition, effect, value

DUE, PLANNED, PAID, KEPT, PURPOSE = "estate_due", "estate", "estate_paid", "estate_kept", "estate"


def due(ctx: Ctx) -> dict[int, int]:
    """What each claim is still to get, in fen."""
    found = lines(ctx.standing.table("entry"))
    return {no: owed for no in claims(ctx.standing) if (owed := -stood(found, Of(DUE, f"c{no}", PURPOSE)))}


def _ranks(ctx: Ctx) -> dict[int, str]:
    return {no: str(c["class"]) for no, c in claims(ctx.standing).items()}


def _booked(ctx: Ctx, shares: dict[int, int], *, to: str, sign: int) -> Effect:
    """`sign` 1: the claims get less than before; -1: they are to get more."""
    sides = [(DUE, f"c{no}", sign * share, PURPOSE) for no, share in shares.items()]
    if to == KEPT:
        sides += [(KEPT, f"c{no}", -share, PURPOSE) for no, share in shares.items()]
    elif shares:
        sides.append((to, "", -sign * sum(shares.values()), PURPOSE))
    return Effect(changes=[list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


def _round(ctx: Ctx, field: str) -> dict[int, int]:
    """A sum over what is still to be paid, in the statutory order; never more than that."""
    owed, given = due(ctx), fen(str((ctx.data or {})[field]))
    if not 0 < given <= sum(owed.values()):
        message = f"按方案尚未分配的共{yuan(sum(owed.values()))}元，填写的是{yuan(given)}元。请核对金额。"
        raise Refused(Refusal("data", message, ctx.act.basis, field))
    return in_order(given, owed, _ranks(ctx))


def _told(ctx: Ctx, shares: dict[int, int]) -> list[dict[str, Any]]:
    known = claims(ctx.standing)
    rows = [known[no] for no in sorted(shares)]
    return [{k: c[k] for k in ("no", "name", "class", "admitted")} | {"paid": yuan(shares[c["no"]])} for c in rows]


@effect("book_plan")
def book_plan(ctx: Ctx) -> Effect:
    """The plan that the court approved: what each claim is to get."""
    items = ctx.standing.items("share")
    newest = {
        int(items[k]["data"]["no"]): items[k]["data"] for k in sorted(items, key=lambda k: int(k.rpartition(".")[2]))
    }
    shares = {no: fen(row["paid"]) for no, row in newest.items() if fen(row["paid"])}
    return _booked(ctx, shares, to=PLANNED, sign=-1)


@value("round_shares")
def round_shares(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What this round pays each claim."""
    return _told(ctx, _round(ctx, "paid_out")), {"basis": "企业破产法第一百一十三条、第一百一十六条"}


@effect("pay_round")
def pay_round(ctx: Ctx) -> Effect:
    """A round is paid out."""
    return _booked(ctx, _round(ctx, "paid_out"), to=PAID, sign=1)


@effect("keep_shares")
def keep_shares(ctx: Ctx) -> Effect:
    """Shares are deposited (第一百一十七条至第一百一十九条)."""
    return _booked(ctx, _round(ctx, "kept_share"), to=KEPT, sign=1)


def _added(ctx: Ctx) -> dict[int, int]:
    """More for what was admitted and not yet paid by a plan, in the statutory order (第一百二十三条)."""
    found = lines(ctx.standing.table("entry"))
    got = {
        no: -sum(min(x.fen, 0) for x in found if x.account == DUE and x.party == f"c{no}")
        for no in claims(ctx.standing)
    }
    open_ = {no: max(fen(c["admitted"]) - got[no], 0) for no, c in claims(ctx.standing).items() if c["class"] in ORDER}
    given = fen(str((ctx.data or {})["added_sum"]))
    if not 0 < given <= sum(open_.values()):
        message = f"各债权没有受清偿的部分共{yuan(sum(open_.values()))}元，填写的是{yuan(given)}元。请核对金额。"
        raise Refused(Refusal("data", message, ctx.act.basis, "added_sum"))
    return in_order(given, open_, _ranks(ctx))


@value("added_shares")
def added_shares(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the additional distribution gives each claim."""
    return _told(ctx, _added(ctx)), {"basis": "企业破产法第一百二十三条"}


@effect("add_round")
def add_round(ctx: Ctx) -> Effect:
    """An additional distribution, given and paid at once."""
    shares = _added(ctx)
    given = _booked(ctx, shares, to=PLANNED, sign=-1).changes
    paid = [[t, f"{ctx.standing.seq + 1}.{len(given) + n}", row] for n, (t, _, row) in
            enumerate(_booked(ctx, shares, to=PAID, sign=1).changes)]  # fmt: skip
    return Effect(changes=[*given, *paid])


@condition("estate_is_paid")
def estate_is_paid(ctx: Ctx) -> bool | str:
    """Nothing that the plan gives is still to be paid or kept."""
    left = sum(due(ctx).values())
    return f"按方案还有{yuan(left)}元没有分配或者提存，不能终结。" if left else True

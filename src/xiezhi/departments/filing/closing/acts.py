"""Filing: what the fee acts after the first payment book."""

from __future__ import annotations

from xiezhi.departments.filing.acts import from_aside, payer
from xiezhi.departments.filing.closing.account import (
    ASIDE,
    BANK,
    DUE,
    FEE,
    charged_less,
    charged_more,
    received,
    refunded,
    settled,
    share_fault,
    shared,
)  # fmt: skip
from xiezhi.departments.filing.closing.rules import ledger, shares, total
from xiezhi.kernel.money.holds import Short, Side
from xiezhi.kernel.money.ledger import book, fen, yuan
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect


def _booked(ctx: Ctx, sides: list[Side]) -> Effect:
    return Effect(changes=[list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


def _refuse(message: str, ctx: Ctx, field: str = "") -> Refused:
    return Refused(Refusal("data", message, ctx.act.basis, field))


def _sum(ctx: Ctx, field: str, most: int, what: str) -> int:
    """A sum that was typed: above zero and at most `most`."""
    given = fen(str(ctx.fact(field)))
    if not 0 < given <= most:
        raise _refuse(f"{what}{yuan(most)}元，填写的是{yuan(given)}元。请在这个数额以内填写。", ctx, field)
    return given


@effect("pay_part_fee")
def pay_part_fee(ctx: Ctx) -> Effect:
    """A part of the fee comes in: less than is due, the rest stays due and its term runs on."""
    due, paid = ledger(ctx).of(DUE, payer(ctx)), fen(str(ctx.fact("paid")))
    if not 0 < paid < due:
        way = "应交的金额一次交清的，请办理交费；多交、错交的，由出纳登记暂存。"
        raise _refuse(f"尚应交{yuan(due)}元，填写的是{yuan(paid)}元，不是部分交纳。{way}", ctx, "paid")
    return _booked(ctx, received(payer(ctx), paid, from_aside(ctx, paid)))


@effect("put_aside")
def put_aside(ctx: Ctx) -> Effect:
    """Money that fits nothing is put aside, until it is claimed or goes back to who paid it."""
    given = fen(str(ctx.fact("aside_sum")))
    if given <= 0:
        raise _refuse("暂存金额应当大于零。", ctx, "aside_sum")
    return _booked(ctx, [(BANK, "", given, FEE), (ASIDE, "", -given, FEE)])


@effect("return_aside")
def return_aside(ctx: Ctx) -> Effect:
    """What lay aside goes back to who paid it."""
    given = _sum(ctx, "aside_returned", ledger(ctx).aside, "暂存款共")
    return _booked(ctx, [(ASIDE, "", given, FEE), (BANK, "", -given, FEE)])


@effect("charge_more_fee")
def charge_more_fee(ctx: Ctx) -> Effect:
    """The fee reckoned anew is higher: the difference is due (第二十一条第一项; 民事诉讼法解释第一百九十九条)."""
    more = fen((ctx.data or {})["fee"]) - ledger(ctx).charged
    if more <= 0:
        message = f"重新计算的受理费不高于已计收的{yuan(ledger(ctx).charged)}元，不需要补交。"
        raise _refuse(message, ctx, "amount")
    return _booked(ctx, charged_more(payer(ctx), more))


@effect("charge_less_fee")
def charge_less_fee(ctx: Ctx) -> Effect:
    """The fee reckoned anew is lower: less is due, or the difference goes back (第二十一条第二项)."""
    less = ledger(ctx).charged - fen((ctx.data or {})["fee"])
    if less <= 0:
        message = f"重新计算的受理费不低于已计收的{yuan(ledger(ctx).charged)}元，不需要核减。"
        raise _refuse(message, ctx, "amount")
    return _booked(ctx, charged_less(ledger(ctx), payer(ctx), less))


@effect("share_fee")
def share_fee(ctx: Ctx) -> Effect:
    """The judge decides what each bears; the shares make up the fee (第二十九条)."""
    rows = [(str(row["of"]), fen(str(row["share"]))) for row in ctx.fact("fee_share") or ()]
    fault = "负担的金额不能小于零。" if any(n < 0 for _, n in rows) else share_fault(rows, total(ctx))
    if fault:
        raise _refuse(fault, ctx, "fee_share")
    return _booked(ctx, shared(ledger(ctx), dict(rows)))


@effect("settle_fee")
def settle_fee(ctx: Ctx) -> Effect:
    """The closing account of the fee."""
    return _booked(ctx, settled(ledger(ctx), shares(ctx)))


@effect("refund_fee")
def refund_fee(ctx: Ctx) -> Effect:
    """What the court owes a party goes back to it, never more than it paid (第五十三条第二款)."""
    try:
        return _booked(ctx, refunded(ledger(ctx), ctx.which))
    except Short as short:
        raise _refuse(str(short), ctx, "refunded") from short


@effect("pay_share")
def pay_share(ctx: Ctx) -> Effect:
    """Who bears a fee that it did not advance pays it to the court, at once or in parts (民事诉讼法解释第二百零七条)."""
    due = ledger(ctx).of(DUE, ctx.which)
    paid = _sum(ctx, "paid", due, "尚应交")
    return _booked(ctx, received(ctx.which, paid, from_aside(ctx, paid)))

"""Filing: when the fee acts after the first payment are open, and what they reckon."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.filing.acts import held_lines, payer
from xiezhi.departments.filing.closing.account import (
    BANK,
    BY_THE_PAYER,
    DUE,
    NOTHING,
    SHARE,
    Ledger,
    share_fault,
    to_bear,
    told,
)
from xiezhi.departments.filing.rules import PROCEDURES, court_fee
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.procedure.registry import Ctx, condition, value

GOES_ON = ("transferred", "joined")  # the fee goes with the case (诉讼费用交纳办法第二十六条)


def ledger(ctx: Ctx) -> Ledger:
    """The fee lines of the matter."""
    return held_lines(ctx)


def outcome(ctx: Ctx) -> str:
    """How the matter ended, the latest outcome; "judged" while it is still to be judged."""
    rows = sorted(ctx.standing.table("outcome").values(), key=lambda row: str(row["on"]))
    return str(rows[-1]["outcome"]) if rows else "judged"


def total(ctx: Ctx) -> int:
    """What the parties bear together."""
    held = ledger(ctx)
    unpaid = "advance" if ctx.standing.done("deem_withdrawn_unpaid") else ""
    unpaid = "supplement" if ctx.standing.done("deem_withdrawn_short") else unpaid
    return to_bear(
        held.charged, held.of(BANK), outcome(ctx), halved_already=ctx.file.id in PROCEDURES, unpaid=unpaid
    )  # fmt: skip


def shares(ctx: Ctx) -> dict[str, int]:
    """Who bears what: as the judge decided; who withdrew bears it without a decision (第三十四条)."""
    if outcome(ctx) in NOTHING:
        return {}
    if outcome(ctx) in BY_THE_PAYER:
        return {payer(ctx): total(ctx)}
    held = ledger(ctx)
    return {p: held.of(SHARE, p) for p in ctx.standing.table("party") if held.of(SHARE, p)}


@condition("fee_is_owed_back")
def fee_is_owed_back(ctx: Ctx) -> bool:
    """The court owes the party a refund (any party, before one is chosen)."""
    held = ledger(ctx)
    return any(held.owed_to(p) > 0 for p in ([ctx.which] if ctx.which else ctx.standing.table("party")))


@condition("fee_is_owed")
def fee_is_owed(ctx: Ctx) -> bool:
    """The party owes the court (any party, before one is chosen)."""
    held = ledger(ctx)
    return any(held.of(DUE, p) > 0 for p in ([ctx.which] if ctx.which else ctx.standing.table("party")))


@condition("money_lies_aside")
def money_lies_aside(ctx: Ctx) -> bool:
    """Money came in that nobody has claimed."""
    return ledger(ctx).aside > 0


@condition("fee_is_even")
def fee_is_even(ctx: Ctx) -> bool:
    """Nobody owes, nobody is owed, nothing lies aside; and a fee that is to be settled here has been settled."""
    return ledger(ctx).even and (bool(ctx.standing.done("settle_fee")) or _not_here(ctx) is not None)


@condition("fee_can_be_settled")
def fee_can_be_settled(ctx: Ctx) -> bool | str:
    """A fee was charged, it is settled here, and the shares make up what the parties bear (第二十九条)."""
    why = _not_here(ctx)
    return why or share_fault(shares(ctx).items(), total(ctx)) or True


def _not_here(ctx: Ctx) -> str | None:
    if not ledger(ctx).charged:
        return "本案没有收取受理费，不需要结算，可以直接办理结清。"
    if outcome(ctx) in GOES_ON or ctx.standing.done("note_remanded"):
        return "案件已移送、并案或者发回重审，受理费随案处理，不在本案结算。"
    return None


@value("fee_to_bear")
def fee_to_bear(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The fee that the shares must make up."""
    held = ledger(ctx)
    steps = [{"what": "已计收的受理费", "amount": yuan(held.charged), "basis": "诉讼费用交纳办法第十三条"}]
    if total(ctx) != held.charged:
        less = yuan(total(ctx) - held.charged)
        steps.append({"what": "按结案方式减收", "amount": less, "basis": "诉讼费用交纳办法第十五条、第二十七条"})
    return yuan(total(ctx)), {"steps": steps}


@value("fee_account")
def fee_account(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The account of every party in words (第五十三条第一款)."""
    names = {k: str(p["name"]) for k, p in ctx.standing.table("party").items()}
    return told(ledger(ctx), shares(ctx), names), {}


@value("fee_refunded")
def fee_refunded(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The sum that goes back to the party: all that the court owes it."""
    return yuan(ledger(ctx).owed_to(ctx.which)), {}


@value("fee_more")
def fee_more(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """What is still to be charged, by the fee reckoned anew: less than zero when too much was charged (第二十一条)."""
    anew = fen(court_fee(ctx)[0])
    charged = ledger(ctx).charged
    steps = [
        {"what": "重新计算的受理费", "amount": yuan(anew), "basis": "诉讼费用交纳办法第二十一条"},
        {"what": "减：已计收的受理费", "amount": yuan(-charged), "basis": ""},
    ]
    return yuan(anew - charged), {"steps": steps}


@condition("supplement_is_unpaid")
def supplement_is_unpaid(ctx: Ctx) -> bool:
    """After the conversion to ordinary procedure the supplement was not paid in full (民事诉讼法解释第一百九十九条)."""
    return bool(ctx.standing.done("convert_to_ordinary")) and ledger(ctx).of(DUE, payer(ctx)) > 0

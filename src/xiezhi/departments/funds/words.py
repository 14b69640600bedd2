"""The words of receipts and vouchers that must be worked out."""

from __future__ import annotations

from xiezhi.departments.funds.acts import payout, purpose
from xiezhi.kernel.procedure.registry import Ctx, slot


@slot("fund_title")
def fund_title(ctx: Ctx) -> str:
    """What the money is for."""
    return purpose(ctx).title


@slot("payee")
def payee(ctx: Ctx) -> str:
    """Who is to be paid, and where."""
    data = ctx.data or {}
    party = ctx.standing.parties.get(data.get("payout_of") or "")
    return str(party["name"]) if party else str(data.get("payout_name") or "")


@slot("payout_line")
def payout_line(ctx: Ctx) -> str:
    """Payee, sum and account of a payout."""
    row = payout(ctx)
    return f"{row['name']}，{row['sum']}元，{row['account']}"

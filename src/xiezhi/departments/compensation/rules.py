"""Judicial aid: how much may be granted (法发〔2016〕16号: as a rule 36 months' average wage, never more than what is owed)."""

from __future__ import annotations

from decimal import Decimal

from xiezhi.kernel.procedure.registry import Ctx, condition

MONTHS = 36


@condition("aid_within_standard")
def aid_within_standard(ctx: Ctx) -> bool | str | None:
    """At most 36 months' average wage of the province; beyond only when marked so, and never above the sum owed."""
    if ctx.data is None or not ctx.data.get("aid_sum"):
        return None
    granted, wage, owed = (Decimal(ctx.fact(name) or 0) for name in ("aid_sum", "monthly_wage", "loss"))
    if granted > wage * MONTHS and not ctx.data.get("special"):
        return f"救助金额{granted:.2f}元超过三十六个月的月平均工资{wage * MONTHS:.2f}元。确需突破的，请注明。"
    return granted <= owed

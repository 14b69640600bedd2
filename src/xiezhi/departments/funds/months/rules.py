"""A month of the accounts: whether it may be closed, its balances, and who may reopen it."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, Sum

from xiezhi.departments.funds.purposes import purposes
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.procedure import months
from xiezhi.kernel.procedure.registry import Ctx, Effect, condition, effect, value
from xiezhi.kernel.record.models import Entry

SHAPE = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
BANK = "bank"


def month_of(ctx: Ctx) -> str:
    """The month asked about ("2025-03"), "" while none is said or it is misshapen."""
    said = str(ctx.fact("month") or "")
    return said if SHAPE.fullmatch(said) else ""


@condition("month_is_over")
def month_is_over(ctx: Ctx) -> bool | None:
    """The month is written as 2025-03, and it is over."""
    if ctx.data is None:
        return None
    month = month_of(ctx)
    return bool(month) and month < ctx.on.isoformat()[:7]


@condition("month_is_open")
def month_is_open(ctx: Ctx) -> bool | None:
    """The court has not closed the month."""
    month = month_of(ctx)
    return not months.is_closed(ctx.standing.court, month) if month else None


@condition("not_who_asked")
def not_who_asked(ctx: Ctx) -> bool:
    """Whoever asked to reopen does not decide on it."""
    return ctx.actor != str(ctx.fact("reopening_by") or "")


@value("who_asks")
def who_asks(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Who does the act."""
    return ctx.actor, {}


@value("month_account")
def month_account(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """What lay at the bank before, came, went, and lies there after the month, for each purpose and in all."""
    month = month_of(ctx)
    titles = {"case_fee": "诉讼费用", **{name: one.title for name, one in purposes().items()}}
    if not month:
        return "", {}
    year, number = (int(part) for part in month.split("-"))
    within = Q(on__year=year, on__month=number)
    at_bank = Entry.objects.filter(matter__court=ctx.standing.court, account=BANK)
    before = Q(on__lt=f"{month}-01")
    rows = at_bank.values("purpose").annotate(
        before=Sum("fen", filter=before),
        came=Sum("fen", filter=within & Q(fen__gt=0)),
        went=Sum("fen", filter=within & Q(fen__lt=0)),
    )
    said, sums = [], [0, 0, 0]
    for row in rows.order_by("purpose"):
        part = [row["before"] or 0, row["came"] or 0, row["went"] or 0]
        sums = [a + b for a, b in zip(sums, part, strict=True)]
        said.append(_line(titles.get(row["purpose"], row["purpose"]), *part))
    return "\n".join([*said, _line("合计", *sums)]), {"fen": sum(sums)}


def _line(title: str, before: int, came: int, went: int) -> str:
    return (
        f"{title}：期初{yuan(before)}元，收入{yuan(came)}元，支出{yuan(-went)}元，期末{yuan(before + came + went)}元。"
    )


@effect("close_month")
def close_month(ctx: Ctx) -> Effect:
    """From now on nothing is booked into the month."""
    months.hold(ctx.standing.court)
    return Effect(changes=[["mark", months.mark_of(month_of(ctx)), {"since": ctx.on.isoformat()}]])


@effect("reopen_month")
def reopen_month(ctx: Ctx) -> Effect:
    """Something may be booked into the month again."""
    months.hold(ctx.standing.court)
    return Effect(changes=[["mark", months.mark_of(month_of(ctx)), None]])

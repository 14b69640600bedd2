"""State compensation: the sum for days of custody, from the national daily wage of the last year (国家赔偿法第33条)."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from xiezhi.kernel.law.resolve import on as resolved
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, condition, value

CENT = Decimal("0.01")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(settings.LAW_DIR) / "parameters/compensation.toml").read_text("utf-8"))


def daily_wage(on: date) -> Decimal | None:
    """Yuan a day, as last published on a day; None before the first figure that is on file."""
    table = _table()
    yearly = resolved(table["yearly"], on)
    if not isinstance(yearly, str):
        return None
    return (Decimal(yearly) / int(table["days"])).quantize(CENT, ROUND_HALF_UP)


@value("freedom_sum")
def freedom_sum(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Days of custody times the daily wage; nothing where nobody was held."""
    days, wage = int(ctx.fact("days") or 0), daily_wage(ctx.on)
    if not days or wage is None:
        return "0.00", {"days": days, "daily_wage": str(wage or "")}
    return f"{days * wage:.2f}", {"days": days, "daily_wage": str(wage), "basis": "国家赔偿法第三十三条"}


@value("monthly_wage")
def monthly_wage(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The month's average wage by the year's table: of the province when it is on file, else of the nation, which is said."""
    table = parameters("wages")
    place = ctx.standing.court[:1] if ctx.standing.court[:1] in table["yearly"] else "national"
    row = next((r for r in reversed(table["yearly"][place]) if r["since"] <= ctx.on), None)
    if row is None:
        message = f"{ctx.on}适用的职工平均工资没有收录，无法计算救助标准。请补录参数。"
        raise Refused(Refusal("data", message, table["basis"], "monthly_wage"))
    wage = (Decimal(row["value"]) / 12).quantize(CENT, ROUND_HALF_UP)
    note = table["trial"] if place == "national" else ""
    step = {
        "what": f"年平均工资{row['value']}元÷12（{note or table['source']}）",
        "amount": f"{wage:.2f}",
        "basis": table["basis"],
    }
    return f"{wage:.2f}", {"steps": [step], "trial": note}


def _went(ctx: Ctx, kind: str) -> int:
    rows = [row["data"] for row in ctx.standing.items("payout").values()]
    return sum(fen(row["sum"]) for row in rows if row["kind"] == kind and row["state"] == "remitted")


@value("aid_remitted")
def aid_remitted(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """What went out to the applicant."""
    return yuan(_went(ctx, "aid")), {}


@value("aid_returned")
def aid_returned(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """What was reclaimed and handed to the treasury."""
    return yuan(_went(ctx, "treasury")), {}


@condition("aid_is_remitted")
def aid_is_remitted(ctx: Ctx) -> bool:
    """Exactly what was granted went out."""
    return _went(ctx, "aid") == fen(str(ctx.standing.said("aid_sum") or "0"))


@condition("reclaimed_to_treasury")
def reclaimed_to_treasury(ctx: Ctx) -> bool:
    """Something that was reclaimed went to the treasury."""
    return _went(ctx, "treasury") > 0

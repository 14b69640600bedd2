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
from xiezhi.kernel.procedure.registry import Ctx, value

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

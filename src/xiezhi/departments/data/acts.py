"""Figures frozen for a consultation: what they were on that day stays in the event."""

from __future__ import annotations

from datetime import date
from typing import Any

from xiezhi.departments.data.definitions import indicators
from xiezhi.departments.data.questions import Days, figures
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, value
from xiezhi.kernel.record.models import Matter


@value("frozen_figures")
def frozen_figures(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Every indicator of the court over the days of the consultation, as it is now."""
    days = Days(*(date.fromisoformat(str(ctx.fact(name))) for name in ("consult_since", "consult_until")))
    if days.since > days.until:
        raise Refused(Refusal("data", "会商的数据范围，起日晚于止日。请重新发起会商。", ctx.act.basis))
    known = Matter.objects.filter(court=ctx.standing.court)
    rows = [
        {
            "title": f.indicator.title, "id": f.indicator.id, "value": "—" if f.value is None else f"{f.value:g}",
            "numerator": f.numerator, **({"denominator": f.denominator} if f.denominator is not None else {}),
        }
        for f in figures(known, days, ctx.book)
    ]  # fmt: skip
    return rows, {}


@value("indicator_version")
def indicator_version(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The version of the definitions by which the figures were counted."""
    return indicators().version, {}

"""The sample of monthly reports: by lot, under a seed that the record fixed before the draw."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, value
from xiezhi.kernel.record.digest import digest
from xiezhi.kernel.record.models import Assigned, Done, Matter

REPORT = "court.meddling_report"


@value("spot_sample")
def spot_sample(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Reports of the month (YYYY-MM) with the lowest lots (SM3 of seed and report); the pool and the seed stand beside. `Refused`
    when the month is none, or has no report."""
    month, count = str(ctx.fact("spot_month")).strip(), int(ctx.fact("spot_count") or 0)
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise Refused(
            Refusal("data", "月份请写成 2025-03 的样子。请取消这次抽查，重新确定。", ctx.act.basis, "spot_month")
        )
    year, number = map(int, month.split("-"))
    found = Matter.objects.filter(
        court=ctx.standing.court,
        procedure=REPORT,
        state__in=("reported", "closed"),
        opened__year=year,
        opened__month=number,
    )
    pool, seed = sorted(m.hex for m in found.values_list("pk", flat=True)), ctx.standing.head
    if not pool or count < 1:
        raise Refused(Refusal("data", f"{month}没有已报的月度报告，或者件数不足一件。", ctx.act.basis, "spot_count"))
    drawn = sorted(pool, key=lambda one: digest([seed, one]))[:count]
    return [_row(UUID(one)) for one in drawn], {"pool": pool, "seed": seed, "drawn": drawn}


def _row(report: UUID) -> dict[str, Any]:
    held = Assigned.objects.filter(matter=report, role="owner", person__isnull=False).select_related("person").first()
    done = dict(Done.objects.filter(matter=report, key__in=("record", "report")).values_list("key", "n"))
    last = Done.objects.filter(matter=report, key="report").values_list("last", flat=True).first()
    row = {"name": held.person.name if held and held.person else "", "contacts": done.get("record", 0)}
    return row | ({"reported_on": last.isoformat()} if last else {})

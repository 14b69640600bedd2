"""What an act of service does beyond being recorded: it is dated by the day on which the papers count as served."""

from __future__ import annotations

from xiezhi.departments.service.day import served
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect


@effect("serve")
def serve(ctx: Ctx) -> Effect:
    """The day of effect from the way of service and its facts, with steps and articles (民诉法第87条至第95条)."""
    found = served(ctx, (ctx.data or {})["service"])
    return Effect(on=found.on, notes={"service": {"on": found.on.isoformat(), "steps": list(found.steps)}})

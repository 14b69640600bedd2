"""Criminal trial: an accused who refuses the counsel there is."""

from __future__ import annotations

from xiezhi.kernel.procedure.registry import Ctx, Effect, effect


@effect("drop_counsel")
def drop_counsel(ctx: Ctx) -> Effect:
    """The counsel of the accused whom the act is for no longer act (刑诉法第45条)."""
    rows = ctx.standing.table("party").items()
    gone = [(key, row) for key, row in rows if row["role"] == "counsel" and row["of"] == ctx.which and row["active"]]
    return Effect(changes=[["party", key, {**row, "active": False}] for key, row in gone])

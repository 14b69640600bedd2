"""Which cases the supports of family and juvenile justice are for."""

from __future__ import annotations

from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.procedure.registry import Ctx, condition

FAMILY = "婚姻家庭、继承纠纷"


@condition("family_or_minor")
def family_or_minor(ctx: Ctx) -> bool:
    """The cause is one of family and succession, or a minor is concerned (未成年人保护法第109条)."""
    if ctx.standing.marked("minor") or any(k.startswith("minor/") for k in ctx.standing.table("mark")):
        return True
    cause = tables().cause(str(ctx.fact("cause") or ""))
    while cause is not None:
        if cause.name == FAMILY:
            return True
        cause = tables().causes.get(cause.parent_id)
    return False

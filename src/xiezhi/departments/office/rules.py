"""Office matters: where an opinion came from, whether a round found anything."""

from __future__ import annotations

from typing import Any

from xiezhi.kernel.procedure.registry import Ctx, condition, value


@value("opinion_source")
def opinion_source(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """A slug of the code list `opinion_source`: each source is registered by an act of its own, on an article of its own."""
    return ctx.act.name.removeprefix("register_"), {}


@condition("nothing_found")
def nothing_found(ctx: Ctx) -> bool:
    """No finding stands in the round."""
    return not ctx.standing.items("round_finding")

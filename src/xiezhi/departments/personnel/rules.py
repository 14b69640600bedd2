"""Conditions about who acts on whom."""

from __future__ import annotations

from xiezhi.kernel.procedure.registry import Ctx, condition


@condition("not_opener")
def not_opener(ctx: Ctx) -> bool:
    """Whoever opened the matter does not decide it: a second pair of eyes."""
    return ctx.actor not in ctx.standing.assigned("opener")

"""Supervision: how a matter elsewhere names the one it is about."""

from __future__ import annotations

from typing import Any

from xiezhi.kernel.procedure.registry import Ctx, value


@value("own_number")
def own_number(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The number of this matter, for the matter that reviews it (民诉法解释第376条)."""
    return ctx.standing.number, {}


@value("own_court")
def own_court(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The court of this matter, for the matter that reviews it (民诉法解释第376条)."""
    return ctx.standing.court, {}

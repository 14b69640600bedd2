"""What a matter opened beside a suit takes over from it."""

from __future__ import annotations

from typing import Any

from xiezhi.kernel.procedure.registry import Ctx, value


@value("those_asking")
def those_asking(ctx: Ctx) -> tuple[list[str], dict[str, Any]]:
    """Parties of the suit who ask for the preservation: here they are the applicants."""
    return list(ctx.fact("asking") or ()), {}


@value("those_against")
def those_against(ctx: Ctx) -> tuple[list[str], dict[str, Any]]:
    """Parties of the suit against whom it is asked: here they are the respondents."""
    return list(ctx.fact("against") or ()), {}

"""Conditions about who acts on whom, and what protection of staff still lacks."""

from __future__ import annotations

from xiezhi.kernel.money.ledger import fen
from xiezhi.kernel.procedure.registry import Ctx, condition


@condition("not_opener")
def not_opener(ctx: Ctx) -> bool:
    """Whoever opened the matter does not decide it: a second pair of eyes."""
    return ctx.actor not in ctx.standing.assigned("opener")


@condition("protection_is_over")
def protection_is_over(ctx: Ctx) -> bool:
    """No measure of protection still stands (法官法第57条)."""
    return not ctx.standing.marked("protecting")


@condition("relief_is_over")
def relief_is_over(ctx: Ctx) -> bool:
    """Each relief that was asked for was paid or refused."""
    settled = ctx.standing.done("note_relief") + ctx.standing.done("note_relief_refused")
    return settled == ctx.standing.done("ask_relief")


@condition("relief_as_granted")
def relief_as_granted(ctx: Ctx) -> bool | None:
    """What is paid is what was granted."""
    return None if ctx.data is None else fen(str(ctx.data["paid_sum"])) == fen(str(ctx.fact("granted_sum")))


@condition("screening_clean")
def screening_clean(ctx: Ctx) -> bool:
    """Each check found nothing: the last finding of each counts."""
    checks = ("check_politics", "check_file", "check_report", "check_integrity")
    return all(ctx.fact(f"{name}_passed") == "passed" for name in checks)

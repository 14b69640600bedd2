"""Service of papers: who has been served, and who has not."""

from __future__ import annotations

from xiezhi.departments.service import batch
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.registry import Ctx, condition

condition("batch_is_done")(batch.batch_is_done)


@condition("everyone_served")
def everyone_served(ctx: Ctx) -> bool | str:
    """The complaint has been served on each defendant (民诉法第128条)."""
    left = unserved(ctx, "serve_complaint", "party.defendant")
    return f"起诉状副本还没有送达：{'、'.join(left)}。请先办理送达。" if left else True


def unserved(ctx: Ctx, act: str, relation: str) -> list[str]:
    """Names of those who stand in a relation and for whom an act of service has not been done."""
    return [name for key, name in ones(relation, ctx.standing, ctx.book).items() if not ctx.standing.done(act, key)]

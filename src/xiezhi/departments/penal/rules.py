"""Penal matters: when a decision may take effect, and when a case may not be decided on paper."""

from __future__ import annotations

from xiezhi.kernel.procedure.engine import running
from xiezhi.kernel.procedure.registry import Ctx, condition

# Acts whose having been done makes a hearing necessary (刑诉法第299条第3款; 刑诉法解释第538条).
HEARING_ACTS = ("record_objection", "require_hearing", "join")


@condition("no_appeal_time_runs")
def no_appeal_time_runs(ctx: Ctx) -> bool:
    """Nobody's own time to appeal or protest still runs (刑诉法第230条、第259条)."""
    return not any(running(clock, ctx.on) for clock in ctx.standing.clocks("appeal_term").values())


@condition("paper_review_is_enough")
def paper_review_is_enough(ctx: Ctx) -> bool:
    """No objection was received, the procurator has none, nobody interested takes part, no ground to hear is noted."""
    if ctx.standing.facts.get("procurator_view") == "objects":
        return False
    return not any(ctx.standing.done(act) for act in HEARING_ACTS)

"""Penal matters: when a decision may take effect, when a case may not be decided on paper, the norm of a commutation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from xiezhi.departments.penal.norm import Case, norm, within
from xiezhi.kernel.procedure.engine import running
from xiezhi.kernel.procedure.registry import Ctx, condition, value

# Acts whose having been done makes a hearing necessary (刑诉法第299条第3款; 刑诉法解释第538条).
HEARING_ACTS = ("record_objection", "require_hearing", "join")
Say = Callable[[str], Any]


@condition("no_appeal_time_runs")
def no_appeal_time_runs(ctx: Ctx) -> bool:
    """Nobody's own time to appeal or protest still runs (刑诉法第230条、第259条)."""
    return not any(running(clock, ctx.seen) for clock in ctx.standing.clocks("appeal_term").values())


@condition("paper_review_is_enough")
def paper_review_is_enough(ctx: Ctx) -> bool | str:
    """Nobody objects, nobody interested takes part, and a commutation keeps to the norm (刑诉法解释第538条)."""
    facts = ctx.standing.facts
    if ctx.file.id == "cri.medical" and not ctx.standing.done("waive_hearing"):
        return "强制医疗案件应当开庭审理；法定代理人请求不开庭的，须先审查同意（刑事诉讼法解释第六百三十五条）。"
    if facts.get("procurator_view") == "objects":
        return False
    if any(ctx.standing.done(act) for act in HEARING_ACTS):
        return False
    case = _case(facts.get)
    if case and not within(case, int(facts.get("proposed_months") or 0), ctx.standing.opened):
        return "提请减刑的起始时间、间隔时间或者幅度不符合一般规定，应当开庭审理。请排期开庭。"
    return True


@value("commutation_norm")
def commutation_norm(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The norm for this offender in words, with its figures (减刑假释规定第6条、第7条)."""
    case = _case(ctx.fact)
    if case is None:
        return "不是有期徒刑罪犯的减刑，请依照减刑、假释规定的相应条文审查。", {}
    found = norm(case)
    proposed = int(ctx.fact("proposed_months") or 0)
    start = (
        f"{found.earliest.isoformat()}起可以减刑" if found.earliest else "有重大立功表现，不受起始时间和间隔时间限制"
    )
    fits = "符合一般规定" if within(case, proposed, ctx.on) else "不符合一般规定，应当开庭审理"
    notes = {
        "earliest": found.earliest and found.earliest.isoformat(),
        "most_months": found.most,
        "basis": "减刑假释规定第6条、第7条",
    }
    return f"{start}；一次减刑不超过{found.most}个月；建议减去{proposed}个月：{fits}。", notes


def _case(said: Say) -> Case | None:
    """The proposal to commute a fixed term; None for anything else."""
    if said("change_kind") != "commutation" or said("sentence_kind") != "fixed":
        return None
    if not (said("term_months") and said("executed_from") and said("merit")):
        return None
    last = said("last_commuted")
    return Case(
        term=int(said("term_months")),
        executed=date.fromisoformat(said("executed_from")),
        merit=said("merit"),
        strict=bool(said("strict")),
        last=date.fromisoformat(last) if last else None,
        last_months=int(said("last_months") or 0),
    )

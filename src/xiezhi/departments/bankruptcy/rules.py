"""Conditions of bankruptcy: claims examined, majorities of resolutions and groups, the administrator drawn (企业破产法 art. 10, 22, 57-64, 84-87, 97)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiezhi.departments.bankruptcy.shares import claims
from xiezhi.kernel.money.ledger import fen
from xiezhi.kernel.procedure.registry import Ctx, condition
from xiezhi.kernel.procedure.standing import Standing


@condition("claims_examined")
def claims_examined(ctx: Ctx) -> bool:
    """Every claim entered has a finding."""
    entered = {row["data"]["no"] for row in ctx.standing.items("creditor_claim").values()}
    return bool(entered) and entered <= set(claims(ctx.standing))


@condition("plan_has_majority")
def plan_has_majority(ctx: Ctx) -> bool:
    """More than half of the voters present, who hold at least half of all unsecured claims, approved in the last vote."""
    unsecured = {no: c for no, c in claims(ctx.standing).items() if c["class"] != "secured"}
    cast = {no: choice for no, choice in last_vote(ctx.standing).items() if no in unsecured}
    approving = [no for no, choice in cast.items() if choice == "approve"]
    held = sum(fen(unsecured[no]["admitted"]) for no in approving)
    total = sum(fen(claim["admitted"]) for claim in unsecured.values())
    return 2 * len(approving) > len(cast) and 2 * held >= total


@condition("plan_falls_short")
def plan_falls_short(ctx: Ctx) -> bool:
    """The last vote did not reach the majority."""
    return not plan_has_majority(ctx)


def last_vote(standing: Standing) -> dict[int, Any]:
    """Number of the claim -> choice in the latest round; a later ballot of the same round replaces an earlier one."""
    ballots = [row["data"] for row in in_order(standing, "ballot")]
    latest = max((b["round"] for b in ballots), default=0)
    return {b["no"]: b["choice"] for b in ballots if b["round"] == latest}


def in_order(standing: Standing, record: str) -> list[dict[str, Any]]:
    """Rows of a record in the order in which they were entered."""
    rows = standing.items(record)
    return [rows[key] for key in sorted(rows, key=lambda key: int(key.rpartition(".")[2]))]


@condition("agreement_has_majority")
def agreement_has_majority(ctx: Ctx) -> bool:
    """More than half of the voters present, who hold two thirds of all unsecured claims, approved (企业破产法 art. 97)."""
    unsecured = {no: c for no, c in claims(ctx.standing).items() if c["class"] != "secured"}
    return group_passes(unsecured, last_vote(ctx.standing))


@condition("agreement_falls_short")
def agreement_falls_short(ctx: Ctx) -> bool:
    """The last vote did not reach the majority for an agreement."""
    return not agreement_has_majority(ctx)


@condition("all_groups_pass")
def all_groups_pass(ctx: Ctx) -> bool:
    """Every group of creditors passed, and the investors where their rights are changed (企业破产法 art. 84, 85, 86)."""
    known, cast = claims(ctx.standing), last_vote(ctx.standing)
    groups = {c["class"] for c in known.values()}
    passed = all(group_passes({no: c for no, c in known.items() if c["class"] == group}, cast) for group in groups)
    investors = not ctx.standing.said("investors_touched") or bool(ctx.standing.said("investors_pass"))
    return bool(groups) and passed and investors


@condition("some_group_fails")
def some_group_fails(ctx: Ctx) -> bool:
    """At least one group did not pass (企业破产法 art. 87)."""
    return not all_groups_pass(ctx)


def group_passes(group: Mapping[int, Mapping[str, Any]], cast: Mapping[int, Any]) -> bool:
    """More than half of those of a group who voted, and two thirds of the whole group by amount, approved."""
    present = [no for no in group if no in cast]
    approving = [no for no in present if cast[no] == "approve"]
    held = sum(fen(group[no]["admitted"]) for no in approving)
    total = sum(fen(claim["admitted"]) for claim in group.values())
    return 2 * len(approving) > len(present) and 3 * held >= 2 * total


@condition("administrator_as_drawn")
def administrator_as_drawn(ctx: Ctx) -> bool | None:
    """Where the administrator is chosen at random, it is the one drawn (指定管理人规定 art. 20)."""
    if ctx.data is None:
        return None
    named = ctx.data.get("administrator") or {}
    return ctx.data.get("administrator_method") != "drawn" or named.get("name") == ctx.standing.said(
        "drawn_administrator"
    )


@condition("objection_time_over")
def objection_time_over(ctx: Ctx) -> bool:
    """On a creditor's application the debtor was told and the time to object is over (企业破产法 art. 10)."""
    return not ctx.standing.done("file") or bool(ctx.standing.done("end_objection"))


@condition("no_appeal_made")
def no_appeal_made(ctx: Ctx) -> bool:
    """Nobody has appealed."""
    return not ctx.standing.marked("appeal_made")


@condition("assets_cover_debts")
def assets_cover_debts(ctx: Ctx) -> bool:
    """The company's assets cover the debts found (公司法 art. 237)."""
    return fen(str(ctx.fact("company_assets") or "0")) >= fen(str(ctx.fact("company_debts") or "0"))

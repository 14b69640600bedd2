"""Conditions of a liquidation: claims examined (企业破产法 art. 57, 58) and the majority of a resolution (art. 59, 64)."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.bankruptcy.shares import claims, fen
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

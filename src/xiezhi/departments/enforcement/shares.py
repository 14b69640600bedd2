"""Shares of several creditors in what was realised (民事诉讼法解释 art. 508): costs, claims with priority, the rest pro rata. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.money.portions import pro_rata, rounding


def share_out(pot: int, costs: int, claims: Sequence[Mapping[str, Any]]) -> tuple[dict[int, int], list[str]]:
    """Fen for each claim by its number, and the steps in words. Claims with priority are paid in the order of their numbers."""
    left = max(pot - costs, 0)
    steps = [f"可供分配{yuan(pot)}元，先扣除执行费用{yuan(min(costs, pot))}元，余{yuan(left)}元"]
    shares: dict[int, int] = {}
    for claim in sorted((c for c in claims if c["class"] == "priority"), key=lambda c: int(c["no"])):
        paid = min(left, fen(claim["amount"]))
        shares[int(claim["no"])] = paid
        left -= paid
        steps.append(f"优先受偿：{claim['name']}{yuan(paid)}元，余{yuan(left)}元")
    ordinary = {int(c["no"]): fen(c["amount"]) for c in claims if c["class"] == "ordinary"}
    shares |= pro_rata(left, ordinary)
    steps.append(f"普通债权{yuan(sum(ordinary.values()))}元，按比例分配{yuan(min(left, sum(ordinary.values())))}元")
    if note := rounding(left, ordinary):
        steps.append(note)
    return shares, steps

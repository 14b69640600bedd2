"""Distribution of the estate: expenses first, then each class in turn, pro rata within a class (企业破产法 art. 113)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.money.portions import pro_rata, rounding
from xiezhi.kernel.procedure.standing import Standing

# Secured claims are paid from their own property (art. 109).
ORDER = {"wage": "职工债权", "tax": "社会保险费和税款", "ordinary": "普通债权"}


def claims(standing: Standing) -> dict[int, dict[str, Any]]:
    """Number of the claim -> name, class and amount admitted, by the latest finding."""
    names = {row["data"]["no"]: row["data"]["name"] for row in standing.items("creditor_claim").values()}
    rows = standing.items("claim_finding")
    found = [rows[key]["data"] for key in sorted(rows, key=lambda key: int(key.rpartition(".")[2]))]
    return {f["no"]: {"no": f["no"], "name": names[f["no"]], **f} for f in found if f["no"] in names}


def distribute(estate: int, expenses: int, admitted: Sequence[Mapping[str, Any]]) -> tuple[dict[int, int], list[str]]:
    """Fen for each claim by number, and the steps in words."""
    left = max(estate - expenses, 0)
    steps = [f"破产财产{yuan(estate)}元，先清偿破产费用和共益债务{yuan(min(expenses, estate))}元，余{yuan(left)}元"]
    shares: dict[int, int] = {}
    for rank, title in ORDER.items():
        owed = {c["no"]: fen(c["admitted"]) for c in admitted if c["class"] == rank}
        paid = pro_rata(left, owed)
        shares |= paid
        steps.append(f"{title}：债权{yuan(sum(owed.values()))}元，分配{yuan(sum(paid.values()))}元")
        if note := rounding(left, owed):
            steps.append(note)
        left -= sum(paid.values())
        steps[-1] += f"，余{yuan(left)}元"
    return shares, steps


def in_order(amount: int, owed: Mapping[int, int], ranks: Mapping[int, str]) -> dict[int, int]:
    """`amount` fen over what is still owed to each claim, rank after rank, pro rata within a rank."""
    shares: dict[int, int] = {}
    for rank in ORDER:
        paid = pro_rata(amount, {no: fen_ for no, fen_ in owed.items() if ranks.get(no) == rank})
        shares |= paid
        amount -= sum(paid.values())
    return {no: share for no, share in shares.items() if share}

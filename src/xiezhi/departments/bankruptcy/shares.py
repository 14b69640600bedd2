"""Distribution of the estate: expenses first, then each class in turn, pro rata within a class (企业破产法 art. 113)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xiezhi.kernel.procedure.standing import Standing

ORDER = ("wage", "tax", "ordinary")  # secured claims are paid from their own property (art. 109)


def fen(yuan: str) -> int:
    """Yuan with two places as fen."""
    return int(Decimal(yuan) * 100)


def yuan(amount: int) -> str:
    """Fen as yuan with two places."""
    return f"{Decimal(amount) / 100:.2f}"


def claims(standing: Standing) -> dict[int, dict[str, Any]]:
    """Number of the claim -> name, class and amount admitted, by the latest finding."""
    names = {row["data"]["no"]: row["data"]["name"] for row in standing.items("creditor_claim").values()}
    rows = standing.items("claim_finding")
    found = [rows[key]["data"] for key in sorted(rows, key=lambda key: int(key.rpartition(".")[2]))]
    return {f["no"]: {"no": f["no"], "name": names[f["no"]], **f} for f in found if f["no"] in names}


def pro_rata(amount: int, owed: Mapping[int, int]) -> dict[int, int]:
    """`amount` fen over claims in fen, to the fen: the largest remainders get the last ones, so that the sum is exact."""
    total = sum(owed.values())
    if amount >= total:
        return dict(owed)
    shares = {no: amount * claim // total for no, claim in owed.items()}
    left = amount - sum(shares.values())
    by_remainder = sorted(owed, key=lambda no: (-(amount * owed[no] % total), no))
    for no in by_remainder[:left]:
        shares[no] += 1
    return shares


def distribute(estate: int, expenses: int, admitted: Sequence[Mapping[str, Any]]) -> tuple[dict[int, int], list[str]]:
    """Fen for each claim by number, and the steps in words."""
    left = max(estate - expenses, 0)
    steps = [f"破产财产{yuan(estate)}元，先清偿破产费用和共益债务{yuan(min(expenses, estate))}元，余{yuan(left)}元"]
    shares: dict[int, int] = {}
    for rank in ORDER:
        owed = {c["no"]: fen(c["admitted"]) for c in admitted if c["class"] == rank}
        paid = pro_rata(left, owed)
        shares |= paid
        left -= sum(paid.values())
        steps.append(f"{rank}：债权{yuan(sum(owed.values()))}元，分配{yuan(sum(paid.values()))}元，余{yuan(left)}元")
    return shares, steps

"""A sum over claims in proportion, to the fen: the largest remainders get the last fen, so that the sum is exact. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def pro_rata(amount: int, owed: Mapping[int, int]) -> dict[int, int]:
    """`amount` fen over claims in fen, by number; never more than is owed. Equal remainders: the lower number first."""
    total = sum(owed.values())
    if amount >= total:
        return dict(owed)
    shares = {no: amount * claim // total for no, claim in owed.items()}
    left = amount - sum(shares.values())
    for no in sorted(owed, key=lambda no: (-(amount * owed[no] % total), no))[:left]:
        shares[no] += 1
    return shares


def rounding(amount: int, owed: Mapping[int, int]) -> str:
    """How the last fen were given out, in words; "" where nothing had to be rounded."""
    total = sum(owed.values())
    if amount >= total:
        return ""
    left = amount - sum(amount * claim // total for claim in owed.values())
    if not left:
        return ""
    return (
        f"按比例计算不足一分的余数共{left}分，依余数由大到小各分配一分（余数相同的编号在前者先得），合计与可分配额一致"
    )

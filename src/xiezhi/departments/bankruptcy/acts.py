"""What acts of a liquidation compute: the shares of a distribution plan."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.bankruptcy.shares import claims, distribute, fen, yuan
from xiezhi.kernel.procedure.registry import Ctx, value


@value("distribution_shares")
def distribution_shares(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Each claim's share of the estate by the statutory order (企业破产法 art. 113), and how it came about."""
    admitted = list(claims(ctx.standing).values())
    estate, expenses = fen(ctx.fact("distributable")), fen(ctx.fact("expenses"))
    shares, steps = distribute(estate, expenses, admitted)
    rows = [
        {
            "no": c["no"],
            "name": c["name"],
            "class": c["class"],
            "admitted": c["admitted"],
            "paid": yuan(shares[c["no"]]),
        }
        for c in admitted
        if c["no"] in shares
    ]
    return rows, {"basis": "企业破产法第一百一十三条", "steps": steps}

"""What acts of bankruptcy compute: the shares of a distribution plan, the draw and the replacement of an administrator."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.bankruptcy.shares import claims, distribute
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect, value
from xiezhi.kernel.record.digest import digest


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


@value("drawn_administrator")
def drawn_administrator(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Of those on the list who may serve, the one whose lot is lowest; the seed stood in the record before (指定管理人规定 art. 20)."""
    candidates = list((ctx.data or {}).get("administrator_candidate") or ())
    able = [str(c["name"]) for c in candidates if not c.get("excluded")]
    if not able:
        message = "名册中没有可以担任管理人的机构，请补充候选机构。"
        raise Refused(Refusal("data", message, ctx.act.basis, "administrator_candidate"))
    seed = ctx.standing.head
    return lowest(able, seed), {
        "seed": seed,
        "able": able,
        "basis": "《最高人民法院关于审理企业破产案件指定管理人的规定》第二十条",
    }


def lowest(able: list[str], seed: str) -> str:
    """The name whose lot (SM3 of seed and name) is lowest."""
    return min(able, key=lambda name: digest([seed, name]))


@effect("replace_administrator")
def replace_administrator(ctx: Ctx) -> Effect:
    """The former administrator no longer takes part (企业破产法 art. 22)."""
    former = {k: p for k, p in ctx.standing.parties.items() if p["role"] == "administrator"}
    return Effect(
        changes=[["party", k, {**p, "active": False}] for k, p in former.items()], notes={"former": sorted(former)}
    )

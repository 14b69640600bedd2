"""Trial: a party's place taken by another, and a judge who withdraws."""

from __future__ import annotations

from xiezhi.kernel.money.holds import follow
from xiezhi.kernel.money.ledger import book
from xiezhi.kernel.money.statements import lines
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect

PANEL = ("judge", "presiding", "member")


@effect("replace_party")
def replace_party(ctx: Ctx) -> Effect:
    """The successor takes the place of the party the act is for, who no longer takes part; its money follows (民诉法解释第55条)."""
    old = ctx.standing.table("party")[ctx.which]
    new = f"p{len(ctx.standing.table('party')) + 1}"
    moved = follow(lines(ctx.standing.table("entry")), ctx.which, new)
    return Effect(
        changes=[
            ["party", ctx.which, {**old, "active": False}],
            ["party", new, {"role": old["role"]}],
            *(list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), moved)),
        ],
        notes={"succession": {"from": ctx.which, "to": new}},
    )


@effect("withdraw_judge")
def withdraw_judge(ctx: Ctx) -> Effect:
    """Those who withdraw leave the panel and no longer see the case, whatever post they hold (民诉法第47条至第50条)."""
    gone = list((ctx.data or {}).get("withdrawn") or ())
    rows = ctx.standing.table("assigned").items()
    left = [["assigned", k, None] for k, r in rows if r["role"] in PANEL and r["person"] in gone]
    return Effect(changes=[*left, *(_denied(ctx, person) for person in gone)])


def _denied(ctx: Ctx, person: str) -> list[object]:
    columns = {"kind": "deny", "person": person, "target": ctx.standing.matter, "post": "", "division": None}
    return ["right", f"deny/{person}", {**columns, "since": ctx.on.isoformat(), "until": None}]


@effect("end_mandate")
def end_mandate(ctx: Ctx) -> Effect:
    """The counsel named no longer speaks for the party, nor sees its case (民诉法第63条)."""
    key = str(ctx.fact("mandate_of"))
    return Effect(changes=[["party", key, {**ctx.standing.table("party")[key], "active": False}]])

"""What acts of enforcement book and change: money held in trust, shares, measures lifted together."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.enforcement.shares import share_out
from xiezhi.kernel.money import trust
from xiezhi.kernel.money.holds import Short
from xiezhi.kernel.money.ledger import book, fen, yuan
from xiezhi.kernel.money.statements import lines
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect, value

PURPOSE = "execution"
MEASURES = ("restricted", "listed", "exit_barred")


def held(ctx: Ctx) -> int:
    """Fen held for this case, identified and not on their way out."""
    return trust.free(lines(ctx.standing.table("entry")), PURPOSE)


@value("plan_payouts")
def plan_payouts(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """By the plan each creditor's share is a payout that waits for approval."""
    rows = _planned(ctx)
    now = {int(row["no"]): fen(row["sum"]) for row in (ctx.data or {}).get("share_now") or ()}
    shares = {int(row["no"]): fen(row["paid"]) for row in rows}
    paid = {no: now.get(no, share) if now else share for no, share in shares.items()}
    if set(now) - set(shares) or any(not 0 <= paid[no] <= share for no, share in shares.items()):
        raise _refused(ctx, "现在分配的数额应当在方案的分配额以内，编号应当与方案一致。请核对。")
    if sum(paid.values()) != fen(str((ctx.data or {})["shared_sum"])):
        more = "有争议而提存的，逐项填写现在分配的数额。"
        raise _refused(ctx, f"各项分配额之和为{yuan(sum(paid.values()))}元，与填写的总额不一致。请核对；{more}")
    accounts = {int(r["data"]["no"]): r["data"].get("account") for r in ctx.standing.items("share_claim").values()}
    common = {"kind": "creditor", "of": "", "state": "proposed", "by": ctx.actor}
    return [
        {"name": row["name"], "sum": yuan(paid[no]), "account": accounts.get(no) or "", **common}
        for no, row in ((int(row["no"]), row) for row in rows)
        if paid[no]
    ], {}


def _planned(ctx: Ctx) -> list[dict[str, Any]]:
    """The rows of the plan drawn up last."""
    items = ctx.standing.items("exec_share")
    newest = {
        int(items[k]["data"]["no"]): items[k]["data"] for k in sorted(items, key=lambda k: int(k.rpartition(".")[2]))
    }
    return list(newest.values())


@effect("enforce_as_parties")
def enforce_as_parties(ctx: Ctx) -> Effect:
    """A ruling lets an agency's decision be enforced: the agency is the creditor, against whom it was made the obligor (行诉法第97条)."""
    roles = {"applicant": "creditor", "respondent": "obligor"}
    rows = ctx.standing.table("party").items()
    return Effect(changes=[["party", k, {**p, "role": roles[p["role"]]}] for k, p in rows if p["role"] in roles])


@effect("share_execution_money")
def share_execution_money(ctx: Ctx) -> Effect:
    """What the plan shares out is set aside: never more than is held."""
    total = fen(str((ctx.data or {})["shared_sum"]))
    try:
        sides = trust.proposed(lines(ctx.standing.table("entry")), total, "", PURPOSE)
    except Short as short:
        raise _refused(ctx, str(short)) from short
    return Effect(changes=[list(change) for change in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


def _refused(ctx: Ctx, message: str) -> Refused:
    return Refused(Refusal("data", message, ctx.act.basis, "shared_sum"))


@value("execution_shares")
def execution_shares(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Each creditor's share by the order of the law, and how it came about (民事诉讼法解释 art. 508)."""
    claims = [row["data"] for row in ctx.standing.items("share_claim").values()]
    shares, steps = share_out(fen(str(ctx.fact("pot"))), fen(str(ctx.fact("costs"))), claims)
    rows = [{k: c[k] for k in ("no", "name", "class", "amount")} | {"paid": yuan(shares[int(c["no"])])} for c in claims]
    return rows, {"basis": "民事诉讼法解释第五百零八条", "steps": steps}


@effect("release_measures")
def release_measures(ctx: Ctx) -> Effect:
    """Every restriction of consumption, listing and bar from leaving falls with the end of the case."""
    marks = [k for k in ctx.standing.table("mark") if k.partition("/")[0] in MEASURES]
    return Effect(changes=[["mark", k, None] for k in marks], notes={"released": marks})


@effect("forget_review")
def forget_review(ctx: Ctx) -> Effect:
    """A case sent back is ruled on anew: who asked for review of the old ruling has not asked for review of the new one."""
    marks = [k for k in ctx.standing.table("mark") if k.partition("/")[0] == "review_asked"]
    return Effect(changes=[["mark", k, None] for k in marks])


@effect("rename_party")
def rename_party(ctx: Ctx) -> Effect:
    """The party the act is for goes on under its new name (变更追加规定 art. 27)."""
    row = ctx.standing.table("party")[ctx.which]
    name = str((ctx.data or {})["new_name"])
    return Effect(changes=[["party", ctx.which, {**row, "name": name}]], notes={"formerly": row["name"]})

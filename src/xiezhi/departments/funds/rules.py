"""When the acts on money held in trust are open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import tomli

from xiezhi.departments.funds.acts import account_of, held_lines, payout
from xiezhi.kernel.money.statements import Of, stood
from xiezhi.kernel.money.trust import BANK
from xiezhi.kernel.procedure.registry import Ctx, condition, law_check


@condition("account_as_named")
def account_as_named(ctx: Ctx) -> bool | str | None:
    """What was confirmed is, word by word, what the party named."""
    if not ctx.which:
        return None
    row = ctx.standing.table("fact").get(f"payee_account/{ctx.which}")
    if row is None:
        return "该当事人还没有提供收款账户。"
    typed = (ctx.data or {}).get("confirmed_account")
    return None if typed is None else str(typed).strip() == str(row["value"]).strip()


@condition("payout_not_held")
def payout_not_held(ctx: Ctx) -> bool:
    """Payment is not delayed (a mark of enforcement files)."""
    return not ctx.standing.marked("payout_held")


def _in_state(ctx: Ctx, *states: str) -> bool | None:
    return payout(ctx)["state"] in states if ctx.which in ctx.standing.items("payout") else None


@condition("payout_is_proposed")
def payout_is_proposed(ctx: Ctx) -> bool | None:
    """It waits for approval."""
    return _in_state(ctx, "proposed")


@condition("payout_not_remitted")
def payout_not_remitted(ctx: Ctx) -> bool | None:
    """It has not gone out."""
    return _in_state(ctx, "proposed", "approved")


@condition("payout_is_approved")
def payout_is_approved(ctx: Ctx) -> bool | None:
    """Two people agreed, and it has not gone out."""
    return _in_state(ctx, "approved")


@condition("payout_is_remitted")
def payout_is_remitted(ctx: Ctx) -> bool | None:
    """It went out."""
    return _in_state(ctx, "remitted")


@condition("not_who_proposed")
def not_who_proposed(ctx: Ctx) -> bool | None:
    """Whoever proposed a payout does not approve it."""
    return payout(ctx)["by"] != ctx.actor if ctx.which in ctx.standing.items("payout") else None


@condition("account_stands")
def account_stands(ctx: Ctx) -> bool | str | None:
    """The payee has an account, and has not changed it since the payout was proposed."""
    if ctx.which not in ctx.standing.items("payout"):
        return None
    row = payout(ctx)
    if not row["account"]:
        return "这笔付款没有收款账户。请不批准这一笔，核实账户后重新提出。"
    return not row["of"] or account_of(ctx, row["of"]) == row["account"]


@condition("call_is_over")
def call_is_over(ctx: Ctx) -> bool | None:
    """The payee was called, and the day has passed."""
    if not ctx.which:
        return None
    row = ctx.standing.table("fact").get(f"claim_by/{ctx.which}")
    return row is not None and ctx.on > date.fromisoformat(str(row["value"]))


@condition("trust_is_even")
def trust_is_even(ctx: Ctx) -> bool:
    """Nothing lies at the bank for this matter, for any purpose."""
    return not stood(held_lines(ctx), Of(BANK))


@law_check("funds")
def purpose_faults(folder: Path) -> Iterable[str]:
    """What is wrong with the earmarks of a law book: a kind of payout that no code list has."""
    raw = tomli.loads((folder / "parameters/funds.toml").read_text("utf-8"))
    known = tomli.loads((folder / "choices/funds.toml").read_text("utf-8"))["payout_kind"]
    for name, one in raw.items():
        for kind in one.get("kinds", ()) if isinstance(one, dict) else ():
            if kind not in known:
                yield f"parameters/funds.toml:{name}.kinds: unknown kind `{kind}`"

"""The words of a judgment that must be worked out from its matter: answers, evidence, hearings, the fee, the court of appeal."""

from __future__ import annotations

from xiezhi.kernel.law.citations import chinese
from xiezhi.kernel.procedure.book import rules
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.registry import Ctx, slot
from xiezhi.kernel.procedure.slots import plain_date


@slot("answers")
def answers(ctx: Ctx) -> str:
    """What each defendant answered, one a line."""
    found = []
    for key, name in ones("party.defendant", ctx.standing, ctx.book).items():
        rows = ctx.standing.table("fact")
        row = rows.get(f"defence/{key}")
        found.append(f"被告{name}辩称：{row['value']}" if row else f"被告{name}没有提交答辩意见。")
    return "\n".join(found)


@slot("evidence_listed")
def evidence_listed(ctx: Ctx) -> str:
    """The evidence handed in, and what it is to prove."""
    rows = [row["data"] for row in ctx.standing.items("evidence").values()]
    said = [d["name"] + (f"（拟证明{d['proves']}）" if d.get("proves") else "") for d in rows if d.get("name")]
    return f"当事人提交的证据：{'；'.join(said)}。" if said else ""


@slot("hearings_told")
def hearings_told(ctx: Ctx) -> str:
    """The notes of each hearing that was held."""
    facts, found = ctx.standing.table("fact"), []
    for key, row in ctx.standing.items("hearing").items():
        if said := facts.get(f"transcript/{key}"):
            found.append(f"{plain_date(str(row['when']))}开庭笔录：{said['value']}")
    return "\n".join(found)


@slot("fee_sum")
def fee_sum(ctx: Ctx) -> str:
    """The fee that was charged, in yuan: 300, 300.50."""
    return str(ctx.fact("fee") or "").removesuffix(".00")


@slot("appeal_days")
def appeal_days(ctx: Ctx) -> str:
    """How many days there are to appeal: 十五 (民诉法第171条)."""
    clock = ctx.file.periods.get("appeal")
    rule = rules().get(clock.rule) if clock else None
    return chinese(rule.length) if rule and rule.length else ""


@slot("appeal_court")
def appeal_court(ctx: Ctx) -> str:
    """The name of the court of appeal."""
    above = ctx.ask.superior(ctx.standing.court)
    return ctx.ask.court_name(above) if above else ""

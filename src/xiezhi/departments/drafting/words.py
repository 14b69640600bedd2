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


@slot("pleas")
def pleas(ctx: Ctx) -> str:
    """What each accused says of the charge, one a line."""
    rows, found = ctx.standing.table("fact"), []
    for key, name in ones("party.accused", ctx.standing, ctx.book).items():
        if row := rows.get(f"plea/{key}") or rows.get("plea"):
            found.append(f"被告人{name}对指控的意见：{row['value']}")
    return "\n".join(found)


def _views(ctx: Ctx) -> dict[str, list[tuple[str, str, str]]]:
    """Element -> (who, agree | deny | unknown, why) of those who answered it."""
    names = ones("party.defendant", ctx.standing, ctx.book)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in ctx.standing.items("element_answer").values():
        said = row["data"]
        view = (names.get(said.get("by", ""), "被告"), said["answer"], str(said.get("why") or ""))
        found.setdefault(said["name"], []).append(view)
    return found


@slot("elements_agreed")
def elements_agreed(ctx: Ctx) -> str:
    """What the plaintiff said and nobody denied, element by element."""
    views = _views(ctx)
    rows = [row["data"] for row in ctx.standing.items("element").values()]
    agreed = [r for r in rows if (v := views.get(r["name"])) and all(view == "agree" for _, view, _ in v)]
    return (
        "被告没有异议的：" + "；".join(f"{r['name']}——{r['said'].rstrip('。')}" for r in agreed) + "。"
        if agreed
        else ""
    )


@slot("elements_disputed")
def elements_disputed(ctx: Ctx) -> str:
    """The elements that were denied, and why."""
    said = [
        f"{name}（{who}：{why.rstrip('。') or '有异议'}）"
        for name, views in _views(ctx).items() for who, view, why in views if view == "deny"
    ]  # fmt: skip
    return f"被告有异议的：{'；'.join(said)}。" if said else ""


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

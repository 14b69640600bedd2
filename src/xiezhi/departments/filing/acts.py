"""Filing: what charging, paying and relieving the fee book in the matter's entries."""

from __future__ import annotations

from uuid import UUID

from xiezhi.departments.filing.closing.account import DUE, FEE, INCOME, RELIEF, Ledger, received
from xiezhi.kernel.money.ledger import balance, book, fen, yuan
from xiezhi.kernel.money.statements import lines
from xiezhi.kernel.procedure.lineage import ROOT, root_of, row
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect
from xiezhi.kernel.record.models import Matter


def held_lines(ctx: Ctx) -> Ledger:
    """The fee lines of the matter."""
    return Ledger(tuple(lines(ctx.standing.table("entry"))))


def from_aside(ctx: Ctx, fen: int) -> bool:
    """Whether a payment is taken from what lies aside; refused when less lies there."""
    if ctx.fact("payment_method") != "aside":
        return False
    aside = held_lines(ctx).aside
    if fen > aside:
        message = f"暂存款只有{yuan(aside)}元，不足以抵交{yuan(fen)}元。请改选交纳方式或者核对金额。"
        raise Refused(Refusal("data", message, ctx.act.basis, "paid"))
    return True


def payer(ctx: Ctx) -> str:
    """Who pays in advance: the first plaintiff or applicant, on appeal the first appellant (诉讼费用交纳办法第20条).

    Once a fee was charged, the debt stays with whoever has it, takes part or not; a successor's stands on its own name
    (`replace_party`). Before that, who takes part comes first.
    """
    if charged := held_lines(ctx).charged_to:
        return charged
    rows = list(ctx.standing.table("party").items())
    for taking_part in (True, False):
        parties = [(k, p) for k, p in rows if p["active"] is taking_part]
        appellants = [k for k, p in parties if "appellant" in p["data"].get("also", ())]
        found = appellants or [k for k, p in parties if p["role"] in ("plaintiff", "applicant")]
        if found:
            return found[0]
    return ""


@effect("same_dispute")
def same_dispute(ctx: Ctx) -> Effect:
    """The matter joins the dispute whose number it names in `original_number`; nothing when that case is not kept here."""
    named = Matter.objects.filter(number=str(ctx.fact("original_number") or "-")).first()
    if named is None or ROOT in ctx.standing.table("link"):
        return Effect()
    first = Matter.objects.filter(pk=UUID(root_of(named))).first() or named
    return Effect(changes=[["link", ROOT, row(first.court_id, root_of(named), first.number, first.procedure)]])


@effect("charge_fee")
def charge_fee(ctx: Ctx) -> Effect:
    """The fee becomes due from whoever pays in advance; where nobody is there to pay, nothing is charged."""
    fee, who = fen((ctx.data or {})["fee"]), payer(ctx)
    if not who:
        message = "本案还没有登记应当预交费用的当事人（原告、上诉人、申请人），不能计收。请先登记当事人。"
        raise Refused(Refusal("data", message, ctx.act.basis))
    sides = [(DUE, who, fee, FEE), (INCOME, "", -fee, FEE)]
    return Effect(changes=[list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


@effect("pay_fee")
def pay_fee(ctx: Ctx) -> Effect:
    """The fee is paid: exactly what is due, neither less nor more; from outside or out of what lies aside."""
    paid, due = fen(str(ctx.fact("paid"))), balance(ctx.standing.table("entry"), DUE)
    if paid != due:
        message = f"应交{yuan(due)}元，填写的是{yuan(paid)}元。请按应交金额交清；与应交不符的款项，请出纳登记暂存或者按部分交纳办理。"
        raise Refused(Refusal("data", message, ctx.act.basis, "paid"))
    sides = received(payer(ctx), paid, from_aside(ctx, paid))
    return Effect(changes=[list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


@effect("relieve_fee")
def relieve_fee(ctx: Ctx) -> Effect:
    """The fee is deferred (stays due), reduced or waived (诉讼费用交纳办法第44条至第51条)."""
    due = balance(ctx.standing.table("entry"), DUE)
    relief = ctx.fact("relief")
    if relief == "defer":
        return Effect()
    waived = due if relief == "exempt" else fen(str((ctx.data or {}).get("relieved") or "0"))
    if not 0 < waived <= due or (relief == "reduce" and waived * 100 < due * 30):
        message = f"减交的金额应当在应交的{yuan(due)}元以内，且不低于其百分之三十。"
        raise Refused(Refusal("data", message, "诉讼费用交纳办法第四十六条", "relieved"))
    sides = [(RELIEF, payer(ctx), waived, FEE), (DUE, payer(ctx), -waived, FEE)]
    return Effect(changes=[list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


@effect("sue_as_parties")
def sue_as_parties(ctx: Ctx) -> Effect:
    """A payment order became a suit: who applied sues, who was to pay is sued (民诉法第228条第2款)."""
    roles = {"applicant": "plaintiff", "respondent": "defendant"}
    rows = ctx.standing.table("party").items()
    return Effect(changes=[["party", k, {**p, "role": roles[p["role"]]}] for k, p in rows if p["role"] in roles])

"""What the acts on money held in trust book: in, identified, set aside for a payee, approved, paid, sent back, deposited."""

from __future__ import annotations

from datetime import date
from typing import Any

from xiezhi.departments.funds.purposes import Purpose, deposited_years, purpose_of
from xiezhi.kernel.money import trust
from xiezhi.kernel.money.holds import Short, Side
from xiezhi.kernel.money.ledger import book, fen
from xiezhi.kernel.money.statements import Line, lines
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect, value

MOST_FEN = 10**15


def held_lines(ctx: Ctx) -> list[Line]:
    """The entries of the matter."""
    return lines(ctx.standing.table("entry"))


def purpose(ctx: Ctx) -> Purpose:
    """What the money of this matter is for."""
    return purpose_of(ctx.file.id)


def payout(ctx: Ctx) -> dict[str, Any]:
    """The payout that the act is for."""
    return dict(ctx.standing.items("payout")[ctx.which]["data"])


def _effect(ctx: Ctx, sides: list[Side], *rows: list[Any]) -> Effect:
    booked = book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)
    return Effect(changes=[*rows, *(list(change) for change in booked)])


def _refuse(message: str, ctx: Ctx, field: str) -> Refused:
    return Refused(Refusal("data", message, ctx.act.basis, field))


def _set(ctx: Ctx, **data: Any) -> list[Any]:
    row = ctx.standing.items("payout")[ctx.which]
    return ["item", ctx.which, {**row, "data": {**row["data"], **data}}]


@value("money_in_row")
def money_in_row(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What came in; the same reference is not taken twice."""
    data = ctx.data or {}
    reference = str(data["receipt_no"]).strip()
    if not 0 < fen(data["received_sum"]) <= MOST_FEN:
        raise _refuse("到账金额应当大于零，并且不超过十万亿元。请核对。", ctx, "received_sum")
    if any(row["data"]["reference"] == reference for row in ctx.standing.items("money_in").values()):
        raise _refuse(f"流水号{reference}的款项已经登记过，没有再登记。请核对流水号。", ctx, "receipt_no")
    name, way = f"{data['payer']}（{reference}）", data.get("money_way") or "bank"
    return [{"name": name, "sum": data["received_sum"], "way": way, "reference": reference}], {}


@effect("receive_trust")
def receive_trust(ctx: Ctx) -> Effect:
    """Money comes in; whose it is stands open."""
    return _effect(ctx, trust.received(fen(str(ctx.fact("received_sum"))), purpose(ctx).name))


@effect("identify_trust")
def identify_trust(ctx: Ctx) -> Effect:
    """The money is identified: by which party it was given in, if by one."""
    row = ctx.standing.items("money_in")[ctx.which]
    return _effect(
        ctx, trust.identified(fen(row["data"]["sum"]), (ctx.data or {}).get("money_of") or "", purpose(ctx).name)
    )


def account_of(ctx: Ctx, party: str) -> str:
    """The account of a party that was confirmed and is still the one it named; "" otherwise."""
    named = _said(ctx, "payee_account", party)
    return named if named and named == _said(ctx, "confirmed_account", party) else ""


def _said(ctx: Ctx, name: str, party: str) -> str:
    row = ctx.standing.table("fact").get(f"{name}/{party}")
    return str(row["value"]).strip() if row else ""


@value("payout_row")
def payout_row(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A payout as it is proposed: to whom, into which account, for a kind of spending that the earmark allows."""
    data, earmark = ctx.data or {}, purpose(ctx)
    kind, to = data["payout_kind"], data.get("payout_of") or ""
    if kind not in earmark.kinds:
        allowed = "、".join(ctx.book.choices["payout_kind"][k] for k in earmark.kinds)
        raise _refuse(f"{earmark.title}专款专用，只能用于：{allowed}。", ctx, "payout_kind")
    if kind == "payer" and not to:
        raise _refuse("退还交款人的，请选择是哪个当事人交来的款项。", ctx, "payout_of")
    name, account = _payee(ctx, to)
    row = {"name": name, "kind": kind, "sum": data["payout_sum"], "account": account, "of": to}
    return [{**row, "state": "proposed", "by": ctx.actor}], {"basis": earmark.basis}


@effect("propose_payout")
def propose_payout(ctx: Ctx) -> Effect:
    """The sum is set aside for the payee."""
    data = ctx.data or {}
    try:
        sides = _sides(ctx, data["payout_kind"], data.get("payout_of") or "", fen(data["payout_sum"]), purpose(ctx))
    except Short as short:
        raise _refuse(str(short), ctx, "payout_sum") from short
    return _effect(ctx, sides)


def _payee(ctx: Ctx, to: str) -> tuple[str, str]:
    data = ctx.data or {}
    if not to:
        if not data.get("payout_name") or not data.get("payout_account"):
            raise _refuse("收款人不是当事人的，请填写收款人和收款账户。", ctx, "payout_name")
        return data["payout_name"], data["payout_account"]
    account = account_of(ctx, to)
    if not account:
        raise _refuse("收款人的账户还没有提供，或者变更后还没有核实。请先核实收款账户。", ctx, "payout_of")
    if data.get("payout_account") and data["payout_account"].strip() != account:
        raise _refuse("填写的账户与核实的账户不一致，没有提出付款。请核对。", ctx, "payout_account")
    return str(ctx.standing.parties[to]["name"]), account


def _sides(ctx: Ctx, kind: str, to: str, given: int, earmark: Purpose) -> list[Side]:
    found = held_lines(ctx)
    if kind == "treasury" and earmark.treasury == "deposited":
        party = next((p for p in ctx.standing.table("party") if trust.kept(found, earmark.name, p) >= given), "")
        done = ctx.standing.table("done").get(f"deposit_money/{party}")
        if not done or ctx.on < _years_on(date.fromisoformat(done["last"])):
            raise Short(f"提存满{deposited_years()}年无人领取的款项才可以上缴国库（民法典第五百七十四条第二款）。")
        return trust.from_kept(found, given, party, to, earmark.name)
    if to and trust.kept(found, earmark.name, to) >= given > 0:
        return trust.from_kept(found, given, to, to, earmark.name)
    return trust.proposed(found, given, to, earmark.name, of=to if kind == "payer" else None)


def _years_on(day: date) -> date:
    years = day.year + deposited_years()
    return day.replace(year=years, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=years)


@effect("approve_payout")
def approve_payout(ctx: Ctx) -> Effect:
    """A second person agrees."""
    return Effect(changes=[_set(ctx, state="approved", approved_by=ctx.actor)])


@effect("refuse_payout")
def refuse_payout(ctx: Ctx) -> Effect:
    """The payout does not go out; its money is free again."""
    row = payout(ctx)
    return _effect(ctx, trust.refused(fen(row["sum"]), row["of"], purpose(ctx).name), _set(ctx, state="refused"))


@effect("remit_payout")
def remit_payout(ctx: Ctx) -> Effect:
    """The payout went out at the bank."""
    row = payout(ctx)
    return _effect(ctx, trust.remitted(fen(row["sum"]), row["of"], purpose(ctx).name), _set(ctx, state="remitted"))


@effect("return_payout")
def return_payout(ctx: Ctx) -> Effect:
    """The bank sent the payout back; it is free again."""
    row = payout(ctx)
    return _effect(ctx, trust.sent_back(fen(row["sum"]), purpose(ctx).name), _set(ctx, state="returned"))


@effect("deposit_trust")
def deposit_trust(ctx: Ctx) -> Effect:
    """What a party does not claim is deposited on its name (民法典第五百七十条)."""
    try:
        sides = trust.deposited(held_lines(ctx), fen(str(ctx.fact("deposit_sum"))), ctx.which, purpose(ctx).name)
    except Short as short:
        raise _refuse(str(short), ctx, "deposit_sum") from short
    return _effect(ctx, sides)

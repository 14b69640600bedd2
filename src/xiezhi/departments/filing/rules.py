"""Filing: when a claim may be accepted, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xiezhi.departments.filing.competence import Dispute, competent
from xiezhi.departments.filing.feelaw import FeeBook, load_fees
from xiezhi.departments.filing.fees import Asked, Fee, fee
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.procedure.book import parameters, tables
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, condition, law_check, value

PROCEDURES = {"civ.first.simple": "simple", "civ.first.small": "small", "adm.first.simple": "simple"}


@condition("claim_is_complete")
def claim_is_complete(ctx: Ctx) -> bool | str:
    """A plaintiff, a definite defendant, a claim with facts and grounds, in writing or as a file (民诉法第122、124条)."""
    roles = {p["role"] for p in ctx.standing.parties.values()}
    missing = [name for role, name in (("plaintiff", "原告"), ("defendant", "明确的被告")) if role not in roles]
    if not (ctx.fact("claim") or ctx.fact("complaint")):
        missing.append("诉讼请求")
    if not (ctx.fact("grounds") or ctx.fact("complaint")):
        missing.append("事实和理由")
    return f"起诉材料还缺：{'、'.join(missing)}。请退回补正或者补充后再立案。" if missing else True


@condition("within_jurisdiction")
def within_jurisdiction(ctx: Ctx) -> bool | str:
    """Level by amount (法发〔2021〕27号): a basic court takes less than the sum from which the intermediate court tries first."""
    court, amount = tables().court(ctx.standing.court), ctx.fact("amount")
    if court is None or court.level != "基层" or not amount:
        return True
    homes = {role: _homes(ctx, role) for role in ("plaintiff", "defendant")}
    places = {"agreed": (court.code,), **{role: found for role, found in homes.items() if found}}
    found = competent(Dispute("civil", ctx.on, places, amount=fen(amount)), tables(), parameters("jurisdiction"))
    if court.code in found.courts or not found.courts:
        return True
    return f"{found.steps[-1].what}，本院不能受理。请告知当事人向有管辖权的上级人民法院起诉，或者移送。"


def _homes(ctx: Ctx, role: str) -> tuple[str, ...]:
    return tuple(str(p["address"]) for p in ctx.standing.parties.values() if p["role"] == role and p.get("address"))


@condition("fee_is_unpaid")
def fee_is_unpaid(ctx: Ctx) -> bool:
    """Neither paid in full nor relieved (诉讼费用交纳办法第22条)."""
    return not ctx.standing.marked("settled") and not ctx.standing.done("pay_appeal")


@value("court_fee")
def court_fee(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The fee to be paid in advance, with its steps (诉讼费用交纳办法第13、16条)."""
    amount, kind = ctx.fact("amount"), ctx.fact("fee_kind") or "property"
    if kind == "property" and not amount:
        raise Refused(Refusal("data", "财产案件请填写请求的金额，才能计算受理费。", ctx.act.basis, "amount"))
    asked = Asked(
        kind,
        fen(amount) if amount else None,
        procedure=PROCEDURES.get(ctx.file.id, "ordinary"),
        court=ctx.standing.court,
        on=ctx.on,
    )
    return _told(fee(asked, book=_fees()))


@value("appeal_fee")
def appeal_fee(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The fee of appeal, on the sum that the appeal is about (诉讼费用交纳办法第17条)."""
    amount, kind = ctx.fact("appeal_amount") or ctx.fact("amount"), ctx.fact("fee_kind") or "property"
    if kind == "administrative":
        asked = Asked("appeal", of=kind, court=ctx.standing.court, on=ctx.on, variety=ctx.fact("fee_variety") or "")
        return _told(fee(asked))
    if not amount:
        raise Refused(Refusal("data", "请填写不服一审判决部分的金额，才能计算上诉费。", ctx.act.basis, "appeal_amount"))
    return _told(fee(Asked("appeal", fen(amount), court=ctx.standing.court, on=ctx.on), book=_fees()))


def _fees() -> FeeBook:
    return load_fees(in_force.folder() / "parameters")


@law_check("parameters")
def fee_faults(folder: Path) -> Iterable[str]:
    """What is wrong with the fees of a law book."""
    try:
        load_fees(folder / "parameters")
    except ValueError as wrong:
        return [f"parameters/{line}" for line in str(wrong).splitlines()]
    return []


def _told(found: Fee) -> tuple[str, dict[str, Any]]:
    """The sum charged and how it came about; where a province sets the figure and it is not on file, the least is charged and said."""
    steps = [{"what": s.what, "amount": yuan(s.least), "basis": s.basis} for s in found.steps]
    notes: dict[str, Any] = {"steps": steps, "basis": list(found.basis)}
    if found.fee is None:
        notes["range"] = {
            "least": yuan(found.least),
            "most": yuan(found.most),
            "note": "省级标准未录入，暂按幅度下限预收，录入后补退",
        }
    return yuan(found.least), notes

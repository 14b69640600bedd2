"""When a paper counts as served: the day, with each step and its article. What is wrong is a refusal at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiezhi.departments.service.ways import Way, article, unannounced, ways
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.reckon import reckon
from xiezhi.kernel.procedure import book
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import Standing

SIGNED = {"signed": "签收之日", "arrived": "到达受送达人特定系统之日", "left": "留置送达之日"}


@dataclass(frozen=True, slots=True)
class Served:
    """The effective date of a service and how it came about."""

    on: date
    steps: tuple[dict[str, str], ...]


def served(ctx: Ctx, row: Mapping[str, Any]) -> Served:
    """The day on which papers count as served on the party the act is for. `Refused` with the field that must change."""
    way = ways(ctx.file.id.split(".")[0]).get(row["method"])
    if way is None:
        title = ctx.book.choices["service_method"][row["method"]]
        raise Refused(_at("method", f"这种诉讼不能用“{title}”，请改用其他方式。", ctx.act.basis))
    found = [*_dates(ctx, row), *_lacking(ctx, way, row)]
    if found:
        raise Refused(*found)
    if way.day == "announced":
        return _announced(ctx, way, row)
    if row.get("returned"):
        return _returned(ctx, way, row)
    on = date.fromisoformat(row["received"]) if row.get("received") else ctx.on
    return Served(on, (_step(SIGNED[way.day], on, way.basis),))


def _at(field: str, message: str, basis: str) -> Refusal:
    return Refusal("data", message, basis, f"service.{field}")


def _step(what: str, on: date, basis: str) -> dict[str, str]:
    return {"what": what, "on": on.isoformat(), "basis": basis}


def _dates(ctx: Ctx, row: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is dated lies in the past, in order; and the day of the act does not contradict it."""
    today = ctx.ask.now().date()
    sent, received = (date.fromisoformat(row[k]) if row.get(k) else None for k in ("sent", "received"))
    for field, day in (("sent", sent), ("received", received)):
        if day and day > today:
            yield _at(field, f"{day}还没有到，请核对日期。", ctx.act.basis)
    if sent and received and received < sent:
        yield _at("received", f"签收、到达之日{received}早于发出之日{sent}，请核对。", ctx.act.basis)
    if received and ctx.on not in (today, received) and row["method"] != "announcement":
        yield Refusal("data", f"办理日期{ctx.on}与签收之日{received}不一致，请保留正确的一个。", ctx.act.basis, "on")


def _lacking(ctx: Ctx, way: Way, row: Mapping[str, Any]) -> Iterator[Refusal]:
    """What the law wants of this way and is not there."""
    standing, which = ctx.standing, ctx.which
    if "consent" in way.needs and not consents(standing, which):
        says = "受送达人没有同意电子送达。请先请其确认送达地址和方式，或者改用其他方式。"
        yield _at("method", says, way.basis)
    if "mail" in way.needs and not (row.get("tracking") or row.get("proof")):
        yield _at("tracking", "邮寄送达须填写邮件号，或者附上邮件回执。", way.basis)
    if "witness" in way.needs and not (row.get("witness") or row.get("recorded")):
        yield _at("witness", "留置送达须有见证人签名，或者拍照、录像记录送达过程。", way.basis)
    if "mediation" in way.bars and any(o["outcome"] == "mediated" for o in standing.table("outcome").values()):
        yield _at("method", "调解书应当直接送达当事人本人，不适用这种方式。", way.basis)
    if way.day != "announced":
        return
    if forbidden := unannounced(ctx.file.id):
        yield _at("method", "这一程序不适用公告送达，请改用其他方式，或者先转换程序。", forbidden)
    if "missing" in way.needs and not (row.get("missing") or standing.done("serve_failed", which)):
        says = "公告送达须受送达人下落不明，或者用其他方式没有能够送达。请勾选下落不明，或者先登记送达未成。"
        yield _at("missing", says, way.basis)


def consents(standing: Standing, which: str) -> bool:
    """Whether a party agreed to electronic service: here, or in the matter this one came from (在线诉讼规则第29条)."""
    row = standing.table("fact").get(f"electronic/{which}")
    if row is not None:
        return bool(row["value"])
    return bool(confirmed(standing, which).get("electronic"))


def confirmed(standing: Standing, which: str) -> Mapping[str, Any]:
    """What a party confirmed last: address, phone, email, agent, electronic; empty if nothing. It goes along with the party."""
    found: Mapping[str, Any] = standing.parties.get(which, {}).get("data", {}).get("service", {})
    return found


def _announced(ctx: Ctx, way: Way, row: Mapping[str, Any]) -> Served:
    """Thirty days after the announcement (sixty for who has no domicile in China) it counts as served."""
    last = ctx.standing.table("done").get("announce", {}).get("last", "")
    sent = row.get("sent") or last
    if not sent:
        raise Refused(_at("sent", "请填写公告最后张贴或者刊登之日。", way.basis))
    start = date.fromisoformat(sent)
    rule = "civ.service.announce.foreign" if row.get("abroad") else "civ.service.announce"
    due = reckon(rule, [Fact("start", start)], rules=book.rules(), calendar=book.calendar()).due
    on = date.fromisoformat(str(due)[:10])
    if on > ctx.ask.now().date():
        raise Refused(_at("sent", f"公告期到{on}届满，届满后才视为送达。", way.basis))
    basis = article("abroad") if row.get("abroad") else way.basis
    return Served(on, (_step("发出公告之日", start, way.basis), _step("公告期届满，视为送达", on, basis)))


def _returned(ctx: Ctx, way: Way, row: Mapping[str, Any]) -> Served:
    """Mail that came back from an address the party gave or confirmed counts as served on the day it came back."""
    if row["method"] != "post":
        raise Refused(_at("returned", "只有邮寄的文书退回才按退回之日视为送达。", article("returned")))
    if not confirmed(ctx.standing, ctx.which) and row["returned"] != "withheld":
        says = "受送达人没有提供或者确认过送达地址，邮件退回不能视为送达。请登记送达未成，改用其他方式。"
        raise Refused(_at("returned", says, article("returned")))
    on = date.fromisoformat(row["received"]) if row.get("received") else ctx.on
    why = str(ctx.book.choices["service_return"][row["returned"]])
    return Served(on, (_step(f"邮件退回（{why}），退回之日视为送达", on, article("returned")),))

"""自动入账: what the bank says is booked where it fits exactly, and put aside where the matter is known; payouts become orders.

Each line of the bank is booked under a key of its own (`bank:<reference>`), each order laid under a name of its own: however often a
run is broken off, the next one books nothing twice and leaves nothing out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from xiezhi.departments.filing.bank import Bank
from xiezhi.departments.filing.closing.account import DUE, FEE
from xiezhi.desk.models import BankRow
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import OpenAct, open_acts
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Entry, Event, Item, Matter

ORDERED = "payout"


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of one line: the act it was booked by, or why it was left to the cashier."""

    reference: str
    act: str
    why: str = ""


def collect(actor: Actor, court: str, references: Iterable[str]) -> list[Booked]:
    """Book the lines of the bank that the court has not booked, by their references, each in a transaction of its own."""
    rows = BankRow.objects.filter(court=court, reference__in=list(references)).order_by("on", "reference")
    return [_book(actor, court, row) for row in rows]


def _book(actor: Actor, court: str, row: BankRow) -> Booked:
    try:
        matter = matters(actor, law()).filter(court=court, number=row.number).first() if row.number else None
        if matter is None:
            return Booked(row.reference, "", "没有写明案号，或者没有这个案号的案件。")
        if again := Event.objects.filter(matter=matter, key=f"{matter.id.hex}/bank:{row.reference}").first():
            return Booked(row.reference, again.act)
        act, which, data = _fit(actor, matter, row)
        perform(matter.id, act, actor=actor, on=row.on, which=which, data=data, key=f"bank:{row.reference}")
    except Refused as refused:
        return Booked(row.reference, "", "；".join(r.message for r in refused.refusals))
    except LookupError:
        return Booked(row.reference, "", "该案目前没有可以办理的收付款项，请出纳核对。")
    return Booked(row.reference, act)


def _fit(actor: Actor, matter: Matter, row: BankRow) -> tuple[str, str, Mapping[str, Any]]:
    """The act that fits a line, for whom, and its data. LookupError when none does."""
    acts = {one.act.effect: one for one in open_acts(matter, actor, on=row.on) if one.open and one.act.effect}
    if row.fen < 0:
        return _ordered(matter, acts, row)
    for effect, fits in (("pay_fee", _whole), ("pay_share", _share), ("pay_part_fee", _part)):
        if effect in acts and (which := fits(matter, row.fen)) is not None:
            paid = {"payment_method": "bank", "paid": yuan(row.fen), "payment_reference": row.reference}
            return acts[effect].act.name, which, paid
    return _aside(acts, row)


def _aside(acts: Mapping[str, OpenAct], row: BankRow) -> tuple[str, str, Mapping[str, Any]]:
    if "receive_trust" in acts:
        data = {
            "received_sum": yuan(row.fen),
            "payer": row.who or "不详",
            "receipt_no": row.reference,
            "money_way": "bank",
        }
        return acts["receive_trust"].act.name, "", data
    reason = "与应交的金额不符，由银行对账转入暂存。"
    data = {
        "aside_payer": row.who or "不详", "aside_sum": yuan(row.fen), "aside_reference": row.reference, "aside_reason": reason,
    }  # fmt: skip
    return acts["put_aside"].act.name, "", data


def _ordered(matter: Matter, acts: Mapping[str, OpenAct], row: BankRow) -> tuple[str, str, Mapping[str, Any]]:
    """A payment that went out by an order of the court."""
    ordered = {order_name(matter, item.key): item for item in _approved(matter)}
    which = ordered[row.reference].key
    return acts["remit_payout"].act.name, which, {"remit_reference": row.reference}


def _due(matter: Matter) -> list[tuple[str, int]]:
    found = Entry.objects.filter(matter=matter, account=DUE, purpose=FEE).values("party").annotate(fen=Sum("fen"))
    return [(row["party"], row["fen"]) for row in found.order_by("party") if row["fen"] > 0]


def _whole(matter: Matter, fen: int) -> str | None:
    return "" if sum(due for _, due in _due(matter)) == fen else None


def _part(matter: Matter, fen: int) -> str | None:
    return "" if 0 < fen < sum(due for _, due in _due(matter)) else None


def _share(matter: Matter, fen: int) -> str | None:
    return next((party for party, due in _due(matter) if due == fen), None)


def _approved(matter: Matter) -> Iterator[Item]:
    rows = Item.objects.filter(matter=matter, record=ORDERED).order_by("id")
    return (row for row in rows if row.data.get("state") == "approved")


def order_name(matter: Matter, key: str) -> str:
    """The name of an order to pay, which the bank gives back as its reference."""
    return f"F{matter.id.hex}-{key.rpartition('.')[2]}"


def order_payouts(actor: Actor, court: str, gateway: Bank) -> int:
    """Lay an order with the bank for each payout that two people agreed on; how many there are."""
    among = matters(actor, law()).filter(court=court, id__in=Item.objects.filter(record=ORDERED).values("matter"))
    n = 0
    for matter in among.order_by("number"):
        for item in _approved(matter):
            row = item.data
            order = {
                "order": order_name(matter, item.key), "court": court, "number": matter.number, "payee": row["name"],
                "account": row["account"], "sum": row["sum"], "on": clock.today().isoformat(),
            }  # fmt: skip
            gateway.order(court, order["order"], json.dumps(order, ensure_ascii=False))
            n += 1
    return n

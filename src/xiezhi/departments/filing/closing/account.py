"""Fees from the first payment to the closing: who owes, paid and is owed, and what each step books. Pure, over entries.

Accounts of a matter, all of purpose `case_fee` (debits above zero): `fee_due` what a party owes, `fee_income` what the court
charged, `bank` what came in from a party, `fee_relief` what was waived, `aside` what nobody has claimed yet, `fee_refund` what
the court owes a party, `fee_share` with `fee_shared` what the judge decided that each bears.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xiezhi.kernel.money.holds import Side, spend
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.money.statements import Line, Of, stood

DUE, INCOME, BANK, RELIEF = "fee_due", "fee_income", "bank", "fee_relief"
ASIDE, REFUND, SHARE, SHARED = "aside", "fee_refund", "fee_share", "fee_shared"
FEE = "case_fee"

BY_THE_PAYER = ("withdrawn", "deemed_withdrawn")  # 诉讼费用交纳办法第三十四条
HALVED = ("mediated", *BY_THE_PAYER)  # 第十五条
NOTHING = ("dismissed", "not_accepted")  # 第二十七条


@dataclass(frozen=True, slots=True)
class Ledger:
    """The fee lines of one matter."""

    lines: tuple[Line, ...]

    def of(self, account: str, party: str | None = None) -> int:
        """The balance of an account, of one party or of all."""
        return stood(self.lines, Of(account, party))

    @property
    def charged(self) -> int:
        """What was charged in all, with every supplement and reduction."""
        return -self.of(INCOME)

    @property
    def charged_to(self) -> str:
        """Who was charged: what it owes, paid and was spared; "" before a charge."""
        stands = dict[str, int]()
        for line in self.lines:
            if line.party and line.account in (DUE, BANK, RELIEF):
                stands[line.party] = stands.get(line.party, 0) + line.fen
        most = max(stands, key=lambda party: stands[party], default="")
        return most if stands.get(most, 0) > 0 else ""

    @property
    def aside(self) -> int:
        """What came in and nobody has claimed."""
        return -self.of(ASIDE)

    def owed_to(self, party: str) -> int:
        """What the court owes a party."""
        return -self.of(REFUND, party)

    @property
    def even(self) -> bool:
        """Nobody owes, nobody is owed, nothing lies aside."""
        parties = {line.party for line in self.lines}
        return not self.aside and not any(self.of(DUE, p) or self.of(REFUND, p) for p in parties)


def received(party: str, fen: int, from_aside: bool) -> list[Side]:
    """A payment by a party, from outside or out of what lay aside."""
    if from_aside:
        return [(ASIDE, "", fen, FEE), (BANK, "", -fen, FEE), (BANK, party, fen, FEE), (DUE, party, -fen, FEE)]
    return [(BANK, party, fen, FEE), (DUE, party, -fen, FEE)]


def charged_more(party: str, fen: int) -> list[Side]:
    """A supplement: the claim grew (第二十一条第一项), or the procedure is the ordinary one now (民事诉讼法解释第一百九十九条)."""
    return [(DUE, party, fen, FEE), (INCOME, "", -fen, FEE)]


def charged_less(ledger: Ledger, party: str, fen: int) -> list[Side]:
    """The claim was lowered before the inquiry in court ended: first less is due, the rest goes back (第二十一条第二项)."""
    unpaid = min(fen, max(ledger.of(DUE, party), 0))
    sides = [(INCOME, "", fen, FEE), (DUE, party, -unpaid, FEE), (REFUND, party, unpaid - fen, FEE)]
    return [side for side in sides if side[2]]


def to_bear(charged: int, paid: int, outcome: str, *, halved_already: bool, unpaid: str = "") -> int:
    """What the parties bear together, by how the matter ended.

    Judged: the whole fee. Mediated or withdrawn: half (第十五条), once only (summary procedure halved it, 第十六条). Dismissed or
    not accepted: nothing (第二十七条). `unpaid`: "advance" when it was deemed withdrawn for want of the advance (第二十二条; nothing
    is kept), "supplement" for want of the supplement: half of what came in goes back (民事诉讼法解释第一百九十九条).
    """
    if outcome in NOTHING or unpaid == "advance":
        return 0
    if unpaid == "supplement":
        return paid - paid // 2
    if outcome in HALVED and not halved_already:
        return (charged + 1) // 2
    return charged


def shared(ledger: Ledger, shares: Mapping[str, int]) -> list[Side]:
    """What the judge decides that each party bears; an earlier decision is booked back (第二十九条)."""
    parties = dict.fromkeys([*(line.party for line in ledger.lines if line.account == SHARE), *shares])
    moved = {p: shares.get(p, 0) - ledger.of(SHARE, p) for p in parties}
    sides = [(SHARE, p, fen, FEE) for p, fen in moved.items() if fen]
    return [*sides, (SHARED, "", -sum(moved.values()), FEE)]


def share_fault(shares: Iterable[tuple[str, int]], total: int) -> str:
    """Why these shares cannot stand: "" when each party has one and they make up the fee."""
    rows = list(shares)
    if len({party for party, _ in rows}) != len(rows):
        return "同一当事人填写了两次，请合并为一行。"
    given = sum(fen for _, fen in rows)
    if given != total:
        way = "少" if given < total else "多"
        return f"各方负担之和为{yuan(given)}元，应负担的受理费为{yuan(total)}元，{way}{yuan(abs(given - total))}元。请核对后重填。"
    return ""


def settled(ledger: Ledger, shares: Mapping[str, int]) -> list[Side]:
    """The closing account: each pays its share; what it paid beyond goes back, what is missing it owes.

    Relief counts only for what its party itself has to bear: what the other side bears is not waived (第五十条). Who won gets
    back what it advanced, who lost pays the court (民事诉讼法解释第二百零七条).
    """
    shares = {party: share for party, share in shares.items() if party}
    sides: list[Side] = [(INCOME, "", ledger.charged - sum(shares.values()), FEE)]
    for party in dict.fromkeys([*shares, *(line.party for line in ledger.lines if line.party)]):
        share = shares.get(party, 0)
        relief = min(ledger.of(RELIEF, party), share)
        net = share - relief - ledger.of(BANK, party)
        sides += [
            (RELIEF, party, relief - ledger.of(RELIEF, party), FEE),
            (DUE, party, max(net, 0) - ledger.of(DUE, party), FEE),
            (REFUND, party, min(net, 0) - ledger.of(REFUND, party), FEE),
        ]
    return [side for side in sides if side[2]]


def refunded(ledger: Ledger, party: str) -> list[Side]:
    """All that the court owes a party goes back to it, never more than it paid. `Short` otherwise."""
    return spend(ledger.lines, BANK, party, ledger.owed_to(party), FEE, (REFUND, party))


def told(ledger: Ledger, shares: Mapping[str, int], names: Mapping[str, str]) -> str:
    """The account of each party in words, one line each (第五十三条)."""
    rows = []
    for party, name in names.items():
        share, paid = shares.get(party, 0), ledger.of(BANK, party)
        if not share and not paid:
            continue
        relief = min(ledger.of(RELIEF, party), share)
        net = share - relief - paid
        waived = f"，减免{yuan(relief)}元" if relief else ""
        end = f"应补交{yuan(net)}元" if net > 0 else f"应退还{yuan(-net)}元" if net else "已结清"
        rows.append(f"{name}：负担{yuan(share)}元{waived}，已交{yuan(paid)}元，{end}。")
    return "\n".join(rows) or "各方均不负担，也没有交纳。"

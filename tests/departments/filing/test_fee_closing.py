"""The closing account of a fee: who advanced gets back what it does not bear, who lost owes it, to the cent."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.departments.filing.acts import charge_fee, payer
from xiezhi.departments.filing.closing import account
from xiezhi.departments.filing.closing.account import BANK, DUE, FEE, INCOME, RELIEF, SHARE, Ledger
from xiezhi.kernel.money.holds import Short, Side
from xiezhi.kernel.money.statements import Line
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import empty


def booked(ledger: Ledger, sides: list[Side]) -> Ledger:
    assert sum(fen for _, _, fen, _ in sides) == 0
    more = (Line(a, p, fen, purpose, "2025-03-03") for a, p, fen, purpose in sides)
    return Ledger((*ledger.lines, *more))


def charged(fen: int, paid: int, relief: int = 0) -> Ledger:
    ledger = booked(Ledger(()), account.charged_more("p1", fen))
    ledger = booked(ledger, account.received("p1", paid, False))
    return booked(ledger, [(RELIEF, "p1", relief, FEE), (DUE, "p1", -relief, FEE)])


def test_who_won_gets_back_what_it_advanced_and_who_lost_owes_it() -> None:
    ledger = charged(15000, 15000)
    ledger = booked(ledger, account.settled(ledger, {"p1": 3000, "p2": 12000}))
    assert (ledger.owed_to("p1"), ledger.of(DUE, "p2")) == (12000, 12000)
    ledger = booked(ledger, account.refunded(ledger, "p1"))
    assert ledger.of(BANK, "p1") == 3000
    with pytest.raises(Short):
        account.refunded(ledger, "p1")
    ledger = booked(ledger, account.received("p2", 12000, False))
    assert ledger.even


@pytest.mark.parametrize(
    ("outcome", "halved_already", "unpaid", "bears"),
    [
        ("judged", False, "", 30001), ("judged", True, "", 30001),
        ("mediated", False, "", 15001), ("withdrawn", False, "", 15001), ("deemed_withdrawn", False, "", 15001),
        ("withdrawn", True, "", 30001),
        ("dismissed", False, "", 0), ("not_accepted", False, "", 0),
        ("deemed_withdrawn", False, "advance", 0), ("deemed_withdrawn", False, "supplement", 7500),
    ],
)  # fmt: skip
def test_what_is_borne_by_outcome(outcome: str, halved_already: bool, unpaid: str, bears: int) -> None:
    assert account.to_bear(30001, 15000, outcome, halved_already=halved_already, unpaid=unpaid) == bears


def test_relief_does_not_help_the_side_that_lost() -> None:
    ledger = charged(30000, 0, relief=30000)
    won = booked(ledger, account.settled(ledger, {"p2": 30000}))
    assert (won.of(DUE, "p2"), won.of(DUE, "p1"), won.of(RELIEF)) == (30000, 0, 0)
    lost = booked(ledger, account.settled(ledger, {"p1": 30000}))
    assert lost.even
    assert lost.of(RELIEF, "p1") == 30000


def test_a_lower_claim_first_lowers_what_is_due() -> None:
    ledger = charged(80000, 50000)
    ledger = booked(ledger, account.charged_less(ledger, "p1", 25000))
    assert (ledger.of(DUE, "p1"), ledger.owed_to("p1"), ledger.charged) == (5000, 0, 55000)
    ledger = booked(ledger, account.charged_less(ledger, "p1", 10000))
    assert (ledger.of(DUE, "p1"), ledger.owed_to("p1"), ledger.charged) == (0, 5000, 45000)


def test_shares_must_make_up_the_fee() -> None:
    assert account.share_fault([("p1", 50), ("p2", 50)], 100) == ""
    assert "少0.01元" in account.share_fault([("p1", 50), ("p2", 49)], 100)
    assert "多0.01元" in account.share_fault([("p1", 50), ("p2", 51)], 100)
    assert "两次" in account.share_fault([("p1", 50), ("p1", 50)], 100)


def test_a_new_decision_takes_the_place_of_the_old() -> None:
    ledger = booked(Ledger(()), account.shared(Ledger(()), {"p1": 50, "p2": 100}))
    ledger = booked(ledger, account.shared(ledger, {"p2": 120, "p3": 30}))
    assert [ledger.of(SHARE, p) for p in ("p1", "p2", "p3")] == [0, 120, 30]


@given(
    st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.lists(st.integers(0, 10**6), max_size=4),
    st.integers(0, 1000),
)  # fmt: skip
def test_every_settlement_is_exact(fee: int, paid: int, relief: int, shares: list[int], aside: int) -> None:
    paid, relief = paid % (fee + 1), relief % (fee + 1)
    ledger = charged(fee, paid, min(relief, fee - paid))
    ledger = booked(ledger, [(BANK, "", aside, FEE), (account.ASIDE, "", -aside, FEE)])
    bear = {f"p{n}": share for n, share in enumerate(shares, 1)}
    ledger = booked(ledger, account.settled(ledger, bear))
    assert ledger.charged == sum(shares)
    assert ledger.aside == aside
    for party in {"p1", *bear}:
        share, waived = bear.get(party, 0), ledger.of(RELIEF, party)
        assert 0 <= waived <= share
        assert ledger.of(DUE, party) - ledger.owed_to(party) == share - waived - ledger.of(BANK, party)
        assert min(ledger.of(DUE, party), ledger.owed_to(party)) == 0
    again = account.settled(ledger, bear)
    assert not again
    assert ledger.of(INCOME) == -sum(shares)


def test_the_account_in_words() -> None:
    told = account.told(charged(15000, 15000), {"p1": 3000, "p2": 12000}, {"p1": "张明", "p2": "李强"})
    assert told == "张明：负担30.00元，已交150.00元，应退还120.00元。\n李强：负担120.00元，已交0.00元，应补交120.00元。"


def test_money_that_lies_aside_is_nobodys_at_the_closing() -> None:
    ledger = booked(charged(1000, 0), [(BANK, "", 128_000_000, FEE), (account.ASIDE, "", -128_000_000, FEE)])
    ledger = booked(ledger, account.settled(ledger, {"": 1000}))
    assert ledger.aside == 128_000_000
    assert not ledger.of(DUE)


def test_who_no_longer_takes_part_still_pays_what_was_advanced_in_its_name() -> None:
    gone = {"role": "plaintiff", "active": False, "data": {}}
    stays = {"role": "defendant", "active": True, "data": {}}
    comes = {"role": "plaintiff", "active": True, "data": {}}
    assert payer(ctx(p1=gone, p2=stays)) == "p1"
    assert payer(ctx(p1=gone, p2=stays, p3=comes)) == "p3"


def test_where_nobody_is_there_to_pay_nothing_is_charged() -> None:
    found = ctx(p1={"role": "defendant", "active": True, "data": {}})
    found.data, found.act = {"fee": "50.00"}, cast(Any, SimpleNamespace(basis="诉讼费用交纳办法第二十条"))
    with pytest.raises(Refused, match="没有登记应当预交费用的当事人"):
        charge_fee(found)


def ctx(**parties: dict[str, object]) -> Ctx:
    held = empty("京0101", date(2025, 3, 3))
    held.load = lambda table: parties if table == "party" else {}
    return cast(Ctx, SimpleNamespace(standing=held))

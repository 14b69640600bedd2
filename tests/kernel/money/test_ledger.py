"""Entries of one event always balance, and fen are whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.kernel.money import ledger


@given(st.integers(0, 10**15))
def test_yuan_and_fen_are_the_same_sum(amount: int) -> None:
    assert ledger.fen(ledger.yuan(amount)) == amount


def test_finer_than_a_fen_is_refused() -> None:
    with pytest.raises(ValueError, match="finer"):
        ledger.fen("0.001")


def test_an_unbalanced_booking_is_refused() -> None:
    with pytest.raises(ledger.Unbalanced):
        ledger.book(1, "2025-03-03", [("fees", "p1", 5000, "case_fee"), ("bank", "", -4999, "case_fee")])


@given(st.lists(st.integers(-(10**9), 10**9), max_size=6))
def test_what_is_booked_sums_to_zero(amounts: list[int]) -> None:
    sides = [("a", "", n, "x") for n in amounts] + [("b", "", -sum(amounts), "x")]
    rows = ledger.book(3, "2025-03-03", sides)
    assert sum(values["fen"] for _, _, values in rows if values) == 0
    assert len({key for _, key, _ in rows}) == len(sides)

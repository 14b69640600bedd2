"""Shares of several creditors in what was realised: 民事诉讼法解释 art. 508."""

from __future__ import annotations

from random import Random

from xiezhi.departments.enforcement.shares import share_out
from xiezhi.kernel.money.portions import pro_rata


def claim(no: int, kind: str, amount: str) -> dict[str, object]:
    return {"no": no, "name": f"债权人{no}", "class": kind, "amount": amount}


def test_costs_come_first_then_priority_then_the_rest_pro_rata() -> None:
    claims = [claim(2, "ordinary", "600000.00"), claim(1, "priority", "300000.00"), claim(3, "ordinary", "200000.00")]
    shares, steps = share_out(46_000_000, 800_000, claims)
    assert shares == {1: 30_000_000, 2: 11_400_000, 3: 3_800_000}
    assert len(steps) == 3


def test_nothing_is_left_when_the_costs_eat_the_pot() -> None:
    shares, _ = share_out(100, 200, [claim(1, "priority", "1.00"), claim(2, "ordinary", "1.00")])
    assert shares == {1: 0, 2: 0}


def test_enough_for_all_pays_each_in_full() -> None:
    shares, _ = share_out(10_000, 0, [claim(1, "ordinary", "10.00"), claim(2, "ordinary", "20.00")])
    assert shares == {1: 1000, 2: 2000}


def test_shares_add_up_to_the_fen_and_none_is_more_than_owed() -> None:
    rng = Random(508)
    for _ in range(200):
        owed = {n: rng.randrange(1, 10**9) for n in range(rng.randrange(1, 30))}
        amount = rng.randrange(0, sum(owed.values()))
        shares = pro_rata(amount, owed)
        assert sum(shares.values()) == amount
        assert all(0 <= shares[n] <= owed[n] for n in owed)

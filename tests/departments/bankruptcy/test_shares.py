"""The statutory order of distribution (企业破产法 art. 113): exact to the fen, no lower class before a higher one is paid."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xiezhi.departments.bankruptcy.shares import ORDER, distribute, in_order
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.money.portions import pro_rata, rounding

owed = st.dictionaries(st.integers(1, 3000), st.integers(1, 10**10), min_size=1, max_size=60)
claims = st.lists(
    st.builds(
        lambda no, amount, rank: {"no": no, "admitted": yuan(amount), "class": rank},
        st.integers(1, 3000), st.integers(0, 10**9), st.sampled_from([*ORDER, "secured"]),
    ),
    max_size=60,
    unique_by=lambda c: c["no"],
)  # fmt: skip


@given(st.integers(0, 10**12), owed)
def test_pro_rata_shares_sum_exactly_and_differ_from_the_ratio_by_less_than_a_fen(
    amount: int, claims: dict[int, int]
) -> None:
    shares = pro_rata(amount, claims)
    total = sum(claims.values())
    assert sum(shares.values()) == min(amount, total)
    assert all(abs(shares[no] * total - min(amount, total) * claim) < total for no, claim in claims.items())


@given(st.integers(0, 10**11), st.integers(0, 10**9), claims)
def test_a_lower_class_gets_nothing_before_the_higher_is_paid_in_full(
    estate: int, expenses: int, admitted: list
) -> None:
    shares, _ = distribute(estate, expenses, admitted)
    assert sum(shares.values()) <= max(estate - expenses, 0)
    for higher, lower in pairwise(ORDER):
        paid_below = sum(shares[c["no"]] for c in admitted if c["class"] == lower)
        short = any(shares[c["no"]] < fen(c["admitted"]) for c in admitted if c["class"] == higher)
        assert not (paid_below and short)


def test_a_worked_example() -> None:
    admitted = [
        {"no": 1, "admitted": "3000000.00", "class": "ordinary"},
        {"no": 2, "admitted": "2000000.00", "class": "secured"},
        {"no": 3, "admitted": "300000.00", "class": "wage"},
        {"no": 4, "admitted": "200000.00", "class": "tax"},
        {"no": 5, "admitted": "1000000.00", "class": "ordinary"},
    ]
    shares, steps = distribute(fen("1500000.00"), fen("200000.00"), admitted)
    assert {no: yuan(s) for no, s in shares.items()} == {
        3: "300000.00",
        4: "200000.00",
        1: "600000.00",
        5: "200000.00",
    }
    assert len(steps) == 4


@given(st.lists(st.integers(1, 10**9), max_size=6), claims)
def test_rounds_sum_to_the_estate_and_end_where_one_distribution_ends_but_for_the_last_fen(
    rounds: list[int], admitted: list
) -> None:
    planned, _ = distribute(10**10, 0, admitted)
    ranks = {c["no"]: c["class"] for c in admitted}
    left = {no: share for no, share in planned.items() if share}
    for given_out in rounds:
        part = min(given_out, sum(left.values()))
        paid = in_order(part, left, ranks)
        assert sum(paid.values()) == part
        assert all(0 < fen_ <= left[no] for no, fen_ in paid.items())
        left = {no: fen_ - paid.get(no, 0) for no, fen_ in left.items()}
    rest = in_order(sum(left.values()), left, ranks)
    assert rest == {no: fen_ for no, fen_ in left.items() if fen_}


def test_the_last_fen_are_explained() -> None:
    assert rounding(100, {1: 1, 2: 1, 3: 1}) == ""
    assert "余数共1分" in rounding(100, {1: 100, 2: 100, 3: 100})
    _, steps = distribute(100, 0, [{"no": n, "admitted": "1.00", "class": "ordinary"} for n in (1, 2, 3)])
    assert "依余数由大到小" in steps[-1]

"""Interest agrees with a slow count, day by day, written apart from it; and with sums worked by hand."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from xiezhi.departments.enforcement.interest.reckoning import Debt, Rates, owed, rounded

DELAY = ((date(2014, 8, 1), Fraction(175, 1_000_000)),)
LPR = (
    (date(2019, 8, 20), Fraction(425, 10_000)), (date(2020, 4, 20), Fraction(385, 10_000)),
    (date(2022, 8, 22), Fraction(365, 10_000)), (date(2024, 10, 21), Fraction(310, 10_000)),
)  # fmt: skip
RATES = Rates(LPR, DELAY)


def slow(debt: Debt, rates: Rates) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Principal, general interest and doubled part left, and what is over: one day after the other."""
    principal, general, delay, over = Fraction(debt.principal), Fraction(0), Fraction(0), Fraction(0)
    day = min(x for x in (debt.since, debt.due, debt.until, *(d for d, _ in debt.paid)) if x)
    while day <= debt.until:
        for paid_on, fen in debt.paid:
            if paid_on == day:
                rest = Fraction(fen)
                take = min(rest, general)
                general, rest = general - take, rest - take
                take = min(rest, principal)
                principal, rest = principal - take, rest - take
                take = min(rest, delay)
                delay, rest = delay - take, rest - take
                over += rest
        if day < debt.until:
            if debt.since is not None and day >= debt.since:
                rate = Fraction(0)
                for since, value in rates.yearly:
                    if since <= day:
                        rate = value
                general += principal * rate / rates.year_days
            counted = day + timedelta(1)
            if debt.due is not None and counted > debt.due and not any(a <= counted <= b for a, b in debt.pauses):
                delay += principal * Fraction(175, 1_000_000)
        day += timedelta(1)
    return principal, general, delay, over


def random_debt(dice: Random, span: int) -> Debt:
    start = date(2019, 1, 1) + timedelta(dice.randrange(2300))
    until = start + timedelta(dice.randrange(span))

    def some() -> date:
        return start + timedelta(dice.randrange(-3, span + 10))

    pauses = tuple((a, a + timedelta(dice.randrange(40))) for a in (some() for _ in range(dice.choice((0, 0, 1, 2)))))
    principal = dice.choice((1, 99, dice.randrange(10**5), dice.randrange(10**11)))
    paid = tuple(
        (day, dice.choice((1, principal, dice.randrange(principal + 1))))
        for day in (some() for _ in range(dice.choice((0, 1, 2, 3))))
        if day <= until
    )
    return Debt(
        principal, until, dice.choice((None, start, some())), dice.choice((None, start, some())), paid, pauses
    )  # fmt: skip


@pytest.mark.system("21a")
def test_interest_agrees_with_a_slow_count(full: bool) -> None:
    dice = Random(2014)
    for n in range(100_000 if full else 400):
        debt = random_debt(dice, dice.choice((3, 40, 400)))
        found = owed(debt, RATES)
        left = (found.principal, found.general, found.delay, found.over)
        assert left == slow(debt, RATES), (n, debt)
        assert sum(left[:3]) - left[3] == debt.principal + found.grown_general + found.grown_delay - sum(
            fen for _, fen in debt.paid
        )


def test_worked_by_hand() -> None:
    # 100,000 yuan, to be paid by 10 January, paid 20 January: ten days at 17.50 yuan.
    debt = Debt(10_000_000, date(2025, 1, 20), due=date(2025, 1, 10), paid=((date(2025, 1, 20), 10_000_000),))
    found = owed(debt, RATES)
    assert (found.principal, rounded(found.delay)) == (0, 17_500)
    # Half is paid on 15 January: five days on the whole, five on the half.
    half = owed(
        Debt(10_000_000, date(2025, 1, 20), due=date(2025, 1, 10), paid=((date(2025, 1, 15), 5_000_000),)), RATES
    )
    assert rounded(half.delay) == 8_750 + 4_375
    # Two days in between do not count.
    still = Debt(10_000_000, date(2025, 1, 20), due=date(2025, 1, 10), pauses=((date(2025, 1, 12), date(2025, 1, 13)),))
    assert rounded(owed(still, RATES).delay) == 8 * 1_750
    # A year of general interest at the loan prime rate, which changes once: 365 days of 2024-10-01 … 2025-09-30.
    year = owed(Debt(10_000_000, date(2025, 10, 1), since=date(2024, 10, 1)), RATES)
    assert rounded(year.general) == rounded(Fraction(10_000_000) * (Fraction(365 * 20) + 310 * 345) / 3_650_000)


def test_the_doubled_part_is_paid_last() -> None:
    paid = ((date(2025, 2, 20), 10_060),)
    found = owed(Debt(10_000, date(2025, 3, 1), since=date(2025, 1, 1), due=date(2025, 1, 31), paid=paid), RATES)
    assert found.principal == found.general == 0
    assert found.delay == 10_000 + found.grown_general + found.grown_delay - 10_060
    assert 0 < found.delay < found.grown_delay

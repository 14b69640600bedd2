"""How long property may be held, and the terms of an online auction."""

from __future__ import annotations

from datetime import date

import pytest

from xiezhi.departments.enforcement import limits


@pytest.mark.parametrize(
    ("kind", "until"),
    [("deposit", "2026-01-20"), ("vehicle", "2027-01-20"), ("immovable", "2028-01-20"), ("equity", "2028-01-20")],
)
def test_each_kind_may_be_held_so_long(kind: str, until: str) -> None:
    assert limits.longest(kind, date(2025, 1, 20)) == date.fromisoformat(until)


def test_a_leap_day_ends_on_the_last_of_february() -> None:
    assert limits.longest("deposit", date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize(("floor", "fits"), [(700, True), (699, False)])
def test_the_first_price_is_at_least_seventy_percent(floor: int, fits: bool) -> None:
    assert limits.first_floor_fits(1000, floor) is fits


@pytest.mark.parametrize(("floor", "fits"), [(800, True), (799, False)])
def test_the_second_price_falls_by_at_most_a_fifth(floor: int, fits: bool) -> None:
    assert limits.second_floor_fits(1000, floor) is fits


@pytest.mark.parametrize(("deposit", "fits"), [(50, True), (49, False), (200, True), (201, False)])
def test_the_deposit_is_between_five_and_twenty_percent(deposit: int, fits: bool) -> None:
    assert limits.deposit_fits(1000, deposit) is fits


@pytest.mark.parametrize(
    ("kind", "again", "bidding", "in_time"),
    [
        ("immovable", False, "2025-04-23", True),
        ("immovable", False, "2025-04-22", False),
        ("vehicle", False, "2025-04-08", True),
        ("immovable", True, "2025-04-08", True),
        ("vehicle", True, "2025-03-30", False),
    ],
)
def test_the_notice_is_long_enough(kind: str, again: bool, bidding: str, in_time: bool) -> None:
    assert limits.announced_in_time(kind, again, date(2025, 3, 24), date.fromisoformat(bidding)) is in_time

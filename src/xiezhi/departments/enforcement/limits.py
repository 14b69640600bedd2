"""How long property may be held and how an online auction must be announced. Pure."""

from __future__ import annotations

from datetime import date, timedelta

YEARS = {"deposit": 1, "vehicle": 2}  # all other kinds: three (民事诉讼法解释 art. 485)
MOVABLE = ("vehicle", "other")
FLOOR_PERCENT, FALL_PERCENT = 70, 20
DEPOSIT_PERCENT = (5, 20)


def longest(kind: str, on: date) -> date:
    """The last day until which property of a kind may be held from a day (民事诉讼法解释 art. 485)."""
    years = YEARS.get(kind, 3)
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # 29 February
        return on.replace(year=on.year + years, day=28)


def notice_days(kind: str, again: bool) -> int:
    """Days between the announcement and the bidding (网络司法拍卖规定 art. 12, 26)."""
    if kind in MOVABLE:
        return 7 if again else 15
    return 15 if again else 30


def deposit_fits(floor: int, deposit: int) -> bool:
    """Whether the deposit is 5 to 20 percent of the starting price, both in fen (网络司法拍卖规定 art. 17)."""
    low, high = DEPOSIT_PERCENT
    return low * floor <= 100 * deposit <= high * floor


def first_floor_fits(price: int, floor: int) -> bool:
    """Whether the first starting price is at least 70 percent of the reference price (网络司法拍卖规定 art. 10)."""
    return 100 * floor >= FLOOR_PERCENT * price


def second_floor_fits(before: int, floor: int) -> bool:
    """Whether the starting price fell by no more than 20 percent (网络司法拍卖规定 art. 26)."""
    return 100 * floor >= (100 - FALL_PERCENT) * before


def announced_in_time(kind: str, again: bool, on: date, bidding: date) -> bool:
    """Whether the whole notice lies between the announcement and the bidding."""
    return on + timedelta(days=notice_days(kind, again)) <= bidding

"""Interest on a debt under enforcement: the general interest of the judgment, and the doubled part for delay. Pure, exact.

The doubled part (法释〔2014〕8号 art. 1-4): what is unpaid of the debt without general interest × 0.0175 percent × days, from the day
after the last day of performance up to the day of payment. General interest only where the judgment grants it, at a fixed yearly
rate or by the loan prime rate of each day. A payment goes to general interest, then the principal, and last the doubled part
(art. 4; 民法典第五百六十一条). Everything is exact until each sum is rounded once to the fen, half up.

A day is counted at its start: general interest runs from its first day (counted) to the day of payment (not counted); the doubled
part from the day after the last day of performance (counted) to the day of payment (counted). Both are as many days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

DAY = timedelta(days=1)
Dated = Sequence[tuple[date, Fraction]]


@dataclass(frozen=True, slots=True)
class Rates:
    """Dated rates: `yearly` for general interest (a share, 0.0345) and `delay` a day, each from a day on."""

    yearly: Dated
    delay: Dated
    year_days: int = 365


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt of money in fen. `since`: first day of general interest. `due`: last day of performance. `pauses`: first and last
    day of times that do not count for the doubled part (art. 3). `paid`: day and fen, in any order."""

    principal: int
    until: date
    since: date | None = None
    due: date | None = None
    paid: tuple[tuple[date, int], ...] = ()
    pauses: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Some days alike: `base` fen unpaid, what a day brings of each kind, and for how many days."""

    since: date
    days: int
    base: Fraction
    yearly: Fraction
    delay: Fraction


@dataclass(slots=True)
class Owed:
    """What grew and what is left, in fen and exact; `over` was paid beyond everything."""

    principal: Fraction
    general: Fraction = Fraction(0)
    delay: Fraction = Fraction(0)
    grown_general: Fraction = Fraction(0)
    grown_delay: Fraction = Fraction(0)
    over: Fraction = Fraction(0)
    spans: list[Span] = field(default_factory=list)

    def pay(self, fen: int) -> None:
        """General interest first, then the principal, last the doubled part."""
        left = Fraction(fen)
        for name in ("general", "principal", "delay"):
            part = min(left, getattr(self, name))
            setattr(self, name, getattr(self, name) - part)
            left -= part
        self.over += left


def rounded(fen: Fraction) -> int:
    """Half up to the fen."""
    return int((2 * fen + 1) // 2)


def owed(debt: Debt, rates: Rates) -> Owed:
    """What is owed on the day `until`, payments of that day included."""
    found = Owed(Fraction(debt.principal))
    days = sorted(_turns(debt, rates))
    payments = sorted(debt.paid)
    for day, following in zip(days, [*days[1:], debt.until], strict=True):
        while payments and payments[0][0] <= day:
            found.pay(payments.pop(0)[1])
        n = (following - day).days
        yearly = _at(rates.yearly, day) / rates.year_days if debt.since and day >= debt.since else Fraction(0)
        delay = _at(rates.delay, day) if debt.due and day >= debt.due and not _paused(debt, day) else Fraction(0)
        if n and found.principal and (yearly or delay):
            span = Span(day, n, found.principal, yearly * rates.year_days, delay)
            found.spans.append(span)
            _grow(found, span.base * n * yearly, span.base * n * delay)
    return found


def _grow(found: Owed, general: Fraction, delay: Fraction) -> None:
    found.general += general
    found.grown_general += general
    found.delay += delay
    found.grown_delay += delay


def _turns(debt: Debt, rates: Rates) -> set[date]:
    """The days from which something is otherwise than the day before, `until` included."""
    starts = [day for day in (debt.since, debt.due) if day]
    first = min([*starts, debt.until])
    turns = {first, debt.until, *starts, *(day for day, _ in debt.paid)}
    turns |= {day for table in (rates.yearly, rates.delay) for day, _ in table}
    turns |= {edge for begin, end in debt.pauses for edge in (begin - DAY, end)}
    return {day for day in turns if first <= day <= debt.until}


def _at(table: Dated, day: date) -> Fraction:
    return next((value for since, value in reversed(table) if since <= day), Fraction(0))


def _paused(debt: Debt, day: date) -> bool:
    # What is counted at the start of a day is the day after for the doubled part.
    return any(begin <= day + DAY <= end for begin, end in debt.pauses)

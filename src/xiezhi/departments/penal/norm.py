"""The general norm of commuting a fixed term: from when, after which interval, by how much at most (减刑假释规定第6条、第7条).

A proposal outside the norm is not refused; it must be heard in open court (刑诉法解释第538条第2项).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xiezhi.kernel.periods.counting import add_months

LONG, MIDDLE = 120, 60
MOST = {"repentance": 9, "merit": 9, "repentance_merit": 12, "great_merit": 18, "repentance_great_merit": 24}
FREE = ("great_merit", "repentance_great_merit")
STRICT_MOST = 12


@dataclass(frozen=True, slots=True)
class Case:
    """What the norm asks for; lengths in months."""

    term: int
    executed: date
    merit: str
    strict: bool = False
    last: date | None = None
    last_months: int = 0


@dataclass(frozen=True, slots=True)
class Norm:
    """From which day a proposal is within the norm (None: any day), and how many months at most."""

    earliest: date | None
    most: int


def norm(case: Case) -> Norm:
    """The norm for one offender; great merit lifts the start and the interval, not the most."""
    most = min(MOST[case.merit], STRICT_MOST) if case.strict and case.merit not in FREE else MOST[case.merit]
    if case.merit in FREE:
        return Norm(None, most)
    start = 24 if case.strict or case.term >= LONG else 18 if case.term >= MIDDLE else 12
    earliest = add_months(case.executed, start)
    if case.last:
        interval = max(18 if case.term >= LONG else 12, case.last_months)
        earliest = max(earliest, add_months(case.last, interval))
    return Norm(earliest, most)


def within(case: Case, proposed: int, on: date) -> bool:
    """Whether a proposal made on a day keeps to the norm."""
    found = norm(case)
    return proposed <= found.most and (found.earliest is None or on >= found.earliest)

"""Statements: what stood, came and went for an account, a matter, a party or a purpose, on any day. Pure, over entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with the matter it stands in. `on` is an ISO day, `fen` above zero a debit."""

    account: str
    party: str
    fen: int
    purpose: str
    on: str
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Of:
    """Which lines are meant; what is None is not asked about."""

    account: str | None = None
    party: str | None = None
    purpose: str | None = None
    matter: str | None = None

    def holds(self, line: Line) -> bool:
        """Whether a line is one of these."""
        return (
            (self.account is None or self.account == line.account)
            and (self.party is None or self.party == line.party)
            and (self.purpose is None or self.purpose == line.purpose)
            and (self.matter is None or self.matter == line.matter)
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """From a day to a day, both included: what stood before, each line in between, what stands after."""

    before: int
    lines: tuple[Line, ...]
    after: int

    @property
    def came(self) -> int:
        """The sum of the debits."""
        return sum(line.fen for line in self.lines if line.fen > 0)

    @property
    def went(self) -> int:
        """The sum of the credits, without sign."""
        return -sum(line.fen for line in self.lines if line.fen < 0)


def lines(entries: Mapping[str, Mapping[str, Any]], matter: str = "") -> list[Line]:
    """The entries of one matter as lines, in the order in which they were booked."""
    rows = sorted(entries.items(), key=lambda row: [int(part) for part in row[0].split(".")])
    return [Line(r["account"], r["party"], int(r["fen"]), r["purpose"], str(r["on"]), matter) for _, r in rows]


def stood(found: Iterable[Line], of: Of, on: str | None = None) -> int:
    """The balance at the end of a day (None: now), in fen."""
    return sum(line.fen for line in found if of.holds(line) and (on is None or line.on <= on))


def statement(found: Iterable[Line], of: Of, since: str, until: str) -> Statement:
    """The statement from a day until a day. Lines booked late for an earlier day stand on that day."""
    mine = sorted((line for line in found if of.holds(line)), key=lambda line: line.on)
    within = tuple(line for line in mine if since <= line.on <= until)
    before = sum(line.fen for line in mine if line.on < since)
    return Statement(before, within, before + sum(line.fen for line in within))


def daily(found: Iterable[Line]) -> dict[tuple[str, str], int]:
    """The balance of each account at the end of each day on which anything was booked: (account, day) -> fen."""
    moved: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in found:
        moved[line.account][line.on] += line.fen
    days = sorted({day for account in moved.values() for day in account})
    table: dict[tuple[str, str], int] = {}
    for account, by_day in moved.items():
        balance = 0
        for day in days:
            balance += by_day.get(day, 0)
            table[account, day] = balance
    return table

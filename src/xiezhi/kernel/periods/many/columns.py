"""Periods in columns, as `many` reckons them: a row is a period; what happened to it stands in tables of its own.

Days are `datetime64[D]`, NaT means none. Each row of a table names the period to which it belongs, in ascending order:
extensions of one period in the order in which they were granted (time granted after an excusable delay comes last, in
days), stretches in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from xiezhi.kernel.periods.many.almanac import Days, Flags

Dates = NDArray[np.datetime64]
UNITS = ("day", "month", "year")
NONE = np.datetime64("NaT", "D")


def numbers(n: int = 0) -> Days:
    """A column of zeros."""
    return np.zeros(n, np.int64)


def dates(n: int = 0) -> Dates:
    """A column of days that are none."""
    return np.full(n, NONE)


@dataclass(frozen=True, slots=True)
class Table:
    """What happened to periods: `row` says to which of them."""

    row: Days = field(default_factory=numbers)

    def __len__(self) -> int:
        return len(self.row)

    def take(self, which: slice | Flags | Days) -> Self:
        """Some of the rows."""
        return replace(self, **{f.name: getattr(self, f.name)[which] for f in fields(self)})

    def of(self, periods: slice) -> Self:
        """What happened to neighbouring periods, which are counted anew from 0."""
        first, last = np.searchsorted(self.row, (periods.start, periods.stop)).tolist()
        found = self.take(slice(first, last))
        return replace(found, row=found.row - periods.start)


@dataclass(frozen=True, slots=True)
class Extensions(Table):
    """Granted on a day: `n` of a `unit` (a number into UNITS)."""

    on: Dates = field(default_factory=dates)
    n: Days = field(default_factory=numbers)
    unit: Days = field(default_factory=numbers)


@dataclass(frozen=True, slots=True)
class Stretches(Table):
    """Days that do not count, the first and the last included, on a ground (a number into the periods' `grounds`).

    `last` is NaT while it is open; of a suspension it is the day before the period runs again.
    """

    first: Dates = field(default_factory=dates)
    last: Dates = field(default_factory=dates)
    ground: Days = field(default_factory=numbers)


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods under rules of the law book: `rule` is a number into `rules`, which are their ids.

    start: the day on which it began (of a rule counted backward, the day counted from); NaT = not yet.
    ended: the day on which it was done. term: the last day that a court has set, or the day before an event.
    detained: the accused was in custody.
    """

    rules: Sequence[str]
    rule: Days
    start: Dates
    ended: Dates | None = None
    term: Dates | None = None
    detained: Flags | None = None
    grounds: Sequence[str] = ()
    extensions: Extensions = field(default_factory=Extensions)
    stretches: Stretches = field(default_factory=Stretches)

    def __len__(self) -> int:
        return len(self.start)

    def rows(self, which: Days) -> Periods:
        """Some of the periods (rows in ascending order), with what happened to them; they are counted anew from 0."""
        place = np.full(len(self), -1)
        place[which] = np.arange(len(which))
        cut: dict[str, Any] = {name: _cut(getattr(self, name), which) for name in COLUMNS}
        tables = {name: getattr(self, name) for name in ("extensions", "stretches")}
        kept = {name: table.take(place[table.row] >= 0) for name, table in tables.items()}
        return replace(self, **cut, **{name: replace(table, row=place[table.row]) for name, table in kept.items()})

    def blocks(self, size: int) -> Iterator[tuple[slice, Periods]]:
        """The periods, so many at a time, and where they stand."""
        for first in range(0, len(self), size):
            rows = slice(first, first + size)
            cut: dict[str, Any] = {name: _cut(getattr(self, name), rows) for name in COLUMNS}
            yield rows, replace(self, **cut, extensions=self.extensions.of(rows), stretches=self.stretches.of(rows))


COLUMNS = ("rule", "start", "ended", "term", "detained")


def _cut(column: NDArray[Any] | None, rows: slice | Days) -> NDArray[Any] | None:
    return None if column is None else column[rows]


def joined(one: Stretches, other: Stretches) -> Stretches:
    """The stretches of both, again in ascending order of their periods."""
    both = Stretches(*(np.concatenate([getattr(t, f.name) for t in (one, other)]) for f in fields(Stretches)))
    return both.take(np.argsort(both.row, kind="stable"))

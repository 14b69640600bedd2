"""The last days of many periods; how days are counted stands in `reckon`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.counting import MONTHS, out_of_range
from xiezhi.kernel.periods.many.almanac import LAST, NAT, Almanac, Days, Flags, first_of
from xiezhi.kernel.periods.many.columns import (
    NONE,
    UNITS,
    Dates,
    Extensions,
    Periods,
    Stretches,
    Table,
    joined,
    numbers,
)
from xiezhi.kernel.periods.many.line import Line
from xiezhi.kernel.periods.many.terms import Terms
from xiezhi.kernel.periods.rules import Length, RuleBook

BLOCK = 3 << 13  # so many periods at a time stay in the processor's own memory
DAY = UNITS.index("day")
MONTHS_IN = np.array([MONTHS.get(unit, 0) for unit in UNITS])
DAYS_IN = np.array([1, 31, 366])  # at most


@dataclass(frozen=True, slots=True)
class Limits:
    """Last days, a row a period: `last` before any holiday, `due` after it; NaT for a period that has not begun.

    off: how many days did not count. unsure: `due` may move when a year's holidays are announced.
    """

    last: Dates
    due: Dates
    off: Days
    unsure: Flags

    def rows(self, which: Days) -> Limits:
        """Those of some rows."""
        return Limits(*(getattr(self, column.name)[which] for column in fields(self)))


def limits(periods: Periods, *, rules: RuleBook, calendar: Calendar, on: date) -> Limits:
    """Last days as seen on a day: what happened later is not taken into account.

    PeriodError: a rule not in the book, not in force, in hours, or without a length where no term has been set.
    """
    n = len(periods)
    found = Limits(np.empty(n, "M8[D]"), np.empty(n, "M8[D]"), np.empty(n, np.int64), np.empty(n, np.bool_))
    for rows, block in blocks(periods, rules, calendar, on):
        part = block.limits()
        for column in fields(Limits):
            getattr(found, column.name)[rows] = getattr(part, column.name)
    return found


def blocks(periods: Periods, rules: RuleBook, calendar: Calendar, on: date) -> Iterator[tuple[slice, Block]]:
    """The periods in blocks, and where each stands."""
    terms, view = Terms(periods.rules, periods.grounds, rules), _number(on)
    almanac = Almanac(view, view, calendar)
    for rows, part in periods.blocks(BLOCK):
        almanac = almanac.with_days(*_touched(part, terms, view))
        yield rows, Block(part, terms, almanac, view)


def _number(on: date) -> int:
    return int(np.datetime64(on, "D").astype(np.int64))


def _touched(periods: Periods, terms: Terms, view: int) -> tuple[int, int]:
    """The first and the last day that these periods can touch."""
    columns = [periods.start, periods.stretches.last, *([] if periods.term is None else [periods.term])]
    first = min(view, *(first_of(column) for column in columns))
    last = max(view, *(int(column.view(np.int64).max(initial=view)) for column in columns))  # NaT is the least of all
    added = periods.extensions
    more = np.bincount(added.row, added.n * DAYS_IN.take(added.unit)).max(initial=0)
    off = last - first if len(periods.stretches) else 0
    return first - terms.furthest_back, last + terms.longest + int(more) + off


class Block:
    """Some periods, their days as whole numbers."""

    def __init__(self, periods: Periods, terms: Terms, almanac: Almanac, view: int) -> None:
        self.periods, self.terms, self.almanac, self.view = periods, terms, almanac, view
        self.version = terms.numbers(periods.rule, periods.start)
        start = periods.start.view(np.int64)
        late = start > view
        if terms.backward.any():
            late &= ~terms.backward.take(self.version)
        self.absent = np.isnat(periods.start) | late
        self.start = np.where(self.absent, view, start) if self.absent.any() else start
        # What happened after this day is not taken into account: the view, or for each period the day on which it ended.
        self.until: Days | int = view
        self.over: Flags | None = None
        if periods.ended is not None:
            self.over = periods.ended <= np.datetime64(view, "D")
            self.until = np.where(self.over, periods.ended.view(np.int64), view)

    def limits(self) -> Limits:
        nominal = self.nominal()
        off = self.off(nominal)
        last = nominal + off
        if last.max(initial=0) > LAST:
            raise out_of_range()
        due, unsure = self.almanac.roll(last)
        if (rolls := self.rolls()) is not None:
            due, unsure = np.where(rolls, due, last), unsure & rolls
        if (guessed := self.guessed()) is not None:
            unsure = unsure | guessed
        found = Limits(last.view("M8[D]"), due.view("M8[D]"), off, unsure)
        if self.absent.any():
            found.last[self.absent] = found.due[self.absent] = NONE
            found.off[self.absent] = found.unsure[self.absent] = 0
        return found

    def nominal(self) -> Days:
        """The last day by length, term and extensions alone. PeriodError for one that has no length and no term."""
        terms, version, almanac = self.terms, self.version, self.almanac
        on: Days = self.start + terms.days.take(version) if terms.days.any() else self.start.copy()
        months = terms.months.take(version)
        keeps = terms.keeps.take(version) if terms.keeps.any() else None
        if len(rows := self.in_working_days()):
            on[rows] = almanac.add_working_days(on[rows], terms.working_days[version[rows]])
        if self.periods.term is not None:
            rows = np.flatnonzero(~np.isnat(self.periods.term))
            on[rows], months[rows] = self.periods.term.view(np.int64)[rows], 0
        self.refuse_without_length()
        self.extend(on, months, keeps)
        return almanac.add_months(on, months, keeps)

    def refuse_without_length(self) -> None:
        """PeriodError for the first period whose rule has no length and for which no term has been set."""
        if self.terms.sized.all():
            return
        known = self.terms.sized.take(self.version) | self.absent
        if self.periods.term is not None:
            known |= ~np.isnat(self.periods.term)
        for row in np.flatnonzero(~known)[:1]:
            self.terms.refuse_unsized(self.version[row])

    def extend(self, on: Days, months: Days, keeps: Flags | None) -> None:
        """Add what was granted: months to those still to be counted, days to the day on which these end."""
        every = self.periods.extensions
        seen = every.on.view(np.int64) <= self.of_each(self.until, every)
        every = every if seen.all() else every.take(seen)
        more = every.n * MONTHS_IN.take(every.unit)
        if more.all():  # months alone are summed, whatever their order
            months += np.bincount(every.row, more, len(on)).astype(np.int64)
            return
        for added in _in_turn(every):
            months[added.row] += added.n * MONTHS_IN.take(added.unit)
            days = added.take(added.unit == DAY)
            kept = None if keeps is None else keeps[days.row]
            on[days.row] = self.almanac.add_months(on[days.row], months[days.row], kept) + days.n
            months[days.row] = 0

    def rolls(self) -> Flags | None:
        """Whether a last day on a holiday moves on; None when all do."""
        if self.terms.rolls.all() and (self.periods.detained is None or not self.terms.custody.any()):
            return None
        found = self.terms.rolls.take(self.version)
        if self.periods.detained is not None:
            found &= ~(self.terms.custody[self.version] & self.periods.detained)
        return found

    def in_working_days(self) -> Days:
        """The rows of periods counted in working days."""
        if not self.terms.working_days.any():
            return numbers()
        return np.flatnonzero(self.terms.working_days[self.version])

    def guessed(self) -> Flags | None:
        """Whether working days were counted through a year that is not announced; None when none are counted."""
        if not len(rows := self.in_working_days()):
            return None
        found = np.zeros(len(self.start), np.bool_)
        start = self.start[rows]
        end = self.almanac.add_working_days(start, self.terms.working_days[self.version[rows]])
        found[rows] = ~self.almanac.known(start, end)
        return found

    def of_each(self, column: Days | int, table: Table) -> Days | int:
        """What a column says of the period of each row of a table."""
        return column if isinstance(column, int) else column.take(table.row)

    def open(self, stretches: Stretches) -> Flags:
        """Which stretches are still open, as far as one can see: also suspensions that end later, and all when it is over."""
        still = stretches.last.view(np.int64) >= self.of_each(self.until, stretches)
        cut = self.terms.suspends.take(stretches.ground)
        if self.over is not None:
            cut |= self.over.take(stretches.row)
        return np.isnat(stretches.last) | still & cut

    def stretches(self) -> Stretches:
        """The days off as far as one can see, none still open."""
        every = self.periods.stretches
        first, last = every.first.view(np.int64), every.last.view(np.int64)
        until = self.of_each(self.until, every)
        if last.min(initial=0) > NAT and (last < until).all():
            return every
        last = np.where(self.open(every), until - 1, last)
        seen = (first <= until) & (first <= last)
        return replace(every, last=last.view("M8[D]")).take(seen)

    def line(self, stretches: Stretches) -> Line:
        """Stretches laid out, in rooms in which neither a stretch nor a last day comes near the next period."""
        return Line(stretches, self.start + 1, 2 * self.almanac.size)

    def off(self, nominal: Days) -> Days:
        """How many days of each period do not count."""
        found = self.stretches()
        for ground, most in self.terms.capped.items():
            found = self.capped(found, ground, most)
        return self.line(found).pushed(nominal)

    def capped(self, found: Stretches, ground: int, most: Length) -> Stretches:
        """The stretches, each whole one on this ground cut to the most that it may take."""
        mine = found.ground == ground
        if not mine.any():
            return found
        whole = self.line(found.take(mine)).united()
        first = whole.first.view(np.int64)
        months, days = (most.n * MONTHS[most.unit], 0) if most.unit in MONTHS else (0, most.n)
        ends = self.almanac.add_months(first, np.full(len(first), months)) + days - 1
        cut = replace(whole, last=np.minimum(whole.last, ends.view("M8[D]")))
        return joined(found.take(~mine), cut)


def _in_turn(every: Extensions) -> Iterator[Extensions]:
    """First the first extension of each period, then the second, and so on."""
    while len(every):
        again = np.append(False, every.row[1:] == every.row[:-1])
        yield every.take(~again)
        every = every.take(again)

"""A stretch of days as tables, so that reckoning over columns is looking up instead of counting.

A day is a whole number here, as numpy counts the days of `datetime64[D]`. Every table holds one entry for each day of
the stretch, or for each of its months.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xiezhi.kernel.periods.calendar import SATURDAY, Calendar

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]
LAST = int(np.datetime64(date.max, "D").astype(np.int64))
NAT = np.iinfo(np.int64).min  # how numpy writes a day that is none
A_YEAR = 400  # room after the last day asked for: no run of holidays is longer
AHEAD = 10 * A_YEAR  # so that the next periods need no other
PLACE = 5  # bits of a day's place in its month
IN_PLACE = (1 << PLACE) - 1
MONDAY = 4  # 1970-01-05 was the first Monday counted from day 0


def first_of(dates: NDArray[np.datetime64]) -> int:
    """The earliest day of a column, or 1970-01-01 if that is earlier or there is none."""
    days = dates.view(np.int64)
    least = int(days.min(initial=0))
    return least if least > NAT else int(days[days > NAT].min(initial=0))


class Almanac:
    """The days from `first` to `last` (both whole numbers of days) under one calendar."""

    def __init__(self, first: int, last: int, calendar: Calendar) -> None:
        self.first, self.last, self.calendar = first, min(last, LAST), calendar
        days = np.arange(first, self.last + A_YEAR)
        self.size = len(days)
        months = days.view("M8[D]").astype("M8[M]").view(np.int64)
        opens = np.arange(months[0], months[-1] + 2).view("M8[M]").astype("M8[D]").view(np.int64)
        months -= months[0]
        # Two things found by one look: of each day its month and its place in it, of each month its first day and its length.
        self.places = months << PLACE | days - opens[months]
        self.spans = opens[:-1] << PLACE | np.diff(opens) - 1

    def with_days(self, first: int, last: int) -> Almanac:
        """This one, or one that reaches some years further than needed."""
        if self.first <= first and min(last, LAST) <= self.last:
            return self
        return Almanac(min(self.first, first - AHEAD), max(self.last, last + AHEAD), self.calendar)

    def add_months(self, on: Days, n: Days, keep_month_end: Flags | None = None) -> Days:
        """The same day n months later, or that month's last day: `counting.add_months` for columns."""
        place = self.places.take(on - self.first)
        month, nth = place >> PLACE, place & IN_PLACE
        span = self.spans.take(month + n)
        ends = span & IN_PLACE
        if keep_month_end is not None:
            nth = np.where(keep_month_end & (nth == self.spans.take(month) & IN_PLACE), ends, nth)
        found: Days = (span >> PLACE) + np.minimum(nth, ends)
        return found

    def roll(self, on: Days) -> tuple[Days, Flags]:
        """The working day on which periods due on these days end, and where that is not known."""
        at = on - self.first
        if self.unsure[int(at.min(initial=self.size)) : int(at.max(initial=0)) + 1].any():
            return self.rolled.take(at), self.unsure.take(at)
        return self.rolled.take(at), np.zeros(len(at), np.bool_)

    def add_working_days(self, on: Days, n: Days) -> Days:
        """n working days later (n at least 1): `counting.add_working_days` for columns."""
        found: Days = self.workdays.take(self.worked.take(on - self.first) + n - 1)
        return found

    def known(self, first: Days, last: Days) -> Flags:
        """Whether every day after `first` up to `last` lies in a year that has been announced."""
        announced = self.announced.take(last - self.first) - self.announced.take(first - self.first)
        found: Flags = announced == last - first
        return found

    @cached_property
    def rolled(self) -> Days:
        """For each day the working day on which a period due that day ends; the day itself where that is not known."""
        return np.where(self.unsure, self._days, self._next)

    @cached_property
    def unsure(self) -> Flags:
        """Whether finding the next working day from a day on leads into a year that is not announced."""
        return ~self._known[self._next - self.first]

    @cached_property
    def workdays(self) -> Days:
        """The working days in order; in a year not announced, Monday to Friday."""
        return self._days[self._working]

    @cached_property
    def worked(self) -> Days:
        """For each day how many working days there are up to it, itself included."""
        return np.cumsum(self._working)

    @cached_property
    def announced(self) -> Days:
        """For each day how many days of announced years there are up to it, itself included."""
        return np.cumsum(self._known)

    @cached_property
    def _days(self) -> Days:
        return np.arange(self.first, self.first + self.size)

    @cached_property
    def _next(self) -> Days:
        """For each day the first from it on that is a working day, or of which nobody knows whether it is."""
        stops = np.append(self._days[self._working | ~self._known], self._days[-1])
        return stops[np.searchsorted(stops, self._days)]

    @cached_property
    def _years(self) -> list[int]:
        """The years that are announced."""
        return [year for year in np.unique(self._year).tolist() if self.calendar.known(year)]

    @cached_property
    def _known(self) -> Flags:
        return np.isin(self._year, self._years)

    @cached_property
    def _year(self) -> Days:
        return self._days.view("M8[D]").astype("M8[Y]").view(np.int64) + 1970

    @cached_property
    def _working(self) -> Flags:
        working = (self._days - MONDAY) % 7 < SATURDAY
        for year in self._years:
            holidays, workdays = self.calendar.exceptions(year)
            working[self._at(holidays)] = False
            working[self._at(workdays)] = True
        return working

    def _at(self, days: Iterable[date]) -> Days:
        """Where some days stand; those beyond the almanac are left out."""
        at = np.array(list(days), "M8[D]").view(np.int64) - self.first
        return at[(at >= 0) & (at < self.size)]

"""Days that do not count, of many periods at once.

The stretches of all periods are laid on one line, period after period, so far apart that those of two periods never
touch. The furthest day reached so far then tells how many days each stretch adds to those before it: none counts twice.
"""

from __future__ import annotations

import numpy as np

from xiezhi.kernel.periods.many.almanac import Almanac, Days, Flags
from xiezhi.kernel.periods.many.columns import Stretches

BITS = 22  # of a length in days: more than there are days in the calendar
LENGTH = (1 << BITS) - 1


class Line:
    """The stretches of `n` periods; all of them begin and end within the almanac."""

    def __init__(self, stretches: Stretches, n: int, almanac: Almanac) -> None:
        self.row, self.ground = stretches.row, stretches.ground
        row = self.row
        first, last = stretches.first.view(np.int64), stretches.last.view(np.int64)
        self.places = np.arange(n) * (2 * almanac.size) - almanac.first  # where the days of a period begin, less day 0
        place = self.places[row]
        self.first, last = _in_order(first + place, last + place)
        many = np.bincount(row, minlength=n)
        self.most = int(many.max(initial=0))
        self.stops = np.cumsum(many)
        self.opens = self.stops - many
        self.reach = _furthest(last, self.most)
        self.before = np.append(self.first[:1] - 2, self.reach[:-1])
        self.gain = self.reach - np.maximum(self.before, self.first - 1)

    def days(self, counted: Flags) -> Days:
        """How many days off each period has, when only some stretches count."""
        total = _summed(self.gain * counted)
        return total.take(self.stops) - total.take(self.opens)

    def pushed(self, last: Days) -> Days:
        """By how many days off the last day of each period moves on.

        A stretch that begins after the last day, pushed on by all stretches before it, does not count, nor does any
        after it; one that goes on from the one before stands or falls with it.
        """
        total = _summed(self.gain)
        begins = _furthest(self.first - total[:-1], self.most)
        return self.days(begins <= (last + self.places - total[self.opens])[self.row])

    def united(self) -> Stretches:
        """The stretches (all on one ground), those that overlap or touch made one."""
        heads = np.flatnonzero(self.first > self.before + 1)
        tails = np.append(heads[1:], len(self.row)) - 1
        row = self.row[heads]
        first, last = (ends - self.places[row] for ends in (self.first[heads], self.reach[tails]))
        return Stretches(row, first.view("M8[D]"), last.view("M8[D]"), self.ground[heads])


def _in_order(first: Days, last: Days) -> tuple[Days, Days]:
    """Stretches by their first day, then by their last."""
    if (first[1:] >= first[:-1]).all():
        return first, last
    packed = np.sort(first << BITS | last - first)
    first = packed >> BITS
    return first, first + (packed & LENGTH)


def _furthest(days: Days, most: int) -> Days:
    """For each place the greatest up to it, where none but the `most` before it can be greater."""
    found, step = days.copy(), 1
    while step < most:
        np.maximum(found[step:], found[:-step].copy(), out=found[step:])
        step *= 2
    return found


def _summed(numbers: Days) -> Days:
    """Running sums, the first of them 0."""
    found = np.empty(len(numbers) + 1, np.int64)
    found[0] = 0
    np.cumsum(numbers, out=found[1:])
    return found

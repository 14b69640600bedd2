"""Days that do not count, of many periods at once.

All periods lie on one line, each in a room of its own that no stretch and no last day leaves; in it the days of a period
are counted from its first one. The furthest day reached so far then tells where each stretch opens new ground, and how
much it gains: no day counts twice. Ends are half open: `past` is the day after the last.
"""

from __future__ import annotations

import numpy as np

from xiezhi.kernel.periods.many.almanac import Days, Flags
from xiezhi.kernel.periods.many.columns import Stretches

BITS = 22  # of a length in days: more than there are days in the calendar
LENGTH = (1 << BITS) - 1


class Line:
    """The stretches of many periods, in order. `start`: the first day of each period that counts; `room`: in days."""

    def __init__(self, stretches: Stretches, start: Days, room: int) -> None:
        self.row, self.ground = stretches.row, stretches.ground
        self.places = np.arange(len(start)) * room - start
        place, floor = self.places.take(self.row), self.row * room
        first = np.maximum(stretches.first.view(np.int64) + place, floor)
        past = np.maximum(stretches.last.view(np.int64) + place + 1, floor)
        self.first, past = _in_order(first, past)
        many = np.bincount(self.row, minlength=len(start))
        self.stops = np.cumsum(many)  # where the stretches of each period end
        self.reach = _furthest(past, int(many.max(initial=0)))
        opens = self.first.copy()
        np.maximum(opens[1:], self.reach[:-1], out=opens[1:])
        self.gain = self.reach - opens

    def pushed(self, last: Days) -> Days:
        """By how many days off the last day of each period moves on.

        A stretch that opens after the last day, pushed on by all stretches before it, does not count, nor does any after
        it; one that goes on from the one before stands or falls with it.
        """
        total = np.cumsum(self.gain)
        after = np.append(0, total).take(self.stops)
        before = np.append(0, after[:-1])
        # Where a stretch opens, less the days off before it, is where it ends, less all days off with it.
        late = self.reach - total > (last + self.places - before).take(self.row)
        off: Days = after - before - self.days(late)
        return off

    def within(self, last: Days) -> Days:
        """How many days off each period has in stretches that begin no later than its last day."""
        return self.days(self.first <= (last + self.places).take(self.row))

    def days(self, some: Flags) -> Days:
        """How many days off some stretches hold, by period."""
        which = np.flatnonzero(some)
        return np.bincount(self.row.take(which), self.gain.take(which), len(self.stops)).astype(np.int64)

    def united(self) -> Stretches:
        """The stretches (all on one ground), those that overlap or touch made one."""
        heads = np.flatnonzero(np.append(True, self.first[1:] > self.reach[:-1])[: len(self.row)])
        tails = np.append(heads[1:], len(self.row)) - 1
        row = self.row[heads]
        first, past = (ends - self.places[row] for ends in (self.first[heads], self.reach[tails]))
        return Stretches(row, first.view("M8[D]"), (past - 1).view("M8[D]"), self.ground[heads])


def _in_order(first: Days, past: Days) -> tuple[Days, Days]:
    """Stretches by their first day, then by their length."""
    if (first[1:] >= first[:-1]).all():
        return first, past
    packed = first << BITS | past - first
    packed.sort()
    first = packed >> BITS
    return first, first + (packed & LENGTH)


def _furthest(days: Days, most: int) -> Days:
    """For each place the greatest up to it, where none but the `most` before it can be greater."""
    found, spare, step = days.copy(), np.empty_like(days), 1
    while step < most:
        np.maximum(found[step:], found[:-step], out=spare[step:])
        spare[:step] = found[:step]
        found, spare, step = spare, found, 2 * step
    return found

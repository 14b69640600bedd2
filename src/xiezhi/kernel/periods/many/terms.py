"""What rules of the law book say, in columns: one entry for each version of each rule, found by its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.counting import MONTHS
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.many.almanac import Days, Flags
from xiezhi.kernel.periods.many.columns import Dates
from xiezhi.kernel.periods.nominal import nominal_due
from xiezhi.kernel.periods.rules import Rule, RuleBook


class Terms:
    """The versions of some rules: of one rule in order of their days, one rule after another."""

    def __init__(self, ids: Sequence[str], grounds: Sequence[str], book: RuleBook) -> None:
        """PeriodError: `unknown_rule`; `one_by_one` for a rule in hours."""
        self.ids, self.book = ids, book
        for rule in map(book.rule, ids):
            if rule.unit == "hour":
                raise PeriodError(
                    "one_by_one", f"“{rule.title}”以小时计算，请逐件计算。", field="rule", basis=rule.basis
                )
        self.versions = [rule for id in ids for _, rule in book.versions[id]]
        self.since = [np.array([day for day, _ in book.versions[id]], "M8[D]") for id in ids]
        self.opens = np.cumsum([0, *map(len, self.since)])[:-1]

        self.months = self._lengths(lambda rule, n: n * MONTHS.get(rule.unit, 0))
        self.days = self._lengths(lambda rule, n: 0 if rule.unit != "day" else -n - 1 if rule.backward else n)
        self.working_days = self._lengths(lambda rule, n: n * (rule.unit == "working_day"))
        self.sized = self._flags(lambda rule: rule.unit in ("day", "working_day", *MONTHS))
        self.rolls = self._flags(lambda rule: rule.rolls)
        self.custody = self._flags(lambda rule: rule.custody)
        self.keeps = self._flags(book.keeps_month_end)
        self.backward = self._flags(lambda rule: rule.backward)
        self.lapses = self._flags(lambda rule: rule.lapses)

        # The most days that any of them can take, and those before the day from which one counts backward.
        self.longest = int((self.days + 7 * self.working_days + 31 * self.months).max(initial=0))
        self.furthest_back = -int(self.days.min(initial=0))

        found = [book.grounds[name] for name in grounds]
        self.suspends = np.array([ground.suspension for ground in found], np.bool_)
        self.capped = {number: ground.most for number, ground in enumerate(found) if ground.most}

    def numbers(self, rule: Days, start: Dates) -> Days:
        """The version of each rule in force on each day. PeriodError `not_in_force`."""
        if len(self.versions) == len(self.ids):
            return rule
        found = self.opens.take(rule)
        for number in (i for i, since in enumerate(self.since) if len(since) > 1):
            mine = np.flatnonzero(rule == number)
            later = np.searchsorted(self.since[number], start[mine], "right") - 1
            for row in mine[later < 0][:1]:
                self.book.rule(self.ids[number], start[row].item())
            found[mine] += later
        return found

    def refuse_unsized(self, version: int) -> None:
        """Say why a period under a rule without a length cannot be reckoned (PeriodError)."""
        nominal_due(self.versions[version], date.max, (), Calendar(), keep_month_end=False)

    def _flags(self, says: Callable[[Rule], bool]) -> Flags:
        return np.array([says(rule) for rule in self.versions], np.bool_)

    def _lengths(self, says: Callable[[Rule, int], int]) -> Days:
        return np.array([says(rule, rule.length or 0) for rule in self.versions], np.int64)

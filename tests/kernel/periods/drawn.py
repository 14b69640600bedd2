"""Periods drawn by lot, in columns and as facts: what may happen to a period under each rule of the law book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import numpy as np

from xiezhi.kernel.periods.counting import add_days, add_lengths
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.many.columns import UNITS, Extensions, Periods, Stretches
from xiezhi.kernel.periods.rules import Length, Rule, RuleBook

DAY = timedelta(days=1)


@dataclass
class Drawn:
    """One period: its facts, and the same in the words of columns."""

    rule: str
    start: date
    detained: bool = False
    ended: date | None = None
    term: date | None = None
    said: date | None = None  # when the term was set, if not at the start
    added: list[tuple[date, int, str, bool]] = field(default_factory=list)
    off: list[tuple[date, date | None, str, bool]] = field(default_factory=list)

    def facts(self) -> Iterator[Fact]:
        yield Fact("start", self.start, detained=self.detained)
        for on, n, unit, granted in self.added:
            yield Fact("granted", on, n=n) if granted else Fact("extend", on, n=n, unit=unit)
        for first, last, ground, pause in self.off:
            if not pause:
                yield Fact("exclude", first, to=last, ground=ground)
                continue
            yield Fact("pause", first, ground=ground)
            if last:
                yield Fact("resume", last + DAY)
        if self.term:
            yield Fact("set", self.said or self.start, to=self.term)
        if self.ended:
            yield Fact("end", self.ended)


def plain(rule: Rule, start: date) -> Drawn:
    """A period to which nothing happens; where the law gives no length, a term that a court could set."""
    found = Drawn(rule.id, start)
    if rule.unit in ("event", "range"):
        found.term = add_lengths(start, [rule.most]) if rule.most else start + 30 * DAY
    return found


def draw(rng: Random, rule: Rule, start: date) -> Drawn:
    """A period and what the law lets happen to it."""
    found = plain(rule, start)
    found.detained = rng.random() < 0.3
    if rng.random() < 0.1:
        found.ended = start + rng.randrange(400) * DAY
    if rule.backward:  # the day from which one counts is known long before
        found.said = start - 400 * DAY
    else:
        found.added = list(_added(rng, rule, start))
        found.off = [*_excluded(rng, rule, start), *_paused(rng, rule, start)]
    return found


def _added(rng: Random, rule: Rule, start: date) -> Iterator[tuple[date, int, str, bool]]:
    for nth, extension in enumerate(rule.extends):
        if rng.random() < 0.5:
            break
        length = extension.length or Length(1, rule.unit if rule.unit in UNITS else "day")
        yield start + (20 + nth) * DAY, length.n, length.unit, False
    if rule.grantable and rng.random() < 0.3:
        yield start + 30 * DAY, rng.randrange(1, 20), "day", True


def _excluded(rng: Random, rule: Rule, start: date) -> Iterator[tuple[date, date | None, str, bool]]:
    for _ in range(rng.choice((0, 0, 1, 2, 3)) if rule.excludes else 0):
        first = start + rng.randrange(-10, 200) * DAY
        yield first, None if rng.random() < 0.05 else first + rng.randrange(60) * DAY, rng.choice(rule.excludes), False


def _paused(rng: Random, rule: Rule, start: date) -> Iterator[tuple[date, date | None, str, bool]]:
    first = start + rng.randrange(0, 150) * DAY
    while rule.suspends and rng.random() < 0.5:
        last = first + rng.randrange(90) * DAY
        still = rng.random() < 0.1
        yield first, None if still else last, rule.suspends, True
        if still:
            break
        first = last + rng.randrange(1, 50) * DAY


def columns(drawn: list[Drawn], rules: RuleBook) -> Periods:
    """The same periods in columns."""
    ids, grounds = sorted({d.rule for d in drawn}), sorted(rules.grounds)

    def days(values: list[date | None]) -> np.ndarray:
        return np.array(values, "M8[D]")

    added = [(row, *what) for row, d in enumerate(drawn) for what in sorted(d.added, key=lambda a: (a[3], a[0]))]
    off = [(row, *what) for row, d in enumerate(drawn) for what in d.off]
    return Periods(
        rules=ids,
        rule=np.array([ids.index(d.rule) for d in drawn], np.int64),
        start=days([d.start for d in drawn]),
        ended=days([d.ended for d in drawn]),
        term=days([_term(d, rules) for d in drawn]),
        detained=np.array([d.detained for d in drawn], np.bool_),
        grounds=grounds,
        extensions=Extensions(
            np.array([a[0] for a in added], np.int64),
            days([a[1] for a in added]),
            np.array([a[2] for a in added], np.int64),
            np.array([UNITS.index(a[3]) for a in added], np.int64),
        ),
        stretches=Stretches(
            np.array([o[0] for o in off], np.int64),
            days([o[1] for o in off]),
            days([o[2] for o in off]),
            np.array([grounds.index(o[3]) for o in off], np.int64),
        ),
    )


def _term(drawn: Drawn, rules: RuleBook) -> date | None:
    event = rules[drawn.rule].unit == "event"
    return add_days(drawn.term, -1) if drawn.term and event else drawn.term

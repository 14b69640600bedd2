"""`limits`: the last days of two million matters, by columns, beside OpenFisca-core 46; CPU-seconds, set-up included.
`limits-dateutil`: the same beside a loop over the rows with python-dateutil; matters in a CPU-second.

The matters: four kinds of trial, up to two extensions, up to three stretches that do not count and up to two suspensions
by their days, which may overlap. No program is told
that they are in order.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from tests.bench import peers
from tests.bench.line import Line
from xiezhi.kernel.periods.doors import period_law
from xiezhi.kernel.periods.many.columns import Extensions, Periods, Stretches
from xiezhi.kernel.periods.many.limits import Limits, limits

MATTERS, ROUNDS, SEED = 2_000_000, 5, 1
ON = date(2026, 11, 24)
RULES = ("civ.first.ordinary", "civ.first.simple", "civ.first.small", "civ.second.judgment")
GROUNDS = ("jianding", "gonggao", "guanxia_yiyi", "civ.suspend")
MONTHS, EXTENDED = np.array([6, 3, 2, 3]), np.array([6, 1, 1, 3])
MONTH = 1  # the unit of extensions


def matters(n: int) -> Periods:
    """Made-up matters, begun between 2010 and 2024."""
    lot = np.random.default_rng(SEED)
    rule = lot.integers(0, len(RULES), n)
    start = np.datetime64("2010-01-01") + lot.integers(0, 5400, n)
    granted = np.repeat(np.arange(n), lot.choice(3, n, p=(0.7, 0.2, 0.1)))
    off = np.repeat(np.arange(n), lot.integers(0, 4, n))
    paused = np.repeat(np.arange(n), lot.choice(3, n, p=(0.7, 0.2, 0.1)))
    row = np.concatenate([off, paused])
    first = start[row] + lot.integers(1, 150, len(row))
    ground = np.concatenate([lot.integers(0, 3, len(off)), np.full(len(paused), 3)])
    entered = np.lexsort((first, row))
    stretches = Stretches(row, first, first + lot.integers(0, 40, len(row)), ground).take(entered)
    extensions = Extensions(granted, start[granted] + 150, EXTENDED[rule[granted]], np.full(len(granted), MONTH))
    return Periods(RULES, rule, start, grounds=GROUNDS, extensions=extensions, stretches=stretches)


def reckoned(periods: Periods) -> Limits:
    law = period_law()
    return limits(periods, rules=law.rules, calendar=law.calendar, on=ON)


def cpu(periods: Periods) -> tuple[Limits, float]:
    """The limits, and the median of the CPU-seconds they take."""
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        found = reckoned(periods)
        seconds.append(time.process_time() - began)
    return found, statistics.median(seconds)


def for_peers(periods: Periods) -> dict[str, object]:
    """The same in the columns of the peers: months granted summed, the beginning of a matter as its first stretch."""
    n, calendar = len(periods), period_law().calendar
    granted, off = periods.extensions, periods.stretches
    row = np.concatenate([np.arange(n), off.row])
    order = np.argsort(row, kind="stable")
    days = np.arange(np.datetime64("2010-01-01"), np.datetime64("2027-01-01"))
    return {
        "start": periods.start,
        "months": MONTHS[periods.rule],
        "granted": np.bincount(granted.row, granted.n, n).astype(int),
        "row": row[order],
        "first": np.concatenate([periods.start, off.first])[order],
        "last": np.concatenate([periods.start, off.last])[order],
        "closed": np.array([day for day in days.tolist() if not calendar.working(day)], "M8[D]"),
    }


def lines() -> Iterator[Line]:
    periods = matters(MATTERS)
    found, seconds = cpu(periods)
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "matters.npz"), Path(folder, "days.npz")
        np.savez(asked, **for_peers(periods))
        peers.run("peer_limits.py", str(asked), str(answered))
        peer = dict(np.load(answered))
    equal = bool((found.due == peer["openfisca"]).all())
    yield Line(
        "limits",
        MATTERS / seconds,
        MATTERS / float(peer["openfisca_seconds"]),
        "higher",
        equal,
        "matters/cpu-s",
        "ratio>=30",
    )
    looped = len(peer["dateutil"])
    equal = bool((found.due[:looped] == peer["dateutil"]).all())
    rate = looped / float(peer["dateutil_seconds"])
    yield Line("limits-dateutil", MATTERS / seconds, rate, "higher", equal, "matters/cpu-s", "ratio>=500")

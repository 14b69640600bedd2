"""What must hold of any period, whatever happens to it; and a second, plain way of counting that must agree."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.kernel.periods.counting import add_days
from xiezhi.kernel.periods.doors import PeriodLaw, period_law
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact, Reckoned
from xiezhi.kernel.periods.reckon import reckon

FIXED = settings(derandomize=True, deadline=None, max_examples=200)  # the same run on every machine
LAW: PeriodLaw = period_law()
# Grounds without a cap of their own: a capped one rightly depends on how it is split.
GROUNDS = [name for name in LAW.rules["civ.first.ordinary"].excludes if not LAW.rules.grounds[name].most]
STARTS = st.dates(date(2005, 1, 1), date(2025, 12, 31))
TRIALS = st.sampled_from(["civ.first.ordinary", "civ.first.simple", "civ.first.small", "civ.second.judgment"])
SPANS = st.lists(st.tuples(st.integers(-20, 150), st.integers(0, 60), st.sampled_from(GROUNDS)), max_size=5)


def due_of(rule: str, facts: list[Fact]) -> date:
    found = look(rule, facts)
    assert isinstance(found.due, date)
    return found.due


def look(rule: str, facts: list[Fact]) -> Reckoned:
    return reckon(rule, facts, rules=LAW.rules, calendar=LAW.calendar, on=date(2100, 1, 1))


def exclusions(start: date, spans: list[tuple[int, int, str]]) -> list[Fact]:
    return [
        Fact("exclude", add_days(start, first), to=add_days(start, first + more), ground=ground)
        for first, more, ground in spans
    ]


@FIXED
@given(STARTS, st.sampled_from(sorted(LAW.rules)))
def test_a_period_ends_after_it_starts(start: date, rule: str) -> None:
    if LAW.rules[rule].unit == "hour":
        return
    try:
        found = look(rule, [Fact("start", start)])
    except PeriodError as refusal:
        assert refusal.code in {"no_limit", "not_a_period", "length_depends", "term_not_set", "not_in_force"}
        return
    assert found.due is not None and (found.due > start) != LAW.rules[rule].backward


@FIXED
@given(STARTS, TRIALS, SPANS, SPANS)
def test_more_excluded_never_shortens(
    start: date, rule: str, some: list[tuple[int, int, str]], more: list[tuple[int, int, str]]
) -> None:
    facts = [Fact("start", start), *exclusions(start, some)]
    assert due_of(rule, facts) <= due_of(rule, [*facts, *exclusions(start, more)])


@FIXED
@given(STARTS, TRIALS, SPANS, st.integers(1, 100), st.integers(0, 60))
def test_a_suspension_never_shortens(
    start: date, rule: str, spans: list[tuple[int, int, str]], after: int, days: int
) -> None:
    facts = [Fact("start", start), *exclusions(start, spans)]
    paused = [Fact("pause", add_days(start, after)), Fact("resume", add_days(start, after + days))]
    before, then = look(rule, facts), look(rule, [*facts, *paused])
    assert before.due is not None and then.due is not None
    assert before.due <= then.due
    assert then.paused_days + then.excluded_days >= before.excluded_days


@FIXED
@given(STARTS, TRIALS, st.integers(1, 59), st.integers(1, 60), st.data())
def test_splitting_never_changes_the_sum(start: date, rule: str, after: int, days: int, data: st.DataObject) -> None:
    cut = after + data.draw(st.integers(0, days - 1))
    first, last = add_days(start, after), add_days(start, after + days)
    whole = look(rule, [Fact("start", start), Fact("exclude", first, to=last, ground="jianding")])
    for second in (add_days(start, cut), add_days(start, cut + 1)):
        parts = [
            Fact("exclude", first, to=add_days(start, cut), ground="jianding"),
            Fact("exclude", second, to=last, ground="gonggao"),
        ]
        split = look(rule, [Fact("start", start), *parts])
        assert (split.due, split.excluded_days) == (whole.due, whole.excluded_days)
    pauses = [Fact("pause", first), Fact("resume", last)]
    middle = [Fact("resume", add_days(start, cut)), Fact("pause", add_days(start, cut))]
    one, two = (look(rule, [Fact("start", start), *more]) for more in (pauses, [*pauses, *middle]))
    assert (one.due, one.paused_days) == (two.due, two.paused_days) and one.paused_days == days


@FIXED
@given(STARTS, SPANS, st.integers(0, 2**32))
def test_the_order_of_writing_does_not_matter(start: date, spans: list[tuple[int, int, str]], seed: int) -> None:
    facts = [
        Fact("start", start),
        *exclusions(start, spans),
        Fact("pause", add_days(start, 30)),
        Fact("resume", add_days(start, 40)),
        Fact("pause", add_days(start, 40)),
        Fact("resume", add_days(start, 45)),
        Fact("extend", add_days(start, 50), n=6, unit="month"),
        Fact("extend", add_days(start, 50), n=1, unit="month"),
        Fact("end", add_days(start, 300)),
    ]
    mixed = facts[:]
    random.Random(seed).shuffle(mixed)
    assert look("civ.first.ordinary", mixed) == look("civ.first.ordinary", facts)


@FIXED
@given(STARTS, SPANS.map(lambda spans: [(a, b, "gonggao") for a, b, _ in spans]))
def test_counting_day_by_day_agrees(start: date, spans: list[tuple[int, int, str]]) -> None:
    """Thirty days that count, walked one by one, then to the next working day: another way to the same day."""
    out = {add_days(start, n) for first, more, _ in spans for n in range(first, first + more + 1)}
    on, left = start, 30
    while left:
        on += timedelta(days=1)
        left -= on not in out
    while LAW.calendar.known(on.year) and not LAW.calendar.working(on):
        on += timedelta(days=1)
    assert due_of("civ.second.ruling", [Fact("start", start), *exclusions(start, spans)]) == on

"""Reckoning one period: from its rule and what happened to its last day, with every step said.

How days are counted, where the law leaves a choice:

- An extension is added to the nominal last day, counted from the start: 6 months and 6 more are 12 months
  from the start day. Then all days that do not count (suspended, excluded; united, so none counts twice) are
  added as days, and only then a last day on a holiday moves on.
- An exclusion covers its first and its last day. A suspension covers the day it is ordered and not the day on
  which the period runs again. The day on which the period began never counts, so it is never excluded either.
- Days off are those before the day on which the period is done.
- Days that begin after the last day has passed do not bring a period back to life.
- The law of the day on which the period began gives its length.
- The view is that of the day `on`: facts dated later are named in the steps and not taken into account. While
  a suspension is open, the last day is the one that would follow if the period ran again on `on`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.counting import When, as_day
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact, Reckoned, written
from xiezhi.kernel.periods.rules import RuleBook
from xiezhi.kernel.periods.running import Running
from xiezhi.kernel.periods.settling import settle

ORDER = {
    name: rank for rank, name in enumerate("start convert restart set extend granted exclude pause resume end".split())
}
MOVES = ("pause", "resume")


def reckon(
    rule_id: str, facts: Iterable[Fact], *, rules: RuleBook, calendar: Calendar, on: When | None = None
) -> Reckoned:
    """Reckon a period as seen on a day (`on` None: the day of the last fact). Facts may come in any order.

    PeriodError for whatever the rule does not allow; see the module for how days are counted.
    """
    ordered = sorted(facts, key=_order)
    start = next((as_day(fact.on) for fact in ordered if fact.what == "start"), None)
    rule = rules.rule(rule_id, start)
    if rule.backward:  # the day counted back from is known first, though it comes last
        ordered.sort(key=lambda fact: fact.what != "start")
    days = [as_day(fact.on) for fact in ordered if not (rule.backward and fact.what == "start")]
    view = as_day(on) if on is not None else max(days, default=None)
    running = Running(rule, rules, calendar)
    later = []
    for fact in _moves_in_turn(ordered):
        if view is None or as_day(fact.on) <= view or (rule.backward and fact.what == "start"):
            _take(running, fact)
        else:
            later.append(fact)
    if running.start is None:
        return Reckoned(rule_id, None, None, "not_started", basis=_articles([rule.basis]))
    return _finish(rule_id, running, view, later)


def _take(running: Running, fact: Fact) -> None:
    try:
        running.take(fact)
    except PeriodError as refusal:
        refusal.fact = fact
        raise


def _order(fact: Fact) -> tuple[date, int, str]:
    if fact.what not in ORDER:
        raise PeriodError("bad_event", f"没有“{fact.what}”这种事项。", field="what")
    return as_day(fact.on), ORDER[fact.what], str(sorted(fact.to_dict().items()))


def _moves_in_turn(ordered: list[Fact]) -> list[Fact]:
    """On a day with both, a running period pauses first and a paused one resumes first."""
    found: list[Fact] = []
    paused = False
    waiting = list(ordered)
    while waiting:
        index = 0
        if waiting[0].what == "pause" and paused:
            day = as_day(waiting[0].on)
            same_day = (i for i, f in enumerate(waiting) if f.what == "resume" and as_day(f.on) == day)
            index = next(same_day, 0)
        fact = waiting.pop(index)
        if fact.what in MOVES:
            paused = fact.what == "pause"
        found.append(fact)
    return found


def _finish(rule_id: str, running: Running, view: date | None, later: list[Fact]) -> Reckoned:
    rule, start = running.rule, running.start
    assert start is not None
    paused = bool(running.open)
    for span in running.open:
        running.close(span, view or span.first)
    settled = settle(running)
    reason = settled.provisional
    if paused and not reason:
        reason = "期间尚未恢复计算，届满日按查询日恢复暂计"
    state = _state(running, settled.due, view, paused)
    for fact in later:
        running.say(f"{written(fact.on)}的事项在查询日之后，未计入", settled.due, rule.basis)
    steps = tuple(running.steps)
    basis = _articles([rule.basis, *(step.basis for step in steps)])
    return Reckoned(
        rule_id,
        start,
        settled.due,
        state,
        settled.paused_days,
        settled.excluded_days,
        steps,
        basis,
        bool(reason),
        reason,
    )


def _articles(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for text in texts for part in text.split("；") if part))


def _state(running: Running, due: When, view: date | None, paused: bool) -> str:
    rule, last = running.rule, as_day(due)
    if running.ended is not None:
        late = (running.ended - last).days
        what = f"于{running.ended}终了，" + (f"超过期限{late}日" if late > 0 and not rule.lapses else "未超过期限")
        running.say(what, running.ended, rule.basis)
        return "ended"
    if paused:
        return "paused"
    if view is None or view <= last:
        return "running"
    return "ended" if rule.lapses else "overdue"

"""Reckoning one period: from its rule and what happened to its last day, with every step said.

How days are counted, where the law leaves a choice:

- An extension is added to the nominal last day, counted from the start: 6 months and 6 more are 12 months from
  the start day. Then all days that do not count (suspended, excluded; united, so none counts twice) are added as
  days, and only then a last day on a holiday moves on.
- An exclusion covers its first and its last day. A suspension covers the day it is ordered and not the day on
  which the period runs again. The day on which the period began never counts, so it is never excluded either.
- Days that begin after the last day has passed do not bring a period back to life.
- The law of the day on which the period began gives its length.
- The view is that of the day `on`: facts dated later are named in the steps and not taken into account. While a
  suspension is open, the last day is the one that would follow if the period ran again on `on`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.counting import When, add_days, add_lengths, as_day, span_days, united
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact, Reckoned, written
from xiezhi.kernel.periods.nominal import certain, in_words
from xiezhi.kernel.periods.rules import Length, RuleBook
from xiezhi.kernel.periods.running import Running, Span

ORDER = {
    name: rank
    for rank, name in enumerate("start convert restart set extend granted exclude pause resume end".split())
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
    days = [as_day(fact.on) for fact in ordered if not (rule.backward and fact.what == "start")]
    view = as_day(on) if on is not None else max(days, default=None)
    running = Running(rule, rules, calendar)
    later = []
    for fact in _moves_in_turn(ordered):
        if view is None or as_day(fact.on) <= view or (rule.backward and fact.what == "start"):
            running.take(fact)
        else:
            later.append(fact)
    if running.start is None:
        return Reckoned(rule_id, None, None, "not_started", basis=_articles([rule.basis]))
    return _finish(rule_id, running, view, later)


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


@dataclass(frozen=True, slots=True)
class _Settled:
    """The last day once days that do not count are added and holidays passed."""

    due: When
    paused_days: int
    excluded_days: int
    provisional: str = ""


def _finish(rule_id: str, running: Running, view: date | None, later: list[Fact]) -> Reckoned:
    rule, start = running.rule, running.start
    assert start is not None
    paused = bool(running.open)
    for span in running.open:
        running.close(span, view or span.first)
    settled = _settle(running)
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


def _settle(running: Running) -> _Settled:
    nominal, rule = running.nominal(), running.rule
    if rule.length and not running.term:
        _say_length(running, nominal)
    if isinstance(nominal, datetime):
        return _Settled(nominal, 0, 0)
    spans = _counted(running)
    pauses = united([(span.first, span.last) for span in spans if span.ground.suspension])
    total, last_counted = 0, date.min
    due, why = _roll(running, nominal)
    for first, last in united([(span.first, span.last) for span in spans]):
        if first > due:
            running.say(f"自{first}起不计入的期间在期限届满之后，不再扣除", due, rule.basis)
            continue
        total, last_counted = total + (last - first).days + 1, last
        due, why = _roll(running, add_days(nominal, total))
    paused = span_days([span for span in pauses if span[0] <= last_counted])
    raw = sum((span.last - span.first).days + 1 for span in spans if span.first <= last_counted)
    if raw > total:
        running.say(f"各段期间有重叠，合并计为{total}日，不重复扣除", add_days(nominal, total), rule.basis)
    elif total:
        running.say(f"扣除不计入的{total}日", add_days(nominal, total), rule.basis)
    _say_roll(running, add_days(nominal, total), due, why)
    if not why and not certain(rule, running.start or due, running.calendar):
        why = "期间内有的年份放假安排尚未公布，工作日暂按周一至周五计"
    return _Settled(due, paused, total - paused, why)


def _say_length(running: Running, nominal: When) -> None:
    rule = running.rule
    assert rule.length is not None
    length = in_words(Length(rule.length, rule.unit))
    if rule.backward:
        running.say(f"须留足{length}，至迟为{written(nominal)}", nominal, rule.basis)
        return
    more = "".join(f"，加{in_words(added)}" for added in (*running.added, *running.granted))
    running.say(f"期间{length}{more}，至{written(nominal)}", nominal, rule.basis)
    if rule.unit in ("month", "year"):
        running.say(
            "以月、年计算的，至相应月份的对应日；没有对应日的，至月末",
            nominal,
            running.rules.counting("month_rule", rule),
        )


def _counted(running: Running) -> list[Span]:
    """The spans that fall into the period, each occurrence cut to what its ground allows; each one said."""
    assert running.start is not None
    opening = add_days(as_day(running.start), 1)
    found = []
    grounds = {span.ground.id: span.ground for span in running.spans}
    for name, ground in sorted(grounds.items()):
        for first, last in united([(s.first, s.last) for s in running.spans if s.ground.id == name]):
            if last < opening:
                continue
            first = max(first, opening)
            most = add_days(add_lengths(first, [ground.most]), -1) if ground.most else last
            span = Span(first, min(last, most), ground)
            found.append(span)
    found.sort(key=lambda span: (span.first, span.last, span.ground.id))
    for span in found:
        cap = f"（此项至多{in_words(span.ground.most)}）" if span.ground.most else ""
        days = (span.last - span.first).days + 1
        running.say(
            f"{span.first}至{span.last}{span.ground.title}，{days}日不计入{cap}", span.last, span.ground.basis
        )
    return found


def _rolls(running: Running) -> bool:
    return running.rule.rolls and not (running.rule.custody and running.detained)


def _roll(running: Running, on: date) -> tuple[date, str]:
    """The last day moved past holidays, and why that is not certain (empty when it is)."""
    if not _rolls(running):
        return on, ""
    moved = running.calendar.roll(on)
    if moved is not None:
        return moved, ""
    year = on.year if not running.calendar.known(on.year) else on.year + 1
    return on, f"{year}年的放假安排尚未公布或者没有收录，最后一日是否顺延未定，暂不顺延"


def _say_roll(running: Running, on: date, due: date, why: str) -> None:
    rule, calendar = running.rule, running.calendar
    if why:
        running.say(why, due, running.rules.counting("holiday", rule))
    elif due != on:
        day = calendar.day(on)
        running.say(f"最后一日{on}为{day.why}，顺延至{due}", due, running.rules.counting("holiday", rule))
    elif not _rolls(running) and calendar.known(on.year) and not calendar.working(on):
        detained = running.detained or rule.domain == "criminal"
        name = "holiday_criminal_custody" if detained else "holiday"
        what = "在押期间不因节假日延长" if detained else "此项期间不因休假日顺延"
        running.say(f"最后一日{on}为{calendar.day(on).why}，{what}", due, running.rules.counting(name, rule))


def _state(running: Running, due: When, view: date | None, paused: bool) -> str:
    rule, last = running.rule, as_day(due)
    if running.ended is not None:
        late = (running.ended - last) // timedelta(days=1)
        what = f"于{running.ended}终了，" + (
            f"超过期限{late}日" if late > 0 and not rule.lapses else "未超过期限"
        )
        running.say(what, running.ended, rule.basis)
        return "ended"
    if paused:
        return "paused"
    if view is None or view <= last:
        return "running"
    return "ended" if rule.lapses else "overdue"

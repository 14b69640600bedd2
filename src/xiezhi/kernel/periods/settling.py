"""From the nominal last day to the last day: days that do not count, and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xiezhi.kernel.periods.counting import When, add_days, add_lengths, as_day, span_days, united
from xiezhi.kernel.periods.facts import written
from xiezhi.kernel.periods.nominal import certain, in_words
from xiezhi.kernel.periods.rules import Length
from xiezhi.kernel.periods.running import Running, Span


@dataclass(frozen=True, slots=True)
class Settled:
    """The last day once days that do not count are added and holidays passed."""

    due: When
    paused_days: int
    excluded_days: int
    provisional: str = ""


def settle(running: Running) -> Settled:
    """The last day of a period whose facts have all been taken; each step is said."""
    nominal, rule = running.nominal(), running.rule
    if rule.length and not running.term:
        _say_length(running, nominal)
    if isinstance(nominal, datetime):
        return Settled(nominal, 0, 0)
    spans = _counted(running)
    pauses = united([(span.first, span.last) for span in spans if span.ground.suspension])
    total, last_counted = 0, date.min
    for first, last in united([(span.first, span.last) for span in spans]):
        if first > add_days(nominal, total):
            running.say(f"自{first}起的期间在期限届满之后，不再扣除", add_days(nominal, total), rule.basis)
        else:
            total, last_counted = total + (last - first).days + 1, last
    due, why = _roll(running, add_days(nominal, total))
    paused = span_days([span for span in pauses if span[0] <= last_counted])
    raw = sum((span.last - span.first).days + 1 for span in spans if span.first <= last_counted)
    if raw > total:
        running.say(f"各段期间有重叠，合并计为{total}日，不重复扣除", add_days(nominal, total), rule.basis)
    elif total:
        running.say(f"扣除不计入的{total}日", add_days(nominal, total), rule.basis)
    _say_roll(running, add_days(nominal, total), due, why)
    if not certain(rule, running.start or due, running.calendar):
        why = "期间内有的年份放假安排尚未公布，工作日暂按周一至周五计"
    return Settled(due, paused, total - paused, why)


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
        running.say(f"{span.first}至{span.last}{span.ground.title}，{days}日不计入{cap}", span.last, span.ground.basis)
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

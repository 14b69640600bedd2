"""A period while its facts are being read, one after another; `reckon` drives it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from xiezhi.kernel.periods.calendar import Calendar
from xiezhi.kernel.periods.counting import When, add_days, add_lengths, as_day, united
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.extending import Grant, choose
from xiezhi.kernel.periods.facts import Fact, Step, written
from xiezhi.kernel.periods.nominal import in_words, nominal_due, set_due
from xiezhi.kernel.periods.rules import Ground, Length, Rule, RuleBook

SET_BY_LAW = frozenset("trial_limit review_limit appeal".split())  # no court may shorten or lengthen these


@dataclass(frozen=True, slots=True)
class Span:
    """Days that do not count, both ends included, on one ground."""

    first: date
    last: date
    ground: Ground


class Running:
    """One period: what has happened to it so far. Refusals are PeriodError."""

    def __init__(self, rule: Rule, rules: RuleBook, calendar: Calendar) -> None:
        self.rule = rule
        self.rules = rules
        self.calendar = calendar
        self.start: When | None = None
        self.ended: date | None = None
        self.detained = False
        self.term: date | None = None
        self.added: list[Length] = []
        self.granted: list[Length] = []
        self.used: Counter[str] = Counter()
        self.spans: list[Span] = []
        self.open: list[Span] = []  # pauses and exclusions without an end so far; `last` is not yet meant
        self.steps: list[Step] = []

    def say(self, what: str, on: When, basis: str) -> None:
        self.steps.append(Step(what, on, basis))

    def take(self, fact: Fact) -> None:
        """Let one fact work. PeriodError: what the rule does not allow, or what cannot have happened."""
        if self.ended is not None:
            self.say(f"{written(fact.on)}的事项在期间终了之后，不再计入", self.ended, self.rule.basis)
            return
        if self.start is None and fact.what not in ("start", "exclude"):
            raise PeriodError(
                "not_started", f"“{self.rule.title}”尚未起算，不能先有其他事项，请核对日期。", field="events"
            )
        getattr(self, f"take_{fact.what}")(fact)

    def take_start(self, fact: Fact) -> None:
        if self.start is not None:
            raise PeriodError("start_twice", "期间只能起算一次；重新计算请用 restart。", field="events")
        self.start = fact.on if self.rule.unit == "hour" else as_day(fact.on)
        if self.rule.unit == "hour" and not isinstance(fact.on, datetime):
            raise PeriodError("need_minute", f"“{self.rule.title}”以小时计算，起算须写明时刻。", field="from")
        self.detained = fact.detained
        basis = self.rules.counting("start_excluded", self.rule)
        if self.rule.backward:
            basis = self.rules.counting("before_event", self.rule)
            self.say(f"自{written(self.start)}起倒算，当日不计入", self.start, basis)
        elif self.rule.unit == "hour":
            self.say(f"{written(self.start)}开始，开始的时不计入，自次时起算", self.start, basis)
        else:
            self.say(f"{written(self.start)}开始，当日不计入，自次日起算", self.start, basis)

    def take_end(self, fact: Fact) -> None:
        self.ended = fact.to or as_day(fact.on)
        beyond = [span for span in self.spans if span.last >= self.ended]
        self.spans = [span for span in self.spans if span.last < self.ended]
        for span in (*beyond, *self.open):  # after the end no day counts or is off
            self.close(span, self.ended)
        self.open = []
        if fact.to:
            what = f"{fact.to}交邮，{written(fact.on)}收到，在途时间不计入，以交邮日为准"
            self.say(what, fact.to, self.rules.counting("transit", self.rule))

    def take_pause(self, fact: Fact) -> None:
        if not self.rule.suspends:
            raise PeriodError(
                "pause_not_allowed",
                f"法律没有规定“{self.rule.title}”可以中止，请核对规则。",
                field="events",
                basis=self.rule.basis,
            )
        if fact.ground and fact.ground != self.rule.suspends:
            self.refuse_ground(fact.ground)
        if any(span.ground.suspension for span in self.open):
            raise PeriodError("already_paused", "期间已经中止，恢复之前不能再次中止。", field="events")
        ground = self.rules.grounds[self.rule.suspends]
        self.open.append(Span(as_day(fact.on), as_day(fact.on), ground))

    def take_resume(self, fact: Fact) -> None:
        paused = [span for span in self.open if span.ground.suspension]
        if not paused:
            raise PeriodError("resume_without_pause", "期间没有中止，不能恢复，请核对日期。", field="events")
        self.open.remove(paused[0])
        self.close(paused[0], as_day(fact.on))

    def close(self, span: Span, until: date) -> None:
        """The day on which it runs again counts; when there is no day between, nothing is excluded."""
        if span.first < until:
            self.spans.append(Span(span.first, add_days(until, -1), span.ground))

    def take_exclude(self, fact: Fact) -> None:
        known = (*self.rule.excludes, self.rule.suspends)
        if fact.ground not in known or not fact.ground:
            self.refuse_ground(fact.ground)
        first = as_day(fact.on)
        span = Span(first, fact.to or first, self.rules.grounds[fact.ground])
        (self.spans if fact.to else self.open).append(span)

    def refuse_ground(self, ground: str) -> None:
        allowed = [*self.rule.excludes, *([self.rule.suspends] if self.rule.suspends else [])]
        named = "、".join(f"{self.rules.grounds[name].title}（{name}）" for name in allowed) or "无"
        if ground not in self.rules.grounds:
            code, why = "unknown_ground", f"没有编号为“{ground}”的事由"
        else:
            code, why = (
                "ground_not_allowed",
                f"“{self.rules.grounds[ground].title}”不是“{self.rule.title}”的扣除事由",
            )
        raise PeriodError(code, f"{why}，可用的事由：{named}。", field="ground", basis=self.rule.basis)

    def take_extend(self, fact: Fact) -> None:
        assert self.start is not None
        grant = Grant(self.rule, as_day(self.start), self.nominal(), self.used, self.rules.keeps_month_end(self.rule))
        extension, length = choose(grant, fact)
        late = as_day(fact.on) > as_day(self.nominal_with_spans())
        self.used[extension.by] += 1
        self.added.append(length)
        what = f"{extension.title}批准延长" if extension.by != "law" else "依法延长"
        note = "（批准时原期限已经届满，请核对）" if late else ""
        self.say(f"{what}{in_words(length)}{note}", self.nominal(), extension.basis)

    def take_granted(self, fact: Fact) -> None:
        if not self.rule.grantable:
            why = "是不变期间" if self.rule.fixed else "不是当事人可以申请顺延的期限"
            raise PeriodError(
                "grant_not_allowed",
                f"“{self.rule.title}”{why}，不能准许顺延。",
                field="events",
                basis=self.rule.basis,
            )
        if fact.n is None:
            raise PeriodError("missing_field", "准许顺延须写明日数。", field="days")
        self.granted.append(Length(fact.n, "day"))
        self.say(f"准许顺延{fact.n}日", self.nominal(), self.rules.counting("granted", self.rule))

    def take_convert(self, fact: Fact) -> None:
        assert self.start is not None
        by = self.rule.converts
        new = self.rules.rule(fact.rule, as_day(fact.on))
        if by is None or fact.rule not in by.to:
            raise PeriodError(
                "convert_not_allowed",
                f"“{self.rule.title}”不能转为“{new.title}”。",
                field="rule",
                basis=self.rule.basis,
            )
        self.rule = new
        if by.counts_from == "decision":
            self.begin_again(as_day(fact.on))
            self.say(f"转为“{new.title}”，自作出决定之日重新计算", as_day(fact.on), by.basis)
        else:
            self.begin_again(self.start)
            self.say(f"转为“{new.title}”，仍自原起算之日连续计算", as_day(self.start), by.basis)

    def take_restart(self, fact: Fact) -> None:
        self.begin_again(fact.on if self.rule.unit == "hour" else as_day(fact.on))
        self.say("期间重新计算，当日不计入", fact.on, self.rule.restarts or self.rule.basis)

    def begin_again(self, start: When) -> None:
        """What was added belonged to the count given up; days excluded stay where they still fall in."""
        if self.added or self.granted:
            self.say("此前批准的延长、顺延随原期间一并终止，不再计入", start, self.rule.basis)
        self.start = start
        self.added, self.granted, self.term = [], [], None
        self.used.clear()

    def take_set(self, fact: Fact) -> None:
        assert self.start is not None and fact.to is not None
        if self.rule.kind in SET_BY_LAW and self.rule.unit != "event":
            raise PeriodError(
                "set_not_allowed",
                f"“{self.rule.title}”由法律规定，法院不能另定。",
                field="to",
                basis=self.rule.basis,
            )
        self.term = set_due(self.rule, as_day(self.start), fact.to)
        self.say(f"法院确定至{self.term}", self.term, self.rule.basis)

    def nominal(self) -> When:
        """The last day by length and extensions alone: before excluded days, before any holiday."""
        assert self.start is not None
        keep = self.rules.keeps_month_end(self.rule)
        if self.term:
            return add_lengths(self.term, [*self.added, *self.granted], keep_month_end=keep)
        due = nominal_due(self.rule, self.start, self.added, self.calendar, keep_month_end=keep)
        return add_lengths(as_day(due), self.granted) if self.granted else due

    def nominal_with_spans(self) -> When:
        """The last day if all days excluded so far count: enough to tell whether an approval came late."""
        due = self.nominal()
        if not self.spans:
            return due
        spans = united([(span.first, span.last) for span in self.spans])
        return add_days(as_day(due), sum((last - first).days + 1 for first, last in spans))

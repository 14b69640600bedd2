"""Whether an extension may be granted, by whom and for how long."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from xiezhi.kernel.periods.counting import When, add_lengths, as_day
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.nominal import in_words
from xiezhi.kernel.periods.rules import Extension, Length, Rule

UNITS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Grant:
    """What an approval is measured against: the rule, its start, the last day so far, earlier extensions."""

    rule: Rule
    start: date
    nominal: When
    used: Counter[str]
    keep_month_end: bool

    def after(self, *lengths: Length) -> date:
        return add_lengths(as_day(self.nominal), lengths, keep_month_end=self.keep_month_end)


def choose(grant: Grant, fact: Fact) -> tuple[Extension, Length]:
    """The first extension of the rule that the fact fits, in the order of the law, and its length.

    PeriodError: `extension_not_allowed`, `extension_by_unknown`, and why the last candidate refused:
    `extension_too_often`, `extension_out_of_order`, `extension_too_long`, `extension_length_missing`.
    """
    rule = grant.rule
    if not rule.extends:
        raise PeriodError(
            "extension_not_allowed", f"法律没有规定“{rule.title}”可以延长。", field="events", basis=rule.basis
        )
    candidates = [extension for extension in rule.extends if fact.by in ("", extension.by)]
    if not candidates:
        named = "、".join(f"{extension.title}（{extension.by}）" for extension in rule.extends)
        raise PeriodError(
            "extension_by_unknown",
            f"“{fact.by}”无权延长“{rule.title}”，有权的是：{named}。",
            field="by",
            basis=rule.basis,
        )
    refusals: list[PeriodError] = []
    for extension in candidates:
        try:
            return extension, _length(grant, extension, fact)
        except PeriodError as refusal:
            refusals.append(refusal)
    raise refusals[-1] if fact.by else _plainest(refusals)


def _plainest(refusals: list[PeriodError]) -> PeriodError:
    """Of several refusals the one that says most: a length refused before an order or a count."""
    rank = ("extension_too_long", "extension_length_missing", "extension_too_often", "extension_out_of_order")
    return min(refusals, key=lambda refusal: rank.index(refusal.code) if refusal.code in rank else len(rank))


def _length(grant: Grant, extension: Extension, fact: Fact) -> Length:
    def refuse(code: str, message: str, field: str) -> PeriodError:
        return PeriodError(code, message, field=field, basis=extension.basis)

    if extension.times and grant.used[extension.by] >= extension.times:
        raise refuse("extension_too_often", f"{extension.title}延长不得超过{extension.times}次。", "events")
    if extension.needs and not grant.used[extension.needs]:
        before = next(other.title for other in grant.rule.extends if other.by == extension.needs)
        raise refuse("extension_out_of_order", f"须先经{before}延长，仍不能办结的，才由{extension.title}延长。", "by")
    length = _asked(grant, extension, fact)
    if length is None:
        raise refuse("extension_length_missing", "法律没有规定延长多久，请写明 n 和 unit。", "n")
    if length.unit not in UNITS:
        raise refuse("bad_value", "延长的单位须为 day、month、year 之一。", "unit")
    if extension.length and grant.after(length) > grant.after(extension.length):
        raise refuse("extension_too_long", f"{extension.title}至多延长{in_words(extension.length)}。", "n")
    if extension.upto and grant.after(length) > add_lengths(
        grant.start, [extension.upto], keep_month_end=grant.keep_month_end
    ):
        raise refuse("extension_too_long", f"延长后合计不得超过{in_words(extension.upto)}。", "n")
    return length


def _asked(grant: Grant, extension: Extension, fact: Fact) -> Length | None:
    if fact.n is not None:
        unit = fact.unit or (extension.length.unit if extension.length else grant.rule.unit)
        return Length(fact.n, unit)
    if extension.length or not extension.upto:
        return extension.length
    whole = add_lengths(grant.start, [extension.upto], keep_month_end=grant.keep_month_end)
    return Length((whole - as_day(grant.nominal)).days, "day")

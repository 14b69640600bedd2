"""Rules over live case data, each one function; its reason and thresholds stand in parameters/risk.toml.

A rule finds, people judge: what it finds opens one check for ever (its key), and whether it was a false alarm is counted by rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import tomli
from django.db.models import Count, Max, Sum

from xiezhi.departments.office.risks.chance import at_least
from xiezhi.kernel.law.resolve import on as resolved
from xiezhi.kernel.money.trust import BANK
from xiezhi.kernel.periods.counting import as_day
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.reckon import reckon
from xiezhi.kernel.procedure.book import calendar, parameters, rules
from xiezhi.kernel.procedure.registry import Found, finder, law_check
from xiezhi.kernel.record.models import Assigned, Entry, Matter, Party, Period

DRAWS = ("assignment.draw",)
SHOWN = 20


def _limit(rule: str, name: str, day: date) -> Any:
    return resolved(parameters("risk")[rule][name], day)


def _found(rule: str, matter: Matter, key: str, told: str) -> Found:
    title, reason = parameters("risk")[rule]["title"], parameters("risk")[rule]["reason"]
    number = matter.number or "（未编案号）"
    data = {"risk_rule": rule, "subject": f"{title}：{number}", "risk_cases": number, "risk_found": f"{told}{reason}"}
    return Found(matter.court_id, key, data)


def _limits() -> Iterator[tuple[Period, list[Fact]]]:
    """The limits of cases that run, with their facts; only those from which something was excluded or which were extended."""
    running = Period.objects.filter(state__in=("running", "paused"), name="limit").exclude(matter__number="")
    for period in running.select_related("matter").iterator(500):
        facts = [Fact.from_dict(raw) for raw in period.history["facts"]]
        if any(f.what in ("exclude", "extend", "pause") for f in facts):
            yield period, facts


@finder("office.check/long_exclusion")
def long_exclusion(day: date) -> Iterator[Found]:
    """More days than the threshold do not count towards the limit of a case."""
    most = int(_limit("long_exclusion", "days", day))
    for period, facts in _limits():
        days = sum(((f.to or day) - as_day(f.on)).days + 1 for f in facts if f.what == "exclude")
        if days > most:
            told = f"审限中已经扣除{days}日（门槛{most}日）。"
            yield _found("long_exclusion", period.matter, period.matter_id.hex, told)


@finder("office.check/at_the_end")
def at_the_end(day: date) -> Iterator[Found]:
    """The limit was excluded from or extended, again and again, when it had only a few days left by what stood until then."""
    within, least = int(_limit("at_the_end", "days", day)), int(_limit("at_the_end", "times", day))
    for period, facts in _limits():
        late = sum(0 <= _left(period, facts, as_day(f.on)) <= within for f in facts if f.what in ("exclude", "extend"))
        if late >= least:
            told = f"在届满前{within}日以内{late}次扣除或者延长审限（门槛{least}次）。"
            yield _found("at_the_end", period.matter, f"{period.matter_id.hex}:{late}", told)


def _left(period: Period, facts: list[Fact], on: date) -> int:
    """Days that were left on a day by the facts before it; none (-1) when the period cannot be reckoned from them."""
    before = [f for f in facts if as_day(f.on) < on]
    try:
        found = reckon(period.history["rule"], before, rules=rules(), calendar=calendar(), on=on)
    except PeriodError:
        return -1
    return (as_day(found.due) - on).days if found.due else -1


@finder("office.check/reassigned")
def reassigned(day: date) -> Iterator[Found]:
    """The judge of a case was drawn as often as the threshold says."""
    least = int(_limit("reassigned", "times", day))
    draws = Matter.objects.filter(procedure__in=DRAWS, state="closed", parent__isnull=False).exclude(parent__number="")
    often = draws.values("parent").annotate(n=Count("pk")).filter(n__gte=least)
    times = {row["parent"]: row["n"] for row in often if row["parent"]}
    for matter in Matter.objects.filter(pk__in=times).order_by("id"):
        n = times[matter.pk]
        yield _found("reassigned", matter, f"{matter.pk.hex}:{n}", f"已经{n}次确定承办法官（门槛{least}次）。")


@finder("office.check/idle_money")
def idle_money(day: date) -> Iterator[Found]:
    """Money for an enforcement lies at the bank, and nothing was booked for longer than the threshold."""
    days = int(_limit("idle_money", "days", day))
    lying = (
        Entry.objects.filter(account=BANK, matter__procedure__startswith="exe.").values("matter")
        .annotate(fen=Sum("fen"), last=Max("on")).filter(fen__gt=0, last__lt=day - timedelta(days=days))
    )  # fmt: skip
    rows = {row["matter"]: row for row in lying}
    for matter in Matter.objects.filter(pk__in=rows).order_by("id"):
        row = rows[matter.pk]
        told = f"账上有案款{row['fen'] // 100}.{row['fen'] % 100:02d}元，自{row['last']}起没有收付（门槛{days}日）。"
        yield _found("idle_money", matter, f"{matter.pk.hex}:{row['last']}", told)


@finder("office.check/same_pair")
def same_pair(day: date) -> Iterator[Found]:
    """A lawyer's cases are with one judge more often than the draw brings about: by the binomial chance, of a year's cases."""
    least, chance = int(_limit("same_pair", "least", day)), Fraction(str(_limit("same_pair", "chance", day)))
    since = day - timedelta(days=int(_limit("same_pair", "window_days", day)))
    for court, judges, pairs in _pairs(since):
        cases = sum(judges.values())
        by_lawyer: Counter[str] = Counter()
        for (lawyer, _judge), found in pairs.items():
            by_lawyer[lawyer] += len(found)
        for (lawyer, judge), found in sorted(pairs.items()):
            n = len(found)
            share = Fraction(judges[judge], cases)
            if n >= least and at_least(n, by_lawyer[lawyer], share) < chance:
                yield _pair(court, lawyer, judge, found, by_lawyer[lawyer], share, day)


Pairs = dict[tuple[str, str], list[Matter]]


def _pairs(since: date) -> Iterator[tuple[str, Counter[str], Pairs]]:
    """By court: cases of each judge, and the cases of each (lawyer, judge); a lawyer is told by the identity number, else the name."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    judge_of: dict[Any, str] = {}
    cases = Assigned.objects.filter(role="judge", matter__opened__gte=since, person__isnull=False).exclude(
        matter__number=""
    )
    for matter, court, person, name in cases.values_list("matter", "matter__court", "person", "person__name"):
        judge_of[matter] = f"{person.hex}/{name}"
        counts[court][judge_of[matter]] += 1
    pairs: dict[str, Pairs] = defaultdict(lambda: defaultdict(list))
    lawyers = Party.objects.filter(role="counsel", matter__opened__gte=since).select_related("matter").order_by("id")
    for one in lawyers.iterator(500):
        if one.matter_id in judge_of:
            key = (f"{one.id_number or one.name}/{one.name}", judge_of[one.matter_id])
            found = pairs[one.matter.court_id][key]
            if one.matter not in found:
                found.append(one.matter)
    return ((court, counts[court], pairs[court]) for court in sorted(pairs))


def _pair(court: str, lawyer: str, judge: str, found: list[Matter], all_: int, share: Fraction, day: date) -> Found:
    names, title = (lawyer.partition("/")[2], judge.partition("/")[2]), parameters("risk")["same_pair"]["title"]
    told = (
        f"律师{names[0]}一年内在本院的{all_}件案件中有{len(found)}件由法官{names[1]}承办；"
        f"该法官承办本院案件的比例为{float(share):.1%}。{parameters('risk')['same_pair']['reason']}"
    )
    numbers = "、".join(m.number for m in found[:SHOWN])
    data = {"risk_rule": "same_pair", "subject": f"{title}：{names[0]}", "risk_cases": numbers, "risk_found": told}
    who = f"{lawyer.partition('/')[0]}:{judge.partition('/')[0]}:{day.year}"
    return Found(court, who, data)


@law_check("risk")
def threshold_faults(folder: Path) -> Iterable[str]:
    """What is wrong with the thresholds: a rule that the code list lacks, or one without a title or a reason."""
    raw: Mapping[str, Any] = tomli.loads((folder / "parameters/risk.toml").read_text("utf-8"))
    known = tomli.loads((folder / "choices/office.toml").read_text("utf-8"))["risk_rule"]
    told = {name for name, one in raw.items() if isinstance(one, dict)}
    for name in sorted(told ^ known.keys()):
        yield f"parameters/risk.toml:{name}: stands in one of `risk_rule` and the thresholds only"
    for name in sorted(told):
        yield from (
            f"parameters/risk.toml:{name}.{key}: missing" for key in ("title", "reason") if not raw[name].get(key)
        )

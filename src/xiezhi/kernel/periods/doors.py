"""The questions `period`, `limit` and `day` of `xiezhi reckon`: a JSON object in, a JSON object out.

Bad input never raises: the answer is then {"error": {"code", "message", "field"?, "basis"?}}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xiezhi.kernel.periods.calendar import Calendar, load_calendar
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact, Reckoned, check_keys, read_date, read_text, read_when
from xiezhi.kernel.periods.load import load_rules
from xiezhi.kernel.periods.reckon import reckon
from xiezhi.kernel.periods.rules import RuleBook

BESIDE_THE_SOURCE = Path(__file__).resolve().parents[4] / "law"
ANY_LINE = frozenset(("id", "ask"))


@dataclass(frozen=True)
class PeriodLaw:
    """What is needed to reckon: the rules and the calendar."""

    rules: RuleBook
    calendar: Calendar


@cache
def period_law(folder: Path = BESIDE_THE_SOURCE) -> PeriodLaw:
    """The periods and the calendar of a law book's folder, read once. ValueError names every fault."""
    return PeriodLaw(load_rules(folder / "periods"), load_calendar(folder / "calendar"))


def answer_period(line: Mapping[str, Any], *, law: PeriodLaw | None = None) -> dict[str, Any]:
    """{"rule", "from", "events"?, "on"?} → {"due", "steps", "basis"} (+ "provisional", "reason")."""
    return _answered(_period, line, law)


def answer_limit(line: Mapping[str, Any], *, law: PeriodLaw | None = None) -> dict[str, Any]:
    """{"rule", "events", "on"?} → {"due", "state", "paused_days", "excluded_days", "steps", "basis"}."""
    return _answered(_limit, line, law)


def answer_day(line: Mapping[str, Any], *, law: PeriodLaw | None = None) -> dict[str, Any]:
    """{"on"} → {"working", "why"}; `year_not_known` when its holidays are not announced or not on file."""
    return _answered(_day, line, law)


Question = Callable[[Mapping[str, Any], PeriodLaw], dict[str, Any]]


def _answered(question: Question, line: object, law: PeriodLaw | None) -> dict[str, Any]:
    try:
        if not isinstance(line, Mapping):
            raise PeriodError("bad_line", "每行须为一个JSON对象。")
        return question(line, law or period_law())
    except PeriodError as refusal:
        return {"error": refusal.to_dict()}


def _period(line: Mapping[str, Any], law: PeriodLaw) -> dict[str, Any]:
    check_keys(line, frozenset(("rule", "from")), ANY_LINE | {"events", "on"})
    start = Fact("start", read_when(line["from"], "from"))
    found = _reckon(line, law, start, _events(line.get("events", []))).to_dict()
    return {key: found[key] for key in ("due", "steps", "basis", "provisional", "reason") if key in found}


def _limit(line: Mapping[str, Any], law: PeriodLaw) -> dict[str, Any]:
    check_keys(line, frozenset(("rule", "events")), ANY_LINE | {"on"})
    found = _reckon(line, law, None, _events(line["events"])).to_dict()
    return {key: value for key, value in found.items() if key not in ("rule", "started")}


def _day(line: Mapping[str, Any], law: PeriodLaw) -> dict[str, Any]:
    check_keys(line, frozenset(("on",)), ANY_LINE)
    on = read_date(line["on"], "on")
    if not law.calendar.known(on.year):
        raise PeriodError("year_not_known", f"{on.year}年的放假安排尚未公布或者没有收录，不作推测。", field="on")
    day = law.calendar.day(on)
    return {"working": day.working, "why": day.why}


def _events(raw: object) -> list[Fact]:
    if not isinstance(raw, list):
        raise PeriodError("bad_value", "events 须为列表。", field="events")
    facts = []
    for index, event in enumerate(raw):
        facts.append(Fact.from_dict(event, f"events[{index}]"))
        if facts[-1].what == "exclude" and facts[-1].to is None:
            raise PeriodError("missing_field", "缺少“to”，请补上。", field=f"events[{index}].to")
    return facts


def _reckon(line: Mapping[str, Any], law: PeriodLaw, start: Fact | None, events: list[Fact]) -> Reckoned:
    rule = read_text(line["rule"], "rule")
    on = read_when(line["on"], "on") if "on" in line else None
    facts = [*([start] if start else []), *events]
    try:
        return reckon(rule, facts, rules=law.rules, calendar=law.calendar, on=on)
    except PeriodError as refusal:
        refusal.field = _place(refusal, start, events)
        raise


def _place(refusal: PeriodError, start: Fact | None, events: list[Fact]) -> str:
    """Where in the line the refused fact stands; facts know nothing of the line they came in."""
    if refusal.fact is None:
        return refusal.field
    if refusal.fact is start:
        return "from"
    index = next(index for index, fact in enumerate(events) if fact is refusal.fact)
    key = {"events": "what", "from": "on"}.get(refusal.field, refusal.field)
    return f"events[{index}].{key}" if key else f"events[{index}]"

"""Telling a period's facts in tests, in the words of `xiezhi reckon`."""

from __future__ import annotations

from datetime import date
from typing import Any

from xiezhi.kernel.periods.doors import PeriodLaw
from xiezhi.kernel.periods.facts import Fact, Reckoned
from xiezhi.kernel.periods.reckon import reckon


def run(law: PeriodLaw, rule: str, start: str, *events: dict[str, Any], on: str | None = None, **more: Any) -> Reckoned:
    facts = [Fact.from_dict({"what": "start", "on": start, **more}), *map(Fact.from_dict, events)]
    view = date.fromisoformat(on) if on else None
    return reckon(rule, facts, rules=law.rules, calendar=law.calendar, on=view)


def extend(n: int | None, on: str, unit: str = "month", **more: str) -> dict[str, Any]:
    return {"what": "extend", "on": on, **({"n": n, "unit": unit} if n else {}), **more}


def exclude(first: str, last: str, ground: str = "jianding") -> dict[str, Any]:
    return {"what": "exclude", "from": first, "to": last, "ground": ground}


def pause(on: str, **more: str) -> dict[str, Any]:
    return {"what": "pause", "on": on, **more}


def resume(on: str) -> dict[str, Any]:
    return {"what": "resume", "on": on}

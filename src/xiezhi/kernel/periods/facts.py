"""What happened to a running period (Fact), what was computed from it (Reckoned), and both as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xiezhi.kernel.periods.clock import COURT_TIME
from xiezhi.kernel.periods.counting import When
from xiezhi.kernel.periods.errors import PeriodError

# For each kind of fact: the keys it must have and those it may have, beside `what`.
KEYS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    what: (frozenset(must.split()), frozenset(may.split()))
    for what, must, may in (
        ("start", "on", "detained"),
        ("end", "on", "posted"),
        ("pause", "on", "group"),
        ("resume", "on", "group"),
        ("exclude", "from ground", "to on"),
        ("extend", "on", "n unit by"),
        ("granted", "on days", ""),
        ("convert", "on rule", ""),
        ("restart", "on", ""),
        ("set", "on to", ""),
    )
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that starts, stops or changes a period, on a legal day (or moment, for rules in hours).

    what: start (`detained`: the accused is in custody), end (`to` = the earlier day on which it was posted), pause and resume (`ground` = suspension group),
    exclude (`on` to `to`, both days included; `to` None = still open; `ground`), extend (`n`, `unit`, `by`),
    granted (`n` days after an excusable delay), convert (`rule`), restart, set (`to` = last day set by the
    court, or the day an "event" rule ends before).
    """

    what: str
    on: When
    to: date | None = None
    ground: str = ""
    n: int | None = None
    unit: str = ""
    by: str = ""
    rule: str = ""
    detained: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON, in the words of `reckon`'s events; `from_dict` reads it back equal."""
        ground = "group" if self.what in ("pause", "resume") else "ground"
        n = "days" if self.what == "granted" else "n"
        parts = {
            "what": self.what,
            "from" if self.what == "exclude" else "on": written(self.on),
            "posted" if self.what == "end" else "to": written(self.to) if self.to else None,
            ground: self.ground or None,
            n: self.n,
            "unit": self.unit or None,
            "by": self.by or None,
            "rule": self.rule or None,
            "detained": self.detained or None,
        }
        return {key: value for key, value in parts.items() if value is not None}

    @classmethod
    def from_dict(cls, raw: object, field: str = "") -> Fact:
        """Read one fact. PeriodError naming the field below `field`: `bad_event`, `unknown_key`,
        `missing_field`, `bad_date`, `bad_value`, `bad_interval`."""
        what = raw.get("what") if isinstance(raw, Mapping) else None
        if not isinstance(raw, Mapping) or not isinstance(what, str) or what not in KEYS:
            raise PeriodError("bad_event", f"事项须为对象，what 须为{'、'.join(KEYS)}之一。", field=field)
        must, may = KEYS[what]
        check_keys(raw, must | {"what"}, may, field)
        on = read_when(raw["from" if what == "exclude" else "on"], _below(field, "from" if what == "exclude" else "on"))
        to = next((read_date(raw[key], _below(field, key)) for key in ("to", "posted") if key in raw), None)
        day = on.date() if isinstance(on, datetime) else on
        if to and what == "exclude" and to < day:
            raise PeriodError("bad_interval", "止日不能早于起日，请核对。", field=_below(field, "to"))
        if to and what == "end" and to > day:
            raise PeriodError("bad_interval", "交邮的日期不能晚于收到的日期，请核对。", field=_below(field, "posted"))
        texts = {key: read_text(raw[key], _below(field, key)) for key in ("unit", "by", "rule") if key in raw}
        ground = next((read_text(raw[key], _below(field, key)) for key in ("ground", "group") if key in raw), "")
        n = next((_count(raw[key], _below(field, key)) for key in ("n", "days") if key in raw), None)
        detained = raw.get("detained", False)
        if type(detained) is not bool:
            raise PeriodError("bad_value", "detained 须为 true 或者 false。", field=_below(field, "detained"))
        return cls(what, on, to=to, ground=ground, n=n, detained=detained, **texts)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning: a Chinese sentence, the day it leads to, its article."""

    what: str
    date: When
    basis: str = ""

    def to_dict(self) -> dict[str, str]:
        return {"what": self.what, "date": written(self.date), "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A period reckoned: its last day (`due`), how it stands, and every step that led there.

    state: not_started, running, paused, ended (done, or run out where that is its natural end), overdue.
    `provisional` with `reason`: the last day may still move (holidays not announced, still suspended).
    """

    rule: str
    started: When | None
    due: When | None
    state: str
    paused_days: int = 0
    excluded_days: int = 0
    steps: tuple[Step, ...] = ()
    basis: tuple[str, ...] = ()
    provisional: bool = False
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON; days YYYY-MM-DD, moments YYYY-MM-DDTHH:MM in court time; `reason` if provisional."""
        found: dict[str, Any] = {
            "rule": self.rule,
            "started": written(self.started) if self.started else None,
            "due": written(self.due) if self.due else None,
            "state": self.state,
            "paused_days": self.paused_days,
            "excluded_days": self.excluded_days,
            "steps": [step.to_dict() for step in self.steps],
            "basis": list(self.basis),
        }
        return found | ({"provisional": True, "reason": self.reason} if self.provisional else {})


def written(when: When) -> str:
    """A day as YYYY-MM-DD, an aware moment as YYYY-MM-DDTHH:MM in court time."""
    if isinstance(when, datetime):
        return when.astimezone(COURT_TIME).replace(tzinfo=None).isoformat(timespec="minutes")
    return when.isoformat()


def read_date(raw: object, field: str) -> date:
    """A day written YYYY-MM-DD; PeriodError `bad_date`."""
    if isinstance(raw, str) and DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise PeriodError("bad_date", "日期须写成 2024-03-01 的样子，并且确有其日，请核对。", field=field)


def read_when(raw: object, field: str) -> When:
    """A day, or a moment written YYYY-MM-DDTHH:MM in court time; PeriodError `bad_date`."""
    if isinstance(raw, str) and MINUTE.fullmatch(raw):
        try:
            return datetime.fromisoformat(raw).replace(tzinfo=COURT_TIME)
        except ValueError:
            pass
    return read_date(raw, field)


def read_text(raw: object, field: str) -> str:
    """A text that is not empty; PeriodError `bad_value`."""
    if isinstance(raw, str) and raw:
        return raw
    raise PeriodError("bad_value", "此项须为文字，不能为空。", field=field)


def check_keys(raw: Mapping[Any, Any], must: frozenset[str], may: frozenset[str], field: str = "") -> None:
    """Every key known and none missing; PeriodError `unknown_key` or `missing_field`, naming the key."""
    for key in raw:
        if key not in must | may:
            raise PeriodError("unknown_key", f"不认识的项“{key}”，请删去或者改正。", field=_below(field, str(key)))
    for key in sorted(must):
        if key not in raw:
            raise PeriodError("missing_field", f"缺少“{key}”，请补上。", field=_below(field, key))


def _count(raw: object, field: str) -> int:
    if type(raw) is int and 0 < raw <= LARGEST:
        return raw
    raise PeriodError("bad_value", f"此项须为1至{LARGEST}的整数。", field=field)


def _below(field: str, key: str) -> str:
    return f"{field}.{key}" if field else key

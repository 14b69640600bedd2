"""Which days are working days, and why.

The State Council announces each year's holidays and make-up days late in the year before. Years come
from the package `chinesecalendar` and from `law/calendar/<year>.toml`, which wins. A year that neither
knows is unknown: nothing here ever guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import tomli

from xiezhi.kernel.periods.shape import Say, fits

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
SATURDAY = 5
PACKAGED = frozenset(day.year for day in chinese_calendar.holidays)
SHORT_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
NAMES = {holiday.value: SHORT_NAMES.get(holiday.chinese, holiday.chinese) for holiday in chinese_calendar.Holiday}
YEAR = {"notice": str, "holidays": [{"name": str, "from": date, "to": date}], "workdays": [date]}
YEAR_FILE = re.compile(r"\d{4}", re.ASCII)


def _of_year(days: Iterable[date], year: int) -> frozenset[date]:
    return frozenset(day for day in days if day.year == year)


EXCEPTIONS = {
    year: (_of_year(chinese_calendar.holidays, year), _of_year(chinese_calendar.workdays, year)) for year in PACKAGED
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether courts work, and why (工作日, 调休上班, 国庆节, 周六 …)."""

    working: bool
    why: str


@dataclass(frozen=True)
class Year:
    """One announced year: holidays with their names, make-up working days, and the notice that says so."""

    notice: str
    holidays: Mapping[date, str]
    workdays: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    """Working days of all announced years; `years` are the law book's own, which win over the packaged."""

    years: Mapping[int, Year] = field(default_factory=dict)

    def known(self, year: int) -> bool:
        """Whether the year's holidays have been announced (and are on file)."""
        return year in self.years or year in PACKAGED

    def day(self, on: date) -> Day:
        """What kind of day it is. ValueError when the year is not known: ask `known` first."""
        if not self.known(on.year):
            raise ValueError(f"no holidays on file for {on.year}")
        own = self.years.get(on.year)
        if own is None:
            name = NAMES.get(chinese_calendar.holidays.get(on, ""), "")
            made_up = on in chinese_calendar.workdays
        else:
            name, made_up = own.holidays.get(on, ""), on in own.workdays
        if name:
            return Day(False, name)
        if on.weekday() >= SATURDAY:
            return Day(True, "调休上班") if made_up else Day(False, WEEKDAYS[on.weekday()])
        return Day(True, "工作日")

    def exceptions(self, year: int) -> tuple[Iterable[date], Iterable[date]]:
        """Of a known year all days on which courts do not work though it may be a weekday, and the weekends on which they do."""
        own = self.years.get(year)
        if own is not None:
            return own.holidays, own.workdays
        return EXCEPTIONS[year]

    def working(self, on: date) -> bool:
        """Whether the day is a working day. ValueError when the year is not known."""
        return self.day(on).working

    def roll(self, on: date) -> date | None:
        """The day itself if it is a working day, else the next one; None when that needs an unknown year."""
        while self.known(on.year):
            if self.working(on):
                return on
            on += timedelta(days=1)
        return None


def load_calendar(path: Path) -> Calendar:
    """The calendar of a folder such as `law/calendar`. Raises ValueError naming every fault."""
    years, faults = _read(path)
    if faults:
        raise ValueError("\n".join(faults))
    return Calendar(years)


def calendar_faults(path: Path) -> list[str]:
    """All faults of the year files in a folder, one "file:key: fault" each."""
    return _read(path)[1]


def _read(path: Path) -> tuple[dict[int, Year], list[str]]:
    years: dict[int, Year] = {}
    faults: list[str] = []
    for file in sorted(path.glob("*.toml")):

        def say(key: str, fault: str, name: str = file.name) -> None:
            faults.append(f"{path.name}/{name}:{key}: {fault}")

        try:
            raw = tomli.loads(file.read_text(encoding="utf-8"))
        except (tomli.TOMLDecodeError, UnicodeDecodeError) as wrong:
            say("", f"不是合格的TOML文件：{wrong}")
            continue
        if not YEAR_FILE.fullmatch(file.stem):
            say("", "文件名须为四位年份")
        elif fits(raw, YEAR, "", say):
            years[int(file.stem)] = _year(int(file.stem), raw, say)
    return years, faults


def _year(year: int, raw: Mapping[str, Any], say: Say) -> Year:
    holidays: dict[date, str] = {}
    for index, row in enumerate(raw["holidays"]):
        first, last = row["from"], row["to"]
        if not first.year == last.year == year or last < first:
            say(f"holidays[{index}]", f"首日、末日须在{year}年之内且首日不晚于末日")
            continue
        for offset in range((last - first).days + 1):
            holidays[first + timedelta(days=offset)] = row["name"]
    for on in raw["workdays"]:
        if on.year != year or on.weekday() < SATURDAY or on in holidays:
            say("workdays", f"{on}不是{year}年放假以外的周六或者周日")
    return Year(raw["notice"], holidays, frozenset(raw["workdays"]))

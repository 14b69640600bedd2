"""The law book in force in this process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.numbers.tables import Tables, load_tables
from xiezhi.kernel.periods.calendar import Calendar, load_calendar
from xiezhi.kernel.periods.load import load_rules
from xiezhi.kernel.periods.rules import RuleBook


def law() -> LawBook:
    """The law book under settings.LAW_DIR, read once."""
    return _read(str(settings.LAW_DIR))


@lru_cache(maxsize=4)
def _read(folder: str) -> LawBook:
    return read(Path(folder))


def tables() -> Tables:
    """Courts, causes and case types."""
    return _tables(str(settings.LAW_DIR))


@lru_cache(maxsize=4)
def _tables(folder: str) -> Tables:
    return load_tables(Path(folder) / "tables")


def rules() -> RuleBook:
    """The rules of periods."""
    return _rules(str(settings.LAW_DIR))


@lru_cache(maxsize=4)
def _rules(folder: str) -> RuleBook:
    return load_rules(Path(folder) / "periods")


def calendar() -> Calendar:
    """Working days, holidays and make-up days."""
    return _calendar(str(settings.LAW_DIR))


@lru_cache(maxsize=4)
def _calendar(folder: str) -> Calendar:
    return load_calendar(Path(folder) / "calendar")

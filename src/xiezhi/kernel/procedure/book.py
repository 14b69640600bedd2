"""The law book in force in this process (see `in_force`), read once for each folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from xiezhi.kernel.law.articles import Articles, load_articles
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.numbers.tables import Tables, load_tables
from xiezhi.kernel.periods.calendar import Calendar, load_calendar
from xiezhi.kernel.periods.load import load_rules
from xiezhi.kernel.periods.rules import RuleBook
from xiezhi.kernel.procedure import in_force


def law() -> LawBook:
    """The law book in force."""
    return _read(str(in_force.folder()))


@lru_cache(maxsize=4)
def _read(folder: str) -> LawBook:
    return read(Path(folder))


def tables() -> Tables:
    """Courts, causes and case types."""
    return _tables(str(in_force.folder()))


@lru_cache(maxsize=4)
def _tables(folder: str) -> Tables:
    return load_tables(Path(folder) / "tables")


def rules() -> RuleBook:
    """The rules of periods."""
    return _rules(str(in_force.folder()))


@lru_cache(maxsize=4)
def _rules(folder: str) -> RuleBook:
    return load_rules(Path(folder) / "periods")


def articles() -> Articles:
    """Which articles each edition of each law has, and when it is law."""
    return _articles(str(in_force.folder()))


@lru_cache(maxsize=4)
def _articles(folder: str) -> Articles:
    return load_articles(Path(folder))[0]


def calendar() -> Calendar:
    """Working days, holidays and make-up days."""
    return _calendar(str(in_force.folder()))


@lru_cache(maxsize=4)
def _calendar(folder: str) -> Calendar:
    return load_calendar(Path(folder) / "calendar")


def parameters(name: str) -> Mapping[str, Any]:
    """A file of parameters (`jurisdiction`) as it is written, dated values and all."""
    return _parameters(str(in_force.folder()), name)


@lru_cache(maxsize=32)
def _parameters(folder: str, name: str) -> Mapping[str, Any]:
    return tomli.loads((Path(folder) / "parameters" / f"{name}.toml").read_text("utf-8"))

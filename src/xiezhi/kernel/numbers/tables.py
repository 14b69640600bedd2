"""The tables of the law book: courts, causes and case types, as `law/tables/*.csv` holds them.

The codes in the columns `source`, `scheme` and `status` are explained in `law/tables/sources.toml`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

Row = TypeVar("Row")
BESIDE_THE_SOURCE = Path(__file__).resolve().parents[4] / "law/tables"


class Court(NamedTuple):
    """A court. `code` is its 法院代字 ("粤0306", empty when none is known), `level` 最高, 高级, 中级 or 基层.

    `parent_code` is the court of appeal by default; `division_code` six digits of GB/T 2260 where known;
    `candidate_code` what today's division code would give, never to be used for numbering (案号规定第13条);
    `status` is current, superseded or military_reorganised; `successor_code` the court that took over.
    """

    code: str
    name: str
    level: str
    kind: str
    parent_code: str
    province: str
    division_code: str
    division_name: str
    coding_rule: str
    candidate_code: str
    system_code: str
    status: str
    successor_code: str
    source: str
    confidence: str
    note: str


class Cause(NamedTuple):
    """A cause of action. `id` is our stable key, `number` the official one, `level` 1 (part) to 4.

    `domain` is civil, criminal, administrative or judicial_compensation; `service_id` the number used by the
    courts' online service; `since` the first day of the scheme, "YYYY-MM-DD" or empty.
    """

    domain: str
    id: str
    number: str
    level: int
    name: str
    parent_id: str
    article: str
    service_id: str
    since: str
    scheme: str
    source: str
    confidence: str
    note: str


class CaseType(NamedTuple):
    """A kind of case. `code` has four digits; one `daizi` (类型代字) may serve several codes.

    `numbering` is sequential, random8 (刑核) or empty; `status` official, superseded, observed or nonstandard.
    """

    code: str
    daizi: str
    name: str
    level: str
    parent_code: str
    category_code: str
    numbering: str
    status: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, eq=False)
class Tables:
    """The three tables and their indexes.

    `courts`: current courts by code. `causes`: by id. `case_types`: kinds of cases by 代字, in official order.
    `every_court`: all rows, also those without a code and those that are no longer.
    """

    every_court: tuple[Court, ...]
    courts: Mapping[str, Court]
    courts_of_code: Mapping[str, tuple[Court, ...]]
    courts_by_name: Mapping[str, Court]
    courts_by_candidate: Mapping[str, Court]
    causes: Mapping[str, Cause]
    causes_by_name: Mapping[str, tuple[Cause, ...]]
    case_types: Mapping[str, tuple[CaseType, ...]]

    def court(self, code: str) -> Court | None:
        """The court of this code, also one that is no longer; the first in the table where two share a code."""
        return next(iter(self.courts_of_code.get(code, ())), None)

    def court_of(self, code: str) -> Court | None:
        """The court meant in a case number: by its code, else by what today's division code would give.

        Codes may have followed the division codes since the official table of 2015 (案号规定第13条).
        """
        return self.court(code) or self.courts_by_candidate.get(code)

    def court_named(self, name: str) -> Court | None:
        """The court of this full official name."""
        return self.courts_by_name.get(name)

    def cause(self, text: str) -> Cause | None:
        """The cause of this id, or of this name (the most specific one where levels share it)."""
        return self.causes.get(text) or next(iter(self.causes_by_name.get(text, ())), None)

    def case_type(self, daizi: str) -> CaseType | None:
        """The kind of case of this 代字, the first of several."""
        return next(iter(self.case_types.get(daizi, ())), None)


@cache
def load_tables(folder: Path = BESIDE_THE_SOURCE) -> Tables:
    """The tables in a folder such as `law/tables`, read once. OSError, or ValueError naming file and row."""
    courts = tuple(Court._make(row) for row in _rows(folder / "courts.csv", Court._fields))
    rows = _rows(folder / "causes.csv", Cause._fields)
    causes = tuple(Cause._make([*row[:3], int(row[3]), *row[4:]]) for row in rows)
    types = (CaseType._make(row) for row in _rows(folder / "case-types.csv", CaseType._fields))
    coded = _grouped((c.code, c) for c in courts if c.code)
    return Tables(
        every_court=courts,
        courts=MappingProxyType({code: c[0] for code, c in coded.items() if c[0].status == "current"}),
        courts_of_code=MappingProxyType(coded),
        courts_by_name=MappingProxyType({c.name: c for c in courts}),
        courts_by_candidate=MappingProxyType({c.candidate_code: c for c in courts if c.candidate_code}),
        causes=MappingProxyType({c.id: c for c in causes}),
        causes_by_name=MappingProxyType(_grouped((c.name, c) for c in sorted(causes, key=lambda c: -c.level))),
        case_types=MappingProxyType(_grouped((t.daizi, t) for t in types if t.daizi)),
    )


def _rows(file: Path, columns: tuple[str, ...]) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    if tuple(head) != columns:
        raise ValueError(f"{file.name}:1: 列应为{','.join(columns)}")
    faults = [f"{file.name}:{n}: 应有{len(columns)}列" for n, row in enumerate(rows, 2) if len(row) != len(columns)]
    if faults:
        raise ValueError("\n".join(faults))
    return rows


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    groups: dict[str, list[Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in groups.items()}

"""Everything that a name in a law file may mean, gathered once for the checks."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiezhi.kernel.law.files import Fault, Files
from xiezhi.kernel.law.model import SCALARS, Act, Clock, Field, LawBook, Procedure
from xiezhi.kernel.law.resolve import table


@dataclass(frozen=True, slots=True)
class Names:
    """What is registered in Python: conditions, effects, values, computed slots."""

    conditions: frozenset[str]
    effects: frozenset[str]
    values: frozenset[str]
    slots: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A law book and what stands beside it. `rules`: rule of periods -> who may extend it."""

    book: LawBook
    rules: Mapping[str, frozenset[str]]
    grounds: frozenset[str]
    case_types: frozenset[str]
    courts: frozenset[str]
    causes: frozenset[str]
    systems: frozenset[str]
    registered: Names | None
    readings: tuple[Procedure, ...]

    def is_relation(self, name: str) -> bool:
        """Whether a name means those who stand in a relation."""
        post = self.book.posts.get(name)
        return post is not None and post.kind not in ("post", "built-in")

    def types(self, name: str) -> list[str]:
        """The ways in which a type of field can be read; exactly one is sound."""
        found = {
            "scalar": name in SCALARS,
            "choice": name in self.book.choices,
            "record": name in self.book.records,
            "relation": self.is_relation(name),
        }
        return [kind for kind, there in found.items() if there]

    def place(self, file: Procedure, part: Act | Clock) -> tuple[str, str]:
        """(path, key) of an act or a period: a bundle's stand in the bundle's file."""
        path = self.book.paths.get(part.bundle, file.path) if part.bundle else file.path
        return path, f"{'acts' if isinstance(part, Act) else 'periods'}.{part.name}"

    def mark_path(self, file: Procedure, mark: str) -> str:
        """The file in which a mark stands: the procedure's own, or a bundle's."""
        if mark in table(self.book.raw[file.id].get("marks")):
            return file.path
        holders = (b for b in file.uses if mark in table(self.book.bundles.get(b, {}).get("marks")))
        return self.book.paths.get(next(holders, ""), file.path)


def gather(files: Files, book: LawBook, registered: Names | None) -> Known:
    """What the names of a law book may mean; every procedure as it reads on each day of change."""
    rules: dict[str, frozenset[str]] = {}
    for path, data in files.under("periods"):
        if path != GROUNDS:
            found = {id: raw for id, raw in data.items() if id != "sources"}
            rules |= {id: frozenset(_approvers(raw)) for id, raw in found.items()}
    grounds = files.toml.get(GROUNDS, {})
    systems = files.toml.get("outline.toml", {}).get("system", [])
    return Known(
        book=book,
        rules=rules,
        grounds=frozenset([*table(grounds.get("excluded")), *table(grounds.get("suspension"))]),
        case_types=_column(files.root / "tables" / "case-types.csv", "daizi"),
        courts=_column(files.root / "tables" / "courts.csv", "code"),
        causes=_column(files.root / "tables" / "causes.csv", "id"),
        systems=frozenset(str(table(row).get("id")) for row in systems),
        registered=registered,
        readings=tuple(book.procedure(id, day) for id in book.ids() for day in book.epochs(id)),
    )


GROUNDS = "periods/grounds.toml"


def _approvers(rule: Any) -> Iterator[str]:
    """Every `by` under the `extends` of a rule, also in its dated values."""
    if isinstance(rule, dict):
        if isinstance(rule.get("by"), str):
            yield rule["by"]
        rule = list(rule.values())
    if isinstance(rule, list):
        for inner in rule:
            yield from _approvers(inner)


def _column(path: Path, name: str) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return frozenset(row[name] for row in csv.DictReader(lines) if row.get(name))


def fields_of(file: Procedure) -> Iterator[tuple[Act, Field]]:
    """Every field of every act of a procedure."""
    return ((act, field) for act in file.acts.values() for field in act.data.values())


def closings(file: Procedure, book: LawBook) -> frozenset[str]:
    """The outcomes with which a matter of this procedure can close, also after it became another."""
    found, todo = set[str](), [file]
    seen = {file.id}
    while todo:
        here = todo.pop()
        for act in here.acts.values():
            found.add(act.closes_as)
            if act.becomes in book.raw and act.becomes not in seen:
                seen.add(act.becomes)
                todo.append(book.procedure(act.becomes, file.since))
    return frozenset(found - {""})


def brought_about(readings: tuple[Procedure, ...]) -> frozenset[tuple[str, str]]:
    """(procedure, act) of what comes about by itself: ends of periods, returns, opened children, monthly openings."""
    found = set[tuple[str, str]]()
    opening = {file.id: [a.name for a in file.opening_acts] for file in readings}
    for file in readings:
        found |= {(file.id, clock.then) for clock in file.periods.values()}
        if file.opened:
            found |= {(file.id, name) for name in opening[file.id]}
        for act in file.acts.values():
            for child in (*act.opens, *act.sends):
                names = [child.act] if child.act else opening.get(child.procedure, [])
                found |= {(child.procedure, name) for name in names}
                found |= {(file.id, name) for name in child.returns.values()}
    return frozenset(found)


class Said:
    """Faults found so far, each once; a name that any reading knows is no fault when it may be left unused."""

    def __init__(self) -> None:
        self._faults: dict[Fault, None] = {}
        self._loose: dict[Fault, bool] = {}

    def say(self, path: str, key: str, fault: str) -> None:
        self._faults[Fault(path, key, fault)] = None

    def say_unless(self, known: bool, path: str, key: str, fault: str) -> None:
        """A fault only if no reading knows the name: a bundle may name acts that some of its users lack."""
        found = Fault(path, key, fault)
        self._loose[found] = self._loose.get(found, False) or known

    def faults(self) -> list[Fault]:
        return [*self._faults, *(fault for fault, known in self._loose.items() if not known)]

"""The law book in memory: what `reader` makes of the files under law/, and everybody else reads.

All classes are frozen; a `Procedure` is resolved for one day (dated values) and has its bundles merged in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from xiezhi.kernel.law import resolve

SCALARS = frozenset("text note date minute money number yes cause court staff file".split())


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an act asks for. `type` is a scalar, a code list, a record or a relation."""

    name: str
    type: str
    title: str
    title_en: str = ""
    required: bool = False
    grade: str = ""
    many: bool = False
    value: str = ""
    starts_as: Mapping[str, str] = field(default_factory=_nothing)

    def start(self, said: Mapping[str, Any]) -> str:
        """The form of the part that this field starts as, given what is said; by a choice, empty until it is made."""
        by = self.starts_as.get("by", "")
        return self.starts_as.get(str(said.get(by) or "-") if by else "", "")


@dataclass(frozen=True, slots=True)
class Child:
    """A matter that an act opens here (`to` empty) or sends to another court."""

    procedure: str
    act: str = ""
    to: str = ""
    returns: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Act:
    """What the law file lets someone do. `source` is the file's `from`; empty: the act opens a matter."""

    name: str
    title: str
    title_en: str
    by: tuple[str, ...]
    basis: str
    sure: str = ""
    grade: str = ""
    source: tuple[str, ...] = ()
    to: str = ""
    when: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    per: str = ""
    times: int = 0
    all: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    becomes: str = ""
    closes_as: str = ""
    numbers: bool = False
    papers: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    effect: str = ""
    opens: tuple[Child, ...] = ()
    sends: tuple[Child, ...] = ()
    data: Mapping[str, Field] = field(default_factory=_nothing)
    bundle: str = ""

    @property
    def opening(self) -> bool:
        return not self.source


@dataclass(frozen=True, slots=True)
class Exclusion:
    """From one act until another, time does not count, on a ground of periods/grounds.toml."""

    start: str
    until: str
    ground: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A period as one procedure uses it: which rule, whose, what starts, stops, excludes and extends it."""

    name: str
    title: str
    rule: str
    owner: str
    per: str = ""
    starts_with: tuple[str, ...] = ()
    ends_with: tuple[str, ...] = ()
    excluded_by: tuple[Exclusion, ...] = ()
    extended_by: tuple[tuple[str, str], ...] = ()
    restarted_by: tuple[str, ...] = ()
    back_from: str = ""
    warn: int = 0
    then: str = ""
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure file on one day."""

    id: str
    title: str
    title_en: str
    since: date
    until: date | None
    case_type: str
    grade: str
    states: Mapping[str, str]
    final: frozenset[str]
    waits: Mapping[str, str]
    marks: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, Act]
    periods: Mapping[str, Clock]
    opened: Mapping[str, str] = field(default_factory=_nothing)
    uses: tuple[str, ...] = ()
    path: str = ""
    case_types: Mapping[str, str] = field(default_factory=_nothing)
    called: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The case types by which matters of this file are numbered; several when a fact decides (`case_types`)."""
        chosen = (kind for name, kind in self.case_types.items() if name != "by")
        return tuple(dict.fromkeys([self.case_type, *chosen])) if self.case_type else tuple(dict.fromkeys(chosen))

    def kind(self, facts: Mapping[str, Any]) -> str:
        """The case type of a matter with these facts."""
        return self.case_types.get(str(facts.get(self.case_types.get("by", ""))), self.case_type)

    @property
    def opening_acts(self) -> tuple[Act, ...]:
        return tuple(a for a in self.acts.values() if a.opening)


@dataclass(frozen=True, slots=True)
class Post:
    """A post or a relation of posts.toml. kind: post | party | assigned | opener | counsel | built-in."""

    name: str
    title: str
    title_en: str
    kind: str
    reach: str = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    title: str
    basis: str
    says: str


@dataclass(frozen=True, slots=True)
class Record:
    """A group of fields entered together; `table = "party"` makes its rows parties of the matter."""

    name: str
    title: str
    title_en: str
    fields: Mapping[str, Field]
    table: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """Who may see what is graded so: posts and relations. The keys are explained in docs/explanation/law-files.md."""

    name: str
    title: str
    see: tuple[str, ...]
    title_en: str = ""
    kind: str = ""  # the class (`class`): privacy, juvenile, deliberation …
    level: int = 1
    reason: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a paper: text with {slots}."""

    title: str
    kind: str
    to: tuple[str, ...]
    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class LawBook:
    """The whole law book, named by its digest. `procedure(id, on)` is the way in."""

    digest: str
    raw: Mapping[str, Mapping[str, Any]]  # procedure id -> file as read, bundles not merged, values not resolved
    bundles: Mapping[str, Mapping[str, Any]]
    posts: Mapping[str, Post]
    conditions: Mapping[str, Condition]
    records: Mapping[str, Record]
    choices: Mapping[str, Mapping[str, str]]
    grades: Mapping[str, Grade]
    glossary: Mapping[str, Mapping[str, str]]
    forms: Mapping[str, Form]
    scenarios: Mapping[str, Mapping[str, Any]]
    elements: Mapping[str, Mapping[str, Any]]
    # id of a procedure or bundle, `scenarios/id`, or `conditions/name` of a shared list -> its file
    paths: Mapping[str, str] = field(default_factory=dict)
    _days: dict[str, list[date]] = field(default_factory=dict, compare=False, repr=False)
    _dated: dict[str, frozenset[date]] = field(default_factory=dict, compare=False, repr=False)
    _read: dict[tuple[str, date], Procedure] = field(default_factory=dict, compare=False, repr=False)

    def ids(self) -> tuple[str, ...]:
        """Ids of the procedures, in order."""
        return tuple(sorted(self.raw))

    def epochs(self, id: str) -> list[date]:
        """The days from which a procedure reads differently, its `since` first. KeyError if unknown."""
        if id not in self._days:
            since, raw = resolve.since(self.raw[id]), self.raw[id]
            days = self._changes(id, raw).union(
                *(
                    self._changes(f"bundles/{name}", self.bundles.get(name, {}))
                    for name in resolve.ever_used(raw.get("uses"))
                )
            )
            self._days[id] = [since, *sorted(d for d in days if d > since)]
        return self._days[id]

    def procedure(self, id: str, on: date) -> Procedure:
        """A procedure as it reads on a day; before its `since`, as it first read. KeyError if unknown."""
        days = self.epochs(id)
        epoch = days[max(bisect_right(days, on) - 1, 0)]
        if (id, epoch) not in self._read:
            # `build` makes the classes of this module, so it is imported only when it is needed.
            from xiezhi.kernel.law import build

            raw = resolve.merged(
                self._on(id, self.raw[id], epoch),
                lambda name: self._on(f"bundles/{name}", self.bundles.get(name, {}), epoch),
            )
            self._read[id, epoch] = build.procedure(raw, self.paths.get(id, ""))
        return self._read[id, epoch]

    def _changes(self, id: str, raw: Mapping[str, Any]) -> frozenset[date]:
        """The days on which something inside a file changes (bundles are used by many files, and asked once)."""
        if id not in self._dated:
            self._dated[id] = frozenset(resolve.changes(raw))
        return self._dated[id]

    def _on(self, id: str, raw: Mapping[str, Any], day: date) -> Mapping[str, Any]:
        """A file as it reads on a day; most say the same on every day."""
        resolved: Mapping[str, Any] = resolve.on(dict(raw), day) if self._changes(id, raw) else raw
        return resolved

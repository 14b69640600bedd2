"""The names that law files use and departments give a meaning to: conditions, effects, values, slots.

A condition says whether an act is open: True, False, a Chinese sentence (refused with it), or None (cannot tell before the
data is given; asked again when it is). An effect does what an act does beyond being recorded. A value computes a field; a
slot words of a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol

from xiezhi.kernel.law.model import Act, LawBook, Procedure
from xiezhi.kernel.procedure.standing import Standing


class Questions(Protocol):
    """What a condition or effect may ask beyond the matter itself."""

    def cause(self, text: str) -> str | None: ...
    def court(self, code: str) -> bool: ...
    def court_name(self, code: str) -> str: ...
    def superior(self, court: str) -> str: ...
    def staff(self, person: str, court: str) -> bool: ...
    def paper(self, digest: str) -> bool: ...
    def now(self) -> datetime: ...
    def division(self, person: str, court: str) -> int | None: ...
    def person(self, row: Mapping[str, Any]) -> str | None: ...
    def names(self, people: Iterable[str]) -> dict[str, str]: ...


@dataclass(slots=True)
class Ctx:
    """One act about to be done, or asked about. `data` is None while it is only asked about.

    `ran_out`: the end of a period brings the act about. Its legal day is the last day, and it takes effect when that day is over.
    """

    book: LawBook
    file: Procedure
    act: Act
    standing: Standing
    on: date
    minute: time | None
    actor: str
    data: Mapping[str, Any] | None
    which: str
    ask: Questions
    ran_out: bool = False

    @property
    def seen(self) -> date:
        """The day on which clocks are looked at: at the end of a last day, those that end with it no longer run."""
        return self.on + timedelta(days=1) if self.ran_out else self.on

    @property
    def made(self) -> date:
        """The day that papers bear: nobody could write on the last day itself that it had passed."""
        return self.ask.now().date() if self.ran_out else self.on

    def fact(self, name: str) -> Any:
        """What is said now for a field, else what was said last."""
        if self.data and self.data.get(name) is not None:
            return self.data[name]
        return self.standing.said(name, self.which)


@dataclass(slots=True)
class Effect:
    """What an effect adds to its event: data (as if typed), notes for the record, changes of rows; `on`, where the facts
    given make the legal date of the act (a paper is served on the day it was signed for, whenever that is entered)."""

    data: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    changes: list[Any] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    on: date | None = None


Condition = Callable[[Ctx], bool | str | None]
EffectOf = Callable[[Ctx], Effect]
Value = Callable[[Ctx], tuple[Any, dict[str, Any]]]
Slot = Callable[[Ctx], str]
Check = Callable[[Path], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a rule found in a court: `key` names it for ever (it is opened once), `data` is that of the opening act."""

    court: str
    key: str
    data: Mapping[str, Any]


Finder = Callable[[date], Iterable[Found]]

conditions: dict[str, Condition] = {}
effects: dict[str, EffectOf] = {}
values: dict[str, Value] = {}
slots: dict[str, Slot] = {}
checks: dict[str, Check] = {}
finders: dict[str, Finder] = {}


def _register(shelf: dict[str, Any], name: str) -> Callable[[Any], Any]:
    def put(function: Any) -> Any:
        if shelf.get(name, function).__module__ != function.__module__:
            raise ValueError(f"{name} is registered twice")
        shelf[name] = function
        return function

    return put


def condition(name: str) -> Callable[[Condition], Condition]:
    """Register the predicate of conditions/ under its name."""
    return _register(conditions, name)


def effect(name: str) -> Callable[[EffectOf], EffectOf]:
    """Register an effect under its name."""
    return _register(effects, name)


def value(name: str) -> Callable[[Value], Value]:
    """Register the calculation of a field under its name; it gives the value and how it came about."""
    return _register(values, name)


def slot(name: str) -> Callable[[Slot], Slot]:
    """Register the words of a {slot} of forms that must be worked out from the matter; empty when there is nothing to say."""
    return _register(slots, name)


def law_check(name: str) -> Callable[[Check], Check]:
    """Register a check of files of the law book that the kernel does not read: folder -> `file:key: fault` each."""
    return _register(checks, name)


def finder(name: str) -> Callable[[Finder], Finder]:
    """Register a rule (`office.check/idle_money`: the procedure that it opens, its own name) that is asked once a day."""
    return _register(finders, name)

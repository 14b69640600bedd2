"""The indicators as law/indicators.toml defines them: each a list of cases, or a list over another one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from xiezhi.kernel.procedure import in_force

UNITS = {"ratio": "比率", "pair": "件数之比", "days": "天", "count": "件"}
WHENS = ("", "filed", "closed", "pending", "handled")
LIMITS = ("", "set", "kept", "over")
SURE = ("high", "medium", "low")
NAMES = ("outcome", "done", "ever", "posts", "since_act", "until_act")
LIST_KEYS = {"of", "when", "limit", "older", *NAMES}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of cases: of which scope, when, how they ended, what was done in them. `older` in months.

    `posts`: whoever is in charge holds one of these. `since_act`, `until_act`: between which acts days are counted.
    """

    of: str
    title: str
    procedures: tuple[str, ...]
    when: str = ""
    outcome: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    ever: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    since_act: tuple[str, ...] = ()
    until_act: tuple[str, ...] = ()
    limit: str = ""
    older: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure. `unit`: a key of UNITS; `denominator` is None where the figure is a count."""

    id: str
    title: str
    group: str
    unit: str
    sure: str
    note: str
    numerator: Listed
    denominator: Listed | None

    def side(self, name: str) -> Listed | None:
        """The list called `numerator` or `denominator`."""
        return self.numerator if name == "numerator" else self.denominator


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicators by id, the document they come from, and the version of these definitions."""

    document: str
    version: str
    by_id: Mapping[str, Indicator]


def indicators() -> Indicators:
    """Those of the law book in force; none where it has no such file."""
    return _read(str(in_force.folder()))


@lru_cache(maxsize=4)
def _read(folder: str) -> Indicators:
    path = Path(folder) / "indicators.toml"
    if not path.is_file():
        return Indicators("", "", {})
    raw = tomli.loads(path.read_text("utf-8"))
    found = [_indicator(one, raw["scope"]) for one in raw["indicator"]]
    return Indicators(raw["document"], raw["version"], {one.id: one for one in found})


def _indicator(raw: Mapping[str, Any], scopes: Mapping[str, Any]) -> Indicator:
    below = raw.get("denominator")
    return Indicator(
        raw["id"], raw["title"], raw["group"], raw["unit"], raw["sure"], raw.get("note", ""),
        _listed(raw["numerator"], scopes), _listed(below, scopes) if below else None,
    )  # fmt: skip


def _listed(raw: Mapping[str, Any], scopes: Mapping[str, Any]) -> Listed:
    scope = scopes[raw["of"]]
    lists = {name: tuple(raw.get(name, ())) for name in NAMES}
    return Listed(
        raw["of"], scope["title"], tuple(scope["procedures"]), raw.get("when", ""),
        limit=raw.get("limit", ""), older=raw.get("older", 0), **lists,
    )  # fmt: skip


def faults(folder: Path) -> Iterator[str]:
    """What is wrong with the indicators of a law book."""
    path = folder / "indicators.toml"
    if not path.is_file():
        return
    raw = tomli.loads(path.read_text("utf-8"))
    scopes, seen = raw.get("scope", {}), set[str]()
    for one in raw.get("indicator", ()):
        key = str(one.get("id", "indicator"))
        said = [*_own_faults(one, seen), *_list_faults(one, scopes)]
        yield from (f"indicators.toml:{key}: {fault}" for fault in said)
        seen.add(key)


def _own_faults(one: Mapping[str, Any], seen: set[str]) -> Iterator[str]:
    for name in ("id", "title", "group", "unit", "sure", "numerator"):
        if name not in one:
            yield f"`{name}` is missing"
    if one.get("id") in seen:
        yield "is there twice"
    if one.get("unit") not in UNITS:
        yield f"unknown unit `{one.get('unit')}`"
    if one.get("sure") not in SURE:
        yield f"sure must be one of {', '.join(SURE)}"
    if ("denominator" in one) == (one.get("unit") == "count"):
        yield "a count has one list, anything else two"


def _list_faults(one: Mapping[str, Any], scopes: Mapping[str, Any]) -> Iterator[str]:
    for side in ("numerator", "denominator"):
        raw = one.get(side, {"of": next(iter(scopes), "")})
        if raw.get("of") not in scopes:
            yield f"{side}: unknown scope `{raw.get('of')}`"
        for name in raw.keys() - LIST_KEYS:
            yield f"{side}: unknown key `{name}`"
        if raw.get("when", "") not in WHENS or raw.get("limit", "") not in LIMITS:
            yield f"{side}: when is one of {WHENS}, limit of {LIMITS}"
        if not raw.get("when") and not raw.get("done") and "of" in raw and side in one:
            yield f"{side}: says neither `when` nor `done`: it would not keep to the days asked for"

"""Reading `law/periods/*.toml` into a RuleBook; all faults at once, each as "file:key: fault".

`grounds.toml` holds what all rules share; every other file holds the rules of one field of law, named by the file.
Any value of a rule may be dated, `[{since = 2022-01-01, value = 30}]`: then the rule has as many versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from xiezhi.kernel.periods.rules import (
    BOUNDS,
    KINDS,
    TIME_UNITS,
    UNITS,
    Computation,
    Conversion,
    Extension,
    Ground,
    Length,
    Rule,
    RuleBook,
    Versions,
)
from xiezhi.kernel.periods.shape import Many, Say, fits

GROUNDS = "grounds.toml"
NO_BOOK = RuleBook({}, {}, {})
SURE = frozenset(("high", "medium", "low"))
LENGTH = {"n": int, "unit": TIME_UNITS}
EXTENSION = {
    "by": str, "basis": str, "n?": int, "unit?": TIME_UNITS, "upto?": LENGTH, "times?": int, "needs?": str,
    "condition?": str, "apply_before?": int, "decide_before?": int, "note?": str,
}  # fmt: skip
CONVERSION = {"to": [str], "counts_from": frozenset(("start", "decision")), "basis": str}
RULE = {
    "title": str, "kind": KINDS, "unit": UNITS, "bound": BOUNDS, "basis": str, "length?": int, "least?": LENGTH,
    "most?": LENGTH, "starts?": str, "actor?": str, "extends?": [EXTENSION], "excludes?": [str], "suspends?": str,
    "converts?": CONVERSION, "restarts?": str, "rolls?": bool, "custody?": bool, "fixed?": bool, "note?": str,
    "sure?": SURE, "source?": str,
}  # fmt: skip
EXCLUDED = {"title": str, "basis": str, "most?": LENGTH, "note?": str, "sure?": SURE}
SUSPENSION = {"title": str, "basis": str, "when": [str], "ends?": bool, "note?": str}
COUNTING = {"rule": str, "basis": Many(str), "last_day_to_last_day?": [str]}
SHARED = {
    "by": Many(str), "excluded": Many(EXCLUDED), "suspension": Many(SUSPENSION), "computation": Many(COUNTING),
}  # fmt: skip
COUNTED = frozenset(
    "start_excluded month_rule holiday holiday_criminal_custody before_event granted".split()
)  # what reckoning cites


def load_rules(path: Path) -> RuleBook:
    """The rule book in a folder such as `law/periods`. Raises ValueError naming every fault."""
    book, faults = _read(path)
    if faults:
        raise ValueError("\n".join(faults))
    return book


def rule_faults(path: Path) -> list[str]:
    """All faults of the period files in a folder, one "file:key: fault" each; empty when it is sound."""
    return _read(path)[1]


def _read(path: Path) -> tuple[RuleBook, list[str]]:
    faults: list[str] = []
    tables = {file.name: _toml(file, path, faults) for file in sorted(path.glob("*.toml"))}
    if GROUNDS not in tables:
        faults.append(f"{path.name}/{GROUNDS}:: 缺少这个文件")
    shared, approvers = _shared(tables.pop(GROUNDS, {}), _sayer(path, GROUNDS, faults))
    versions: dict[str, Versions] = {}
    for name, table in tables.items():
        file = _File(name.removesuffix(".toml"), shared, approvers, _sayer(path, name, faults))
        file.read(table, versions)
    for name, table in tables.items():
        _check_targets(table, versions, _sayer(path, name, faults))
    return RuleBook(versions, shared.grounds, shared.computation), faults


def _sayer(path: Path, name: str, faults: list[str]) -> Say:
    def say(key: str, fault: str) -> None:
        line = f"{path.name}/{name}:{key}: {fault}"
        if line not in faults:  # a rule with several versions says a fault once
            faults.append(line)

    return say


def _toml(file: Path, path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomli.loads(file.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as wrong:
        faults.append(f"{path.name}/{file.name}:: 不是合格的TOML文件：{wrong}")
        return {}


def _shared(table: Mapping[str, Any], say: Say) -> tuple[RuleBook, Mapping[str, str]]:
    """What grounds.toml holds: a book without rules, and the titles of those who may extend."""
    if not fits(table, SHARED, "", say):
        return NO_BOOK, {}
    grounds = {}
    for group in ("excluded", "suspension"):
        for name, raw in table[group].items():
            plain = {key: value for key, value in raw.items() if key not in ("most", "when")}
            most = _length(raw.get("most"))
            grounds[name] = Ground(id=name, suspension=group == "suspension", most=most, **plain)
    computation = {
        name: Computation(raw["rule"], raw["basis"], frozenset(raw.get("last_day_to_last_day", ())))
        for name, raw in table["computation"].items()
    }
    for name in sorted(COUNTED - set(computation)):
        say(f"computation.{name}", "缺少这条计算规则")
    return RuleBook({}, grounds, computation), table["by"]


def _check_targets(table: Mapping[str, Any], versions: Mapping[str, Versions], say: Say) -> None:
    for rule_id in table:
        for _, rule in versions.get(rule_id, ()):
            for target in rule.converts.to if rule.converts else ():
                if target not in versions:
                    say(f"{rule_id}.converts.to", f"没有规则“{target}”")


def _length(raw: Mapping[str, Any] | None) -> Length | None:
    return Length(raw["n"], raw["unit"]) if raw else None


class _File:
    """One file of rules; `domain` is its name. What is wrong goes to `say`."""

    def __init__(self, domain: str, shared: RuleBook, approvers: Mapping[str, str], say: Say) -> None:
        self.domain = domain
        self.shared = shared
        self.approvers = approvers
        self.say = say

    def read(self, table: Mapping[str, Any], versions: dict[str, Versions]) -> None:
        sources = table.get("sources", {})
        if not fits(sources, Many(str), "sources", self.say):
            sources = {}
        for rule_id, raw in table.items():
            if rule_id == "sources":
                continue
            if rule_id in versions:
                self.say(rule_id, "编号重复，每条规则只写一次")
            elif not isinstance(raw, dict):
                self.say(rule_id, "须为表")
            else:
                found = self.versions(rule_id, raw)
                if found and found[0][1].source not in sources:
                    self.say(f"{rule_id}.source", "出处不在 [sources] 中")
                versions[rule_id] = found

    def versions(self, rule_id: str, raw: Mapping[str, Any]) -> Versions:
        """One Rule for each day on which a dated value changes; those at fault are left out."""
        dated = {key: value for key, value in raw.items() if _is_dated(value)}
        if not all([self.in_order(value, f"{rule_id}.{key}") for key, value in dated.items()]):
            return ()
        days = sorted({row["since"] for value in dated.values() for row in value}) or [date.min]
        for key, value in dated.items():
            if value[0]["since"] != days[0]:
                self.say(f"{rule_id}.{key}", "各项的第一版须自同一日起")
                return ()
        read = [(day, self.rule(rule_id, {key: _on(value, day) for key, value in raw.items()})) for day in days]
        return tuple((day, rule) for day, rule in read if rule)

    def in_order(self, value: list[Any], where: str) -> bool:
        rows = [row for row in value if isinstance(row, dict) and set(row) == {"since", "value"}]
        since = [row["since"] for row in rows if type(row["since"]) is date]
        if len(since) == len(value) and since == sorted(set(since)):
            return True
        self.say(where, "各版本须写成 {since = 日期, value = 值}，按施行日期先后排列")
        return False

    def rule(self, rule_id: str, raw: Mapping[str, Any]) -> Rule | None:
        if not fits(raw, RULE, rule_id, self.say):
            return None
        self.check_length(rule_id, raw)
        self.check_grounds(rule_id, raw)
        built = ("least", "most", "extends", "excludes", "converts")
        conversion = raw.get("converts")
        return Rule(
            id=rule_id,
            domain=self.domain,
            least=_length(raw.get("least")),
            most=_length(raw.get("most")),
            extends=self.extends(rule_id, raw.get("extends", [])),
            excludes=tuple(raw.get("excludes", ())),
            converts=Conversion(**conversion | {"to": tuple(conversion["to"])}) if conversion else None,
            **{key: value for key, value in raw.items() if key not in built},
        )

    def check_length(self, rule_id: str, raw: Mapping[str, Any]) -> None:
        needed = raw["unit"] in TIME_UNITS or raw["unit"] == "times"
        if needed and not raw.get("length"):
            self.say(f"{rule_id}.length", "须为正整数")
        elif not needed and "length" in raw:
            self.say(f"{rule_id}.length", "这种单位没有长度")

    def check_grounds(self, rule_id: str, raw: Mapping[str, Any]) -> None:
        if self.shared is NO_BOOK:  # grounds.toml is at fault itself: that is said once, there
            return
        for name in raw.get("excludes", ()):
            ground = self.shared.grounds.get(name)
            if ground is None or ground.suspension:
                self.say(f"{rule_id}.excludes", f"grounds.toml 中没有事由“{name}”")
        if "suspends" in raw:
            ground = self.shared.grounds.get(raw["suspends"])
            if ground is None or not ground.suspension or ground.ends:
                self.say(f"{rule_id}.suspends", "grounds.toml 中没有这一类中止")

    def extends(self, rule_id: str, rows: list[dict[str, Any]]) -> tuple[Extension, ...]:
        seen: list[str] = []
        found = []
        for index, row in enumerate(rows):
            where = f"{rule_id}.extends[{index}]"
            if row["by"] in seen or (self.approvers and row["by"] not in self.approvers):
                self.say(f"{where}.by", "须为 grounds.toml 的 [by] 之一，且一条规则中不重复")
            if "needs" in row and row["needs"] not in seen:
                self.say(f"{where}.needs", "须为排在前面的批准人")
            if ("n" in row) != ("unit" in row) or row.get("n") == 0:
                self.say(where, "n 和 unit 须同时写明，n 须为正整数")
            seen.append(row["by"])
            found.append(self.extension(row))
        return tuple(found)

    def extension(self, row: dict[str, Any]) -> Extension:
        length = Length(row["n"], row["unit"]) if "n" in row and "unit" in row else None
        upto = _length(row.get("upto"))
        plain = {key: value for key, value in row.items() if key not in ("n", "unit", "upto", "times")}
        times = row.get("times", 1 if length or upto else 0)
        return Extension(title=self.approvers.get(row["by"], ""), length=length, upto=upto, times=times, **plain)


def _is_dated(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "since" in value[0]


def _on(value: Any, day: date) -> Any:
    return [row["value"] for row in value if row["since"] <= day][-1] if _is_dated(value) else value

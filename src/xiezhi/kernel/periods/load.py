"""Reading `law/periods/*.toml` into a RuleBook; all faults at once, each as "file:key: fault"."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

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

GROUNDS = "grounds.toml"
TEXTS = "title kind unit bound basis starts actor suspends restarts note sure source".split()
TICKS = "rolls custody fixed".split()
RULE_KEYS = {*TEXTS, *TICKS, "length", "least", "most", "extends", "excludes", "converts"}
EXTENSION_KEYS = set("n unit by times upto needs condition apply_before decide_before basis note".split())
COUNTED = frozenset(
    "start_excluded month_rule holiday holiday_criminal_custody hours before_event granted".split()
) | {"working_day"}
SURE = ("high", "medium", "low")

Say = Callable[[str, str], None]


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
    book = _grounds(tables.pop(GROUNDS, {}), _sayer(path, GROUNDS, faults))
    approvers: Mapping[str, str] = book[2]
    versions: dict[str, Versions] = {}
    for name, table in tables.items():
        say = _sayer(path, name, faults)
        sources = table.pop("sources", {})
        for rule_id, raw in table.items():
            if rule_id in versions:
                say(rule_id, "编号重复，每条规则只写一次")
            elif not isinstance(raw, dict):
                say(rule_id, "须为表")
            else:
                reader = _Reader(rule_id, name.removesuffix(".toml"), book[0], approvers, say)
                versions[rule_id] = reader.versions(raw)
                if raw.get("source", "statute") not in sources:
                    say(f"{rule_id}.source", "出处不在 [sources] 中")
    for name in tables:
        _check_links(tables[name], versions, _sayer(path, name, faults))
    return RuleBook(versions=versions, grounds=book[0], computation=book[1]), faults


def _sayer(path: Path, name: str, faults: list[str]) -> Say:
    return lambda key, fault: faults.append(f"{path.name}/{name}:{key}: {fault}")


def _toml(file: Path, path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        faults.append(f"{path.name}/{file.name}:: 不是合格的TOML文件：{wrong}")
        return {}


def _check_links(table: Mapping[str, Any], versions: Mapping[str, Versions], say: Say) -> None:
    for rule_id in table:
        for _, rule in versions.get(rule_id, ()):
            for target in rule.converts.to if rule.converts else ():
                if target not in versions:
                    say(f"{rule_id}.converts.to", f"没有规则“{target}”")


def _grounds(
    table: Mapping[str, Any], say: Say
) -> tuple[dict[str, Ground], dict[str, Computation], Mapping[str, str]]:
    grounds: dict[str, Ground] = {}
    for group in ("excluded", "suspension"):
        for name, raw in table.get(group, {}).items():
            where = f"{group}.{name}"
            for key in set(raw) - set("title basis ends most when note sure".split()):
                say(f"{where}.{key}", "不认识的键")
            for key in ("title", "basis"):
                if not raw.get(key):
                    say(f"{where}.{key}", "必须写明")
            grounds[name] = Ground(
                id=name,
                title=raw.get("title", ""),
                basis=raw.get("basis", ""),
                suspension=group == "suspension",
                ends=raw.get("ends", False),
                most=_length(raw.get("most"), f"{where}.most", say),
                note=raw.get("note", ""),
                sure=raw.get("sure", "high"),
            )
    computation = {
        name: Computation(raw["rule"], raw["basis"], frozenset(raw.get("last_day_to_last_day", ())))
        for name, raw in table.get("computation", {}).items()
        if "rule" in raw and isinstance(raw.get("basis"), dict)
    }
    for name in sorted(COUNTED - set(computation)):
        say(f"computation.{name}", "缺少这条计算规则，或者没有写 rule 和 basis")
    return grounds, computation, table.get("by", {})


def _length(raw: Any, where: str, say: Say) -> Length | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) != {"n", "unit"}:
        say(where, "须写成 {n = 数, unit = 单位}")
        return None
    if type(raw["n"]) is not int or raw["n"] < 1 or raw["unit"] not in TIME_UNITS:
        say(where, "n 须为正整数，unit 须为时、日、工作日、月、年之一")
        return None
    return Length(raw["n"], raw["unit"])


class _Reader:
    """Reads one rule; what is wrong goes to `say`."""

    def __init__(
        self, rule_id: str, domain: str, grounds: Mapping[str, Ground], approvers: Mapping[str, str], say: Say
    ) -> None:
        self.rule_id = rule_id
        self.domain = domain
        self.grounds = grounds
        self.approvers = approvers
        self.tell = say
        self.said: set[str] = set()

    def say(self, key: str, fault: str) -> None:
        where = f"{self.rule_id}.{key}"
        if where not in self.said:  # a rule with several versions says a fault once
            self.said.add(where)
            self.tell(where, fault)

    def versions(self, raw: Mapping[str, Any]) -> Versions:
        """One Rule for each day on which a dated value changes."""
        for key in sorted(set(raw) - RULE_KEYS):
            self.say(key, "不认识的键")
        dated = {key: value for key, value in raw.items() if _is_dated(value)}
        days = sorted({row["since"] for value in dated.values() for row in value}) or [date.min]
        for key, value in dated.items():
            since = [row["since"] for row in value]
            if since != sorted(set(since)) or since[0] != days[0]:
                self.say(key, "各版本须按施行日期先后排列，且第一版与其他各项同日开始")
        return tuple((day, self.rule({key: _on(value, day) for key, value in raw.items()})) for day in days)

    def rule(self, raw: Mapping[str, Any]) -> Rule:
        texts = {key: self.text(raw, key) for key in TEXTS if key in raw}
        for key in ("title", "kind", "unit", "bound", "basis"):
            if not texts.get(key):
                self.say(key, "必须写明")
                texts[key] = ""
        self.choice(texts["kind"], "kind", KINDS)
        self.choice(texts["unit"], "unit", UNITS)
        self.choice(texts["bound"], "bound", BOUNDS)
        self.choice(texts.get("sure", "high"), "sure", frozenset(SURE))
        length = raw.get("length")
        if texts["unit"] in TIME_UNITS | {"times"}:
            if type(length) is not int or length < 1:
                self.say("length", "须为正整数")
                length = 1
        elif length is not None:
            self.say("length", "这种单位没有长度")
        return Rule(
            id=self.rule_id,
            domain=self.domain,
            length=length,
            least=_length(raw.get("least"), "least", self.say),
            most=_length(raw.get("most"), "most", self.say),
            extends=self.extends(raw.get("extends", [])),
            excludes=self.excludes(raw.get("excludes", [])),
            converts=self.converts(raw.get("converts")),
            **self.ticks(raw),
            **self.suspends(texts),
        )

    def text(self, raw: Mapping[str, Any], key: str) -> str:
        if not isinstance(raw[key], str):
            self.say(key, "须为文字")
            return ""
        return str(raw[key])

    def choice(self, value: str, key: str, allowed: frozenset[str]) -> None:
        if value and value not in allowed:
            self.say(key, f"“{value}”不在可用的值之中")

    def ticks(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        ticks = {key: raw[key] for key in TICKS if key in raw}
        for key, value in ticks.items():
            if type(value) is not bool:
                self.say(key, "须为 true 或 false")
        return ticks

    def suspends(self, texts: dict[str, str]) -> dict[str, Any]:
        ground = self.grounds.get(texts.get("suspends", ""))
        if texts.get("suspends") and (ground is None or not ground.suspension or ground.ends):
            self.say("suspends", "grounds.toml 中没有这一类中止")
        return dict(texts)

    def excludes(self, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list):
            self.say("excludes", "须为事由编号的列表")
            return ()
        for name in raw:
            if name not in self.grounds or self.grounds[name].suspension:
                self.say("excludes", f"grounds.toml 中没有事由“{name}”")
        return tuple(raw)

    def converts(self, raw: Any) -> Conversion | None:
        if raw is None:
            return None
        if not isinstance(raw, dict) or set(raw) != {"to", "counts_from", "basis"}:
            self.say("converts", '须写成 {to = [规则], counts_from = "start" 或 "decision", basis = 条文}')
            return None
        self.choice(raw["counts_from"], "converts.counts_from", frozenset(("start", "decision")))
        return Conversion(tuple(raw["to"]), raw["counts_from"], raw["basis"])

    def extends(self, raw: Any) -> tuple[Extension, ...]:
        if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
            self.say("extends", "须为表的列表")
            return ()
        seen: list[str] = []
        found = []
        for index, row in enumerate(raw):
            found.append(self.extension(row, f"extends[{index}]", seen))
            seen.append(row.get("by", ""))
        return tuple(found)

    def extension(self, row: Mapping[str, Any], where: str, seen: list[str]) -> Extension:
        for key in sorted(set(row) - EXTENSION_KEYS):
            self.say(f"{where}.{key}", "不认识的键")
        by = row.get("by", "")
        if by not in self.approvers or by in seen:
            self.say(f"{where}.by", "须为 grounds.toml 的 [by] 之一，且一条规则中不重复")
        if not row.get("basis"):
            self.say(f"{where}.basis", "必须写明")
        if row.get("needs") and row["needs"] not in seen:
            self.say(f"{where}.needs", "须为排在前面的批准人")
        length = None
        if "n" in row or "unit" in row:
            length = _length({key: row[key] for key in ("n", "unit") if key in row}, where, self.say)
        plain = {
            key: row[key]
            for key in EXTENSION_KEYS - {"n", "unit", "upto", "times", "by", "basis"}
            if key in row
        }
        return Extension(
            by=by,
            title=self.approvers.get(by, by),
            basis=row.get("basis", ""),
            length=length,
            upto=_length(row.get("upto"), f"{where}.upto", self.say),
            times=row.get("times", 1 if length or "upto" in row else 0),
            **plain,
        )


def _is_dated(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "since" in value[0]


def _on(value: Any, day: date) -> Any:
    if not _is_dated(value):
        return value
    rows = [row for row in value if row["since"] <= day]
    return rows[-1]["value"] if rows else None

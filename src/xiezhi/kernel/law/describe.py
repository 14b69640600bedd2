"""One procedure as people read it, and as machines do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from xiezhi.kernel.law.model import Act, Child, Clock, Field, LawBook, Procedure

SCALAR_TITLES = {
    "text": "文字", "note": "长文字", "date": "日期", "minute": "日期和时间", "money": "金额", "number": "整数",
    "yes": "是否", "cause": "案由", "court": "法院", "staff": "本院人员", "file": "文件",
}  # fmt: skip


# Attributes whose key in the law files is a word of Python.
KEYS = {"source": "from", "start": "from", "ground": "as"}


def card(file: Procedure) -> dict[str, Any]:
    """What a list says of a procedure: id, titles, case type, since, names of states, acts, periods, papers."""
    papers = dict.fromkeys(paper for act in file.acts.values() for paper in act.papers)
    return {
        "id": file.id,
        "title": file.title,
        "title_en": file.title_en,
        "case_type": "、".join(file.kinds),
        "since": file.since.isoformat(),
        "states": list(file.states),
        "acts": list(file.acts),
        "periods": list(file.periods),
        "papers": list(papers),
    }


def show_json(file: Procedure) -> dict[str, Any]:
    """A procedure as plain JSON, bundles merged in; keys without a value are left out."""
    found: dict[str, Any] = _plain(file)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = {KEYS.get(f.name, f.name): _plain(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, Clock):
            pairs["extended_by"] = [{"act": act, "as": by} for act, by in value.extended_by]
        return {key: inner for key, inner in pairs.items() if inner}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [_plain(inner) for inner in value]
    if hasattr(value, "items"):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


class Words:
    """The Chinese words for the names in one procedure."""

    def __init__(self, file: Procedure, book: LawBook) -> None:
        self.file, self.book = file, book

    def term(self, name: str) -> str:
        """A mark, or any other term of the glossary."""
        return self.book.glossary.get(name, {}).get("zh", name)

    def state(self, name: str) -> str:
        return "未结各状态" if name == "*" else self.file.states.get(name, name)

    def act(self, name: str) -> str:
        act = self.file.acts.get(name)
        return act.title if act else name

    def post(self, name: str) -> str:
        post = self.book.posts.get(name)
        record = self.book.records.get(name)
        return post.title if post else record.title if record else name

    def period(self, name: str) -> str:
        clock = self.file.periods.get(name)
        return clock.title if clock else name

    def when(self, name: str) -> str:
        condition = self.book.conditions.get(name)
        return condition.title if condition else self.term(name)

    def outcome(self, name: str) -> str:
        return self.book.choices.get("outcome", {}).get(name, name)

    def procedure(self, id: str) -> str:
        raw = self.book.raw.get(id)
        title = raw.get("title") if raw else None
        return title if isinstance(title, str) else id

    def type(self, name: str) -> str:
        if name in SCALAR_TITLES:
            return SCALAR_TITLES[name]
        return "选项" if name in self.book.choices else self.post(name)


def show_text(file: Procedure, book: LawBook) -> str:
    """A procedure in Chinese: its states, each act with its conditions and consequences, each period."""
    words = Words(file, book)
    lines = [f"{file.title}（{file.id}）", file.title_en, ""]
    if file.kinds:
        lines.append(f"案件类型代字：{'、'.join(file.kinds)}")
    lines.append(f"施行：{file.since}" + (f" 至 {file.until}" if file.until else ""))
    lines += ["", "状态"]
    for state, title in file.states.items():
        note = "，终结" if state in file.final else f"，{file.waits[state]}" if state in file.waits else ""
        lines.append(f"  {title}（{state}{note}）")
    for mark, allowed in file.marks.items():
        only = f"：期间只能办理{_joined(map(words.act, allowed))}" if allowed else ""
        lines.append(f"  标记 {words.term(mark)}（{mark}）{only}")
    lines += ["", "行为"]
    for act in file.acts.values():
        lines += [f"  {act.title}（{act.name}）", *(f"    {line}" for line in _act(act, words))]
    if file.periods:
        lines += ["", "期间"]
    for clock in file.periods.values():
        lines += [f"  {clock.title}（{clock.name}）", *(f"    {line}" for line in _clock(clock, words))]
    return "\n".join(lines)


def _joined(names: Iterable[str]) -> str:
    return "、".join(names)


def _act(act: Act, words: Words) -> Iterator[str]:
    yield f"由：{_joined(map(words.post, act.by))}"
    yield f"依据：{act.basis}{'（待核）' if act.sure == 'low' else ''}"
    course = f"{_joined(map(words.state, act.source))} " if act.source else "开立 "
    goal = f"→ {words.procedure(act.becomes)}" if act.becomes else ""
    yield f"状态：{course}{goal}{f'→ {words.state(act.to)}' if act.to else '' if goal else '（不变）'}"
    lists = (
        ("条件", map(words.when, act.when)),
        ("只在期间内", map(words.period, act.within)),
        ("期间届满后", map(words.period, act.after)),
        ("每一", [words.post(act.per)] if act.per else []),
        ("最多次数", [str(act.times)] if act.times else []),
        ("先要完成", map(words.act, act.all)),
        ("加标记", map(words.term, act.sets)),
        ("去标记", map(words.term, act.clears)),
        ("结案方式", [words.outcome(act.closes_as)] if act.closes_as else []),
        ("编立案号", ["是"] if act.numbers else []),
        ("制作", act.papers),
        ("通知", map(words.post, act.tells)),
        ("另行开立", [_child(c, words) for c in act.opens]),
        ("发送", [_child(c, words) for c in act.sends]),
        ("填写", [_field(f, words) for f in act.data.values()]),
    )
    for label, values in lists:
        if joined := _joined(values):
            yield f"{label}：{joined}"


def _child(child: Child, words: Words) -> str:
    back = _joined(f"{words.outcome(o)}则{words.act(a)}" for o, a in child.returns.items())
    goal = {"": "", "superior": "，上级法院", "origin": "，来文法院"}.get(child.to, f"，{child.to}所指法院")
    return f"{words.procedure(child.procedure)}{goal}{f'（{back}）' if back else ''}"


def _field(field: Field, words: Words) -> str:
    notes = [words.type(field.type)]
    notes += ["必填"] if field.required else []
    notes += ["可多项"] if field.many else []
    notes += ["由系统计算"] if field.value else []
    return f"{field.title}（{'，'.join(notes)}）"


def _clock(clock: Clock, words: Words) -> Iterator[str]:
    yield f"规则：{clock.rule}"
    yield f"负责：{words.post(clock.owner)}"
    excluded = [f"{words.act(x.start)}至{words.act(x.until)}（{x.ground}）" for x in clock.excluded_by]
    lists = (
        ("每一", [words.post(clock.per)] if clock.per else []),
        ("起于", map(words.act, clock.starts_with)),
        ("倒推自", [clock.back_from] if clock.back_from else []),
        ("止于", map(words.act, clock.ends_with)),
        ("扣除", excluded),
        ("延长", [words.act(act) for act, _ in clock.extended_by]),
        ("重新计算", map(words.act, clock.restarted_by)),
        ("提前提醒（日）", [str(clock.warn)] if clock.warn else []),
        ("届满即", [words.act(clock.then)] if clock.then else []),
    )
    for label, values in lists:
        if joined := _joined(values):
            yield f"{label}：{joined}"

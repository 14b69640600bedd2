"""One procedure as machines read it, and the words for its names; as people read it: kernel/procedure/reading.py."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from xiezhi.kernel.law.model import Clock, LawBook, Procedure

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

"""What changed between two law books, in Chinese words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from xiezhi.kernel.law.describe import Words, show_json
from xiezhi.kernel.law.model import LawBook, Procedure

KEYS = {
    "title": "名称", "title_en": "英文名称", "since": "施行日期", "until": "废止日期", "case_type": "案件类型", "case_types": "案件类型",
    "grade": "密级", "states": "状态", "final": "终结状态", "waits": "等待说明", "marks": "标记", "opened": "定期开立", "called": "名称所在项目",
    "by": "办理人", "basis": "依据", "sure": "依据是否待核", "from": "起始状态", "to": "到达状态", "when": "条件",
    "within": "须在期间内", "after": "须在期间届满后", "per": "对象", "times": "次数上限", "all": "先要完成的行为",
    "sets": "加标记", "clears": "去标记", "becomes": "转为程序", "closes_as": "结案方式", "numbers": "编立案号",
    "papers": "文书", "tells": "通知对象", "effect": "效果", "opens": "另行开立", "sends": "发送", "data": "填写项目",
    "bundle": "所在公用组", "rule": "期间规则", "owner": "负责人", "starts_with": "起算行为", "ends_with": "终止行为",
    "excluded_by": "扣除", "extended_by": "延长", "restarted_by": "重新计算", "back_from": "倒推起点",
    "warn": "提醒天数", "then": "届满后行为", "kind": "种类", "text": "正文", "says": "拒绝理由", "see": "可见人员",
    "fields": "项目", "reach": "范围", "includes": "包括", "table": "所入的表",
    "unit": "单位", "length": "长度", "least": "下限", "most": "上限", "bound": "界限", "starts": "何时起算", "actor": "谁的期间",
    "extends": "可以延长的情形", "excludes": "不计入的事由", "suspends": "中止的事由", "converts": "转换", "restarts": "重新计算",
    "rolls": "逢休假日是否顺延", "custody": "在押是否不顺延", "fixed": "是否不变期间", "note": "说明", "source": "出处",
    "n": "数", "condition": "情形", "needs": "须先经", "upto": "连同原期间的上限", "apply_before": "提前几日申请",
    "decide_before": "提前几日决定", "counts_from": "自何时计", "value": "值", "articles": "条文", "status": "效力",
    "name": "名称", "daizi": "代字", "level": "级别",
}  # fmt: skip
PARTS = (
    ("posts", "岗位或关系"), ("conditions", "条件"), ("records", "记录"), ("grades", "密级"), ("forms", "文书样式"),
)  # fmt: skip
LONG = 60


def differences(old: LawBook, new: LawBook) -> list[str]:
    """Lines in Chinese: procedures added, dropped and changed, then the shared files."""
    lines = []
    for id in sorted({*old.raw, *new.raw}):
        if id not in old.raw:
            lines.append(f"新增程序“{_newest(new, id).title}”（{id}）")
        elif id not in new.raw:
            lines.append(f"删去程序“{_newest(old, id).title}”（{id}）")
        else:
            lines += _epochs(old, new, id)
    for name, what in PARTS:
        lines += _named(getattr(old, name), getattr(new, name), what, "")
    for name in sorted({*old.choices, *new.choices}):
        before, after = old.choices.get(name, {}), new.choices.get(name, {})
        if before != after:
            lines += _choices(name, before, after)
    return lines


def _choices(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for slug in [*old, *(s for s in new if s not in old)]:
        if old.get(slug) != new.get(slug):
            yield f"选项“{name}”的“{slug}”由 {said(old.get(slug))} 改为 {said(new.get(slug))}"


def _epochs(old: LawBook, new: LawBook, id: str) -> Iterator[str]:
    """As it last reads; then what differs only in the text of earlier days."""
    told = list(_procedure(_newest(old, id), _newest(new, id), Words(_newest(new, id), new)))
    yield from told
    for day in sorted({*old.epochs(id), *new.epochs(id)}, reverse=True)[1:]:
        was, now = old.procedure(id, day), new.procedure(id, day)
        more = [line for line in _procedure(was, now, Words(now, new)) if line not in told]
        told += more
        yield from (f"{line}（自{day}起的文本）" for line in more)


def _newest(book: LawBook, id: str) -> Procedure:
    return book.procedure(id, date.max)


def _procedure(old: Procedure, new: Procedure, words: Words) -> Iterator[str]:
    where = f"“{new.title}”（{new.id}）"
    head = {f.name for f in fields(Procedure)} - {"id", "path", "uses", "acts", "periods"}
    for key, before, after in _changed(show_json(old), show_json(new), head):
        yield f"{where}：{change(key, before, after)}"
    yield from _named(old.acts, new.acts, "行为", where)
    yield from _named(old.periods, new.periods, "期间", where)


def _named(old: Mapping[str, Any], new: Mapping[str, Any], what: str, where: str) -> Iterator[str]:
    prefix = f"{where}：" if where else ""
    for name in [*old, *(n for n in new if n not in old)]:
        if name not in new:
            yield f"{prefix}删去{what}“{old[name].title}”（{name}）"
        elif name not in old:
            basis = getattr(new[name], "basis", "")
            yield f"{prefix}新增{what}“{new[name].title}”（{name}）{f'，依据{basis}' if basis else ''}"
        elif old[name] != new[name]:
            before, after = show_json(old[name]), show_json(new[name])
            for key, was, now in _changed(before, after, {*before, *after}):
                yield f"{prefix}{what}“{new[name].title}”（{name}）的{change(key, was, now)}"


def _changed(old: Mapping[str, Any], new: Mapping[str, Any], keys: set[str]) -> Iterator[tuple[str, Any, Any]]:
    for key in [*old, *(k for k in new if k not in old)]:
        if key in keys and old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def change(key: str, old: Any, new: Any) -> str:
    """What a key said and says; of long values, the part from where they begin to differ."""
    was, now = said(old), said(new)
    if max(len(was), len(now)) > LONG:
        pairs = enumerate(zip(was, now, strict=False))
        same = next((n for n, (a, b) in pairs if a != b), min(len(was), len(now)))
        start = max(same - 10, 0)
        was, now = (f"{'…' if start else ''}{text[start : start + LONG]}" for text in (was, now))
    return f"{KEYS.get(key, key)}由 {was} 改为 {now}"


def said(value: Any) -> str:
    """A value in words, on one line."""
    if value is None or value == "" or value == [] or value == {}:
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(said, value))
    if isinstance(value, Mapping):
        return "；".join(f"{KEYS.get(k, k)} {said(v)}" for k, v in value.items())
    return " ".join(str(value).split())

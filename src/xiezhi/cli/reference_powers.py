"""The page of the reference that lists what each post and relation may do and see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xiezhi.kernel.law.model import Grade, LawBook
from xiezhi.kernel.law.powers import Powers, powers


def powers_page(book: LawBook) -> str:
    """Markdown: one section for each post or relation that may do or see anything."""
    lines = [
        "# 权责清单",
        "",
        "每个岗位和身份能办的行为、能看的密级。这份清单由法律文件的 `by` 和密级的 `see` 生成，平台执行的正是这些。",
        "",
        *_grades(book.grades.values()),
    ]
    for one in powers(book, date.max):
        if one.acts or one.sees or one.asked:
            lines += _section(one)
    return "\n".join(lines)


def _grades(grades: Iterable[Grade]) -> list[str]:
    rows = [
        f"| {g.title} `{g.name}` | {g.kind or '—'} | {g.level} | {f'有标记 `{g.mark}` 时' if g.mark else ''} |"
        for g in grades
    ]
    return ["| 密级 | 类别 | 级别 | 何时加上 |", "|---|---|---|---|", *rows]


def _section(one: Powers) -> list[str]:
    lines = ["", f"## {one.post.title} `{one.post.name}`", ""]
    for says, grades in (("能看", one.sees), ("先说明理由才能看", one.asked), ("能看查阅记录", one.audits)):
        if grades:
            lines.append(f"{says}：{'、'.join(g.title for g in grades)}。")
    by_file: dict[str, list[str]] = {}
    for power in one.acts:
        by_file.setdefault(f"[{power.file.title}]({power.file.id}.md)", []).append(power.act.title)
    return [*lines, "", *(f"- {file}：{'、'.join(titles)}" for file, titles in by_file.items())]

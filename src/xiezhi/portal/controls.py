"""A question page as controls of the design system: names, what was typed, what is wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xiezhi.pages.controls import Control, Fault
from xiezhi.portal.questions import Answers, Page, Question

KINDS = {"note": "note", "one": "one", "several": "several", "money": "money", "date": "date", "files": "files"}
KEYBOARD = {"phone": "tel", "money": "decimal", "rate": "decimal", "number": "numeric"}
FILL = {"my_name": "name", "my_phone": "tel", "my_address": "street-address"}
ACCEPT = "image/jpeg,image/png,image/webp,.pdf,.docx,.txt"


@dataclass(slots=True)
class Shown:
    """One question of a page: its control, the “不知道” tick, the rows of a question of rows, the files kept."""

    question: Question
    control: Control
    unknown: bool = False
    rows: list[list[Control]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)


def _control(question: Question, name: str, value: Any, error: str, label: str = "") -> Control:
    return Control(
        name=name,
        title=question.title,
        kind=KINDS.get(question.type, "text"),
        value=value if isinstance(value, str) else "",
        values=tuple(value) if question.type == "several" and isinstance(value, list) else (),
        error=error,
        hint=question.help,
        required=question.required,
        options=tuple(question.options.items()),
        inputmode=KEYBOARD.get(question.type, ""),
        autocomplete=FILL.get(name, ""),
        accept=ACCEPT if question.type == "files" else "",
        label=label,
        wide=True,
    )


def shown(page: Page, typed: Answers, errors: Mapping[str, str]) -> list[Shown]:
    """The questions of a page with what was typed (or saved) and the errors by name."""
    return [_shown(q, typed, errors) for q in page.questions]


def _shown(question: Question, typed: Answers, errors: Mapping[str, str]) -> Shown:
    name = question.name
    value = typed.get(name, "")
    unknown = bool(typed.get(f"{name}-unknown")) or (name in typed and value is None)
    out = Shown(question, _control(question, name, value, errors.get(name, "")), unknown)
    if question.type == "rows":
        out.rows = [_row(question, i, row, errors) for i, row in enumerate(value or [{}])]
    if question.type == "files":
        out.kept = list(value or [])
    return out


def _row(question: Question, index: int, row: Mapping[str, Any], errors: Mapping[str, str]) -> list[Control]:
    name = question.name
    return [
        _control(f, f"{name}-{index}-{f.name}", row.get(f.name, ""), errors.get(f"{name}.{index}.{f.name}", ""),
                 f"第 {index + 1} 行：{f.title}")
        for f in question.fields
    ]  # fmt: skip


def faults(found: list[Shown]) -> list[Fault]:
    """The error summary: the same words as beside each field, with a link to it."""
    out = [Fault(s.control.error, s.control.anchor) for s in found if s.control.error]
    for one in found:
        out += [Fault(f"{c.label}：{c.error}", c.anchor) for row in one.rows for c in row if c.error]
    return out

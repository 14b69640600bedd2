"""A question page as controls of the design system: names, what was typed, what is wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xiezhi.kernel.papers.kinds import ACCEPT
from xiezhi.pages.controls import Control, Fault
from xiezhi.portal.questions import Answers, Page, Question, holds

KINDS = {"note": "note", "one": "one", "several": "several", "money": "money", "date": "date", "files": "files"}
KEYBOARD = {"phone": "tel", "money": "decimal", "rate": "decimal", "number": "numeric"}
FILL = {"my_name": "name", "my_phone": "tel", "my_address": "street-address"}


@dataclass(slots=True)
class Shown:
    """One question of a page: its control, the “不知道” tick, the rows of a question of rows, the files kept."""

    question: Question
    control: Control
    unknown: bool = False
    rows: list[list[Control]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    when: str = ""
    values: str = ""


def _control(question: Question, name: str, value: Any, error: str, row: int = 0) -> Control:
    return Control(
        name=name,
        title=f"{question.title}（第 {row} 行）" if row else question.title,
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
        wide=True,
    )


def shown(page: Page, typed: Answers, errors: Mapping[str, str]) -> list[Shown]:
    """The questions of a page with what was typed (or saved) and the errors by name.

    What an earlier page has ruled out is left away; what depends on this page stays, since scripts may be off.
    """
    here = {q.name for q in page.questions}
    live = [q for q in page.questions if q.when is None or q.when[0] in here or holds(q.when, typed)]
    out = [_shown(q, typed, errors) for q in live]
    for one in out:
        if one.question.when and one.question.when[0] in here:
            _depend(one, page)
    return out


def _depend(one: Shown, page: Page) -> None:
    """A field that depends on another of the same page says so, and a script may hide it."""
    assert one.question.when is not None
    name, values = one.question.when
    other = next(q for q in page.questions if q.name == name)
    chosen = "".join(f"“{words}”" for value, words in other.options.items() if value in values)
    one.when, one.values = name, " ".join(sorted(values))
    hint = f"选了{chosen}的才填。{one.question.help}"
    one.control = replace(one.control, hint=hint)


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
        _control(
            f, f"{name}-{index}-{f.name}", row.get(f.name, ""), errors.get(f"{name}.{index}.{f.name}", ""), index + 1
        )
        for f in question.fields
    ]


def faults(found: list[Shown]) -> list[Fault]:
    """The error summary: the same words as beside each field, with a link to it."""
    out = [Fault(s.control.error, s.control.anchor) for s in found if s.control.error]
    for one in found:
        out += [Fault(f"{c.title}：{c.error}", c.anchor) for row in one.rows for c in row if c.error]
    return out

"""Reading a question that came as a JSON object, and answering it or the error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xiezhi.kernel.numbers.errors import NumberError

ANY_LINE = frozenset(("id", "ask"))
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def answered(question: Callable[[Mapping[str, Any]], dict[str, Any]], line: object) -> dict[str, Any]:
    """The answer, or {"error": {"code", "message", "field"?, "basis"?}}."""
    try:
        if not isinstance(line, Mapping):
            raise NumberError("bad_line", "每行须为一个JSON对象。")
        return question(line)
    except NumberError as refusal:
        return {"error": refusal.to_dict()}


def check_keys(line: Mapping[str, Any], must: frozenset[str], may: frozenset[str] = frozenset()) -> None:
    """Every key known and none missing; NumberError `missing_field` or `unknown_key`, naming the key."""
    for key in sorted(must - line.keys()):
        raise NumberError("missing_field", f"缺少“{key}”，请补上。", field=key)
    for key in sorted(line.keys() - must - may - ANY_LINE):
        raise NumberError("unknown_key", f"不认识“{key[:30]}”这一项，请删去或者改正。", field=key[:30])


def read_text(line: Mapping[str, Any], key: str) -> str:
    """A text; NumberError `bad_value`."""
    if not isinstance(line[key], str):
        raise NumberError("bad_value", f"“{key}”须为文字，请改正。", field=key)
    return str(line[key])


def read_date(line: Mapping[str, Any], key: str) -> date:
    """A day written YYYY-MM-DD; NumberError `bad_date`."""
    text = read_text(line, key)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NumberError("bad_date", "日期须写作 YYYY-MM-DD，并且确有这一天。", field=key)

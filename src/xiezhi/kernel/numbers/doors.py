"""The questions `number` and `identity` of `xiezhi reckon`: a JSON object in, a JSON object out.

Bad input never raises: the answer is then {"error": {"code", "message", "field"?, "basis"?}}.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xiezhi.kernel.numbers.casenumber import CaseNumber, parse
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.identity import check_citizen, check_organisation
from xiezhi.kernel.numbers.tables import load_tables

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ANY_LINE = frozenset(("id", "ask"))


def answer_number(line: Mapping[str, Any]) -> dict[str, Any]:
    """{"text"} → {"year", "court", "court_name", "special"?, "case_type", "type_name", "no", "suffix", "form", "text"}.

    A list answers what its numbers share, and `numbers`, each answered by itself. A legacy number has no court
    and type. `status` appears where the 类型代字 is not one of the standard's: superseded, observed, nonstandard.
    """
    return _answered(_number, line)


def answer_identity(line: Mapping[str, Any], *, today: date | None = None) -> dict[str, Any]:
    """{"kind": person or organisation, "text", "on"?} → {"valid", "text", "reason"?, "born"?, "sex"?, "division"?}.

    A birth after `on` (default `today`) is refused; without either the future is not looked at.
    """
    return _answered(lambda given: _identity(given, today), line)


def _answered(question: Callable[[Mapping[str, Any]], dict[str, Any]], line: object) -> dict[str, Any]:
    try:
        if not isinstance(line, Mapping):
            raise NumberError("bad_line", "每行须为一个JSON对象。")
        return question(line)
    except NumberError as refusal:
        return {"error": refusal.to_dict()}


def _number(line: Mapping[str, Any]) -> dict[str, Any]:
    _check_keys(line, frozenset(("text",)), frozenset())
    try:
        return _parts(parse(_text(line, "text")))
    except NumberError as refusal:
        refusal.field = "text"
        raise


def _parts(number: CaseNumber) -> dict[str, Any]:
    tables = load_tables()
    court, kind = tables.court_of(number.court), tables.case_type(number.type)
    found: dict[str, Any] = {
        "year": number.year,
        "court": number.court or None,
        "court_name": court.name if court else None,
        "special": number.special or None,
        "case_type": number.type or None,
        "type_name": kind.name if kind else None,
        "no": number.no,
        "suffix": number.suffix,
        "form": number.form,
        "status": kind.status if kind and kind.status != "official" else None,
        "numbers": [_parts(each) for each in number.numbers] or None,
        "text": number.text,
    }
    return {key: value for key, value in found.items() if value is not None}


def _identity(line: Mapping[str, Any], today: date | None) -> dict[str, Any]:
    _check_keys(line, frozenset(("kind", "text")), frozenset(("on",)))
    on = _date(line, "on") if "on" in line else today
    text, kind = _text(line, "text"), line["kind"]
    if kind == "person":
        found = check_citizen(text, today=on)
    elif kind == "organisation":
        found = check_organisation(text)
    else:
        raise NumberError("unknown_kind", "kind 须为 person 或者 organisation。", field="kind")
    parts: dict[str, Any] = {
        "valid": found.valid,
        "text": found.text,
        "reason": found.reason,
        "basis": found.basis,
        "born": found.born.isoformat() if found.born else "",
        "sex": found.sex,
        "division": found.division,
        "division_name": found.division_name,
    }
    return {key: value for key, value in parts.items() if value != ""}


def _check_keys(line: Mapping[str, Any], must: frozenset[str], may: frozenset[str]) -> None:
    for key in sorted(must - line.keys()):
        raise NumberError("missing_field", f"缺少“{key}”，请补上。", field=key)
    for key in sorted(line.keys() - must - may - ANY_LINE):
        raise NumberError("unknown_key", f"不认识“{key[:30]}”这一项，请删去或者改正。", field=key[:30])


def _text(line: Mapping[str, Any], key: str) -> str:
    if not isinstance(line[key], str):
        raise NumberError("bad_value", f"“{key}”须为文字。", field=key)
    return str(line[key])


def _date(line: Mapping[str, Any], key: str) -> date:
    text = _text(line, key)
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NumberError("bad_date", "日期须写作 YYYY-MM-DD，并且确有这一天。", field=key)

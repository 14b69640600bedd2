"""The questions `number` and `identity` of `xiezhi reckon`: a JSON object in, a JSON object out.

Bad input never raises: the answer is then {"error": {"code", "message", "field"?, "basis"?}}.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from xiezhi.kernel.numbers.asked import answered, check_keys, read_date, read_text
from xiezhi.kernel.numbers.casenumber import CaseNumber, parse
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.identity import Identity, check_citizen, check_organisation
from xiezhi.kernel.numbers.tables import load_tables


def answer_number(line: Mapping[str, Any]) -> dict[str, Any]:
    """{"text"} → {"year", "court", "court_name", "special"?, "case_type", "type_name", "no", "suffix", "form", "text"}.

    A list answers what its numbers share, and `numbers`, each answered by itself. A legacy number has no court
    and type. `status` appears where the 类型代字 is not one of the standard's: superseded, observed, nonstandard.
    """
    return answered(_number, line)


def answer_identity(line: Mapping[str, Any], *, today: date | None = None) -> dict[str, Any]:
    """{"kind": person or organisation, "text", "on"?} → {"valid", "text", "reason"?, "born"?, "sex"?, "division"?}.

    A birth after `on` (default `today`) is not valid; without either the future is not looked at.
    """
    return answered(lambda given: _identity(given, today), line)


def _number(line: Mapping[str, Any]) -> dict[str, Any]:
    check_keys(line, frozenset(("text",)))
    try:
        return _parts(parse(read_text(line, "text")))
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
    check_keys(line, frozenset(("kind", "text")), frozenset(("on",)))
    found = _checked(read_text(line, "kind"), read_text(line, "text"), read_date(line, "on") if "on" in line else today)
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


def _checked(kind: str, text: str, today: date | None) -> Identity:
    if kind == "person":
        return check_citizen(text, today=today)
    if kind == "organisation":
        return check_organisation(text)
    raise NumberError("unknown_kind", "kind 须为 person（公民）或者 organisation（组织），请改正。", field="kind")

"""The questions `fee` and `court` of `xiezhi reckon`: a JSON object in, a JSON object out.

Bad input never raises: the answer is then {"error": {"code", "message", "field"?, "basis"?}}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xiezhi.departments.filing.competence import Dispute, competent
from xiezhi.departments.filing.fees import Asked, Fee, FeeError, Step, fee, yuan
from xiezhi.kernel.numbers.asked import answered, check_keys, read_date, read_text
from xiezhi.kernel.numbers.casenumber import is_court_code
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.tables import load_tables

MAY = frozenset("amount procedure outcome court on of variety merged figure".split())
COMPETENCE = frozenset("domain on cause amount places circumstances foreign".split())
LONGEST = 40
_MONEY = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]{1,2}))?")


def answer_fee(line: Mapping[str, Any]) -> dict[str, Any]:
    """{"kind", "amount"?, "procedure"?, "outcome"?, "court"?, "on"?} → {"fee", "steps", "basis"}.

    Without a known figure `min`, `max` and `reason` stand in place of `fee`; a step has `amount`, or `min` and `max`.
    Also taken: `of` (the first-instance kind of an appeal), `variety`, `merged`, `figure`; see `fees.Asked`.
    """
    return answered(_fee, line)


def answer_court(line: Mapping[str, Any]) -> dict[str, Any]:
    """{"on", "domain"?, "cause"?, "amount"?, "places", "circumstances"?, "foreign"?} → {"courts", "sure", "steps", "doubts", "basis"}.

    `places` maps a point (defendant, plaintiff, performance, property …; see jurisdiction.toml) to places: a court's code,
    the six digits of a division, or an address. `courts` has a row each with `code`, `name`, `why`. `sure` is false where
    the tables do not reach; `doubts` say why.
    """
    return answered(_court_of, line)


def _court_of(line: Mapping[str, Any]) -> dict[str, Any]:
    check_keys(line, frozenset(("places", "on")), COMPETENCE)
    found = competent(
        Dispute(
            domain=read_text(line, "domain") if "domain" in line else "civil",
            on=read_date(line, "on"),
            places=_places(line["places"]),
            cause=read_text(line, "cause") if "cause" in line else "",
            amount=_fen(line, "amount") if line.get("amount") is not None else None,
            circumstances=frozenset(_texts(line.get("circumstances", []), "circumstances")),
            foreign=line.get("foreign") is True,
        )
    )
    reasons = [*found.steps, *(reason for why in found.courts.values() for reason in why), *found.doubts]
    return {
        "courts": [
            {"code": code, "name": court.name, "why": [reason.what for reason in why]}
            for code, why in found.courts.items()
            if (court := load_tables().courts[code])
        ],
        "sure": not found.doubts,
        "steps": [{"what": s.what, "basis": s.basis} for s in found.steps],
        "doubts": [{"what": s.what, "basis": s.basis} for s in found.doubts],
        "basis": list(dict.fromkeys(reason.basis for reason in reasons if reason.basis)),
    }


def _places(given: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, Mapping):
        raise NumberError("bad_value", 'places 须为对象，例如 {"defendant": ["110101"]}。', field="places")
    return {
        point: tuple(_texts([place] if isinstance(place, str) else place, f"places.{point[:30]}"))
        for point, place in given.items()
    }


def _texts(given: object, field: str) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(text, str) and len(text) <= 200 for text in given):
        raise NumberError("bad_value", f"“{field}”须为文字的列表，请改正。", field=field)
    return given


def _fee(line: Mapping[str, Any]) -> dict[str, Any]:
    check_keys(line, frozenset(("kind",)), MAY)
    asked = _rest(line)
    asked |= {key: read_text(line, key) for key in ("kind", "procedure", "outcome", "of", "variety") if key in line}
    asked |= {key: _fen(line, key) for key in ("amount", "figure") if line.get(key) is not None}
    found = fee(Asked(**asked))
    return {**_sum(found), "steps": [_step(step) for step in found.steps], "basis": list(found.basis)}


def _rest(line: Mapping[str, Any]) -> dict[str, Any]:
    rest: dict[str, Any] = {"court": _court(line)} if "court" in line else {}
    if "on" in line:
        rest["on"] = read_date(line, "on")
    if "merged" in line:
        if type(line["merged"]) is not bool:
            raise NumberError("bad_value", "merged 须为 true 或者 false。", field="merged")
        rest["merged"] = line["merged"]
    return rest


def _fen(line: Mapping[str, Any], key: str) -> int:
    text = read_text(line, key)
    if len(text) > LONGEST:
        raise FeeError("amount_absurd", "金额位数太多，请核对。", field=key)
    if text.startswith("-") and _MONEY.fullmatch(text[1:]):
        raise FeeError("amount_negative", "金额不能是负数，请改正。", field=key)
    found = _MONEY.fullmatch(text)
    if not found:
        message = "金额须为以元为单位的十进制文字，至多两位小数，例如“1000.00”，请改正。"
        raise FeeError("bad_amount", message, field=key)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _court(line: Mapping[str, Any]) -> str:
    code = read_text(line, "court")
    if not is_court_code(code):
        raise NumberError(
            "bad_court", f"“{code[:12]}”不是法院代字，应如最高法、京、京01、京0101，请改正。", field="court"
        )
    return code


def _sum(found: Fee) -> dict[str, str]:
    if found.fee is not None:
        return {"fee": yuan(found.fee)}
    reason = "办法只规定了幅度，具体数额没有收录，请按本地的收费文件确定。"
    return {"min": yuan(found.least), "max": yuan(found.most), "reason": reason}


def _step(step: Step) -> dict[str, str]:
    fixed = step.least == step.most
    amounts = {"amount": yuan(step.least)} if fixed else {"min": yuan(step.least), "max": yuan(step.most)}
    return {"what": step.what, **amounts, "basis": step.basis}

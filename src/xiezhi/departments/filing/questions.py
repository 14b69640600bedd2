"""The questions of `reckon`, one door each; the command and the API answer through here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from xiezhi.departments.filing.doors import answer_court, answer_fee
from xiezhi.kernel.numbers.doors import answer_identity, answer_number
from xiezhi.kernel.periods import clock
from xiezhi.kernel.periods.doors import answer_day, answer_limit, answer_period

Answer = dict[str, Any]
QUESTIONS: dict[str, Callable[[Mapping[str, Any]], Answer]] = {
    "number": answer_number,
    "fee": answer_fee,
    "court": answer_court,
    "period": answer_period,
    "limit": answer_limit,
    "day": answer_day,
    "identity": lambda line: answer_identity(line, today=clock.today()),
}


def reckoned(line: object) -> Answer:
    """The answer to one question, with the question's id; never raises."""
    if not isinstance(line, Mapping):
        return {"id": None, **error("bad_line", "每个问题（每行）须为一个JSON对象。")}
    return {"id": line.get("id"), **_answer(line)}


def _answer(line: Mapping[str, Any]) -> Answer:
    ask = line.get("ask")
    question = QUESTIONS.get(ask) if isinstance(ask, str) else None
    if question is None:
        return error("unknown_ask", f"ask 须为其中之一：{'、'.join(QUESTIONS)}。", "ask")
    try:
        return question(line)
    except Exception:
        logging.getLogger(__name__).exception("a question of kind %s was not answered", ask)
        return error("fault", "平台未能回答这个问题，已记入日志；请报告管理人员。")


def error(code: str, message: str, field: str = "") -> Answer:
    """An answer that says why there is none."""
    return {"error": {"code": code, "message": message} | ({"field": field} if field else {})}

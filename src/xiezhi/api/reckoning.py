"""The questions of `reckon` over HTTP: the same doors as the command's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xiezhi.departments.filing.doors import answer_fee
from xiezhi.kernel.numbers.doors import answer_identity, answer_number
from xiezhi.kernel.periods import clock
from xiezhi.kernel.periods.doors import answer_day, answer_limit, answer_period

QUESTIONS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "number": answer_number,
    "fee": answer_fee,
    "period": answer_period,
    "limit": answer_limit,
    "day": answer_day,
    "identity": lambda line: answer_identity(line, today=clock.today()),
}


def reckoned(line: Mapping[str, Any]) -> dict[str, Any]:
    """One answer, with the question's id."""
    ask = line.get("ask")
    question = QUESTIONS.get(ask) if isinstance(ask, str) else None
    if question is None:
        message = f"ask 须为其中之一：{'、'.join(QUESTIONS)}。"
        return {"id": line.get("id"), "error": {"code": "unknown_ask", "message": message, "field": "ask"}}
    return {"id": line.get("id"), **question(line)}

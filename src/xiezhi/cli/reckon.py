"""Answer questions of law and date, a JSON object a line in, a line out (xiezhi reckon < questions)

ask = number, fee, court, period, limit, day or identity. A line that cannot be answered says why; the run goes on.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
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


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: questions come in on standard input."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def run(args: argparse.Namespace) -> None:
    """A line out for every line in, in the same order, as soon as it is answered."""
    for raw in sys.stdin.buffer:
        print(_written(answer_line(raw.decode("utf-8", "replace"))), flush=True)


def answer_line(text: str) -> Answer:
    """The answer to one line, with the line's own id."""
    try:
        line = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        return {"id": None, **_error("bad_json", "这一行不是合法的JSON，请逐行写一个JSON对象。")}
    if not isinstance(line, dict):
        return {"id": None, **_error("bad_line", "每行须为一个JSON对象。")}
    return {"id": line.get("id"), **answer(line)}


def answer(line: Mapping[str, Any]) -> Answer:
    """The answer to one question; never raises."""
    ask = line.get("ask")
    question = QUESTIONS.get(ask) if isinstance(ask, str) else None
    if question is None:
        return _error("unknown_ask", f"ask 须为其中之一：{'、'.join(QUESTIONS)}。", "ask")
    try:
        return question(line)
    except Exception:
        logging.getLogger(__name__).exception("a question of kind %s was not answered", ask)
        return _error("fault", "平台未能回答这一行，已记入日志；请报告管理人员。")


def _error(code: str, message: str, field: str = "") -> Answer:
    return {"error": {"code": code, "message": message} | ({"field": field} if field else {})}


def _no_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _written(answer: Answer) -> str:
    """One line of JSON; escaped throughout where it holds what UTF-8 cannot say (half of a surrogate pair)."""
    try:
        text = json.dumps(answer, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer)
    except RecursionError:  # only an id can be nested so deep
        return _written({**answer, "id": None})
    return text

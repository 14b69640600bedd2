"""Answer questions of law and date, a JSON object a line in, a line out (xiezhi reckon < questions)

ask = number, fee, court, period, limit, day or identity. A line that cannot be answered says why; the run goes on.
"""

from __future__ import annotations

import argparse
import json
import math
import sys

from xiezhi.departments.filing.questions import Answer, error, reckoned


def arguments(parser: argparse.ArgumentParser) -> None:
    """Questions come in on standard input; answers are JSON lines in any case."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help="JSON lines (they are in any case)")


def run(args: argparse.Namespace) -> None:
    """A line out for every line in, in the same order, as soon as it is answered."""
    for raw in sys.stdin.buffer:
        print(_written(answer_line(raw.decode("utf-8", "replace"))), flush=True)


def answer_line(text: str) -> Answer:
    """The answer to one line, with the line's own id."""
    try:
        line = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        return {"id": None, **error("bad_json", "这一行不是合法的JSON，请逐行写一个JSON对象。")}
    return reckoned(line)


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

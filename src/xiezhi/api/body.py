"""Reading a JSON body: strict, shallow, finite. What is not so is refused before anything looks at it."""

from __future__ import annotations

import json
import math
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from xiezhi.api.problems import Problem

JSON = "application/json"
# An act's data is two levels deep, a question's three; what is deeper is a mistake or an attack.
DEEPEST = 20
# What is longer comes part by part (/api/uploads).
MOST_BYTES = 50 * 1024 * 1024
# A multipart body is a little longer than its file.
WRAPPING = 64 * 1024


def within_limit(request: HttpRequest) -> None:
    """Refuse a body by its stated length before a byte of it is read."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not stated.isdigit() or int(stated[:20]) > MOST_BYTES + WRAPPING:
        raise too_large(MOST_BYTES)


def too_large(most: int) -> Problem:
    """The problem of a body beyond the limit."""
    return Problem(
        413, "too_large", f"内容超过{most / 1024 / 1024:g}MB，没有收下。请压缩、拆分后再发，或者作为文件上传。"
    )


class StrictParser(Parser):
    """JSON in UTF-8 as RFC 8259 has it (a byte order mark is forgiven): no NaN, nothing nested without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value of a body; `Problem` 415 or 400 if it is none."""
        if request.content_type != JSON:
            raise Problem(415, "not_json", f"请以 {JSON} 发送。")
        try:
            text = request.body.decode("utf-8-sig")
            value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        except (ValueError, RecursionError):
            raise Problem(400, "bad_json", "内容不是合法的JSON（UTF-8），请核对后再发。") from None
        if _too_deep(value):
            raise Problem(400, "too_deep", f"内容嵌套超过{DEEPEST}层，请核对后再发。")
        return value


def _no_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _too_deep(value: Any) -> bool:
    """Level by level, since a recursion would itself be too deep."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        ]
        if not level:
            return False
    return True

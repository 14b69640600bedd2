"""What a call brings in: its key, its data as asked, its legal moment. Made safe to store, or refused. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.refusal import Refusal, Refused

When = date | datetime
LONGEST_KEY = 200


def stored_key(scope: str, key: str) -> str:
    """The key under which an event is stored: once in its matter or court. `Refused` if it cannot be stored."""
    stored = f"{scope}/{key}"
    if not key or len(stored) > LONGEST_KEY or any(unicodedata.category(c) in ("Cc", "Cs") for c in stored):
        raise Refused(Refusal("data", "提交号不能为空、过长，或者带有控制字符。请刷新页面后重新提交。", field="key"))
    return stored


def plain(value: Any) -> Any:
    """Data as it was asked, made digestible (no floats, no lone surrogates)."""
    if isinstance(value, Mapping):
        return {plain(str(k)): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if value is None or isinstance(value, bool):
        return value
    return str(value).encode("utf-8", "backslashreplace").decode()


def moment(on: When | None) -> tuple[date, time | None]:
    """The legal day, and the minute where one was given. ValueError for a naive time."""
    if on is None:
        return clock.today(), None
    if isinstance(on, datetime):
        if on.tzinfo is None:
            raise ValueError("a legal moment is an aware time")
        here = on.astimezone(clock.COURT_TIME)
        return here.date(), here.time().replace(second=0, microsecond=0)
    return on, None


def ahead(on: date, minute: time | None) -> bool:
    """Whether a legal moment has not come yet."""
    now = clock.now()
    return on > now.date() or (on == now.date() and minute is not None and minute > now.time())

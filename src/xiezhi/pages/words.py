"""How dates, days left and money read. Pure but for the clock, which says today."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiezhi.kernel.periods import clock

ZH = "一二三四五六日"
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
EN = "Mon Tue Wed Thu Fri Sat Sun".split()


def as_day(value: object) -> date | None:
    """A date from a date, a date and minute, or their ISO text; None from anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def english() -> bool:
    return (get_language() or "").startswith("en")


def weekday(value: object) -> str:
    """周一 … 周日."""
    day_ = as_day(value)
    if day_ is None:
        return ""
    return EN[day_.weekday()] if english() else "周" + ZH[day_.weekday()]


def day(value: object) -> str:
    """2026年11月30日（周一） with the minute, if there is one."""
    found = as_day(value)
    if found is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    minute = f" {text[11:16]}" if len(text) >= 16 and text[10] in "T " else ""
    if english():
        return f"{found.isoformat()} ({weekday(found)}){minute}"
    return f"{found.year}年{found.month}月{found.day}日（{weekday(found)}）{minute}"


def said(label: str) -> str:
    """A label; one that is a date and minute reads as such."""
    return day(label) if _MINUTE.fullmatch(label) else label


def days_left(value: object, today: date | None = None) -> int | None:
    """Days from today until a day; negative once it is past."""
    found = as_day(value)
    return None if found is None else (found - (today or clock.today())).days


def left(value: object) -> str:
    """还有 7 天 / 今天到期 / 超期 3 天."""
    n = days_left(value)
    if n is None:
        return ""
    if n < 0:
        return _("超期 %(n)d 天") % {"n": -n}
    return _("今天到期") if n == 0 else _("还有 %(n)d 天") % {"n": n}


def urgency(value: object) -> str:
    """Class of a tag: bad when overdue, warn within five days, else ok."""
    n = days_left(value)
    if n is None:
        return "plain"
    return "bad" if n < 0 else "warn" if n <= 5 else "ok"


def yuan(value: object) -> str:
    """12,000.00 元, from a decimal string of yuan."""
    try:
        return f"{Decimal(str(value)):,.2f} 元"
    except ArithmeticError:
        return str(value)

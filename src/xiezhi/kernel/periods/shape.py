"""The shape that data read from a law file must have; faults are said with the place where they stand.

A shape is: str (a text, not empty), int (zero or more), bool, date; a frozenset (one of these words); [shape] (a list
of such); {"key": shape, "other?": shape} (a table with exactly these keys, those with "?" optional); or a `Many` of
one shape under any key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

Say = Callable[[str, str], None]
PLAIN = {str: "须为文字，不能为空", int: "须为不小于零的整数", bool: "须为 true 或 false", date: "须为日期"}


@dataclass(frozen=True, slots=True)
class Many:
    """A table of any keys, each value of one shape."""

    of: Any


def fits(value: Any, shape: Any, where: str, say: Say) -> bool:
    """Whether the value has the shape; every fault is said."""
    if isinstance(shape, type):
        good = type(value) is shape and value != "" and not (type(value) is int and value < 0)
        return good or _no(where, PLAIN[shape], say)
    if isinstance(shape, frozenset):
        if isinstance(value, str) and value in shape:
            return True
        return _no(where, f"“{value}”不在可用的值之中：{'、'.join(sorted(shape))}", say)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return _no(where, "须为列表", say)
        return all([fits(item, shape[0], f"{where}[{index}]", say) for index, item in enumerate(value)])
    if not isinstance(value, dict):
        return _no(where, "须为表", say)
    if isinstance(shape, Many):
        return all([fits(item, shape.of, _below(where, key), say) for key, item in value.items()])
    return _table_fits(value, shape, where, say)


def _table_fits(value: dict[str, Any], shape: dict[str, Any], where: str, say: Say) -> bool:
    good = True
    known = {key.removesuffix("?"): key for key in shape}
    for key, item in value.items():
        if key in known:
            good &= fits(item, shape[known[key]], _below(where, key), say)
        else:
            good = _no(_below(where, key), "不认识的键", say)
    for key, written in known.items():
        if key == written and key not in value:
            good = _no(_below(where, key), "必须写明", say)
    return good


def _no(where: str, fault: str, say: Say) -> bool:
    say(where, fault)
    return False


def _below(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key

"""The guides of the law book, and what the portal asks of the tables: courts hosted here, courts of the country."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from xiezhi.kernel.numbers.doors import answer_identity
from xiezhi.kernel.numbers.tables import load_tables
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.procedure import in_force
from xiezhi.portal.questions import Guide
from xiezhi.portal.written import guides


@lru_cache(maxsize=4)
def _guides(folder: Path) -> dict[str, Guide]:
    return guides(folder)


def all_guides() -> dict[str, Guide]:
    """The guides by id, in their order."""
    return _guides(in_force.folder() / "elements")


@lru_cache(maxsize=4)
def _basic_courts(folder: Path) -> dict[str, str]:
    return {c.code: c.name for c in load_tables(folder).courts.values() if c.level == "基层"}


def basic_courts() -> dict[str, str]:
    """Full names of the country's basic courts by code."""
    return _basic_courts(in_force.folder() / "tables")


def hosted() -> dict[str, str]:
    """Full names of the courts that this installation serves, by code."""
    return dict(Court.objects.order_by("code").values_list("code", "name"))


def prove(kind: str, text: str) -> str:
    """ "" when an id number or credit code can be genuine, else the reason in words."""
    answer = answer_identity({"id": None, "ask": "identity", "kind": kind, "text": text})
    if answer.get("valid"):
        return ""
    what = "身份证号" if kind == "person" else "统一社会信用代码"
    reason = answer.get("reason") or answer.get("error", {}).get("message", "")
    return f"这个{what}不对：{reason}。请对照证件再看一遍" if reason else f"这个{what}不对，请对照证件再看一遍"

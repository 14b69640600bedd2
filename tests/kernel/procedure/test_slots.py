"""Words that fill papers: rows of a record, its fields by name, dates and codes as people read them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from xiezhi.kernel.law.build import act, record
from xiezhi.kernel.procedure import slots
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import empty

HEARING = {
    "fields": {
        "time": {"type": "minute", "title": "时间"},
        "room": {"type": "text", "title": "法庭"},
        "mode": {"type": "mode", "title": "方式"},
    }
}
DEFECT = {"fields": {"what": {"type": "text", "title": "缺什么"}, "how": {"type": "text", "title": "怎样补"}}}


@pytest.fixture
def ctx() -> Ctx:
    book: Any = SimpleNamespace(
        records={"hearing": record("hearing", HEARING), "defect": record("defect", DEFECT)},
        choices={"mode": {"online": "在线"}}, posts={},
    )  # fmt: skip
    fields = {
        "hearing": {"type": "hearing", "title": "开庭"},
        "defect": {"type": "defect", "title": "缺陷", "many": True},
    }
    asked: Any = None
    data = {
        "hearing": {"time": "2025-04-10T09:30", "room": "第三法庭", "mode": "online"},
        "defect": [{"what": "没有被告住址", "how": "写明送达地址"}, {"what": "没有签名", "how": "签名"}],
    }
    file: Any = None
    return Ctx(
        book, file, act("a", {"title": "行为", "data": fields}), empty("京0101", date(2025, 3, 3)), date(2025, 3, 3),
        None, "", data, "", asked,
    )  # fmt: skip


def test_a_field_of_a_record_is_a_slot(ctx: Ctx) -> None:
    found = slots._rows(ctx, {})
    assert found == {"hearing.time": "2025年4月10日9时30分", "hearing.room": "第三法庭", "hearing.mode": "在线"}


def test_rows_are_numbered_lines(ctx: Ctx) -> None:
    assert ctx.data is not None
    said = slots.words(ctx, "defect", ctx.data["defect"], {})
    assert said == "1. 没有被告住址；写明送达地址\n2. 没有签名；签名"


def test_a_record_given_once_is_one_line(ctx: Ctx) -> None:
    assert ctx.data is not None
    assert slots.words(ctx, "hearing", ctx.data["hearing"], {}) == "2025年4月10日9时30分；第三法庭；在线"

"""The contents of a case file: what each paper is, why, and how certain."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from xiezhi.kernel.papers.catalogue import catalogue, faults

RAW = tomllib.loads((Path(__file__).parents[3] / "law/parameters/catalogue.toml").read_text("utf-8"))
BOOK = catalogue(RAW, {})


@pytest.mark.parametrize(
    ("title", "kind", "name", "head", "slug", "sure"),
    [
        ("起诉状", "filed", "我的文件.pdf", [], "complaint", True),
        ("受理案件通知书", "notice", "", [], "acceptance", True),
        ("民事判决书", "judgment", "", [], "decision", True),
        ("合议庭评议笔录", "deliberation", "", [], "deliberation", True),
        ("证据材料", "filed", "判决.pdf", ["民事判决书"], "evidence", True),
        ("附件", "filed", "扫描0001.pdf", ["", "授权委托书"], "mandate", True),
        ("附件", "filed", "扫描0001.pdf", ["今收到甲方交来的借条原件一张，特此说明，双方无异议"], "other", False),
        ("附件", "filed", "微信转账.png", [], "evidence", False),
        ("送达回证", "receipt", "", [], "service", True),
        ("附件", "filed", "x.bin", [], "other", False),
    ],
)
def test_what_a_paper_is(title: str, kind: str, name: str, head: list[str], slug: str, sure: bool) -> None:
    found = BOOK.place_of(title, kind, name, head)
    assert (found.place.slug, found.sure) == (slug, sure)


def test_the_order_is_that_of_the_field() -> None:
    assert (
        BOOK.rank("complaint", "civ")
        < BOOK.rank("defence", "civ")
        < BOOK.rank("decision", "civ")
        < BOOK.rank("service", "civ")
    )
    assert BOOK.rank("transfer", "cri") < BOOK.rank("complaint", "cri") and BOOK.rank("complaint", "adm") == BOOK.rank(
        "complaint", "civ"
    )
    assert faults(RAW) == []
    assert faults({**RAW, "order": {"civ": ["complaint", "nothing"]}})

"""A form filled: what is not known is left out where it may be, and never in the middle of a sentence unseen."""

from __future__ import annotations

import pytest

from xiezhi.kernel.law.model import Form
from xiezhi.kernel.papers.produce import produce


def filled(text: str, **slots: str) -> str:
    return produce(Form("标题", "notice", (), text), slots).decode()


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        ("案号：{number}\n案由：{cause}\n书记员：{clerk}", {"number": "甲"}, "案号：甲\n"),
        ("证据：\n{evidence}\n\n此致", {}, "此致\n"),
        ("证据：\n{evidence}\n\n此致", {"evidence": "1. 借条"}, "证据：\n1. 借条\n\n此致\n"),
        ("应交{fee}元⟦（请求{amount}元）⟧。", {"fee": "300"}, "应交300元。\n"),
        ("应交{fee}元⟦（请求{amount}元）⟧。", {"fee": "300", "amount": "20000"}, "应交300元（请求20000元）。\n"),
        ("应交{fee}元。", {}, "应交——元。\n"),
        ("因{reason}，予以准许。", {"reason": "原告患病。"}, "因原告患病，予以准许。\n"),
        ("理由：{reason}。", {"reason": "原告患病。"}, "理由：原告患病。\n"),
        ("甲\n\n{found}\n\n乙", {}, "甲\n\n乙\n"),
        ("“{reason}”", {"reason": "原告患病。"}, "“原告患病。”\n"),
    ],
)
def test_what_is_not_known_is_left_out(text: str, slots: dict[str, str], said: str) -> None:
    assert filled(text, **slots) == said

"""Criminal and administrative judgments are drafted as civil ones are: beside the file, from the file, proof-read, previewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest

from tests.systems.drafted import Case, to_be_drafted
from tests.systems.story import scenarios
from tests.systems.test_drafting import box, words
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.procedure.refusal import Refused

pytestmark = [pytest.mark.http, pytest.mark.django_db, pytest.mark.system("16b")]
STORIES = dict(scenarios())
CRIMINAL, ADMINISTRATIVE = STORIES["cri.first.ordinary.effective"], STORIES["adm.first.ordinary.penalty"]


@pytest.fixture
def tried(db: None) -> Iterator[Case]:
    with to_be_drafted(CRIMINAL) as found:
        yield found


@pytest.fixture
def sued(db: None) -> Iterator[Case]:
    with to_be_drafted(ADMINISTRATIVE) as found:
        yield found


def preview(case: Case, title: str, text: dict[str, str]) -> str:
    answer = case.client(case.judge).post(case.url("draft"), {**text, "_preview": title})
    assert answer.headers["Content-Type"] == "application/pdf"
    return re.sub(r"\s", "", "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(answer.content)))


def refused(case: Case, text: dict[str, Any]) -> list[str]:
    """Why the judge may not sign a draft of this text."""
    assert case.judge is not None
    perform(case.matter.id, "draft", actor=of_person(case.judge), data=text, key="draft")
    with pytest.raises(Refused) as wrong:
        perform(case.matter.id, "sign", actor=of_person(case.judge), which=case.judge.id.hex, key="sign")
    return [r.code for r in wrong.value.refusals]


def test_a_criminal_judgment(tried: Case) -> None:
    page = words(tried.client(tried.judge).get(tried.url("draft")))
    assert 'id="file"' in page
    assert re.search(r"指控被告人演示\w+", box(page, "found"))
    assert "【罪名和刑罚，或者无罪；刑期的起止】" in box(page, "ruling")
    text = {
        "found": "被告人盗窃他人财物，数额较大。",
        "reasoning": "依照《中华人民共和国刑法》第二百六十四条规定，应当惩处。",
        "ruling": "被告人犯盗窃罪，判处【】。",
    }
    said = words(tried.client(tried.judge).post(tried.url("draft"), {**text, "_check": "1"}))
    assert "还没有写明" in said
    paper = preview(tried, "刑事判决书（一审公诉案件适用普通程序用）", text)
    assert "草稿" in paper
    assert "刑事判决书" in paper
    assert refused(tried, text | {"reasoning": "依照《中华人民共和国刑法》第九百条规定。"}) == [
        "condition.articles_exist"
    ]


def test_an_administrative_judgment(sued: Case) -> None:
    page = words(sued.client(sued.judge).get(sued.url("draft")))
    assert "被诉的行政行为：" in box(page, "found")
    assert "辩称：" in box(page, "found")
    assert "职权依据【】" in box(page, "reasoning")
    assert "案件受理费50元" in box(page, "ruling")
    text = {
        "found": "被告作出行政处罚。",
        "reasoning": "依照《中华人民共和国行政诉讼法》第七百条规定。",
        "ruling": "驳回原告的诉讼请求。",
    }
    said = words(sued.client(sued.judge).post(sued.url("draft"), {**text, "_check": "1"}))
    assert "行政诉讼法没有第七百条" in said
    assert "草稿" in preview(sued, "行政判决书（驳回诉讼请求用）", text)
    assert refused(sued, text) == ["condition.articles_exist"]

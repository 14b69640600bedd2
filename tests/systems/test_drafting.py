"""A judge drafts the judgment of the demonstration case: beside the file, from the file, proof-read, compared, previewed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pypdfium2
import pytest
from django.http import HttpResponse

from tests.systems.drafted import TEXT, Case, to_be_drafted
from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Event

pytestmark = [pytest.mark.http, pytest.mark.django_db, pytest.mark.system("16b")]


@pytest.fixture
def case(db: None) -> Iterator[Case]:
    with to_be_drafted() as found:
        yield found


def words(response: HttpResponse) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def box(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found, name
    return found[1]


def test_it_opens_beside_the_file_and_starts_from_it(case: Case) -> None:
    page = words(case.client(case.judge).get(case.url("draft")))
    file = page[page.index('id="file"') :]
    for said in ("演示原告甲", "已经归还5000元", "还款记录", "各方到庭", "借款20000元、交付时间各方无争议", "300.00"):
        assert said in file, said
    found = box(page, "found")
    for said in (
        "原告演示原告甲主张：",
        "被告演示被告乙辩称：借款属实",
        "转账记录（拟证明款项已经交付）",
        "2025年4月10日9时30分开庭笔录",
    ):
        assert said in found, said
    assert "是否已经归还5000元" in box(page, "reasoning")
    assert box(page, "ruling") == "", "no result, no ruling"
    assert 'class="tag warn"' not in page, "nothing written, nothing to proof-read"


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("allowed", "案件受理费300元，由被告演示被告乙负担。"),
        ("partly", "二、驳回原告演示原告甲的其他诉讼请求。"),
        ("dismissed", "驳回原告演示原告甲的诉讼请求。"),
    ],
)
def test_the_ruling_starts_by_its_result_and_the_rest_stays_as_typed(case: Case, result: str, said: str) -> None:
    typed = {"judgment_result": result, "found": "我写的事实。", "_start": "ruling"}
    page = words(case.client(case.judge).post(case.url("draft"), typed))
    assert said in box(page, "ruling")
    assert box(page, "found") == "我写的事实。"
    assert not Event.objects.filter(matter=case.matter, act="draft").exists(), "nothing was sent"


def test_proof_reading_warns_of_slips_and_finds_none_in_a_sound_draft(case: Case) -> None:
    client = case.client(case.judge)
    assert 'class="tag warn"' not in words(client.post(case.url("draft"), {**TEXT, "_check": "1"}))
    wrong = {
        "found": TEXT["found"].replace("演示被告乙已经", "演示被告己已经"),
        "reasoning": TEXT["reasoning"].replace("第六百七十五条", "第一千六百七十五条"),
        "ruling": TEXT["ruling"].replace("本金15000", "本金51000").replace("225", "215"),
    }
    page = words(client.post(case.url("draft"), {**TEXT, **wrong, "_check": "1"}))
    for said in (
        "应为“被告演示被告乙”",
        "民法典没有第一千六百七十五条",
        "51,000元超出请求的金额20,000元",
        "各方负担之和是290元",
    ):
        assert said in page, said


def test_a_judgment_that_cites_what_does_not_exist_is_not_signed(case: Case) -> None:
    case.draft("one", reasoning="依照《中华人民共和国民法典》第一千六百七十五条规定，应当归还。")
    judge = case.judge
    assert judge is not None
    with pytest.raises(Refused) as refused:
        perform(case.matter.id, "sign", actor=of_person(judge), which=judge.id.hex, key="s")
    assert [r.code for r in refused.value.refusals] == ["condition.articles_exist"]
    case.draft("two")
    page = words(case.client(judge).get(case.url("sign")))
    assert "8 项没有发现问题" in page and "比较“起草判决书”的 2 个版本" in page
    perform(case.matter.id, "sign", actor=of_person(judge), which=judge.id.hex, key="t")


def test_versions_side_by_side(case: Case) -> None:
    case.draft("one")
    case.draft("two", found=TEXT["found"].replace("尚欠15000元", "还欠15000元") + "另查明，双方没有约定利息。")
    address = f"/m/{case.matter.id}/versions/draft/"
    assert address in words(case.client(case.judge).get(f"/m/{case.matter.id}/"))
    assert address not in words(case.client(case.people["jia"]).get(f"/m/{case.matter.id}/"))
    page = words(case.client(case.judge).get(address))
    assert "<ins>另查明，双方没有约定利息。</ins>" in page
    assert re.search(
        r"<th scope=\"row\">改</th>\s*<td><del>[^<]*尚欠15000元。</del></td><td><ins>[^<]*还欠15000元。", page
    )
    assert "第 1 稿" in page and case.judge is not None and case.judge.name in page
    assert "<ins>" not in words(case.client(case.judge).get(address + "?a=2&b=2"))
    assert case.client(case.people["jia"]).get(address).status_code == 404, "a draft is no business of the parties"


def test_the_preview_is_the_judgment_marked_as_a_draft(case: Case) -> None:
    client = case.client(case.judge)
    answer = client.post(case.url("draft"), {**TEXT, "_preview": "民事判决书"})
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(answer.content))
    text = re.sub(r"\s", "", text)
    for said in ("草稿", "尚欠15000元", "起十五日内", "上诉于北京市第二中级人民法院", case.matter.number):
        assert said in text, said
    case.draft("one")
    assert client.post(case.url("sign"), {"_preview": "民事判决书"}).content.startswith(b"%PDF")

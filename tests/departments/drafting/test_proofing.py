"""Proof-reading a judgment: what is a slip is found, what is right is let be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from xiezhi.departments.drafting import proofing
from xiezhi.kernel.law.articles import load_articles

ARTICLES = load_articles(Path(__file__).parents[3] / "law")[0]
ON = date(2025, 4, 18)
PARTIES = [("原告", "张明"), ("被告", "李建国"), ("被告", "东城建材有限公司")]
CLAIM = "判令被告归还借款本金20000元，并负担诉讼费用。"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("被告李建国、东城建材有限公司应当归还原告张明借款。", ""),
        ("被告于本判决生效之日起十日内归还原告借款。原告主张属实。", ""),
        ("被告李建囯应当归还借款。", "“被告李建囯”应为“被告李建国”"),
        ("原告张朋的请求成立。", "“原告张朋”应为“原告张明”"),
        ("原告李建国的请求成立。", "李建国是被告，不是原告"),
        ("反诉原告李建国的请求成立。", "李建国是被告，不是反诉原告"),
    ],
)
def test_names(text: str, wrong: str) -> None:
    assert proofing.names(text, PARTIES).rstrip("。") == wrong


def test_a_counterclaimant_is_the_defendant() -> None:
    assert proofing.unnamed("被告于十日内归还借款。", PARTIES)
    assert not proofing.unnamed("被告李建国于十日内归还借款。", PARTIES)
    assert not proofing.unnamed("", PARTIES)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("20000元、20,000.00元、2万元、二万元", ["20000"] * 4),
        ("一万五千三百二十元和0.5元", ["0.5", "15320"]),
        ("三亿二千万元", ["320000000"]),
        ("没有金额，只有20000份", []),
    ],
)
def test_sums_are_read_however_they_are_written(text: str, sums: list[str]) -> None:
    assert sorted(proofing.amounts(text)) == sorted(map(Decimal, sums))


def test_sums_of_the_ruling_have_a_source_and_stay_within_the_claim() -> None:
    found = ["被告已经归还5000元，尚欠15000元。", CLAIM]
    right = "一、被告李建国归还原告张明15000元；二、驳回其他请求；三、案件受理费300元，由被告负担。"
    assert not proofing.sums(right, found, Decimal(20000))
    assert "51,000元在诉讼请求" in proofing.sums(right.replace("15000", "51000"), found, None)
    assert "25,000元超出请求的金额20,000元" in proofing.sums("归还25000元", ["欠25000元"], Decimal(20000))


def test_days_exist_and_what_was_found_has_happened() -> None:
    assert not proofing.dates({"found": "2024年5月6日借款，2025年4月18日开庭。", "ruling": "自2026年1月1日起"}, ON)
    assert "2023年2月29日不存在" in proofing.dates({"ruling": "自2023年2月29日起"}, ON)
    assert "将来的2025年5月6日" in proofing.dates({"found": "2025年5月6日借款。"}, ON)


@pytest.mark.parametrize(
    ("text", "missing", "old"),
    [
        ("依照《中华人民共和国民法典》第六百七十四条、第六百七十五条规定，判决如下：", "", ""),
        ("依照《中华人民共和国民法典》第一千二百六十一条规定", "民法典没有第一千二百六十一条", ""),
        ("依照《中华人民共和国乡镇企业法》第二条", "", "乡镇企业法在2025年4月18日不是现行有效的法律"),
        ("依照《中华人民共和国合同法》第二百零六条", "", "《中华人民共和国合同法》在条文表中查不到"),
        ("依照《中华人民共和国借款法》第三条", "", "《中华人民共和国借款法》在条文表中查不到"),
        ("双方签订的《借款合同》第三条约定了利息。", "", ""),
    ],
)
def test_articles(text: str, missing: str, old: str) -> None:
    said = proofing.missing(text, ARTICLES), proofing.out_of_force(text, ARTICLES, ON)
    for found, wanted in zip(said, (missing, old), strict=True):
        assert (wanted in found) if wanted else found == ""


def test_costs_are_borne_and_add_up() -> None:
    fee, split = Decimal(300), "案件受理费300元，由原告张明负担75元，被告李建国负担225元。"
    assert not proofing.costs(split, fee)
    assert not proofing.costs("案件受理费300元，由被告李建国负担。", fee)
    assert not proofing.costs("案件受理费300元，减半收取150元，由被告李建国负担150元。", fee)
    assert "之和是290元" in proofing.costs(split.replace("225", "215"), fee)
    assert "写作250元" in proofing.costs(split.replace("300", "250"), fee)
    assert "由谁负担" in proofing.costs("驳回原告张明的诉讼请求。", fee)
    assert not proofing.costs("驳回原告张明的诉讼请求。", None)


def test_the_court_of_appeal_is_the_next_one_above() -> None:
    above = "北京市第二中级人民法院"
    assert not proofing.appeal_court(f"上诉于{above}。", above)
    assert not proofing.appeal_court("上诉于上一级人民法院。", above)
    assert not proofing.appeal_court("上诉于最高人民法院。", above), "patents"
    assert above in proofing.appeal_court("上诉于北京市高级人民法院。", above)


def test_places_left_open_are_named() -> None:
    assert not proofing.gaps("都写明了。")
    assert "由原告负担【】" in proofing.gaps("案件受理费300元，由原告负担【】元。")

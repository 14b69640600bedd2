"""The competent court: every rule of the file, the levels, and what is not known said as a doubt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xiezhi.departments.filing.competence import Dispute, _file, competent
from xiezhi.departments.filing.doors import answer_court
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.tables import load_tables

DAY = date(2026, 3, 3)
DONG, HAI, CHAO, HUANGPU = "110101", "110108", "110105", "310101"


def courts(domain: str = "civil", *, on: date = DAY, **asked: Any) -> list[str]:
    return list(competent(Dispute(domain, on, **asked)).courts)


@pytest.mark.parametrize(
    ("cause", "places", "expected"),
    [
        ("离婚纠纷", {"defendant": (DONG,)}, ["京0101"]),
        ("民间借贷纠纷", {"defendant": (DONG,), "performance": ("北京市海淀区中关村大街1号",)}, ["京0101", "京0108"]),
        ("房屋租赁合同纠纷", {"property": (HAI,), "defendant": (DONG,)}, ["京0108"]),
        ("相邻关系纠纷", {"property": (DONG,), "defendant": (HAI,)}, ["京0101"]),
        ("法定继承纠纷", {"deceased_home": (DONG,), "estate": (HAI,), "defendant": (CHAO,)}, ["京0101", "京0108"]),
        ("财产保险合同纠纷", {"defendant": (DONG,), "insured_object": (HAI,)}, ["京0101", "京0108"]),
        ("人身保险合同纠纷", {"insured_home": (HAI,)}, ["京0108"]),
        ("票据追索权纠纷", {"payment": (DONG,)}, ["京0101"]),
        ("股东知情权纠纷", {"company": (CHAO,), "defendant": (DONG,)}, ["京0105"]),
        ("机动车交通事故责任纠纷", {"accident": (HAI,), "defendant": (DONG,)}, ["京0108", "京0101"]),
        ("劳动合同纠纷", {"employer": (DONG,), "performance": (HAI,)}, ["京0101", "京0108"]),
        ("名誉权纠纷", {"result": (HAI,), "defendant": (DONG,)}, ["京0108", "京0101"]),
        ("信息网络买卖合同纠纷", {"received": (HAI,)}, ["京0108"]),
    ],
)
def test_the_place(cause: str, places: dict[str, tuple[str, ...]], expected: list[str]) -> None:
    assert courts(cause=cause, places=places) == expected


def test_every_rule_names_known_causes_and_points() -> None:
    tables, law = load_tables(), _file()
    for domain in ("civil", "administrative", "criminal"):
        for rule in (law[domain]["general"], *law[domain].get("rule", ())):
            assert set(rule["points"]) <= law["points"].keys()
            assert rule["basis"]
            assert [name for name in rule.get("causes", ()) if tables.cause(name) is None] == []


def test_the_plaintiffs_home_where_the_defendant_cannot_be_sued_at_home() -> None:
    found = competent(
        Dispute(
            "civil",
            DAY,
            {"plaintiff": (HAI,), "defendant": (DONG,)},
            "离婚纠纷",
            circumstances=frozenset({"spouse_left"}),
        )
    )
    assert list(found.courts) == ["京0108"]
    assert "民事诉讼法解释第十二条" in [step.basis for step in found.steps]


def test_an_agreement_counts_unless_the_place_is_exclusive() -> None:
    places = {"defendant": (DONG,), "agreed": (CHAO,), "property": (HAI,)}
    assert courts(cause="买卖合同纠纷", places=places) == ["京0105"]
    found = competent(Dispute("civil", DAY, places, "房屋租赁合同纠纷"))
    assert list(found.courts) == ["京0108"]
    assert any("协议无效" in step.what for step in found.steps)


@pytest.mark.parametrize(
    ("yuan", "other", "expected"),
    [
        (99_999_999, HUANGPU, "京0101"),
        (100_000_000, HUANGPU, "京02"),
        (100_000_000, HAI, "京0101"),
        (499_999_999, HAI, "京0101"),
        (500_000_000, HAI, "京02"),
        (5_000_000_000, HAI, "京"),
    ],
)
def test_the_level_follows_the_sum_and_where_the_parties_live(yuan: int, other: str, expected: str) -> None:
    places = {"defendant": (DONG,), "plaintiff": (other,)}
    assert courts(cause="离婚纠纷", places=places, amount=yuan * 100) == [expected]


def test_before_the_notice_of_2021_there_is_no_figure() -> None:
    with pytest.raises(NumberError) as refused:
        courts(cause="离婚纠纷", places={"defendant": (DONG,)}, amount=100, on=date(2018, 1, 1))
    assert refused.value.code == "not_in_force"


def test_foreign_cases_have_figures_of_their_own() -> None:
    found = competent(Dispute("civil", DAY, {"defendant": (DONG,)}, amount=40_000_000_00, foreign=True))
    assert list(found.courts) == ["京02"]
    assert found.doubts


def test_administrative_and_criminal() -> None:
    assert courts("administrative", places={"agency": (DONG,)}) == ["京0101"]
    assert courts(
        "administrative", places={"agency": (DONG,), "review_agency": (HAI,)}, circumstances=frozenset({"reviewed"})
    ) == ["京0101", "京0108"]
    assert courts("administrative", places={"agency": (DONG,)}, circumstances=frozenset({"county_government"})) == [
        "京02"
    ]
    assert courts("criminal", places={"crime": (DONG,)}, circumstances=frozenset({"life_or_death"})) == ["京02"]


def test_what_the_tables_do_not_hold_is_a_doubt() -> None:
    assert competent(Dispute("administrative", DAY, {"agency": (DONG,)})).doubts
    for cause in ("海事海商纠纷", "侵害发明专利权纠纷", "破产债权确认纠纷"):
        assert competent(Dispute("civil", DAY, {"defendant": (DONG,)}, cause)).doubts
    nowhere = competent(Dispute("civil", DAY, {"defendant": ("某地某街",)}, "离婚纠纷"))
    assert not nowhere.courts
    assert nowhere.doubts


def test_the_answer_at_the_door() -> None:
    answer = answer_court({"on": "2026-03-03", "cause": "离婚纠纷", "places": {"defendant": "110101"}})
    assert answer["courts"][0] | {"why": 0} == {"code": "京0101", "name": "北京市东城区人民法院", "why": 0}
    assert answer["sure"] is True
    assert "民事诉讼法第二十二条" in answer["basis"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"on": "2026-03-03"}, "missing_field"),
        ({"on": "2026-03-03", "places": []}, "bad_value"),
        ({"on": "2026-03-03", "places": {"defendant": [1]}}, "bad_value"),
        ({"on": "2026-03-03", "places": {"moon": ["110101"]}}, "unknown_point"),
        ({"on": "2026-03-03", "places": {}, "cause": "无此案由"}, "unknown_cause"),
        ({"on": "2026-03-03", "places": {}, "circumstances": ["rain"]}, "unknown_circumstance"),
        ({"on": "2026-03-03", "places": {}, "domain": "naval"}, "unknown_domain"),
        ({"on": "2026-03-03", "places": {}, "amount": "1.234"}, "bad_amount"),
        ({"on": "2026-13-03", "places": {}}, "bad_date"),
    ],
)
def test_bad_questions(line: dict[str, Any], code: str) -> None:
    assert answer_court(line)["error"]["code"] == code

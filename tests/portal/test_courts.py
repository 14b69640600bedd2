"""From an address to the court of that place, or to none rather than a guess."""

import pytest

from xiezhi.kernel.numbers.places import court_of, place_parts
from xiezhi.portal.courts import suggestions

COURTS = {
    "京0101": "北京市东城区人民法院", "京0112": "北京市通州区人民法院", "冀0123": "正定县人民法院",
    "冀0102": "石家庄市长安区人民法院", "粤0305": "深圳市南山区人民法院", "黑0404": "鹤岗市南山区人民法院",
    "冀0183": "晋州市人民法院", "津71": "天津铁路运输法院",
}  # fmt: skip


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("北京市东城区某街1号", "京0101"),
        ("北京东城区 某街1号", "京0101"),
        ("北京市通州区某路", "京0112"),
        ("河北省石家庄市正定县某村", "冀0123"),
        ("河北省石家庄市长安区某路", "冀0102"),
        ("广东省深圳市南山区某园", "粤0305"),
        ("河北省晋州市某街", "冀0183"),
        ("南山区某路", ""),
        ("某个村子", ""),
        ("", ""),
    ],
)
def test_the_court_of_an_address(address, code):
    assert court_of(address, COURTS) == code


def test_endings_that_belong_to_a_name():
    assert place_parts("北京市通州区人民法院") == ["北京市", "通州区"]
    assert place_parts("营口市西市区人民法院") == ["营口市", "西市区"]
    assert place_parts("天津铁路运输法院") == []


def test_one_court_with_both_reasons():
    places = ({"answer": "a", "says": "甲", "basis": "第一条"}, {"answer": "b", "says": "乙", "basis": "第二条"})
    (one,) = suggestions(places, {"a": "北京东城区", "b": "北京市东城区某街"}, COURTS, {"京0101"})
    assert (one.code, one.reason, one.basis, one.hosted) == ("京0101", "甲；乙", "第一条、第二条", True)
    (other,) = suggestions(places[:1], {"a": "深圳市南山区"}, COURTS, {"京0101"})
    assert not other.hosted
    assert suggestions(places, {"a": None}, COURTS, set()) == []

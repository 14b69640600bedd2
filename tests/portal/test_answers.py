"""What people type is understood in every usual way, and refused with what to write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.portal import answers
from xiezhi.portal.answers import Wrong


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("20000", "20000.00"),
        ("20,000.5元", "20000.50"),
        ("２００００", "20000.00"),
        ("2万", "20000.00"),
        ("1.5 万元", "15000.00"),
        ("¥0.01", "0.01"),
    ],
)
def test_money_is_understood(typed, clean):
    assert answers.money(typed) == clean


@pytest.mark.parametrize(
    ("typed", "says"),
    [("1.005", "分"), ("-5", "负数"), ("很多", "例如"), ("9" * 13, "多写了几个零"), ("1e5", "例如"), ("٣٣", "例如")],
)
def test_money_is_refused_with_what_to_write(typed, says):
    with pytest.raises(Wrong, match=says):
        answers.money(typed)


@given(st.integers(0, 10**12))
def test_money_typed_in_fen_comes_back(fen):
    text = f"{fen // 100}.{fen % 100:02d}"
    assert answers.money(text) == text


@pytest.mark.parametrize(
    "typed", ["2024-03-01", "2024年3月1日", "2024/3/1", "2024.3.1", "20240301", "２０２４年３月１日"]
)
def test_days_are_understood(typed):
    assert answers.day(typed) == "2024-03-01"


@pytest.mark.parametrize("typed", ["2024-02-30", "昨天", "0024-01-01", "2024-3"])
def test_days_are_refused(typed):
    with pytest.raises(Wrong):
        answers.day(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "张三",
        "阿卜杜拉·买买提",
        "王\U00020000",
        "李\U0002ceb0",
        "赵\U00030edd",
        "陈\U000323af",
        "𬭚",
        "北京甲乙有限公司（分公司）",
    ],
)
def test_rare_characters_stand_in_names(typed):
    assert answers.name(typed) == typed


def test_every_dot_becomes_the_dot_of_names():
    assert answers.name("买买提•吐尔逊") == answers.name("买买提・吐尔逊") == "买买提·吐尔逊"


@pytest.mark.parametrize("typed", ["张三<script>", "13800000000", "张\x00三", "张三\ue000"])
def test_names_are_refused(typed):
    with pytest.raises(Wrong):
        answers.name(typed)


def test_phones():
    assert answers.phone("+86 138-0000-0000") == "13800000000"
    assert answers.phone("010 6718 9999") == "01067189999"
    for wrong in ("1380000000", "23800000000", "电话"):
        with pytest.raises(Wrong):
            answers.phone(wrong)


def test_a_million_characters_are_refused_in_words():
    with pytest.raises(Wrong, match="20000 个字，您写了 1000000 个"):
        answers.note("字" * 1_000_000)


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text):
    for clean in answers.CLEAN.values():
        try:
            once = clean(text)
        except Wrong:
            continue
        assert clean(once) == once

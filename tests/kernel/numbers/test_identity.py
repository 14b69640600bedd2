"""Identity numbers: what they tell, what is wrong with them, and what others may see of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.kernel.numbers.identity import (
    check_citizen,
    check_organisation,
    citizen_check_digit,
    credit_check_digit,
    division_name,
    mask_id,
    mask_phone,
)


def _citizen(first: str) -> str:
    return first + citizen_check_digit(first)


def test_a_citizen_s_number_tells_birth_sex_and_division() -> None:
    found = check_citizen("110101199003077758")
    assert (found.valid, found.born, found.sex) == (True, date(1990, 3, 7), "男")
    assert (found.division, found.division_name) == ("110101", "北京市东城区")
    assert check_citizen("11010519491231002X").sex == "女"


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_blanks_width_and_case_do_not_matter(typed: str) -> None:
    found = check_citizen(typed)
    assert (found.valid, found.text) == (True, "11010519491231002X")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("110101199003077757", "校验码"),
        ("11010119900307775X", "校验码"),
        ("110101900307775", "15位"),
        ("11010119900307775", "填写的是17位"),
        ("", "填写的是0位"),
        ("11010119900307775A", "末位"),
        ("1101011990030X7758", "前17位"),
        (_citizen("11010119900230775"), "19900230"),
        (_citizen("11010119000229001"), "19000229"),
        (_citizen("11010100000101001"), "00000101"),
        (_citizen("99010119900307775"), "90开头"),
        (_citizen("18010119900307775"), "18开头"),
        ("²10101199003077758", "前17位"),
    ],
)
def test_a_wrong_number_says_why(typed: str, reason: str) -> None:
    found = check_citizen(typed)
    assert not found.valid
    assert reason in found.reason
    assert found.born is None and found.sex == ""


def test_nobody_is_born_after_today() -> None:
    number = _citizen("11010120300101001")
    assert check_citizen(number, today=date(2030, 1, 1)).valid
    found = check_citizen(number, today=date(2029, 12, 31))
    assert not found.valid and "2030-01-01" in found.reason


def test_numbers_of_hong_kong_and_of_foreign_residents_are_known() -> None:
    assert check_citizen(_citizen("81000019900307775")).division_name == "香港特别行政区"
    foreign = check_citizen(_citizen("93184019900307775"))
    assert foreign.valid and foreign.division == "" and foreign.born == date(1990, 3, 7)


def test_an_old_division_is_still_valid() -> None:
    found = check_citizen(_citizen("11010319700101001"))
    assert (found.valid, found.division_name) == (True, "北京市")
    assert division_name("440300") == "广东省深圳市"


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(first: str, place: int, off: int) -> None:
    wrong = first[:place] + str((int(first[place]) + off) % 10) + first[place + 1 :]
    assert citizen_check_digit(wrong) != citizen_check_digit(first)


def test_a_credit_code_tells_its_division() -> None:
    found = check_organisation("９１１１００００802100433b")
    assert (found.valid, found.text, found.division_name) == (True, "91110000802100433B", "北京市")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("91110000802100433C", "校验码"),
        ("9111000080210043", "填写的是16位"),
        ("9I110000802100433B", "“I”"),
        ("911100008O2100433B", "“O”"),
        ("91A10000802100433B", "第3至8位"),
    ],
)
def test_a_wrong_credit_code_says_why(typed: str, reason: str) -> None:
    found = check_organisation(typed)
    assert not found.valid and reason in found.reason


CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(CREDIT, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(CREDIT))
def test_one_wrong_character_is_always_seen(first: str, place: int, other: str) -> None:
    wrong = first[:place] + other + first[place + 1 :]
    assert (credit_check_digit(wrong) == credit_check_digit(first)) == (wrong == first)


def test_masks_hide_the_birth_and_the_middle() -> None:
    assert mask_id("110101199003077758") == "110***********7758"
    assert mask_id("E1234567") == "********"
    assert mask_phone("138 1234 5678") == "138****5678"
    assert mask_phone("010-12345678") == "********5678"
    assert mask_phone("110") == "***"
    assert mask_id("") == mask_phone("") == ""

"""Case numbers: the examples, the forms, what is refused, and reading back what was written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.kernel.numbers.casenumber import LAST_LEGACY_YEAR, CaseNumber, next_text, parse, render
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.tables import load_tables

TABLES = load_tables()
DATA = Path(__file__).parent / "data"


def _examples() -> list[dict[str, str]]:
    with (DATA / "case-number-examples.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


EXAMPLES = _examples()
READ = [row for row in EXAMPLES if row["expected"] in ("valid", "observed", "nonstandard")]


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) == 51
    assert len(READ) == 41


@pytest.mark.parametrize("row", READ, ids=lambda row: row["raw"])
def test_an_example_is_read_in_all_its_parts(row: dict[str, str]) -> None:
    number = parse(row["raw"])
    court, kind = TABLES.court_of(number.court), TABLES.case_type(number.type)
    assert court and kind
    got = (number.text, str(number.year), number.court, court.name, number.special, number.type, kind.name)
    columns = ("canonical", "year", "court", "court_name", "special", "type", "type_name")
    assert got == tuple(row[c] for c in columns)
    assert (str(number.no), number.suffix) == (row["number"], row["suffix"])
    assert number.form == ("nonstandard" if row["expected"] == "nonstandard" else "standard")


@pytest.mark.parametrize("row", [r for r in EXAMPLES if r["expected"] == "legacy"], ids=lambda row: row["raw"])
def test_a_legacy_example_stays_as_it_stands(row: dict[str, str]) -> None:
    number = parse(row["raw"])
    assert (number.form, number.court, number.type) == ("legacy", "", "")
    assert number.text == row["raw"].replace("(", "（").replace(")", "）")


@pytest.mark.parametrize("row", [r for r in EXAMPLES if r["expected"] == "invalid"], ids=lambda row: row["raw"])
def test_an_invalid_example_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(NumberError):
        parse(row["raw"])


def test_the_list_example_is_split() -> None:
    (row,) = (r for r in EXAMPLES if r["expected"] == "list")
    number = parse(row["raw"])
    assert (number.form, number.year, number.court, number.type, number.no) == ("list", 2016, "粤03", "民辖终", None)
    assert [n.text for n in number.numbers] == ["（2016）粤03民辖终3827号", "（2016）粤03民辖终3828号"]
    assert number.text == row["raw"]


@pytest.mark.parametrize(
    "typed",
    [
        "(2024)京0101民初123号之一",
        " （ 2024 ） 京 0101 民初 123 号 之一 ",
        "（２０２４）京０１０１民初１２３号之一",
        "(２０２４）京0101\u3000民初\t123号\u00a0之一\n",
        "〔2024〕京0101民初123号之一",
        "[2024]京0101民初123号之一\u200b\ufeff",
    ],
)
def test_one_canonical_text_comes_out(typed: str) -> None:
    assert parse(typed).text == "（2024）京0101民初123号之一"


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("（2024）京0101民初1号、2号", ["（2024）京0101民初1号", "（2024）京0101民初2号"]),
        ("（2024）京0101民初1、2号之一", ["（2024）京0101民初1号之一", "（2024）京0101民初2号之一"]),
        ("（2024）京0101民初1号、2号之一", ["（2024）京0101民初1号", "（2024）京0101民初2号之一"]),
        ("（2024）京0101民初1-3号", [f"（2024）京0101民初{n}号" for n in (1, 2, 3)]),
        ("（2024）京0101民初9至10号", [f"（2024）京0101民初{n}号" for n in (9, 10)]),
        ("（2024）京0101民初1号，(2023)沪01民终2号", ["（2024）京0101民初1号", "（2023）沪01民终2号"]),
        ("（2024）京0101民初1号和3号", ["（2024）京0101民初1号", "（2024）京0101民初3号"]),
    ],
)
def test_a_list_is_split(typed: str, texts: list[str]) -> None:
    number = parse(typed)
    assert number.form == "list"
    assert [n.text for n in number.numbers] == texts
    assert parse(number.text) == number


def test_a_mixed_list_keeps_only_what_all_share() -> None:
    number = parse("（2024）京0101民初1号、（2024）沪01民终2号")
    assert (number.year, number.court, number.type, number.no) == (2024, "", "", None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \u3000", "empty"),
        ("（2024）京0101民初1号" * 50, "too_long"),
        ("2024京0101民初1号", "no_brackets"),
        ("（24）京0101民初1号", "bad_year"),
        ("（二〇二四）京0101民初1号", "bad_year"),
        ("（3024）京0101民初1号", "bad_year"),
        ("（2024）民初1号", "bad_court"),
        ("（2024）京101民初1号", "bad_court"),
        ("（2024）京01011民初1号", "bad_court"),
        ("（2024）最高法01民初1号", "bad_court"),
        ("（2024）京9999民初1号", "unknown_court"),
        ("（2024）京01011号", "bad_court"),
        ("（2024）京01号", "bad_type"),
        ("（2024）京0101民出1号", "unknown_type"),
        ("（2024）京0101知知民初1号", "unknown_type"),
        ("（2024）京0101民初1", "no_ending"),
        ("（2024）京0101民初号", "bad_serial"),
        ("（2024）京0101民初一号", "unknown_type"),
        ("（2024）京0101民初0号", "leading_zero"),
        ("（2024）京0101民初01号", "leading_zero"),
        ("（2024）京0101民初9-7号", "bad_range"),
        ("（2024）京0101民初1-99999号", "bad_range"),
        ("（2024）京0101民初1-900号、1001-1900号", "too_many"),
        ("（2024）京0101民初1、1号", "repeated"),
        ("（2024）京0101民初1号之", "bad_suffix"),
        ("（2024）京0101民初1号之百", "bad_suffix"),
        ("（2024）京0101民初1号之1", "bad_suffix"),
        ("（2024）京0101民初1号判决", "bad_suffix"),
        ("（2024）豫刑核12号", "not_random"),
        ("（2016）民一终字第174号", "legacy_after_2015"),
    ],
)
def test_a_refusal_names_what_is_wrong(typed: str, code: str) -> None:
    with pytest.raises(NumberError) as refused:
        parse(typed)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_a_code_that_followed_the_division_code_is_known() -> None:
    number = parse("（2024）新0402民初1号")
    court = TABLES.court_of(number.court)
    assert court and court.candidate_code == "新0402"
    assert TABLES.court("新0402") is None


def test_a_new_number_is_a_case_number() -> None:
    assert next_text(2026, "京0101", "民初", 7) == "（2026）京0101民初7号"
    assert next_text(2026, "最高法", "知民终", 1) == "（2026）最高法知民终1号"
    for wrong in (
        (2026, "京0101", "民出", 1),
        (2026, "京0101", "民初", 0),
        (26, "京0101", "民初", 1),
        (2026, "豫", "刑核", 1),
    ):
        with pytest.raises(NumberError):
            next_text(*wrong)


SUFFIXES = st.sampled_from(["", "之一", "之二", "之十", "之十二", "之二十", "之一百零三", "之九百九十九"])


@st.composite
def numbers(draw: st.DrawFn) -> CaseNumber:
    """Any single number the grammar allows."""
    kind = draw(st.sampled_from([group[0] for daizi, group in TABLES.case_types.items() if daizi[0] != "知"]))
    random = kind.numbering == "random8"
    return CaseNumber(
        draw(st.integers(1000, 2999)),
        draw(st.sampled_from([*TABLES.courts_of_code, *TABLES.courts_by_candidate])),
        draw(st.sampled_from(["", "知"])),
        kind.daizi,
        draw(st.integers(10_000_000, 99_999_999) if random else st.integers(1, 10**20)),
        draw(SUFFIXES),
        "nonstandard" if kind.status == "nonstandard" else "standard",
    )


@given(numbers())
def test_what_is_written_is_read_back(number: CaseNumber) -> None:
    assert parse(render(number)) == number


@given(st.lists(numbers(), min_size=2, max_size=6, unique=True))
def test_a_list_is_read_back(several: list[CaseNumber]) -> None:
    found = parse("、".join(map(render, several)))
    assert list(found.numbers) == several
    assert parse(render(found)) == found


@given(
    st.integers(1000, LAST_LEGACY_YEAR),
    st.text("民刑行一二终初（）", min_size=1, max_size=8),
    st.integers(0, 9999),
    SUFFIXES,
)
def test_a_legacy_number_is_read_back(year: int, word: str, no: int, suffix: str) -> None:
    number = parse(f"（{year}）{word}字第{no}号{suffix}")
    assert (number.form, number.year, number.no, number.suffix) == ("legacy", year, no, suffix)
    assert parse(render(number)) == number


@given(st.text(max_size=40) | st.text("（）()2024京01最高法民初刑核字第号之一、-至 ０", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        number = parse(text)
    except NumberError as refusal:
        assert refusal.code and refusal.message
    else:
        assert parse(number.text) == number

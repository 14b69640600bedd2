"""A bank file: every line is matched or listed, nothing is counted twice, nothing broken takes another line with it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.departments.filing.bank import BankError, BankLine, Booked, FileBank, match, read

HEAD = "法院代字,交易日期,交易流水号,收支,金额,对方户名,案号\n"
GOOD = '京0101,2025-03-05,A1,收,"1,500.50",张明,（2025）京0101民初1号\n'
DAY = date(2025, 3, 5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_either_encoding_is_read(encoding: str) -> None:
    found = read((HEAD + GOOD).encode(encoding), "京0101")
    assert found.lines == [BankLine("A1", DAY, 150050, "张明", "（2025）京0101民初1号")]
    assert not found.broken


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("京0101,2025-03-05,A2,收,1.005,张明,", "两位小数"), ("京0101,2025-03-05,A2,收,-1,张明,", "大于零"),
        ("京0101,2025-03-05,A2,收,1e20,张明,", "不超过"), ("京0101,2025-03-05,A2,收,NaN,张明,", "大于零"),
        ("京0101,2025-03-05,A2,收,一元,张明,", "不是数字"), ("京0101,3月5日,A2,收,1,张明,", "YYYY-MM-DD"),
        ("京0101,2025-03-05,,收,1,张明,", "流水号"), ("京0101,2025-03-05,A2,借,1,张明,", "收支"),
        ("京0101,2025-03-05,A2,收", "应有7列，实有4列"), ("京0101,2025-03-05,A1,收,9.00,张明,", "内容不同"),
    ],
)  # fmt: skip
def test_a_broken_line_is_listed_and_the_others_stand(line: str, why: str) -> None:
    found = read(f"{HEAD}{GOOD}{line}\n\n京0101,2025-03-06,A3,支,2.00,张明,\n".encode(), "京0101")
    assert [one.reference for one in found.lines] == ["A1", "A3"]
    assert found.lines[1].fen == -200
    assert [(b.line, why in b.why) for b in found.broken] == [(3, True)]


def test_the_same_line_twice_counts_once() -> None:
    found = read((HEAD + GOOD + GOOD).encode(), "京0101")
    assert (len(found.lines), found.twice, found.broken) == (1, 1, [])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ((HEAD + GOOD + GOOD.replace("京0101", "京0102", 1)).encode(), "不是本院"),
        (b"", "列名"), ("日期,金额\n".encode(), "列名"), (b"\x00\x01\x02", "编码"), (b"\xff\xff\xff", "编码"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_or_of_another_court_is_refused_whole(data: bytes, why: str) -> None:
    with pytest.raises(BankError, match=why):
        read(data, "京0101")


def test_reference_then_number_then_the_difference_in_the_sum() -> None:
    lines = [BankLine("A1", DAY, 100, ""), BankLine("A2", DAY, -70, "", "一号"), BankLine("A3", DAY, 9, "")]
    booked = [Booked("x", "A1", DAY, 100, "一号"), Booked("y", "", DAY, -70, "一号"), Booked("z", "A3", DAY, 8, "")]
    again = Booked("w", "A1", DAY, 100, "一号")  # a payment entered twice
    found = match(lines, [*booked, again])
    assert {(line.reference, one.key) for line, one in found.pairs} == {("A1", "w"), ("A2", "y")}
    assert [(line.reference, one.key) for line, one in found.other_sum] == [("A3", "z")]
    assert (found.only_bank, [one.key for one in found.only_court]) == ([], ["x"])


REFERENCES, SUMS = st.sampled_from(["", "a", "b", "c"]), st.sampled_from([-5, 5, 7])
DAYS, NUMBERS = st.dates(date(2025, 3, 1), date(2025, 3, 20)), st.sampled_from(["", "一号", "二号"])


@given(
    st.lists(st.builds(BankLine, REFERENCES, DAYS, SUMS, st.just(""), NUMBERS), max_size=12),
    st.lists(st.tuples(REFERENCES, DAYS, SUMS, NUMBERS), max_size=12),
)
def test_every_line_and_booking_stands_in_exactly_one_list(
    lines: list[BankLine], rows: list[tuple[str, date, int, str]]
) -> None:
    booked = [Booked(str(n), *row) for n, row in enumerate(rows)]
    found = match(lines, booked)
    paired = [*found.pairs, *found.other_sum]
    key = lambda line: (line.reference, line.on, line.fen, line.number)  # noqa: E731
    assert sorted([*(line for line, _ in paired), *found.only_bank], key=key) == sorted(lines, key=key)
    assert sorted(b.key for b in (*(one for _, one in paired), *found.only_court)) == sorted(b.key for b in booked)
    assert all(line.fen == one.fen for line, one in found.pairs)


def test_the_file_bank_gives_the_files_of_one_court(tmp_path: Path) -> None:
    for court in ("京0101", "京0102"):
        (tmp_path / court).mkdir()
        (tmp_path / court / "3月.csv").write_bytes(court.encode())
    assert list(FileBank(tmp_path).files("京0101")) == [("3月.csv", "京0101".encode())]
    assert list(FileBank(tmp_path).files("京0103")) == []

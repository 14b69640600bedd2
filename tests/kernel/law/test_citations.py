"""Citations as lawyers write them, and what the table of articles says of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.kernel.law.articles import load_articles
from xiezhi.kernel.law.check_articles import doubts
from xiezhi.kernel.law.citations import citations, numeral, written
from xiezhi.kernel.law.files import load

BOOK = Path(__file__).with_name("book")
READ = {
    "民事诉讼法第八十七条至第九十五条、第一百条第二款": [("民事诉讼法", "87-95 100")],
    "民事诉讼法解释第126、208条；登记立案规定第8条": [("民事诉讼法解释", "126 208"), ("登记立案规定", "8")],
    "民事诉讼法第一百五十三条；第一百五十四条": [("民事诉讼法", "153"), ("民事诉讼法", "154")],
    "民事诉讼法第二十四条、民诉法司法解释第十八条": [("民事诉讼法", "24"), ("民诉法司法解释", "18")],
    "刑法第一百二十条之一、第三十七条": [("刑法", "120.1 37")],
    "法释〔2000〕29号第9条（十）（十一）": [("法释〔2000〕29号", "9")],
    "诉讼费用交纳办法第13条第1款第（二）项1": [("诉讼费用交纳办法", "13")],
    "涉外：民事诉讼法解释第536条": [("民事诉讼法解释", "536")],
    "民事诉讼法第一百七十条第一款第（一）项至第（三）项": [("民事诉讼法", "170")],
    "民事诉讼法第十一至十五条": [("民事诉讼法", "11-15")],
    "《某意见（试行）》（法发〔2017〕11号）第3条": [("《某意见（试行）》", "3")],
    "《第六个纲要（2024—2028年）》第16项": [("《第六个纲要（2024—2028年）》", "")],
    "《甲规定》；《乙办法》第二条": [("《甲规定》", ""), ("《乙办法》", "2")],
    "民事诉讼法第一百二十二条第一项、第二项和第一百二十四条": [("民事诉讼法", "122 124")],
}


def spans(found: tuple[tuple[tuple[int, int], tuple[int, int]], ...]) -> str:
    def one(article: tuple[int, int]) -> str:
        return f"{article[0]}.{article[1]}" if article[1] else str(article[0])

    return " ".join(one(a) if a == b else f"{one(a)}-{one(b)}" for a, b in found)


@pytest.mark.parametrize(("text", "wanted"), READ.items(), ids=READ)
def test_a_citation_is_read(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(c.law, spans(c.articles)) for c in citations(text)] == wanted


def test_editions_and_numbers() -> None:
    (cited,) = citations("《某规定》（法释〔2018〕9号，2019年修正）第1条")
    assert (cited.edition, cited.number) == ("2019", "法释〔2018〕9号")
    (cited,) = citations("仲裁法（2025修订）第72条")
    assert (cited.law, cited.edition) == ("仲裁法", "2025")


@given(st.integers(1, 9999))
def test_numerals_are_read_as_they_are_written(n: int) -> None:
    chinese = written((n, 0)).removeprefix("第").removesuffix("条")
    assert numeral(chinese) == numeral(str(n)) == n


@pytest.mark.parametrize("text", ["", "甲", "1二", "-1", "１２"])
def test_no_numeral(text: str) -> None:
    with pytest.raises(ValueError):
        numeral(text)


@given(st.text("民事诉讼法第一百二十条款项至、；（）《》〔〕〈〉2018号（ 之，。", max_size=40))
def test_whatever_is_written_something_is_read(text: str) -> None:
    list(citations(text))


TOLD = {
    "民事诉讼法第三百零六条": "",
    "《中华人民共和国民事诉讼法》第三百零六条": "",
    "民事诉讼法第三百零七条": "has no 第三百零七条",
    "民事诉讼法第三百条至第三百一十条": "has no 第三百一十条",
    "民事诉讼法第九十五条至第八十七条": "runs backward",
    "民事诉讼法（2021）第二百九十一条": "",
    "民事诉讼法（2021）第二百九十二条": "has no 第二百九十二条",
    "民事诉讼法（2007）第二百九十二条": "no edition of 2007",
    "刑法第一百二十条之一": "",
    "刑法第一百二十条之三": "has no 第一百二十条之三",
    "仲裁法第九十条": "",
    "仲裁法（2017）第九十条": "has no 第九十条",
    "环境保护法第一条": "is repealed",
    "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第五百五十条": "",
    "法释〔2015〕5号第551条": "has no 第五百五十一条",
    "《最高人民法院关于演示的意见》（法发〔2017〕11号）": "",
    "《关于演示的意见》": "",
    "《最高人民法院关于演示的意见》（法发〔2017〕12号）": "is not 法发〔2017〕12号",
    "《另一意见》（法发〔2017〕11号）": "is called",
    "《最高人民法院关于演示的意见》第一条": "are not known",
    "民诉法第一条": "not in the table",
    "民事诉讼法第一百五十二": "cannot be read from `第一百五十二`",
    "民事诉讼法152条": "not in the table",
    "民事诉讼法第一条甚至第九百条": "cannot be read",
    "民事诉讼法第四编第二十七章": "",
    "民事诉讼法第一百五十四条第一款第（一）项": "",
}


@pytest.mark.parametrize(("text", "words"), TOLD.items(), ids=TOLD)
def test_the_table_bears_a_citation_out_or_says_why_not(text: str, words: str) -> None:
    articles, faults = load_articles(BOOK)
    assert not faults
    (cited,) = citations(text)
    told = articles.fault(cited, date(9999, 12, 30), date.max)
    assert words in told and bool(words) == bool(told), told


DAYS = [
    ("民事诉讼法第二百九十五条", date(2023, 1, 1), date(2023, 6, 1), "（2021） has no"),
    ("民事诉讼法第二百九十五条", date(2024, 1, 1), date.max, ""),
    ("民事诉讼法第二百九十五条", date(2023, 1, 1), date.max, "（2021） has no"),
    ("仲裁法第九十条", date(2026, 3, 1), date.max, ""),
    ("仲裁法第八十条", date(2018, 1, 1), date.max, ""),
    ("仲裁法第九十条", date(2024, 1, 1), date.max, "（2017） has no"),
    ("环境保护法第一条", date(2016, 1, 1), date(2020, 1, 1), ""),
    ("刑法第一条", date(2010, 1, 1), date(2012, 1, 1), "no edition of these days, only from 2021-03-01"),
]


@pytest.mark.parametrize(("text", "since", "until", "words"), DAYS)
def test_the_edition_of_the_day_counts(text: str, since: date, until: date, words: str) -> None:
    articles, _ = load_articles(BOOK)
    (cited,) = citations(text)
    told = articles.fault(cited, since, until)
    assert words in told and bool(words) == bool(told), told


def test_doubts_are_listed_with_their_reason(folder: Path) -> None:
    case = folder / "procedures/demo/case.toml"
    case.write_text(case.read_text("utf-8").replace('第一百五十五条"', '第九百条"', 1), "utf-8")
    low = [cited for cited in doubts(load(folder)) if cited.path == "procedures/demo/case.toml"]
    assert low and all(cited.low for cited in low)

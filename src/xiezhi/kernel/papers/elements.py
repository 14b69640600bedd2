"""What a paper says of parties, numbers, sums, dates and courts: each with where it stands and how certain it is. Pure.

Found by form, not by guessing: a check digit, a court's name in the table, a word of role before a name. Nothing is decided
by it; a person who takes it over answers for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from xiezhi.kernel.numbers.casenumber import parse
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.identity import check_citizen, check_organisation
from xiezhi.kernel.numbers.tables import Tables

ROLES = (
    "原审原告|原审被告|被上诉人|上诉人|再审申请人|被申请人|申请执行人|被执行人|申请人|附带民事诉讼原告人|自诉人|被告人|被害人|"
    "原告人|原告|被告|第三人|起诉人|债权人|债务人|委托诉讼代理人|委托代理人|诉讼代理人|法定代表人|法定代理人|负责人|辩护人|公诉机关"
)
_PARTY = re.compile(
    rf"(?:^|[\n\f。；])\s*(?P<role>{ROLES})(?:[（(][^（()）]{{1,20}}[)）])?\s*[:：]\s*(?P<name>[^\s，,。；;：:（(、]{{2,60}})"
)
_CASE = re.compile(
    r"[(（\[〔]\s*\d{4}\s*[)）\]〕]\s*[\u4e00-\u9fff]{1,6}\d{0,6}[\u4e00-\u9fff]{1,6}\d{1,8}号(?:之[一二三四五六七八九十]+)?"
)
_ID = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
_CREDIT = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Z]*[A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")
_SUM = re.compile(
    r"(?:人民币|[¥￥])?\s?(?P<n>\d{1,3}(?:[,，]\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?)\s?(?P<unit>万元|亿元|元)"
)
_SUM_IN_WORDS = re.compile(
    r"(?:人民币)?(?P<n>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,})[元圆](?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?(?:(?P<fen>[壹贰叁肆伍陆柒捌玖])分)?[整正]?"
)
_DATE = re.compile(
    r"(?P<y>\d{4}|[〇零○一二三四五六七八九]{4})\s?(?:年|[-/.])\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?(?:月|[-/.])\s?"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日?(?!\d)"
)
_COURT = re.compile(r"[\u4e00-\u9fff]{2,28}?(?:法院|法庭)")
_DIGITS = {c: n % 10 for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "十": 10}
_FIGURES = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_STEPS = {"拾": 10, "佰": 100, "仟": 1000}
UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


@dataclass(frozen=True, slots=True)
class Element:
    """One thing said: kind party, id_number, case_number, sum, date or court; `value` in its canonical form.

    `start`, `end`: characters of the text. `certainty` 0..1: of the form alone, the reading of the page not yet counted.
    `more`: role of a party, kind of a number, the reason why a number is not sound.
    """

    kind: str
    text: str
    value: str
    start: int
    end: int
    certainty: float
    more: Mapping[str, str]


def elements(text: str, tables: Tables) -> list[Element]:
    """Everything found in a text, in its order."""
    found = [
        *_parties(text),
        *_cases(text, tables),
        *_numbers(text),
        *_sums(text),
        *_dates(text),
        *_courts(text, tables),
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _parties(text: str) -> Iterator[Element]:
    for one in _PARTY.finditer(text):
        name = one["name"]
        after = text[one.end() : one.end() + 40]
        sure = 0.95 if re.match(r"\s*[，,（(].{0,6}(男|女|住|身份证|统一|公民|法定|汉族|\d{4}年)", after) else 0.8
        yield Element("party", name, name, one.start("name"), one.end("name"), sure, {"role": one["role"]})


def _cases(text: str, tables: Tables) -> Iterator[Element]:
    for one in _CASE.finditer(text):
        try:
            number = parse(one[0], tables)
        except NumberError as wrong:
            yield Element("case_number", one[0], one[0], *one.span(), 0.5, {"reason": str(wrong)})
        else:
            yield Element("case_number", one[0], number.text, *one.span(), 0.99, {"court": number.court})


def _numbers(text: str) -> Iterator[Element]:
    for pattern, kind, check in ((_ID, "person", check_citizen), (_CREDIT, "organisation", check_organisation)):
        for one in pattern.finditer(text):
            told = check(one[0])
            more = {"of": kind} | ({} if told.valid else {"reason": told.reason})
            yield Element("id_number", one[0], told.text, *one.span(), 0.99 if told.valid else 0.4, more)


def _sums(text: str) -> Iterator[Element]:
    for one in _SUM.finditer(text):
        yuan = Decimal(re.sub("[,，]", "", one["n"])) * UNITS[one["unit"]]
        yield Element("sum", one[0].strip(), f"{yuan:.2f}", *_trimmed(one), 0.95, {})
    for one in _SUM_IN_WORDS.finditer(text):
        whole = _figure(one["n"])
        if whole is not None:
            part = Decimal(_FIGURES[one["jiao"] or "零"]) / 10 + Decimal(_FIGURES[one["fen"] or "零"]) / 100
            yield Element("sum", one[0], f"{whole + part:.2f}", *one.span(), 0.95, {})


def _trimmed(one: re.Match[str]) -> tuple[int, int]:
    blank = len(one[0]) - len(one[0].lstrip())
    return one.start() + blank, one.end()


def _figure(text: str) -> Decimal | None:
    """壹万贰仟 → 12000; None when it is no number."""
    total = section = digit = 0
    for c in text:
        if c in _FIGURES:
            digit = _FIGURES[c]
        elif c in _STEPS:
            section, digit = section + (digit or 1) * _STEPS[c], 0
        else:
            section += digit
            if not total + section:
                return None
            total = (total + section) * 100_000_000 if c == "亿" else total + section * 10_000
            section = digit = 0
    return Decimal(total + section + digit) or None


def _dates(text: str) -> Iterator[Element]:
    for one in _DATE.finditer(text):
        year = one["y"] if one["y"].isdigit() else "".join(str(_DIGITS[c]) for c in one["y"])
        try:
            day = date(int(year), _small(one["m"]), _small(one["d"]))
        except ValueError:
            continue
        likely = 1900 <= day.year <= 2100
        yield Element("date", one[0], day.isoformat(), *one.span(), 0.97 if likely else 0.5, {})


def _small(text: str) -> int:
    """12, 十二, 二十, 三十一 → the number; ValueError when it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else -1
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _courts(text: str, tables: Tables) -> Iterator[Element]:
    for one in _COURT.finditer(text):
        known = _known(tables)
        # A name is the longest known one that ends here: 「向北京市东城区人民法院」 begins too early.
        for start in range(one.start(), one.end() - 3):
            name = text[start : one.end()]
            if name in known:
                yield Element("court", name, name, start, one.end(), 0.98, {"code": known[name]})
                break
        else:
            if one[0].endswith("人民法院") and len(one[0]) > 5:
                yield Element("court", one[0], one[0], *one.span(), 0.5, {})


@lru_cache(maxsize=2)
def _known(tables: Tables) -> Mapping[str, str]:
    return {name: court.code for name, court in tables.courts_by_name.items()}


def plain(text: str) -> str:
    """A text with figures and letters of one width, character by character, so that places stay the same."""
    return "".join(_narrow(c) for c in text)


def _narrow(c: str) -> str:
    if c in "（），：；。！？" or not "\uff01" <= c <= "\uff5e":
        return c
    narrow = unicodedata.normalize("NFKC", c)
    return narrow if len(narrow) == 1 else c


def within(found: Sequence[Element], kind: str) -> list[Element]:
    return [one for one in found if one.kind == kind]

"""Case numbers (案号): reading what people write, and writing the one canonical form.

The grammar is that of 最高人民法院关于人民法院案件案号的若干规定 (法〔2015〕137号, amended by 法〔2018〕335号):
（year）court code, 专门审判代字 if any, 类型代字, serial, 号. The suffix 之一, 之二 … counts the papers of one case and is no part of the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.tables import CaseType, Tables, load_tables

RULES = "人民法院案件案号的若干规定"
PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军"
SPECIAL = "知"  # the only 专门审判代字 that the Supreme People's Court has set
RANDOM_DIGITS = 8
LAST_LEGACY_YEAR = 2015
LONGEST_TEXT = 500
MOST_NUMBERS = 1000

_ALIKE = str.maketrans("([〔［【)]〕］】０１２３４５６７８９", "（（（（（）））））0123456789")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_SUFFIX = r"之[零一二三四五六七八九十百]+"
_LEGACY = re.compile(rf"（([12][0-9]{{3}})）([\u4e00-\u9fff（）]+)字第?([0-9]+)(?:[-、至][0-9]+)*号({_SUFFIX})?")
_PART = re.compile(rf"[、，,；;和]?([^号]+号(?:{_SUFFIX})?)")
_PARTS = re.compile(rf"[^号]+号(?:{_SUFFIX})?(?:[、，,；;和][^号]+号(?:{_SUFFIX})?)+")
_COURT = re.compile(rf"(最高法|[{PROVINCES}])([0-9]*)")
_TYPED = re.compile(r"([\u4e00-\u9fff]+)(.*)")
_RANGE = re.compile(r"([0-9]+)(?:[至\-—–~～]([0-9]+))?")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number in its parts.

    form: standard; legacy (before 2016: `opaque` holds the text, court and type stay empty); nonstandard (a local
    system's number, not a case number); list (several joined: `numbers` holds them, only parts that all share are set).
    `special` is 知 or empty, `type` the 类型代字, `suffix` 之一 … or empty.
    """

    year: int | None
    court: str = ""
    special: str = ""
    type: str = ""
    no: int | None = None
    suffix: str = ""
    form: str = "standard"
    numbers: tuple[CaseNumber, ...] = ()
    opaque: str = ""

    @property
    def text(self) -> str:
        return render(self)


def parse(text: str, tables: Tables | None = None) -> CaseNumber:
    """Read a case number; brackets and digits of either width and blanks are accepted. NumberError says what is wrong."""
    plain = _normal(text)
    if found := _LEGACY.fullmatch(plain):
        return _legacy(found)
    book = tables or load_tables()
    parts = _PART.findall(plain) if _PARTS.fullmatch(plain) else [plain]
    numbers: list[CaseNumber] = []
    for part in parts:
        numbers += _read(part, numbers[-1] if numbers else None, book)
        if len(numbers) > MOST_NUMBERS:
            raise NumberError("too_many", f"一次最多识别{MOST_NUMBERS}个案号，请分开填写。")
    return numbers[0] if len(numbers) == 1 else _list(numbers)


def render(number: CaseNumber) -> str:
    """The canonical text: full-width brackets, no blanks; a list names what its numbers share once."""
    if number.form == "legacy":
        return number.opaque
    groups = groupby(number.numbers or (number,), key=lambda n: (n.year, n.court, n.special, n.type, n.suffix))
    return "、".join(_joined(tuple(group)) for _, group in groups)


def next_text(year: int, court: str, case_type: str, no: int) -> str:
    """The text of a new number; `case_type` may begin with 知. NumberError when it would not be a case number."""
    return render(parse(f"（{year}）{court}{case_type}{no}号"))


def at_random(case_type: str) -> bool:
    """Whether serials of this type are eight random digits instead of the next number (刑核, 案号规定第10条第2款)."""
    kind = load_tables().case_type(case_type)
    return kind is not None and kind.numbering == "random8"


def is_court_code(text: str) -> bool:
    """Whether a text has the shape of a 法院代字: 最高法, 京, 京01 or 京0101."""
    found = _COURT.fullmatch(text)
    return found is not None and _shaped(found)


def _normal(text: str) -> str:
    plain = "".join(c for c in text.translate(_ALIKE) if not c.isspace() and c not in _UNSEEN)
    if not plain:
        raise NumberError("empty", "没有填写案号，请填写，例如（2024）京0101民初123号。")
    if len(plain) > LONGEST_TEXT:
        raise NumberError("too_long", f"案号文字超过{LONGEST_TEXT}字，请核对后只填写案号。")
    return plain


def _legacy(found: re.Match[str]) -> CaseNumber:
    year, no, suffix = int(found[1]), int(found[3]), found[4] or ""
    if year > LAST_LEGACY_YEAR:
        message = f"{year}年的案号不能带“字第”：2016年起案号由法院代字、类型代字和编号组成，请核对。"
        raise NumberError("legacy_after_2015", message, basis=f"{RULES}第2条、第3条")
    return CaseNumber(year, no=no, suffix=suffix, form="legacy", opaque=found[0])


def _read(part: str, before: CaseNumber | None, tables: Tables) -> list[CaseNumber]:
    """The numbers of one part that ends in 号: one, or several serials of one court, year and type."""
    body, ending, suffix = part.partition("号")
    if before and not body.startswith("（"):
        year, court, special, daizi, serials = before.year, before.court, before.special, before.type, body
    else:
        year, rest = _year(body)
        court, rest = _court_code(rest, tables)
        special, daizi, serials = _type(rest, tables)
    if not ending:
        raise NumberError("no_ending", "案号缺少末尾的“号”字，请补全。", basis=f"{RULES}第3条")
    _check_suffix(suffix)
    kind = tables.case_types[daizi][0]
    form = "nonstandard" if kind.status == "nonstandard" else "standard"
    return [CaseNumber(year, court, special, daizi, no, suffix, form) for no in _serials(serials, kind)]


def _year(text: str) -> tuple[int, str]:
    found = re.match(r"（([^（）]*)）(.*)", text)
    if not found:
        message = "案号应当以加括号的收案年度开头，例如（2024）京0101民初123号，请补上括号。"
        raise NumberError("no_brackets", message, basis=f"{RULES}第3条")
    if not re.fullmatch(r"[12][0-9]{3}", found[1]):
        message = f"收案年度应为四位数字，不能写作“{found[1][:10]}”，请改正。"
        raise NumberError("bad_year", message, basis=f"{RULES}第2条")
    return int(found[1]), found[2]


def _court_code(text: str, tables: Tables) -> tuple[str, str]:
    found = _COURT.match(text)
    if not found:
        message = "年度之后应为法院代字，例如最高法、京、京01、京0101，请改正。"
        raise NumberError("bad_court", message, basis=f"{RULES}第4条、第5条")
    code = found[0]
    if not _shaped(found):
        message = f"法院代字“{code[:12]}”不对：高级法院不带数字，中级法院两位，基层法院四位，请改正。"
        raise NumberError("bad_court", message, basis=f"{RULES}第4条、第5条")
    if tables.court_of(code) is None:
        message = f"没有代字为“{code}”的法院，请核对法院代字。"
        raise NumberError("unknown_court", message, basis=f"{RULES}第4条、第5条、第12条")
    return code, text[found.end() :]


def _shaped(found: re.Match[str]) -> bool:
    return len(found[2]) == 0 if found[1] == "最高法" else len(found[2]) in (0, 2, 4)


def _type(text: str, tables: Tables) -> tuple[str, str, str]:
    found = _TYPED.match(text)
    if not found:
        raise NumberError("bad_type", "法院代字之后应为类型代字，例如民初、刑终、执，请补上。", basis=f"{RULES}第7条")
    daizi, serials = found[1], found[2]
    if daizi[0] == SPECIAL and daizi[1:2] != SPECIAL and daizi[1:] in tables.case_types:
        return SPECIAL, daizi[1:], serials
    if daizi not in tables.case_types:
        message = f"没有“{daizi[:12]}”这个类型代字。类型代字由最高人民法院统一制定，各地不得自定，请核对。"
        raise NumberError("unknown_type", message, basis=f"{RULES}第7条、第12条")
    return "", daizi, serials


def _serials(text: str, kind: CaseType) -> list[int]:
    numbers: list[int] = []
    for item in re.split(r"[、，,；;和]", text):
        found = _RANGE.fullmatch(item)
        if not found:
            message = "类型代字之后应为阿拉伯数字编号，例如民初123号，请改正。"
            raise NumberError("bad_serial", message, basis=f"{RULES}第3条")
        first, last = _serial(found[1], kind), _serial(found[2] or found[1], kind)
        if last < first or last - first >= MOST_NUMBERS:
            raise NumberError("bad_range", f"“{item[:30]}”不是可以识别的编号区间，请逐个列明。")
        numbers += range(first, last + 1)
    return numbers


def _serial(digits: str, kind: CaseType) -> int:
    if digits.startswith("0"):
        message = "案件编号从1开始依次编，前面不能有0，请删去前面的0。"
        raise NumberError("leading_zero", message, basis=f"{RULES}第9条、第10条")
    if kind.numbering == "random8" and len(digits) != RANDOM_DIGITS:
        message = f"{kind.daizi}案件的编号为八位随机数字，请核对。"
        raise NumberError("not_random", message, basis=f"{RULES}第10条第2款")
    return int(digits)


def _check_suffix(suffix: str) -> None:
    if suffix and (suffix[0] != "之" or suffix[1:] not in _NUMERALS):
        message = f"“号”之后只能是“之一”“之二”等文书序号，不能是“{suffix[:12]}”，请改正。"
        raise NumberError("bad_suffix", message)


def _numeral(n: int) -> str:
    """1 to 999 as in 之一, 之十二, 之一百零三."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    if hundreds:
        rest = ("零" if n % 100 and not tens else "") + (_numeral(n % 100) if n % 100 else "")
        return f"{_DIGITS[hundreds]}百{'一' if tens == 1 else ''}{rest}"
    if tens:
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return _DIGITS[ones]


_NUMERALS = frozenset(map(_numeral, range(1, 1000)))


def _list(numbers: list[CaseNumber]) -> CaseNumber:
    if len(set(numbers)) < len(numbers):
        raise NumberError("repeated", "同一案号写了两次，请删去重复的。", basis=f"{RULES}第3条")
    first = numbers[0]

    def shared(part: str) -> bool:
        return all(getattr(number, part) == getattr(first, part) for number in numbers)

    return CaseNumber(
        first.year if shared("year") else None,
        first.court if shared("court") else "",
        first.special if shared("special") else "",
        first.type if shared("type") else "",
        form="list",
        numbers=tuple(numbers),
    )


def _joined(numbers: tuple[CaseNumber, ...]) -> str:
    first = numbers[0]
    serials = "、".join(str(number.no) for number in numbers)
    return f"（{first.year}）{first.court}{first.special}{first.type}{serials}号{first.suffix}"

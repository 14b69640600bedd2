"""Identity numbers: the citizen's (公民身份号码, GB 11643) and the organisation's (统一社会信用代码, GB 32100).

A number that passes can be genuine; whether it was ever issued only the registers know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from xiezhi.kernel.numbers.tables import BESIDE_THE_SOURCE, load_tables

CITIZEN = "GB 11643《公民身份号码》"
CREDIT = "GB 32100《法人和其他组织统一社会信用代码编码规则》"
LENGTH = 18
EARLIEST_BORN = 1850

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_ABROAD = {"81": "香港特别行政区", "82": "澳门特别行政区", "83": "台湾地区", "71": "台湾省"}
_FOREIGN = "9"  # permanent residence card of 2023: 9, province, country, birth date, serial, check


@dataclass(frozen=True, slots=True)
class Identity:
    """What a number tells. `text` is its canonical form; `reason` (Chinese) says why it is not valid.

    `born`, `sex` (男, 女), `division` (six digits) and `division_name` are those of the number, empty when it has none
    or the division is not on file (divisions change; an old one is still valid).
    """

    text: str
    valid: bool
    reason: str = ""
    basis: str = ""
    born: date | None = None
    sex: str = ""
    division: str = ""
    division_name: str = ""


def check_citizen(text: str, *, today: date | None = None, folder: Path = BESIDE_THE_SOURCE) -> Identity:
    """Check a citizen's number of 18 characters; with `today` also that the birth is not in the future."""
    number = _normal(text)
    reason = _shape(number) or _place(number, folder) or _birth(number, today) or _digit(number)
    if reason:
        return Identity(number, False, reason, CITIZEN)
    foreign = number[0] == _FOREIGN
    division = "" if foreign else number[:6]
    return Identity(
        number,
        True,
        basis=CITIZEN,
        born=_born(number),
        sex="男" if int(number[16]) % 2 else "女",
        division=division,
        division_name="" if foreign else division_name(division, folder),
    )


def check_organisation(text: str, *, folder: Path = BESIDE_THE_SOURCE) -> Identity:
    """Check a unified social credit code of 18 characters."""
    number = _normal(text)
    reason = _credit_shape(number) or _credit_digit(number)
    if reason:
        return Identity(number, False, reason, CREDIT)
    return Identity(number, True, basis=CREDIT, division=number[2:8], division_name=division_name(number[2:8], folder))


def citizen_check_digit(first: str) -> str:
    """The last character for the first 17 digits of a citizen's number (GB 11643, mod 11-2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11]


def credit_check_digit(first: str) -> str:
    """The last character for the first 17 of a unified social credit code (GB 32100, mod 31)."""
    total = sum(_CREDIT_CHARACTERS.index(c) * w for c, w in zip(first, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_CHARACTERS[-total % 31]


def division_name(code: str, folder: Path = BESIDE_THE_SOURCE) -> str:
    """The name of a division of six digits as far as the table of courts tells it, else of its province, else empty."""
    names = _divisions(folder)
    return names.get(code) or names.get(code[:2], "")


def mask_id(text: str) -> str:
    """An identity number for people who need not know it: "110***********7758"; shorter ones show nothing."""
    number = _normal(text)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) >= 15 else "*" * len(number)


def mask_phone(text: str) -> str:
    """A telephone number for people who need not know it: "138****5678", "*******5678"; short ones show nothing."""
    number = _normal(text)
    if re.fullmatch(r"1[0-9]{10}", number):
        return f"{number[:3]}****{number[-4:]}"
    return f"{'*' * (len(number) - 4)}{number[-4:]}" if len(number) >= 7 else "*" * len(number)


def _normal(text: str) -> str:
    return "".join(text.split()).translate(_WIDE).upper()


@cache
def _divisions(folder: Path) -> dict[str, str]:
    """Names by code of six digits, and of provinces by two."""
    names = dict(_ABROAD)
    for court in load_tables(folder).every_court:
        if court.level == "高级" and court.division_code:
            names[court.division_code[:2]] = court.province
        if court.division_code:
            names[court.division_code] = f"{court.province}{court.division_name}"
    return names


def _shape(number: str) -> str:
    if re.fullmatch(r"[0-9]{15}", number):
        return "这是已经停用的15位号码，请填写18位号码"
    if len(number) != LENGTH:
        return f"公民身份号码为18位，填写的是{len(number)}位"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "公民身份号码前17位应为数字，末位为数字或者X"
    return ""


def _place(number: str, folder: Path) -> str:
    province = number[1:3] if number[0] == _FOREIGN else number[:2]
    return "" if province in _divisions(folder) else f"没有以{province}开头的省级行政区划"


def _birth(number: str, today: date | None) -> str:
    born = _born(number)
    if born is None or born.year < EARLIEST_BORN:
        return f"出生日期{number[6:14]}不存在"
    if today and born > today:
        return f"出生日期{born.isoformat()}还没有到"
    return ""


def _born(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _digit(number: str) -> str:
    return "" if number[-1] == citizen_check_digit(number[:-1]) else "末位校验码不符，号码中有写错的数字"


def _credit_shape(number: str) -> str:
    if len(number) != LENGTH:
        return f"统一社会信用代码为18位，填写的是{len(number)}位"
    wrong = [c for c in number if c not in _CREDIT_CHARACTERS]
    if wrong:
        return f"统一社会信用代码由数字和大写字母组成，不用I、O、S、V、Z，填写的有“{wrong[0]}”"
    if not re.fullmatch(r"[0-9]{6}", number[2:8]):
        return "统一社会信用代码第3至8位为登记管理机关行政区划，应为数字"
    return ""


def _credit_digit(number: str) -> str:
    return "" if number[-1] == credit_check_digit(number[:-1]) else "末位校验码不符，代码中有写错的字符"

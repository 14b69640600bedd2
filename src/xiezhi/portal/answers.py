"""Cleaning of what people type: forgiving on the way in, one canonical form out.

Every function takes the text as typed and returns the canonical text, or raises `Wrong` whose message says what to
write instead. Money comes out as yuan with two places ("20000.00"), dates as YYYY-MM-DD.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

LINE = 200
NOTE = 20_000
MOST_YUAN = Decimal("100000000000")


class Wrong(ValueError):
    """An answer that cannot be used; the message is shown beside the field."""


def _plain(text: str) -> str:
    """Full-width digits, signs and letters as half-width; only for figures, never for names."""
    return unicodedata.normalize("NFKC", text).strip()


def line(text: str, most: int = LINE) -> str:
    """One line of text: blanks at the ends cut, inner line breaks made blanks."""
    out = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(c) == "Cc" for c in out):
        raise Wrong("里面有看不见的控制字符，请删掉后重写")
    if len(out) > most:
        raise Wrong(f"最多 {most} 个字，您写了 {len(out)} 个，请缩短")
    return out


def note(text: str, most: int = NOTE) -> str:
    """Several lines of text; line ends become one kind."""
    out = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in out):
        raise Wrong("里面有看不见的控制字符，请删掉后重写")
    if len(out) > most:
        raise Wrong(f"最多 {most} 个字，您写了 {len(out)} 个。请缩短，或者把全文作为文件上传")
    return out


def _in_a_name(char: str) -> bool:
    # Planes 2 and 3 by range: Python's tables are older than the newest CJK extensions (G, H).
    return (
        unicodedata.category(char)[0] in "LM"
        or 0x20000 <= ord(char) <= 0x3FFFF
        or char in "·•‧・ .-'’（）()"
        or char in "0123456789"
    )


def name(text: str) -> str:
    """A name of a person or an organisation; rare characters and the dot of minority names are welcome."""
    out = line(text, 100)
    for dot in "•‧・":
        out = out.replace(dot, "·")
    bad = next((c for c in out if not _in_a_name(c)), "")
    if bad:
        raise Wrong(f"名字里有“{bad}”，请只写姓名或者单位名称")
    if re.fullmatch(r"[0-9 ]+", out):
        raise Wrong("这里请写姓名或者单位名称，不是号码")
    return out


def phone(text: str) -> str:
    """A mobile number of 11 digits or a fixed line with its area code."""
    out = re.sub(r"[\s\-()]", "", _plain(text))
    out = re.sub(r"^(\+86|0086)", "", out)
    if re.fullmatch(r"1[0-9]{10}|0[0-9]{9,11}|400[0-9]{7}", out):
        return out
    raise Wrong("请写 11 位手机号，例如 13800000000；座机请带区号")


def money(text: str) -> str:
    """A sum in yuan; commas, 元 and 万 are understood; at most two decimals."""
    plain = _plain(text).replace(",", "").replace("，", "").replace(" ", "")
    found = re.fullmatch(r"(?:¥|人民币)?(-?[0-9]+(?:\.[0-9]+)?)(万)?元?", plain)
    if not found:
        raise Wrong("请用数字写金额，例如 20000 或者 2万")
    try:
        sum_ = Decimal(found[1]) * (10_000 if found[2] else 1)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only decimals
        raise Wrong("请用数字写金额，例如 20000") from error
    if sum_ < 0:
        raise Wrong("金额不能是负数，请写欠款的数额，例如 20000")
    if sum_ > MOST_YUAN:
        raise Wrong("金额太大了，请检查是不是多写了几个零（最多 1000 亿元）")
    cents = sum_.normalize()
    if -int(cents.as_tuple().exponent) > 2:
        raise Wrong("金额最多写到分（小数点后两位），例如 20000.50")
    return f"{sum_:.2f}"


def rate(text: str) -> str:
    """A rate in per cent, at most four decimals."""
    plain = _plain(text).rstrip("%").strip()
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", plain):
        raise Wrong("请只写百分数里的数字，例如年利率 12% 就写 12")
    return f"{Decimal(plain).normalize():f}"


def number(text: str) -> str:
    """A whole number of at most nine digits."""
    plain = _plain(text)
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise Wrong("请写一个整数，例如 3")
    return str(int(plain))


def day(text: str) -> str:
    """A date, in any of the usual ways to write it."""
    plain = _plain(text)
    found = re.fullmatch(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?", plain) or re.fullmatch(
        r"([0-9]{4})([0-9]{2})([0-9]{2})", plain
    )
    if not found:
        raise Wrong("请写年月日，例如 2024年3月1日")
    try:
        out = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise Wrong("日历上没有这一天，请检查月和日") from error
    if out.year < 1900:
        raise Wrong("年份太早了，请检查")
    return out.isoformat()


def id_number(text: str) -> str:
    """A citizen's id number as 18 canonical characters; its check digit is proved elsewhere."""
    out = re.sub(r"[\s\-]", "", _plain(text)).upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", out):
        raise Wrong(f"身份证号是 18 位，您写了 {len(out)} 位，请对照证件再看一遍")
    return out


def credit_code(text: str) -> str:
    """A unified social credit code as 18 canonical characters."""
    out = re.sub(r"[\s\-]", "", _plain(text)).upper()
    if not re.fullmatch(r"[0-9A-Z]{18}", out):
        raise Wrong(f"统一社会信用代码是 18 位，您写了 {len(out)} 位，请对照营业执照再看一遍")
    return out


CLEAN: dict[str, Callable[[str], str]] = {
    "text": line,
    "name": name,
    "phone": phone,
    "note": note,
    "money": money,
    "rate": rate,
    "number": number,
    "date": day,
    "id": id_number,
    "credit": credit_code,
}

"""A place and its basic court: from a division code, a court's code, or an address in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from xiezhi.kernel.numbers.tables import Court, Tables

# An ending followed by another ending belongs to the name: 晋州市, 西市区, 赣县区.
_PART = re.compile(r".+?(?:自治区|自治州|自治县|地区|省|市|州|盟|县|区|旗)(?![市州县区旗])")


def place_parts(name: str) -> list[str]:
    """北京市东城区人民法院 → ["北京市", "东城区"]; [] when the name tells no place."""
    core = re.sub(r"(基层)?人民法院$", "", name)
    parts = _PART.findall(core)
    return parts if "".join(parts) == core else []


def court_of(address: str, courts: Mapping[str, str]) -> str:
    """The code of the court whose place stands in the address: the longest match; "" when none or not sure.

    `courts` maps codes to full names. 北京市东城区某街1号 → 京0101.
    """
    plain = re.sub(r"\s", "", address)
    found = [(sum(map(len, parts)), code) for code, name in courts.items()
             if (parts := place_parts(name)) and _stands_in(parts, plain)]  # fmt: skip
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return ""
    return found[0][1]


def basic_court(place: str, tables: Tables) -> Court | None:
    """The basic court of a place: its own code, the six digits of a division, or an address. None when not sure."""
    court = tables.courts.get(place)
    if court is not None:
        return court if court.level == "基层" else None
    if re.fullmatch(r"\d{6}", place):
        return _by_division(tables).get(place)
    return tables.courts.get(court_of(place, _basic_names(tables)))


@cache
def _by_division(tables: Tables) -> Mapping[str, Court | None]:
    found: dict[str, Court | None] = {}
    for court in _basic(tables):
        if court.division_code:
            found[court.division_code] = None if court.division_code in found else court
    return MappingProxyType(found)


@cache
def _basic_names(tables: Tables) -> Mapping[str, str]:
    return MappingProxyType({court.code: court.name for court in _basic(tables)})


def _basic(tables: Tables) -> list[Court]:
    """Basic courts that serve a place: not those of railways, forests, the army and the like."""
    return [c for c in tables.courts.values() if c.level == "基层" and c.kind in ("地方", "功能区", "兵团")]


def _stands_in(parts: list[str], address: str) -> bool:
    """All parts in order; all but the last may lack their ending (北京东城区)."""
    at = 0
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        stem = part if last or len(part) < 3 else re.sub(r"(自治区|省|市)$", "", part)
        found = address.find(stem, at)
        if found < 0:
            return False
        at = found + len(stem)
    return True

"""Which court: from an address to the basic court of that place, with the reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# An ending followed by another ending belongs to the name: 晋州市, 西市区, 赣县区.
_PART = re.compile(r".+?(?:自治区|自治州|自治县|地区|省|市|州|盟|县|区|旗)(?![市州县区旗])")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A court and why: `hosted` says whether this installation can take the papers."""

    code: str
    name: str
    reason: str
    basis: str
    hosted: bool


def place_parts(name: str) -> list[str]:
    """北京市东城区人民法院 → ["北京市", "东城区"]; [] when the name tells no place."""
    core = re.sub(r"(基层)?人民法院$", "", name)
    parts = _PART.findall(core)
    return parts if "".join(parts) == core else []


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


def suggestions(
    places: Iterable[Mapping[str, str]], answers: Mapping[str, Any], courts: Mapping[str, str], hosted: set[str]
) -> list[Suggestion]:
    """Courts for the places that the guide names (`answer`, `says`, `basis`), each once, with every reason."""
    out: dict[str, Suggestion] = {}
    for place in places:
        address = answers.get(place["answer"])
        code = court_of(address, courts) if address else ""
        if not code:
            continue
        before = out.get(code)
        reason = f"{before.reason}；{place['says']}" if before else place["says"]
        basis = f"{before.basis}、{place['basis']}" if before else place["basis"]
        out[code] = Suggestion(code, courts[code], reason, basis, code in hosted)
    return list(out.values())

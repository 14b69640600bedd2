"""Which court: from an address to the basic court of that place, with the reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xiezhi.kernel.numbers.places import court_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A court and why: `hosted` says whether this installation can take the papers."""

    code: str
    name: str
    reason: str
    basis: str
    hosted: bool


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

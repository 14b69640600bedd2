"""The ways of service as law/parameters/service.toml gives them for each field of law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiezhi.kernel.procedure.book import parameters

CIVIL = "civ"
ELECTRONIC = ("portal", "sms", "email")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of service in one field of law. `day` and what `needs` and `bars` may hold: the head of service.toml."""

    name: str
    basis: str
    day: str
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()


def ways(field: str) -> dict[str, Way]:
    """The ways open in a field of law (`civ`, `cri` …): its own, and those of civil procedure where a law refers to them."""
    law = parameters("service")
    found = {name: _way(name, raw) for name, raw in law.get(field, {}).items()}
    follows = law["follows"].get(field)
    if follows:
        for name, raw in law[CIVIL].items():
            found.setdefault(name, _way(name, raw, str(follows["basis"])))
    return found


def _way(name: str, raw: Mapping[str, Any], by: str = "") -> Way:
    basis = "；".join(filter(None, (by, str(raw["basis"]))))
    return Way(name, basis, raw["day"], tuple(raw.get("needs", ())), tuple(raw.get("bars", ())))


def unannounced(procedure: str) -> str:
    """The article that forbids service by announcement in a procedure; empty if none does."""
    return str(parameters("service")["unannounced"].get(procedure, {}).get("basis", ""))


def article(name: str) -> str:
    """The article of a rule that stands by itself: `returned`, `abroad`."""
    return str(parameters("service")[name]["basis"])

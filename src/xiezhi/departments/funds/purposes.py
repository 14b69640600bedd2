"""What money of a procedure is for, and how it may be spent: parameters/funds.toml, read by lawyers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xiezhi.kernel.procedure.book import parameters


@dataclass(frozen=True, slots=True)
class Purpose:
    """One earmark. `kinds`: the kinds of payout it allows; `treasury`: "direct", "deposited" (only what was kept for years)."""

    name: str
    title: str
    kinds: tuple[str, ...]
    treasury: str
    basis: str


def purposes() -> dict[str, Purpose]:
    """Every earmark by its name."""
    return {name: _purpose(name, raw) for name, raw in _raw()}


def purpose_of(procedure: str) -> Purpose:
    """The earmark of the money that a procedure holds. KeyError when it holds none."""
    for name, raw in _raw():
        if procedure.startswith(tuple(raw["procedures"])):
            return _purpose(name, raw)
    raise KeyError(procedure)


def deposited_years() -> int:
    """After how many years what nobody claimed belongs to the state (民法典第五百七十四条第二款)."""
    return int(parameters("funds")["deposited_years"])


def _raw() -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, raw) for name, raw in parameters("funds").items() if isinstance(raw, Mapping))


def _purpose(name: str, raw: Mapping[str, Any]) -> Purpose:
    return Purpose(name, raw["title"], tuple(raw["kinds"]), str(raw.get("treasury", "")), raw["basis"])

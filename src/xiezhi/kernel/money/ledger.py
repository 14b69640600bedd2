"""Double entries: what an act books, as rows of the record. Amounts are whole fen; yuan are decimal strings outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from xiezhi.kernel.record.fold import Change


class Unbalanced(ValueError):
    """The entries of one event must sum to zero."""


def fen(yuan: str) -> int:
    """Fen of a decimal string in yuan ("50.00" → 5000). ValueError if it is finer than a fen."""
    amount = Decimal(yuan) * 100
    if amount != amount.to_integral_value():
        raise ValueError(f"{yuan} is finer than a fen")
    return int(amount)


def yuan(amount: int) -> str:
    """Yuan with two places of a sum in fen."""
    return f"{Decimal(amount) / 100:.2f}"


def book(seq: int, on: str, sides: Iterable[tuple[str, str, int, str]]) -> list[Change]:
    """Rows for the sides of one booking: (account, party key, fen, purpose). Raises `Unbalanced`."""
    sides = list(sides)
    if sum(amount for _, _, amount, _ in sides):
        raise Unbalanced("借贷不等")
    return [
        (
            "entry",
            f"{seq}.{n}",
            {"account": account, "party": party, "fen": amount, "purpose": purpose, "on": on},
        )
        for n, (account, party, amount, purpose) in enumerate(sides)
    ]


def balance(entries: Mapping[str, Mapping[str, Any]], account: str) -> int:
    """Balance of an account of one matter in fen, from its entries."""
    return sum(int(e["fen"]) for e in entries.values() if e["account"] == account)

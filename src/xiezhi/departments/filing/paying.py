"""How a party is asked to pay: a gateway is given an order and says what the payer's phone reads. Two come with the platform.

`QrFile` lays the order in a folder that the bank (or whoever plays it) reads; what was paid comes back with the bank's file, under the
case number, and is booked from there. A court that has a contract puts its own gateway in the place of this one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from xiezhi.departments.filing.bank import FileBank
from xiezhi.kernel.money.ledger import yuan


@dataclass(frozen=True, slots=True)
class PayOrder:
    """Somebody is to pay a sum in fen into the court's account. `name` is the order's own, the same for the same sum and day."""

    name: str
    court: str
    number: str
    payer: str
    fen: int
    on: str

    @property
    def text(self) -> str:
        """What the code says: court, case number, sum, order."""
        return f"XIEZHI1|{self.court}|{self.number}|{yuan(self.fen)}|{self.name}"


class Gateway(Protocol):
    """A way to be paid."""

    def ask(self, order: PayOrder) -> str: ...


@dataclass(frozen=True, slots=True)
class QrFile:
    """The usual gateway: the order lies in `<folder>/<court>/orders`, once, and its text is what the code says."""

    folder: Path

    def ask(self, order: PayOrder) -> str:
        """Lay the order and give the text of the code."""
        FileBank(self.folder).order(order.court, order.name, json.dumps(asdict(order), ensure_ascii=False))
        return order.text

"""Refusals speak: what was refused, under which article, what to do. They are public API."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """code: stable slug (docs/explanation/law-files.md); message: Chinese; field: dotted path into the data."""

    code: str
    message: str
    basis: str = ""
    field: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {k: v for k, v in asdict(self).items() if v}


class Refused(Exception):
    """An act was refused; nothing was written."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(r.message for r in refusals))
        self.refusals = refusals


NOT_OPEN = Refusal("hidden", "未开放")

"""A first estimate of the court fee, through the same door as `xiezhi reckon`."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.filing.doors import answer_fee
from xiezhi.kernel.periods import clock


def estimate(amount: str, court: str) -> dict[str, Any] | None:
    """Fee of a property case of this amount (yuan, two places), ordinary and simple; None without an amount."""
    if not amount:
        return None
    line = {"id": None, "ask": "fee", "kind": "property", "amount": amount, "on": clock.today().isoformat()}
    if court:
        line["court"] = court
    full, half = answer_fee(line), answer_fee({**line, "procedure": "simple"})
    if "error" in full or "error" in half:
        return None
    return {"amount": amount, "full": full, "half": half}

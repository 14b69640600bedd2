"""Which procedures carry out a system of the reform outline: those that the scenarios of that system run through. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def procedures_of(scenarios: Iterable[Mapping[str, Any]], known: Iterable[str]) -> dict[str, set[str]]:
    """Which procedures the scenarios of each system run through: system id → procedure ids."""
    known, found = set(known), dict[str, set[str]]()
    for scenario in scenarios:
        steps = scenario.get("steps", [])
        named = {str(step.get("act", "")).partition(":")[0] for step in steps} | {step.get("in") for step in steps}
        for system in scenario.get("system", []):
            found.setdefault(system, set()).update(known & named)
    return found

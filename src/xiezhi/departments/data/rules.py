"""The law book's check of the indicators."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xiezhi.departments.data.definitions import faults
from xiezhi.kernel.procedure.registry import law_check


@law_check("indicators")
def indicator_faults(folder: Path) -> Iterable[str]:
    """What is wrong with the indicators of a law book."""
    return faults(folder)

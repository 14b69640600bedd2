"""Which procedures carry out a task of the outline, by the scenarios that prove it; read from law/outline.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.law.proved import procedures_of
from xiezhi.kernel.procedure import in_force


@lru_cache(maxsize=4)
def outline(folder: Path) -> Mapping[str, Any]:
    """law/outline.toml as it is written: `area`, `task`, `system`."""
    return tomllib.loads((folder / "outline.toml").read_text("utf-8"))


def written() -> Mapping[str, Any]:
    """The outline that goes with the law book in force."""
    return outline(Path(in_force.folder()))


def task_of(system: str) -> int:
    """The number of the task to which a system belongs (`4a` -> 4)."""
    return int("".join(c for c in system if c.isdigit()))


def by_system(book: LawBook) -> dict[str, set[str]]:
    """The same for the book in force."""
    return procedures_of(book.scenarios.values(), book.raw)

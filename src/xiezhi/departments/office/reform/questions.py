"""The tasks of the outline (law/outline.toml), and the procedures whose matters speak of each system."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.procedure.book import parameters


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
    """System id → the procedures whose matters speak of it (parameters/reform.toml); a system without matters of its own is not there."""
    return {
        system: {id for id in book.raw if named(id, parts)}
        for system, parts in parameters("reform")["evidence"].items()
    }


def named(id: str, parts: list[str]) -> bool:
    """Whether a procedure is among these: by its id, or by a beginning that ends with a dot."""
    return any(id == part or (part.endswith(".") and id.startswith(part)) for part in parts)

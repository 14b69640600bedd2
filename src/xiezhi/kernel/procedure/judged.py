"""All faults of a law book: the check of the law files, and what each reader of other files says of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import tomli

from xiezhi.kernel.law.check import faults
from xiezhi.kernel.law.files import LawError
from xiezhi.kernel.law.known import Names
from xiezhi.kernel.numbers.tables import load_tables
from xiezhi.kernel.papers.catalogue import faults as catalogue_faults
from xiezhi.kernel.periods.calendar import calendar_faults
from xiezhi.kernel.periods.load import rule_faults
from xiezhi.kernel.procedure import registry


def judged(folder: Path) -> tuple[str, ...]:
    """Every fault of the law book in a folder as `file:key: fault`, in order; empty when it is sound.

    The departments must have registered what they give a meaning to. `LawError` without a folder.
    """
    names = Names(
        frozenset(registry.conditions),
        frozenset(registry.effects),
        frozenset(registry.values),
        frozenset(registry.slots),
    )
    found = [str(fault) for fault in faults(folder, names)]
    parts: dict[str, Callable[[Path], Iterable[str]]] = {
        "periods": lambda book: rule_faults(book / "periods"),
        "calendar": lambda book: calendar_faults(book / "calendar"),
        "tables": _table_faults,
        "parameters/catalogue.toml": _catalogue_faults,
        **registry.checks,
    }
    for part, check in parts.items():
        try:
            found += check(folder)
        except Exception as wrong:
            # A reader that fails on a file would fail in a court's office too: the book is refused.
            found.append(f"{part}:: cannot be read: {type(wrong).__name__}: {wrong}")
    return tuple(sorted(set(found)))


def judged_or_why(folder: Path) -> tuple[str, ...]:
    """As `judged`; a folder that cannot be read at all is a fault too."""
    try:
        return judged(folder)
    except LawError as wrong:
        return tuple(str(fault) for fault in wrong.faults)


def _table_faults(folder: Path) -> list[str]:
    try:
        load_tables(folder / "tables")
    except (ValueError, OSError) as wrong:
        return [f"tables/{line}" for line in str(wrong).splitlines()]
    return []


def _catalogue_faults(folder: Path) -> list[str]:
    file = folder / "parameters/catalogue.toml"
    return catalogue_faults(tomli.loads(file.read_text("utf-8"))) if file.is_file() else []

"""Which procedure serves each kind of case in force; `tables/case-types.toml` says what the codes alone do not.

A code (代字) that means one kind of case is served by the procedures whose `case_type` or `case_types` name it. Where one
code means several kinds, `[served]` says which procedure serves which. What no procedure serves stands in `[unserved]`
with the reason.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xiezhi.kernel.law.files import Fault, Files
from xiezhi.kernel.law.known import Known
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.law.resolve import table

LISTED = "tables/case-types.toml"
CASE_TYPES = "tables/case-types.csv"
IN_FORCE = ("official", "observed")


@dataclass(frozen=True, slots=True)
class CaseType:
    """One kind of case in force: who serves it, or why nobody does. `shared`: its code means other kinds too."""

    code: str
    daizi: str
    name: str
    shared: bool
    procedures: tuple[str, ...]
    reason: str

    @property
    def key(self) -> str:
        """Its name in the list: the four digits, or the code where there are none."""
        return self.code or self.daizi


def coverage(files: Files, book: LawBook) -> list[CaseType]:
    """Every kind of case in force, in the order of the standard."""
    listed = files.toml.get(LISTED, {})
    served, unserved = table(listed.get("served")), table(listed.get("unserved"))
    rows = _in_force(files)
    count = Counter(row["daizi"] for row in rows)
    by_code: dict[str, list[str]] = {}
    for id in book.ids():
        for kind in book.procedure(id, book.epochs(id)[-1]).kinds:
            by_code.setdefault(kind, []).append(id)
    found = []
    for row in rows:
        shared, key = count[row["daizi"]] > 1, row["code"] or row["daizi"]
        named = served.get(key)
        ids = [str(id) for id in named] if isinstance(named, list) else []
        procedures = ids if shared else [*by_code.get(row["daizi"], []), *ids]
        reason = str(unserved.get(key, ""))
        found.append(CaseType(row["code"], row["daizi"], row["name"], shared, tuple(dict.fromkeys(procedures)), reason))
    return found


def _in_force(files: Files) -> list[Mapping[str, str]]:
    path = files.root / CASE_TYPES
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row for row in rows if row.get("daizi") and row.get("status") in IN_FORCE]


def coverage_faults(files: Files, known: Known) -> Iterator[Fault]:
    """Kinds of case that are neither served nor listed, and lines of the list that are wrong. Without a list: nothing."""
    listed = files.toml.get(LISTED)
    if listed is None:
        return
    kinds = {one.key: one for one in coverage(files, known.book)}
    for key in listed.keys() - {"served", "unserved"}:
        yield Fault(LISTED, key, "unknown key")
    for part in ("served", "unserved"):
        for key in table(listed.get(part)).keys() - kinds.keys():
            yield Fault(LISTED, f"{part}.{key}", "no kind of case in force has this code")
    for key, ids in table(listed.get("served")).items():
        yield from _served(key, ids, kinds.get(key), known)
    for one in kinds.values():
        if one.reason and one.procedures:
            yield Fault(LISTED, f"unserved.{one.key}", f"is served by `{one.procedures[0]}`")
        if not one.procedures and not one.reason.strip():
            fault = f"no procedure serves {one.daizi} {one.name}; say which in [served], or why none in [unserved]"
            yield Fault(LISTED, one.key, fault)


def _served(key: str, ids: Any, one: CaseType | None, known: Known) -> Iterator[Fault]:
    if not isinstance(ids, list) or not ids or not all(isinstance(id, str) for id in ids):
        yield Fault(LISTED, f"served.{key}", "must be a list of procedures")
        return
    for id in ids:
        if id not in known.book.raw:
            yield Fault(LISTED, f"served.{key}", f"unknown procedure `{id}`")
        elif one and one.daizi not in known.book.procedure(id, known.book.epochs(id)[-1]).kinds:
            yield Fault(LISTED, f"served.{key}", f"`{id}` is not numbered {one.daizi}")

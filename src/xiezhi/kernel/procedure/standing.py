"""Where a matter stands: its rows, as an act finds them. Pure; tables are loaded when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Table = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Standing:
    """A matter before an act. `load(table)` gives key -> columns in the record's plain JSON form."""

    matter: str
    procedure: str
    court: str
    state: str
    number: str
    opened: date
    parent: str
    seq: int
    head: str
    load: Callable[[str], Table]
    _tables: dict[str, Table] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        if name not in self._tables:
            self._tables[name] = self.load(name)
        return self._tables[name]

    @property
    def parties(self) -> Table:
        """Parties that take part now."""
        return {k: p for k, p in self.table("party").items() if p["active"]}

    @property
    def facts(self) -> Mapping[str, Any]:
        """What was said last, by field, whoever it was said for."""
        return {k: row["value"] for k, row in self.table("fact").items() if "/" not in k}

    def said(self, name: str, which: str = "") -> Any:
        """What was said last for a field: of that one, where it has been said one by one; else of the matter."""
        rows = self.table("fact")
        one_by_one = any(k.startswith(f"{name}/") for k in rows)
        row = rows.get(f"{name}/{which}") if which and one_by_one else rows.get(name)
        return row["value"] if row else None

    def items(self, record: str) -> Table:
        """The rows entered in one record, in order."""
        return {k: row for k, row in self.table("item").items() if row["record"] == record}

    def assigned(self, *roles: str) -> list[str]:
        """Persons (hex) assigned in one of the roles, in order of assignment."""
        rows = sorted(self.table("assigned").items())
        return [row["person"] for _, row in rows if row["role"] in roles and row["person"]]

    def marked(self, name: str, which: str = "") -> bool:
        marks = self.table("mark")
        return name in marks or (bool(which) and f"{name}/{which}" in marks)

    def clocks(self, name: str) -> Table:
        return {k: p for k, p in self.table("period").items() if p["name"] == name}

    def done(self, act: str, which: str = "") -> int:
        """How often an act was done (for one, or at all)."""
        rows = self.table("done")
        if which:
            return int(rows.get(f"{act}/{which}", {}).get("n", 0))
        return sum(int(r["n"]) for k, r in rows.items() if k == act or k.startswith(f"{act}/"))


def empty(court: str, opened: date, matter: str = "", parent: str = "") -> Standing:
    """A matter that is about to be opened."""
    return Standing(matter, "", court, "", "", opened, parent, 0, "", lambda _: {})
